"""A cell that says something and reads as empty is named: a comment is never lost in silence."""

import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from consultation.db import session
from consultation.errors import ImportRefused
from consultation.imports.answers import match_columns, read_answers
from consultation.imports.comment_table import packed, read_comment_table, unpacked
from consultation.imports.judging import judge
from consultation.imports.tables import read_table
from consultation.models import Draft, Person, Round
from consultation.operations.contributions.comment_table import Verdict
from consultation.queries.contributions.comment_table import COLUMNS
from consultation.roles import stakeholder_of

OFFICE = shutil.which("soffice")
HEADER = list(COLUMNS.values())


def comment_rows(*comments, column="comment") -> openpyxl.Workbook:
    """A comment table with a row on the first question for each of the cells."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for comment in comments:
        cells = {"clause": "Q01", "comment": "Keep it.", column: comment}
        book.active.append([cells.get(name) for name in COLUMNS])
    return book


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_office(raw: bytes, folder: Path, kind: str) -> bytes:
    """The same workbook as LibreOffice saves it, with every formula worked out that can be."""
    if OFFICE is None:
        pytest.skip("needs LibreOffice")
    source = folder / "made.xlsx"
    source.write_bytes(raw)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", folder / "out", source],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "out" / f"made.{kind}").read_bytes()


def comments(raw: bytes) -> list[tuple[str, dict[str, str]]]:
    return [(f.row.comment, dict(f.unread)) for f in read_comment_table(raw, name="filled")]


@pytest.fixture
def judged(world):
    def judged(raw: bytes):
        person = session.get_one(Person, world.stakeholder.id)
        round_ = session.get_one(Round, world.round.id)
        stakeholder = stakeholder_of(person, round_.consultation)
        rows = unpacked(packed(read_comment_table(raw, name="filled.xlsx")))
        return judge(rows, session.get_one(Draft, world.draft.id), stakeholder)

    return judged


@pytest.mark.parametrize("column", ["clause", "paragraph", "remark", "comment", "proposed"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_formula_without_a_stored_value_is_named_by_row_and_column(judged, column):
    wrong, right = judged(saved(comment_rows('=A1&" stays"', None, column=column)))[:2]
    assert (wrong.verdict, wrong.number, wrong.column) == (Verdict.WRONG, 2, COLUMNS[column])
    assert 'holds a formula (“=A1&" stays"”)' in wrong.why
    assert "put the text itself there" in wrong.why
    assert right.verdict is not Verdict.WRONG or column in {"comment", "clause"}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_an_error_in_a_cell_is_named_and_the_same_word_as_text_is_taken(judged):
    book = comment_rows("#NAME?", "#REF!")
    book.active["F3"].data_type = "s"
    wrong, right = judged(saved(book))
    assert (wrong.verdict, wrong.column) == (Verdict.WRONG, COLUMNS["comment"])
    assert "holds the error “#NAME?”, not a text" in wrong.why
    assert (right.verdict, right.writing.text) == (Verdict.NEW, "#REF!")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_last_row_and_a_row_of_nothing_else_are_named_too(judged):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active["F9"] = "=A1"
    (row,) = judged(saved(book))
    assert (row.number, row.verdict, row.column) == (9, Verdict.WRONG, COLUMNS["comment"])


@pytest.mark.parametrize("column", ["body", "observations"])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_columns_of_which_nothing_is_taken_may_hold_formulas(judged, column):
    (row,) = judged(saved(comment_rows("=A1", column=column)))
    assert row.verdict is Verdict.NEW


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_an_office_program_worked_out_is_taken_and_what_it_could_not_is_named(tmp_path, kind):
    raw = by_office(
        saved(comment_rows('="Keep "&"it."', "=1/0", '=""', "=nonsense", "'=1", "- no")),
        tmp_path, kind,
    )  # fmt: skip
    found = comments(raw)
    assert found[0] == ("Keep it.", {})
    assert found[1] == ("", {"comment": "#DIV/0!"})
    assert found[3] == ("", {"comment": "#NAME?"})
    assert [text for text, _ in found[4:]] == ["'=1", "- no"]


@pytest.mark.parametrize("kind", ["made", "xlsx", "ods"])
def test_numbers_dates_and_truths_become_the_text_that_stands_there(tmp_path, kind):
    values = (7, 1.5, 12345678901234567890, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
              time(9, 30), True)  # fmt: skip
    raw = saved(comment_rows(*values))
    texts = [
        text for text, _ in comments(raw if kind == "made" else by_office(raw, tmp_path, kind))
    ]
    assert texts[:2] == ["7", "1.5"]
    assert texts[2].startswith("1.2345678901234")
    assert texts[2].endswith("e+19")
    assert texts[3:6] == ["2026-03-01", "2026-03-01T09:30:00", "09:30:00"]
    assert texts[6] in {"TRUE", "1"}


def test_a_length_of_time_is_told_in_hours(tmp_path):
    assert comments(saved(comment_rows(timedelta(hours=30))))[0][0] == "30:00:00"


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_of_merged_cells_the_text_is_taken_once_and_a_row_without_a_place_is_named(judged):
    book = comment_rows("For both rows.", None, "A third.")
    book.active.merge_cells("F2:F3")
    book.active.merge_cells("C3:C4")
    first, second, third = judged(saved(book))
    assert (first.verdict, first.writing.text) == (Verdict.NEW, "For both rows.")
    assert (second.verdict, second.why) == (Verdict.EMPTY, "Nothing is written in it.")
    assert (third.number, third.verdict, third.column) == (4, Verdict.WRONG, COLUMNS["clause"])


def test_a_hidden_row_or_column_is_read_like_any_other():
    book = comment_rows("Hidden.", "Seen.")
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["F"].hidden = True
    assert [text for text, _ in comments(saved(book))] == ["Hidden.", "Seen."]


def test_a_comment_table_on_a_hidden_sheet_is_refused_and_another_hidden_sheet_is_not():
    book = comment_rows("Seen.")
    book.create_sheet("Lists").append(["ge", "te"])
    book["Lists"].sheet_state = "hidden"
    assert [text for text, _ in comments(saved(book))] == ["Seen."]
    book.create_sheet("Old").append(HEADER)
    book["Old"].sheet_state = "veryHidden"
    with pytest.raises(ImportRefused, match="on the hidden sheet “Old” too"):
        comments(saved(book))


def test_a_sheet_that_says_something_twice_names_its_second_sheet_by_its_own_rows():
    book = comment_rows("One.")
    book.create_sheet("More").append(HEADER)
    book["More"].append([None, None, "Q02", None, None, "=A1"])
    assert comments(saved(book)) == [("One.", {}), ("", {"comment": "=A1"})]


def answers(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in (["id", "text", "country", "note"], *rows):
        book.active.append(row)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    table = read_table(path)
    return read_answers(table, match_columns(table.columns, {}))


def test_the_import_of_answers_names_such_cells_and_takes_the_other_rows(tmp_path):
    batch = answers(
        tmp_path,
        [1, "=A1&A1", "", ""], [2, "Keep it.", "", ""], [3, "#NAME?", "", ""],
        [4, "No.", "=A1", ""], [5, "Yes.", "", "=A1"],
    )  # fmt: skip
    assert [(r.row, r.column) for r in batch.refused] == [(2, "text"), (4, "text"), (5, "country")]
    assert "holds a formula (“=A1&A1”)" in batch.refused[0].reason
    assert "holds the error “#NAME?”" in batch.refused[1].reason
    assert [answer.text for answer in batch.answers] == ["Keep it.", "Yes."]


def test_a_row_that_holds_nothing_but_a_formula_is_not_called_empty(tmp_path):
    batch = answers(tmp_path, ["", "=A1", "", ""], [2, "Keep it.", "", ""])
    assert "holds a formula" in batch.refused[0].reason


def test_a_place_that_no_sheet_has_is_refused():
    raw = saved(comment_rows("=A1"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'"F2"', b'"ZZZZ2"'))
    with pytest.raises(ImportRefused, match="or no spreadsheet program wrote it"):
        read_comment_table(out.getvalue(), name="made.xlsx")
