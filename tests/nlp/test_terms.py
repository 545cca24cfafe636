"""What a term is: a noun phrase that sets a theme apart, whatever its nouns end in."""

import pytest

from nlp.terms import terms


def only(language, *texts):
    return terms([[(text, language) for text in texts]])[0]


def test_terms_are_noun_phrases_that_no_other_group_shares():
    fees = ["The release fee ruins us.", "Nobody can pay a release fee.", "A release fee is wrong."]
    staff = ["Train the inspectors of schools.", "The inspectors of schools lack time."]
    found = terms([[(text, "en") for text in group] for group in (fees, staff)])
    assert found == (("release fee",), ("inspectors of schools",))


def test_german_terms_are_nouns_with_their_adjectives():
    group = ["Hohe Gebühren schaden uns.", "Wir zahlen hohe Gebühren.", "Keine hohen Gebühren!"]
    assert terms([[(text, "de") for text in group]])[0] == ("hohe Gebühren",)


@pytest.mark.parametrize(
    "noun",
    ["seed", "speed", "feed", "breed", "shed", "bed", "weed", "testbed", "assembly",
     "monopoly", "family", "supply", "anomaly", "reply", "greed", "elderly"],
)  # fmt: skip
def test_an_english_noun_may_end_as_a_participle_or_an_adverb_does(noun):
    assert noun in only("en", f"We fear the {noun}.", f"Nobody regulates the {noun}.")


@pytest.mark.parametrize(
    "word",
    ["published", "tried", "applied", "agreed", "guaranteed", "freed", "typed", "AI-powered",
     "generally", "briefly", "likely", "wholly"],
)  # fmt: skip
def test_no_english_term_ends_in_a_participle_or_an_adverb(word):
    found = only("en", f"The rule fails models {word}.", f"A rule for models {word}.")
    assert "rule" in " ".join(found)
    assert word not in " ".join(found)


@pytest.mark.parametrize(
    ("language", "noun"),
    [("de", "Mitglied"), ("de", "Unterschied"), ("de", "Abschied"), ("nl", "gebied"),
     ("fr", "pied"), ("es", "red"), ("sv", "led"), ("fr", "assembly")],
)  # fmt: skip
def test_only_english_words_end_as_english_ones_do(language, noun):
    texts = {
        "de": ("Wir suchen ein {}.", "Das {} kostet Geld."),
        "nl": ("Wij zoeken een {}.", "Het {} kost geld."),
        "fr": ("Nous cherchons un {}.", "Le {} coûte cher."),
        "es": ("Buscamos una {}.", "La {} cuesta dinero."),
        "sv": ("Vi söker en {}.", "En {} kostar pengar."),
    }
    assert noun in only(language, *(text.format(noun) for text in texts[language]))
