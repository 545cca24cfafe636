"""What a proposed wording changes: nothing is lost in it, and it never takes long to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation import differences as module
from consultation.differences import differences

SOME_WORDS = st.sampled_from(["the", "record", "a", "b", ".", ","])
TEXTS = st.text() | st.lists(SOME_WORDS, max_size=30).map(" ".join)


def put_together(pieces, *kinds: str) -> str:
    return "".join(words for kind, words in pieces if kind in kinds)


@given(TEXTS, TEXTS, st.sampled_from([module.LARGEST, 20, 0]))
def test_same_and_removed_are_the_old_text_same_and_added_the_new(old, new, largest):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGEST", largest)
        pieces = differences(old, new)
    assert put_together(pieces, "same", "removed") == old
    assert put_together(pieces, "same", "added") == new
    assert all(words for _, words in pieces)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert put_together(differences(text, text), "same") == text


def test_what_stays_between_two_changes_is_said_to_stay():
    assert differences("The cat sat on the mat.", "A cat sat on a mat.") == [
        ("removed", "The"), ("added", "A"), ("same", " cat sat on "),
        ("removed", "the"), ("added", "a"), ("same", " mat."),
    ]  # fmt: skip


def test_a_space_alone_between_two_changes_is_part_of_them():
    assert differences("red fox", "blue bird") == [("removed", "red fox"), ("added", "blue bird")]


def test_two_texts_too_long_to_compare_are_removed_and_added_whole(monkeypatch):
    """84 kB against 2.4 kB took a minute and a half on each view of a page."""
    old, new = "Same. one two three Same.", "Same. two four five Same."
    monkeypatch.setattr(module, "LARGEST", 25)
    assert ("removed", "one ") in differences(old, new)
    monkeypatch.setattr(module, "LARGEST", 24)
    assert differences(old, new) == [
        ("same", "Same. "),
        ("removed", "one two three"),
        ("added", "two four five"),
        ("same", " Same."),
    ]


def test_the_longest_comparison_makes_few_rows_and_small_ones(monkeypatch):
    made = []
    rows = module._rows  # noqa: SLF001 – what it makes is the bound
    monkeypatch.setattr(module, "_rows", lambda *given: made.append(rows(*given)) or made[-1])
    for old, new in [("a " * 10_000, "b . " * 200), ("b . " * 200, "a " * 10_000)]:
        differences(old, new)
        assert len(made[-1]) < 1_000
        assert sum(map(len, made.pop())) <= module.LARGEST / 8 + 1_000
    differences("a " * 40_000, "b " * 40_000)
    assert made == []
