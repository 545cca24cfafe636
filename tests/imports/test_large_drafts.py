"""Large drafts take no longer than their size tells; what is more than a draft is refused."""

from time import process_time

import pytest

from consultation.errors import ImportRefused
from consultation.imports import draft_text, drafts
from consultation.imports.draft_questions import Questions
from consultation.imports.draft_text import Text
from consultation.imports.drafts import Found, read_draft
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


def test_a_question_takes_as_long_as_it_has_lines():
    def asked(lines):
        text = "Open questions\n- Why?" + f"\n{'of many words ' * 15}" * lines
        _, only = Questions().parts(Piece(1, (Run(text),), is_markdown=True))
        assert only.text.count("\n") == lines

    assert growth(asked, 2_000) < 8


@pytest.mark.parametrize("text", ["# Article {}", "## Article {}", "Q{}. Why?"])
def test_more_provisions_or_questions_than_a_draft_has_are_not_read_to_the_end(monkeypatch, text):
    read, parts = [], Questions.parts
    monkeypatch.setattr(drafts, "MOST", 20)
    monkeypatch.setattr(drafts, "MOST_QUESTIONS", 20)
    monkeypatch.setattr(Questions, "parts", lambda *a: read.append(a) or parts(*a))
    raw = "\n\n".join(["# Article", *(text.format(at) for at in range(200))]).encode()
    with pytest.raises(ImportRefused, match="has more than 20"):
        read_draft(raw, name="draft.md")
    assert len(read) < 25


@pytest.mark.parametrize("below", ["## Article 7", "## Open questions", "# Open questions"])
def test_what_stands_above_a_heading_is_known_without_looking_at_all_before(monkeypatch, below):
    looked = []

    class Watched(Found):
        def __getattribute__(self, name):
            if name == "depth":
                looked.append(name)
            return super().__getattribute__(name)

    monkeypatch.setattr(drafts, "Found", Watched)
    headings = ["# Article 1", *["## Article 2"] * 300, *[below] * 300]
    read_draft("\n\n".join(headings).encode(), name="draft.md")
    assert len(looked) < 20 * len(headings)
