"""What the word lists of each language may take from a passage: words, and never part of one."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clauses import asks
from nlp.statements import FEWEST, shortened, statements, without_lead
from nlp.wordlists import languages, opening

LETTERS = "aeiouyàéèçßąęł" + "bcdfghjklmnpqrstvwxz"
SAID = ["zum", "lista", "model", "register", "publié", "opłata", "moet", "debe", "muss", "should"]
word = st.text(LETTERS, min_size=1, max_size=8)
mark = st.sampled_from([" ", " ", " ", ", ", ": ", "-", "’", ". ", " (", ") ", "; ", " – "])


@st.composite
def openings(draw, language):
    """Words that a lead of the language would take, if need be with more letters to the last."""
    known = opening("lead", language)
    if known.pattern == "(?!)":
        return ""
    lead = draw(st.from_regex(known, alphabet=LETTERS + LETTERS.upper() + " ,:;.'’-"))
    return lead + draw(st.sampled_from(["", "", " ", "o", "gistro", "-", "-o"]))


@st.composite
def passages(draw):
    language = draw(st.sampled_from(languages()))
    said = draw(st.lists(st.one_of(st.sampled_from(SAID), word), min_size=FEWEST, max_size=24))
    marks = draw(st.lists(mark, min_size=len(said), max_size=len(said)))
    return draw(openings(language)) + "".join(
        each for pair in zip(said, marks, strict=True) for each in pair
    ), language


def words(text):
    """The words of a text; what stands before an apostrophe is one, as in French."""
    return re.findall(r"[^\W_]+(?:-+[^\W_]+)*", text.casefold())


@given(passages())
@settings(max_examples=300, deadline=None)
def test_a_title_begins_and_ends_with_whole_words_of_its_passage(given_passage):
    passage, language = given_passage
    found = [*(each.text for each in statements(passage, language)), shortened(passage, language)]
    for title in filter(words, found):
        assert words(title)[0] in words(passage)
        assert words(title)[-1] in words(passage)


@pytest.mark.parametrize(
    ("language", "passage", "rest"),
    [("es", "El registro debe ser público", None), ("es", "Y el registro", "el registro"),
     ("fr", "Originellement, le droit est simple", None), ("fr", "Or le droit", "le droit"),
     ("fr", "Non-conforme, ce site doit fermer", None), ("fr", "Non, ce site", "ce site"),
     ("fr", "Contre-expertise pour tous", None), ("fr", "Contre - ce site", "ce site"),
     ("it", "Edilizia e scuola devono pagare", None), ("it", "E la scuola", "la scuola"),
     ("nl", "Oftewel de lijst moet openbaar", None), ("nl", "En de lijst", "de lijst"),
     ("en", "So-called experts wrote it", None), ("en", "So, experts wrote", "experts wrote")],
)  # fmt: skip
def test_a_lead_is_a_word_and_not_the_beginning_of_one(language, passage, rest):
    assert without_lead(passage, language) == (rest or passage)


@pytest.mark.parametrize(
    ("language", "demand", "claim"),
    [("en", "Please publish all the lists", "Pleased readers of the lists"),
     ("en", "No need for a list of fees", "Nobody needs a list of fees"),
     ("de", "Keine Liste für kleine Firmen", "Keiner liest die Liste der Firmen"),
     ("fr", "Pas de liste pour les petits", "Pascale écrit la liste des petits"),
     ("es", "Ninguna lista de las empresas", "Las empresas de la lista"),
     ("nl", "Geen lijst van kleine bedrijven", "Geenstijl heeft een lijst")],
)  # fmt: skip
def test_a_word_that_opens_a_demand_may_be_followed_by_any_other(language, demand, claim):
    assert asks(demand, language)
    assert not asks(claim, language)


@pytest.mark.parametrize("passage", ["The (un)fair fees must be cut", "The fee [re]sets must stop"])
def test_a_bracket_at_the_head_of_a_word_is_part_of_it(passage):
    assert statements(passage, "en") == ()


def test_what_stands_between_two_signs_is_no_tag():
    said = "A fee < 10 euros and a model > 5 watts should be on the list"
    assert shortened(said, "en") == said
