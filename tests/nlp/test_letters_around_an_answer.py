"""Letterheads, signatures and bare question numbers say nothing; what stands between them does."""

import time

import pytest

from nlp.text import split

ARGUMENT = "Small mills need two more years, because the record is new to them."
HEADS = {
    "with a greeting": "Guild of Millers\n12 Weir Lane\nMarket Deeping\n\nDear Ms Roe,",
    "with a date, American": "June 16, 2025\n\nHon. Dr. Ann Roe\nGrain Office\nSpring, MD 21244",
    "as a form": "To: Office of Grain\nFrom: Guild of Millers\nRe: Draft 2, Mills and Bakeries",
    "sent by": "Guild of Millers\nSubmitted electronically via https://grain.example",
    "German": "Müllerbund\nWeg 3\n04109 Leipzig\n\nBetreff: Entwurf 2\n\nSehr geehrte Frau Roe,",
    "French": "Guilde des Meuniers\n3 rue du Moulin\n\nObjet : Projet 2\n\nMadame,",
}  # fmt: skip
ENDS = {
    "below a farewell": "Sincerely,\n\nJane Doe\nHead of Policy\nGuild of Millers",
    "a farewell nobody listed": "With respect and hope,\nJane Doe",
    "after thanks": "Thank you for your time.\n\nJane Doe",
    "an office": "Jane Doe, MD\nGuild of Millers",
    "an address": "Jane Doe\njane@grain.example",
    "a house": "In solidarity,\nJane Doe\n8462 Weir Place\nMarket Deeping",
    "German": "Mit freundlichen Grüßen\n\nJana Dorn\nMüllerbund Sachsen",
    "French": "Cordialement,\nJeanne Dumas\nGuilde des Meuniers",
}


KEPT = ("Independent Auditors", "Open Registers", "Annex II", "B2", "GPT-4", "fees", "Measure 3.2",
        "age checks", ARGUMENT)  # fmt: skip


def arguing(text: str) -> list[str]:
    return [text[p.start : p.end] for p in split(text) if not p.filler]


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_letterhead_says_nothing(head):
    assert arguing(f"{head}\n\n{ARGUMENT}") == [ARGUMENT]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_signature_says_nothing(end):
    assert arguing(f"{ARGUMENT}\n\n{end}") == [ARGUMENT]


@pytest.mark.parametrize("number", ["PC-4.", "TD-7 a, b:", "[PR-4]", "Q12", "PC-1, TD-9"])
def test_the_number_of_a_question_alone_on_its_line_says_nothing(number):
    assert arguing(f"{number}\n\n{ARGUMENT}") == [ARGUMENT]


@pytest.mark.parametrize(
    "text",
    [
        "Independent Auditors",
        "Independent Auditors\nOpen Registers",
        f"Independent Auditors\nOpen Registers\n\n{ARGUMENT}",
        f"{ARGUMENT}\n\nIndependent Auditors\nOpen Registers",
        f"{ARGUMENT}\n\n- Independent Auditors\n- Open Registers",
        f"{ARGUMENT}\n\nThank you.\n\nRegisters need auditors, and auditors need Open Registers.",
        "B2",
        f"GPT-4\n\n{ARGUMENT}",
        f"Re: Measure 3.2 must be deleted\n\n{ARGUMENT}",
        f"To: protect children, age checks are needed.\n\n{ARGUMENT}",
        f"Subject: Delete Annex II\n\n{ARGUMENT}",
        f"Delete Annex II\n5 May 2025\n\n{ARGUMENT}",
        f"{ARGUMENT}\n\nSincerely,\nMill Guild\nP.S. Delete Annex II",
        f"{ARGUMENT}\n\nThank you.\nIndependent Auditors\nOpen Registers",
        f"{ARGUMENT}\n\nOur demands,\nIndependent Auditors\nOpen Registers",
        f"{ARGUMENT}\n\nIndependent Auditors\nMore Time\nwww.grain.example",
        f"{ARGUMENT}\n\nDelete Annex II\nDirector of Mills",
        f"Dear Ms Roe,\n\nDelete Annex II.\n\n{ARGUMENT}",
        f"{ARGUMENT}\n\nSincerely,\nJane Doe\n\nP.S. Delete Annex II, which nobody reads.",
        f"We worry about fees,\n\n{ARGUMENT}",
        f"Costs, fees and time,\nIndependent Auditors\n\n{ARGUMENT}",
    ],
)
def test_an_argument_in_the_words_of_a_letter_is_kept(text):
    said = " ".join(arguing(text))
    for words in KEPT:
        assert (words in said) == (words in text)


def test_thanks_before_a_heading_of_the_same_words_hide_no_argument():
    text = f"{ARGUMENT}\nThe record costs money.\n\nThank you.\nRecord Costs"
    assert "Record Costs" in " ".join(arguing(text))


def test_what_a_person_cut_is_a_point_even_in_a_signature():
    text = f"{ARGUMENT}\n\nSincerely,\nGuild of Millers"
    start = text.index("Guild")
    cut = [p for p in split(text, spans=[(start, len(text))]) if p.start == start]
    assert [p.filler for p in cut] == [False]


def test_everything_of_a_letter_is_still_in_exactly_one_passage():
    text = f"{HEADS['with a greeting']}\n\n{ARGUMENT}\n\n{ENDS['below a farewell']}"
    found = split(text)
    assert "".join("".join(text[p.start : p.end].split()) for p in found) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Sincerely,\n" * 40_000,
        "x@" * 300_000,
        "*" * 1_000_000,
        "A1 " * 300_000,
        "Dear \n" * 40_000,
        "To the " + "ab/&," * 60,
        "To the " + "," * 400,
        "Q1" + "." * 60_000 + "é\nKeep it.",
    ],
    ids=["farewells", "addresses", "stars", "numbers", "greetings", "signs", "commas", "dots"],
)
def test_a_million_characters_are_read_in_seconds(text):
    begin = time.process_time()
    split(text)
    assert time.process_time() - begin < 20
