"""Large drafts take no longer than their size tells; what is more than a draft is refused."""

from time import process_time

import pytest

from consultation.errors import ImportRefused
from consultation.imports import draft_text, drafts
from consultation.imports.draft_text import Text
from consultation.imports.drafts import read_draft
from consultation.imports.marking import marked
from consultation.imports.reader.outline import BULLET, Piece, Run
from tests.papers_made import W, docx_of

CELL = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"


def uneven(width, rows):
    """A draft with a table of one wide row over narrow ones."""
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Measure 1</w:t></w:r></w:p>'
    below = f"<w:tr>{CELL}</w:tr>" * rows
    table = f"<w:tbl><w:tr>{CELL * width}</w:tr>{below}</w:tbl>"
    return docx_of(f'<w:document xmlns:w="{W}"><w:body>{heading}{table}</w:body></w:document>')


def test_of_a_table_only_the_cells_that_are_there_are_read(monkeypatch):
    read = []
    monkeypatch.setattr(draft_text, "marked", lambda *a, **b: read.append(a) or marked(*a, **b))
    (only,) = read_draft(uneven(60, 100), name="draft.docx").provisions
    first, _, *below = only.text.split("\n")
    assert (first.count("a"), {line.count("|") for line in below}) == (60, {61})
    assert len(read) == 160


def test_a_table_that_is_blank_for_the_most_part_counts_as_wide_as_it_is(monkeypatch):
    with pytest.raises(ImportRefused, match="has more than 100,000 cells in tables"):
        read_draft(uneven(1_000, 1_000), name="draft.docx")
    monkeypatch.setattr(drafts, "MOST_CELLS", 20)
    assert read_draft(uneven(4, 4), name="draft.docx").provisions
    with pytest.raises(ImportRefused, match="has more than 20 cells"):
        read_draft(uneven(4, 5), name="draft.docx")


def growth(act, size):
    """How much longer it takes for what is four times as large: 16 where each looks at all."""

    def taken(size):
        tries = []
        for _ in range(3):
            begun = process_time()
            act(size)
            tries.append(process_time() - begun)
        return min(tries)

    return taken(4 * size) / taken(size)


def test_a_list_takes_as_long_as_it_has_lines():
    def listed(lines):
        text = Text()
        for at in range(lines):
            text.add(Piece(at, (Run("of many words" * 20),), number=BULLET, depth=1))
        assert text.markdown.count("\n- ") == lines - 1

    assert growth(listed, 5_000) < 8
