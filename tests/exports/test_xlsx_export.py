"""The workbook: every cell a text or a number, and nothing cut."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from consultation.exports.text import xml_text
from consultation.exports.xlsx import render_xlsx, writing
from consultation.exports.xlsx.writing import CELL_LIMIT, GOES_ON, WENT_BEFORE, split_text
from tests.exports import packs


def opened(pack):
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(pack)))


def column(sheet, title):
    (at,) = [cell.column for cell in sheet[1] if cell.value == title]
    return [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]


def test_there_is_a_sheet_per_table():
    assert opened(packs.pack()).sheetnames == [
        "Overview", "Questions", "Key messages", "Minutes", "Stays open",
        "Positions", "Categories", "Choices", "Themes",
        "Positions by theme", "Categories by theme", "Quotes", "Outcomes of single points",
        "Minority points", "Campaigns", "Campaign copies", "Codes", "Codes by theme",
        "Codes of points", "Fits no code", "Referred", "Same provision", "Ledger",
        "Reopened", "Unsigned",
    ]  # fmt: skip


def test_every_sheet_has_a_bold_frozen_filtered_header():
    for sheet in opened(packs.pack()):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.font.bold and cell.value for cell in sheet[1])


@pytest.mark.parametrize("text", packs.HOSTILE)
def test_no_cell_is_a_formula_or_a_link(text):
    """trust.md 44."""
    for sheet in opened(packs.with_text(text)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert cell.hyperlink is None


@pytest.mark.parametrize("text", packs.HOSTILE)
def test_texts_come_back_as_they_were(text):
    book = opened(packs.with_text(text))
    assert column(book["Quotes"], "Quote") == [text]
    assert column(book["Minority points"], "Point") == [text]
    assert column(book["Minority points"], "Note") == [text]
    assert column(book["Outcomes of single points"], "Point") == [text]
    assert column(book["Referred"], "Point") == [None, text]
    assert column(book["Same provision"], "Theme") == [text, text]
    assert column(book["Campaign copies"], "Addition") == [text, None]
    assert column(book["Questions"], "Summary") == [text]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=30))
def test_no_character_breaks_the_workbook(text):
    content = render_xlsx(packs.with_text(f"x{text}"))
    # openpyxl does not read the escape of a carriage return; calamine reads like Excel.
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    head, row = book.get_sheet_by_name("Quotes").to_python()
    assert row[head.index("Quote")] == xml_text(f"x{text}")


def joined(pieces):
    return "".join(piece.removeprefix(WENT_BEFORE).removesuffix(GOES_ON) for piece in pieces)


@pytest.mark.parametrize("text", ["a" * CELL_LIMIT, "long " * 8_000, "👍" * 40_000, "x👍" * 16_384])
def test_long_texts_are_whole_and_fit_their_cells(text):
    """trust.md 44."""
    read = column(opened(packs.with_text(text))["Quotes"], "Quote")
    assert joined(read) == text
    assert all(len(piece.encode("utf-16-le")) <= 2 * CELL_LIMIT for piece in read)
    assert all(piece.endswith(GOES_ON) for piece in read[:-1])
    assert all(piece.startswith(WENT_BEFORE) for piece in read[1:])


@given(st.integers(0, 3), st.integers(-40, 40))
def test_a_split_loses_nothing_at_any_length(times, more):
    text = "x" * max(0, times * CELL_LIMIT + more)
    assert joined(split_text(text)) == text


def test_a_continued_row_can_still_be_filtered_and_summed():
    sheet = opened(packs.pack(packs.question(themes=(packs.theme("t" * 40_000),))))["Themes"]
    assert column(sheet, "Question") == ["Q01", "Q01"]
    assert column(sheet, "Answers") == [2, None]


def test_a_table_longer_than_a_sheet_goes_on_in_another(monkeypatch):
    monkeypatch.setattr(writing, "ROW_LIMIT", 2)
    book = opened(packs.pack())
    assert column(book["Ledger"], "Count") == [50]
    assert column(book["Ledger 2"], "Count") == [2]


def test_figures_equal_the_packs():
    book = opened(packs.pack())
    overview = dict(book["Overview"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert (overview["Points"], overview["Submissions"], overview["Questions"]) == (1_234, 50, 2)
    assert column(book["Questions"], "Answers") == [46, 46]
    assert column(book["Positions"], "Answers") == [30, 16, 30, 16]
    assert column(book["Positions by theme"], "Answers") == [1, 1, 1, 1]
    assert column(book["Ledger"], "Count") == [50, 2, 46, 72, 9, 46, 72, 9]


def test_unsigned_questions_are_named():
    book = opened(packs.pack())
    assert column(book["Unsigned"], "Question not signed") == ["Q01"]
    assert column(book["Questions"], "Signed by") == [None, "Ana Lopes"]


def test_every_copy_of_a_campaign_is_there():
    copies = (packs.copy(1, "one", "two"), packs.copy(2))
    part = packs.question(campaigns=(packs.campaign(copies=copies),))
    sheet = opened(packs.pack(part))["Campaign copies"]
    assert column(sheet, "Answer") == ["Q01/1", "Q01/1", "Q01/2"]
    assert column(sheet, "Addition") == ["one", "two", None]
