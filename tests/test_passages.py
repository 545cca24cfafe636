"""Words of a provision are found wherever they stand, and as fast however many they are."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from consultation.passages import AROUND, passage

WORDS = st.text("ab. \n\u00a0", max_size=40)


@given(WORDS, WORDS, st.none() | st.integers(0, 40))
@example("a  b a b", "a b", 7)
@example("aaa", "aa", 1)
def test_the_words_are_found_where_they_stand_nearest_whatever_the_white_space(text, words, start):
    found = passage(text, words, start=start)
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    if not places:
        assert found is None
        return
    begin, end = min(places, key=lambda span: abs(span[0] - (start or 0)))
    assert found == {
        "exact": text[begin:end],
        "prefix": text[max(0, begin - AROUND) : begin],
        "suffix": text[end : end + AROUND],
        "start": begin,
    }


def test_no_pattern_is_made_of_what_a_person_typed(monkeypatch):
    """A megabyte of words took thirteen seconds to compile, while nobody else could save."""
    text = "One rule. Two rules. " * 500
    compiled = []
    for name in ("compile", "finditer", "search"):
        monkeypatch.setattr(re, name, lambda pattern, *_: compiled.append(pattern))
    assert passage(text, text)["exact"] == text.strip()
    assert passage(text, text * 100) is None
    assert compiled == []
