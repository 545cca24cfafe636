"""The pages of a text follow its lines when it is edited."""

from hypothesis import given
from hypothesis import strategies as st

from consultation.pages import carried_over

LINES = st.lists(st.sampled_from(["A fire.", "A flood.", "", "A leak.", "Keep it."]), min_size=1)


@st.composite
def texts_with_pages(draw):
    """Some lines, some of which begin a page of one of two papers."""
    lines = draw(LINES)
    starts = [len("\n".join([*lines[:n], ""])) for n in range(len(lines))]
    begun = sorted(draw(st.sets(st.sampled_from(starts), min_size=1)))
    return "\n".join(lines), [
        [at, draw(st.integers(0, 9)), draw(st.integers(7, 8))] for at in begun
    ]


@given(texts_with_pages(), LINES)
def test_pages_stay_in_order_and_begin_lines_that_are_left(before, after):
    text, pages = before
    edited = "\n".join(after)
    kept = carried_over(pages, text, edited)
    assert [start for start, *_ in kept] == sorted({start for start, *_ in kept})
    ends = [*(start for start, *_ in pages[1:]), len(text)]
    parts = [
        (place, text[at:end].split("\n")) for (at, *place), end in zip(pages, ends, strict=True)
    ]
    for start, *place in kept:
        line = edited[start:].split("\n")[0]
        assert any(place == own and line in lines for own, lines in parts) or kept == [
            [0, *pages[0][1:]]
        ]


@given(texts_with_pages())
def test_what_is_not_edited_keeps_its_pages(before):
    text, pages = before
    assert carried_over(pages, text, text) == pages
    assert carried_over(None, text, "Other.") is None


def test_words_before_a_part_move_it_and_a_part_that_goes_takes_its_page_along():
    before, pages = "Tea.\n\nMilk.\n\nSugar.", [[0, 1, 7], [6, 2, 7], [13, 3, 8]]
    assert carried_over(pages, before, "So: \nTea.\n\nSugar.") == [[5, 1, 7], [11, 3, 8]]
