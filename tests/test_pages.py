"""The pages of a text follow its lines when it is edited."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.pages import carried_over


def place_at(pages, at) -> list[int] | None:
    """The page and the paper of an offset, as `AnswerVersion.place_at` has it."""
    found = [place for start, *place in pages or [] if start <= at]
    return found[-1] if found else None


def offset(text: str, line: str) -> int:
    return f"\n{text}\n".index(f"\n{line}\n")


@st.composite
def texts_with_pages(draw):
    """Some lines, each another one, of which some begin a page of one of two papers."""
    lines = [f"Line {number}." for number in range(draw(st.integers(1, 12)))]
    text = "\n".join(lines)
    begun = sorted(draw(st.sets(st.sampled_from(lines), min_size=1)), key=lines.index)
    pages = [
        [offset(text, line), draw(st.integers(0, 9)), draw(st.integers(7, 8))] for line in begun
    ]
    return text, pages


@given(texts_with_pages(), st.data())
def test_a_line_that_is_left_keeps_its_page_whatever_else_is_taken_out_or_comes_in(before, data):
    text, pages = before
    kept = [line for line in text.split("\n") if data.draw(st.booleans())]
    where = data.draw(st.integers(0, len(kept)))
    after = "\n".join([*kept[:where], *["New."] * data.draw(st.integers(0, 2)), *kept[where:]])
    carried = carried_over(pages, text, after)
    assert [start for start, *_ in carried or []] == sorted({s for s, *_ in carried or []})
    for line in kept:
        own = place_at(pages, offset(text, line))
        # Words of one's own before the first page have none, unless such a page stands above now.
        assert place_at(carried, offset(after, line)) == own


@given(texts_with_pages(), st.data())
def test_lines_that_change_places_keep_their_pages(before, data):
    text, pages = before
    lines = data.draw(st.permutations(text.split("\n")))
    carried = carried_over(pages, text, "\n".join(lines))
    for line in lines:
        own = place_at(pages, offset(text, line))
        if own is not None:
            assert place_at(carried, offset("\n".join(lines), line)) == own


@given(texts_with_pages())
def test_what_is_not_edited_keeps_its_pages(before):
    text, pages = before
    assert carried_over(pages, text, text) == pages
    assert carried_over(None, text, "Other.") is None


TWO = "Q02\nA fire.\n\nQ02\nA leak."
A, B = [0, 7, 1], [13, 2, 2]


@pytest.mark.parametrize(
    ("text", "pages", "after", "expected"),
    [
        (TWO, [A, B], "Q02\nA leak.", [[0, 2, 2]]),
        (TWO, [A, B], "Q02\nA fire.", [A]),
        ("Mine.\n\nAlpha one.", [[7, 4, 1]], "Mine.", None),
        ("Mine.\n\nAlpha.\n\nBeta.", [[7, 4, 1], [15, 5, 2]], "Mine.", None),
        ("Tea.\nMilc.", [[0, 4, 1], [5, 5, 1]], "Tea.\nMilk.", [[0, 4, 1], [5, 5, 1]]),
        ("Tee.\nMilk.", [[0, 4, 1], [5, 1, 2]], "Tea.\nMilk.", [[0, 4, 1], [5, 1, 2]]),
        ("Tea.\n\nMilk.\n\nSugar.", [[0, 1, 7], [6, 2, 7], [13, 3, 8]], "So:\nTea.\n\nSugar.",
         [[4, 1, 7], [10, 3, 8]]),
        ("Tea.", [[0, 1, 7]], "Water.", [[0, 1, 7]]),
        ("Tea.", [[0, 1, 7]], "", None),
    ],
    ids=[
        "the first of two parts with one heading goes", "the second goes", "the only part goes",
        "both parts go", "a typo on a page of its own", "a typo in the first part",
        "words before, a page gone", "all is written anew", "emptied",
    ],
)  # fmt: skip
def test_an_edit_leaves_each_part_its_own_paper(text, pages, after, expected):
    assert carried_over(pages, text, after) == expected


def test_long_texts_are_not_compared_for_long():
    lines = [f"Line {number % 97} of {number}." for number in range(40_000)]
    before, after = "\n".join(lines), "\n".join(reversed(lines))
    began = time.process_time()
    assert carried_over([[0, 1, 7]], before, after) == [[0, 1, 7]]
    # Compared line by line it would take minutes.
    assert time.process_time() - began < 5


def test_in_texts_too_long_to_compare_a_line_that_is_left_keeps_its_page():
    first, second = ([f"{part} {number}." for number in range(600)] for part in ("Tea", "Milk"))
    before = "\n".join([*first, *second])
    after = "\n".join(["My own words.", *second, "More.", *first])
    pages = [[0, 1, 7], [offset(before, "Milk 0."), 2, 8]]
    carried = carried_over(pages, before, after)
    assert place_at(carried, offset(after, "Milk 0.")) == [2, 8]
    assert place_at(carried, offset(after, "Milk 599.")) == [2, 8]
    assert place_at(carried, offset(after, "Tea 0.")) == [1, 7]
