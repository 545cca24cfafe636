"""Personal data in texts: what is found, and what is left alone. Every value is made up."""

from itertools import pairwise
from time import process_time

import pytest

from nlp import DataKind, find_personal_data
from nlp.identity_numbers import NUMBERS, identity_numbers

EMAIL, IBAN, CARD = DataKind.EMAIL, DataKind.IBAN, DataKind.CARD
IDENTITY, TELEPHONE, NAME = DataKind.IDENTITY, DataKind.TELEPHONE, DataKind.NAME

FOUND = [
    ("Write to eva.roth+code@mail.example.org.", "eva.roth+code@mail.example.org", EMAIL),
    ("Write to eva.roth (at) example.org.", "eva.roth (at) example.org", EMAIL),
    ("Write to eva.roth [at] example [dot] org.", "eva.roth [at] example [dot] org", EMAIL),
    ("Write to 'eva@example.org' or", "eva@example.org", EMAIL),
    ("Call 0471/12.34.56 now.", "0471/12.34.56", TELEPHONE),
    ("Herr Dr. med. Max Muster kam.", "Max Muster", NAME),
    ("Call +32 2 555 01 23 at noon.", "+32 2 555 01 23", TELEPHONE),
    ("Call 0032 2 555 0123 at noon.", "0032 2 555 0123", TELEPHONE),
    ("Call +49 (30) 555-0123.", "+49 (30) 555-0123", TELEPHONE),
    ("Appelez le 01 23 45 67 89.", "01 23 45 67 89", TELEPHONE),
    ("Appelez le 01.23.45.67.89.", "01.23.45.67.89", TELEPHONE),
    ("Ruf an: 030 / 5550123.", "030 / 5550123", TELEPHONE),
    ("Tel.: 912 345 678", "912 345 678", TELEPHONE),
    ("Pay to GB82 WEST 1234 5698 7654 32 now.", "GB82 WEST 1234 5698 7654 32", IBAN),
    ("Pay to DE89370400440532013000.", "DE89370400440532013000", IBAN),
    ("Card 4111 1111 1111 1111 was charged.", "4111 1111 1111 1111", CARD),
    ("Monsieur Jean de la Fontaine l'a dit.", "Jean de la Fontaine", NAME),
    ("Frau Dr. von der Müller-Lüdenscheidt", "von der Müller-Lüdenscheidt", NAME),
    ("Herr K. Meier", "K. Meier", NAME),
    ("La Sig.ra Rossi", "Rossi", NAME),
    ("We met Dr Roth's team.", "Roth", NAME),
    ("Mme Élodie Durand-Petit a écrit.", "Élodie Durand-Petit", NAME),
]

LEFT_ALONE = [
    "Regulation (EU) 2016/679 of 27 April 2016, Article 53(1)(a), recital 101a.",
    "On 01/02/2024, 01-02-2024, 1.2.2024 and 2024-02-01, at 10.30.",
    "10 000 000 euros, 1 000 000 000 EUR, 1,234,567.89 and 0.05 0.10 0.15.",
    "ISO/IEC 42001:2023, CELEX 32016R0679, COM(2021) 206 final, 10^25 FLOPs.",
    "Docket DOC-2025-0050-0031, ID 123456789, ISBN 978-3-16-148410-0.",
    "See https://example.org/users/a@b.org/4111111111111111.",
    "Mr President, Madam Chair, Monsieur le Président, Dear Sir or Madam, Mr. Mayor,",
    "Card 4111 1111 1111 1112, account GB82 WEST 1234 5698 7654 33.",
    "Art. 01 1234567 and Recital 02 1234567.",
    "In Ms Word, at the Ing Bank.",
    "@platform and a @ b",
    "Measures 1.2, 3.4 and 5.6 of commitment 00 11 22.",
]

VALID = {
    "Austria": "SV-Nr. 1237 010180",
    "Belgium": "85.07.30-033.28",
    "Bulgaria": "ЕГН 7523169263",
    "Croatia": "OIB 94577403194",
    "Czechia or Slovakia": "736028/5163",
    "Denmark": "070761-4285",
    "Estonia or Lithuania": "37605030299",
    "Finland": "131052-308T",
    "France": "2 55 08 14 168 025 38",
    "Germany": "Steuer-ID 86 095 742 719",
    "Greece": "AMKA 01013099997",
    "Hungary": "adóazonosító jel: 8071592153",
    "Ireland": "1234567T",
    "Italy": "RSSMRA85T10A562S",
    "Latvia": "161175-19997",
    "Luxembourg": "1893120105732",
    "the Netherlands": "BSN 111222333",
    "Poland": "44051401359",
    "Portugal": "NIF 123 456 789",
    "Romania": "1800101221144",
    "Slovenia": "0101006500006",
    "Spain": "12345678Z",
    "Sweden": "811218-9876",
}


@pytest.mark.parametrize(("text", "words", "kind"), FOUND)
def test_personal_data_is_found_to_the_letter(text, words, kind):
    assert [(text[f.start : f.end], f.kind) for f in find_personal_data(text)] == [(words, kind)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_articles_dates_amounts_and_addresses_of_office_are_left_alone(text):
    assert [text[f.start : f.end] for f in find_personal_data(text)] == []


@pytest.mark.parametrize("each", NUMBERS, ids=lambda each: each.state)
def test_a_states_number_is_found_and_with_another_last_digit_it_is_not(each):
    number = VALID[each.state]
    (found,) = find_personal_data(f"It is {number}, you see.")
    assert found.kind is IDENTITY
    last = number[-1]
    wrong = (
        number[:-1] + ("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 2)[ord(last) - 63]
        if last.isalpha()
        else (number[:-1] + str((int(last) + 1) % 10))
    )
    assert identity_numbers(f"It is {wrong}, you see.") == []


def test_a_row_of_digits_without_the_word_that_it_needs_is_no_identity_number():
    for number in ("111222333", "94577403194", "7523169263"):
        assert identity_numbers(f"We counted {number} of them.") == []


def test_spans_do_not_overlap_and_stand_in_the_order_of_the_text():
    text = "Dr Eva Roth, eva@example.org, +32 2 555 01 23, BE68 5390 0754 7034"
    found = find_personal_data(text)
    assert [f.kind for f in found] == [NAME, EMAIL, TELEPHONE, IBAN]
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_an_empty_text_and_an_emoji_are_no_trouble():
    assert find_personal_data("") == []
    text = "🙂 eva@example.org"
    (found,) = find_personal_data(text)
    assert text[found.start : found.end] == "eva@example.org"


ROWS = [
    "=", "!", "*", "1", "1 ", "a.", "+", " ", "A1", "a", "A", "@", "@a.", "a@b.cc ", "www.", "(at)",
    "0", "00", "+1", "+" + "1" * 40 + "x ", "0 ", "01 ", "01/", "-", "a-", "Dr ", "Dr A", "Aa ",
    "Mr Van ", "tel ", "tel. 1", "mobil", "1.1/", "(0", "GB82 ", "4111 ", "\n", "é", "_", "[",
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_a_text_as_long_as_any_takes_seconds_and_ten_times_the_length_ten_times_the_time(row):
    """Were it a square, the longer would take a hundred times as long as the shorter."""
    took = []
    for length in (10_000, 100_000):
        text = (row * length)[:length]
        start = process_time()
        find_personal_data(text)
        took.append(process_time() - start)
    assert took[1] < 40 * max(took[0], 0.02)
