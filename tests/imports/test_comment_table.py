"""The comment table goes out and comes back without loss, and says what becomes of each row."""

import csv
import io
import zipfile
from dataclasses import replace
from functools import partial

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.boundary import clean_text
from consultation.db import session, transaction
from consultation.errors import ImportRefused
from consultation.exports.comment_table import TABLE_FORMATS, too_long
from consultation.imports.comment_table import FilledRow, packed, read_comment_table, unpacked
from consultation.imports.judging import judge
from consultation.models import Draft, Person, Position, Remark, Round, Stakeholder
from consultation.operations.contributions.answers import Writing, save_answer, writing_of
from consultation.operations.contributions.comment_table import Judged, Verdict, take_rows
from consultation.operations.contributions.commenting import save_comment
from consultation.queries.contributions.comment_table import COLUMNS, TOO_LONG, TableRow, table_rows
from consultation.roles import stakeholder_of
from tests import factories
from tests.conftest import NOW
from tests.operations.costs import costs

NASTY = (
    "=1+1", "+49 30", "-5", "- item", "@user", "\t=tab", "=HYPERLINK(\"http://x\")", "＝1", "'=1",
    "\"=\"", "one\n=two", "<r>bold</r>", "_x0041_", "00123", "1-2", "1e5", "TRUE", "#REF!",
    "  spaces  ", "e\u0301 🙂 سجل", "{{7*7}}", "<b>&amp;</b>", "a\n\nb\n", "12345678901234567890",
)  # fmt: skip


def texts():
    """Texts as the boundary lets them in, with a word in them."""
    wild = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
    return (st.sampled_from(NASTY) | wild).map(clean_text).filter(str.strip)


def render(form, rows) -> bytes:
    return form.render(rows, "Comments")


ROUND_TRIPS = {name: partial(render, form) for name, form in TABLE_FORMATS.items()}


@pytest.fixture
def here(world) -> tuple[Person, Stakeholder, Draft]:
    person = session.get_one(Person, world.stakeholder.id)
    round_ = session.get_one(Round, world.round.id)
    stakeholder = stakeholder_of(person, round_.consultation)
    return person, stakeholder, session.get_one(Draft, world.draft.id)


def came_back(here, extension) -> list[FilledRow]:
    _, stakeholder, draft = here
    raw = ROUND_TRIPS[extension](table_rows(draft, stakeholder))
    return read_comment_table(raw, name=f"table.{extension}")


def upload(here, *rows: TableRow) -> list:
    _, stakeholder, draft = here
    filled = unpacked(packed([FilledRow(number, row) for number, row in enumerate(rows, 2)]))
    return judge(filled, draft, stakeholder)


def take(here, *rows: TableRow) -> int:
    with transaction():
        person, stakeholder, _ = here
        return take_rows(person, stakeholder, upload(here, *rows), now=NOW)


def written(here) -> list[tuple[str, ...]]:
    _, stakeholder, draft = here
    rows = table_rows(draft, stakeholder)
    return [(r.clause, r.remark, r.comment, r.proposed) for r in rows if r.comment]


def write(here, text, proposed="", remark=None) -> None:
    person, stakeholder, draft = here
    with transaction():
        for place in (draft.provisions[0], draft):
            writing = Writing(text=text, proposed=proposed, remark=remark)
            save_comment(person, stakeholder, place, writing, now=NOW)


def question_of(here, world):
    return session.get_one(type(world.question), world.question.id)


@pytest.mark.parametrize("extension", ROUND_TRIPS)
@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_written_downloaded_and_uploaded_unchanged_nothing_changes(here, extension, text):
    write(here, text, proposed=text, remark=Remark.LEGAL)
    _, stakeholder, draft = here
    judged = judge(came_back(here, extension), draft, stakeholder)
    assert {row.verdict for row in judged} == {Verdict.SAME, Verdict.EMPTY}
    assert sum(row.verdict is Verdict.SAME for row in judged) == 2


@pytest.mark.parametrize("extension", ROUND_TRIPS)
@given(cells=st.lists(texts(), min_size=2, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_filled_comes_back_as_it_was(extension, cells):
    rows = [TableRow(comment=cell, proposed=cell, row_id=f"question|Q{n}|1|0")
            for n, cell in enumerate(cells)]  # fmt: skip
    back = read_comment_table(ROUND_TRIPS[extension](rows), name="table")
    assert [(b.row.comment, b.row.proposed) for b in back] == [(c, c) for c in cells]


@pytest.mark.parametrize("extension", ROUND_TRIPS)
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_filled_uploaded_and_downloaded_the_texts_are_the_same(here, extension):
    filled = [
        TableRow(
            clause=back.row.clause, remark="ed", comment=NASTY[n], proposed=NASTY[-n - 1],
            row_id=back.row.row_id,
        )
        for n, back in enumerate(came_back(here, extension))
    ]  # fmt: skip
    assert take(here, *filled) == len(filled) == 4
    assert written(here) == [(r.clause, "editorial", r.comment, r.proposed) for r in filled]
    assert take(here, *[back.row for back in came_back(here, extension)]) == 0


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(here):
    rows = [TableRow(comment=text, proposed=text) for text in NASTY]
    raw = ROUND_TRIPS["xlsx"](rows)
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_columns_are_those_of_the_template_and_a_row_id():
    sheet = openpyxl.load_workbook(io.BytesIO(ROUND_TRIPS["xlsx"]([]))).active
    assert [cell.value for cell in sheet[1]] == list(COLUMNS.values())


@pytest.mark.parametrize(("extension", "other"), [("xlsx", "docx"), ("ods", "csv")])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_text_too_long_for_a_cell_says_so_and_stays(here, extension, other):
    long = "Keep it. " * 5_000
    write(here, long)
    _, stakeholder, draft = here
    assert len(too_long(table_rows(draft, stakeholder))) == 2
    back = came_back(here, extension)
    told = [filled.row.comment for filled in back if filled.row.comment]
    assert all(text.startswith(TOO_LONG) and "45,000 characters" in text for text in told)
    assert take(here, *[filled.row for filled in back]) == 0
    assert came_back(here, other)[0].row.comment == long


def test_csv_and_a_table_of_ones_own_are_read_too(here):
    out = io.StringIO()
    csv.writer(out).writerows([
        ["MB/NC", "Line\nnumber", "Clause/ Subclause", "Paragraph", "Type of comment", "Comments",
         "Proposed change", "Observations"],
        ["FR", "", "Q02", "", "te", "A fire, for one.", "", ""],
    ])  # fmt: skip
    rows = read_comment_table(out.getvalue().encode("utf-8-sig"), name="own.csv")
    assert take(here, *[filled.row for filled in rows]) == 1
    assert [line[1:3] for line in written(here)] == [("substantive", "A fire, for one.")]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ({"comment": "x"}, "clause", "names no provision. Write its number here."),
        ({"clause": "Measure 777", "comment": "x"}, "clause", "is called “Measure 777”"),
        ({"row_id": "made up", "comment": "x"}, "row_id", "“made up” is no row of this table."),
        ({"row_id": "question|Q99|1|0", "comment": "x"}, "row_id", "is no row of this table."),
        ({"clause": "Q01", "comment": "x", "remark": "zz"}, "remark", "“zz” is no type of comment"),
        ({"clause": "Q01", "proposed": "x"}, "comment", "a proposed change alone says nothing"),
    ],
)
def test_a_row_that_cannot_be_taken_says_which_column_and_what_to_do(here, row, column, says):
    (judged,) = upload(here, TableRow(**row))
    assert (judged.verdict, judged.number) == (Verdict.WRONG, 2)
    assert judged.column == COLUMNS[column]
    assert says in judged.why
    assert take(here, TableRow(**row)) == 0


def test_several_rows_for_a_provision_are_several_comments(here):
    number = here[2].provisions[0].number
    row = {"clause": f"Measure {number}"}
    assert take(here, TableRow(comment="One.", **row), TableRow(comment="Two.", **row)) == 2
    _, stakeholder, draft = here
    first, second = table_rows(draft, stakeholder)[:2]
    copied = TableRow(comment="Three.", row_id=first.row_id)
    assert take(here, first, second, copied) == 1
    assert [line[2] for line in written(here)] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("first", ["row_id", "clause"])
@pytest.mark.parametrize("second", ["row_id", "clause"])
def test_two_rows_for_one_question_are_not_put_together_by_guessing(here, first, second):
    named = {"row_id": "question|Q01|1|0", "clause": "Q01"}
    rows = [
        TableRow(comment=text, **{by: named[by]})
        for text, by in (("One.", first), ("Two.", second))
    ]
    judged = upload(here, *rows)
    assert [row.verdict for row in judged] == [Verdict.NEW, Verdict.WRONG]
    assert judged[1].column == COLUMNS[second]
    assert "second row for Q01, which takes one answer" in judged[1].why
    assert take(here, *rows) == 1
    assert [line[2] for line in written(here)] == ["One."]


def test_a_second_entry_at_a_question_is_no_row_of_the_table(here, world):
    person, stakeholder, _ = here
    with transaction():
        save_answer(person, stakeholder, question_of(here, world), Writing(text="Mine."), now=NOW)
    (judged,) = upload(here, TableRow(comment="Other.", row_id="question|Q01|2|0"))
    assert "is no row of this table" in judged.why


def test_a_row_of_ones_own_is_known_again_after_more_was_said_on_its_page(here):
    row = TableRow(clause=f"Measure {here[2].provisions[0].number}", comment="One.")
    assert take(here, row) == 1
    newest = session.query(factories.models.AnswerVersion).order_by("id").all()[-1]
    person, stakeholder, _ = here
    with transaction():
        more = replace(writing_of(newest), position=Position.OPPOSE, annex="Secret.")
        save_answer(person, stakeholder, newest.question, more, now=NOW)
    assert [judged.verdict for judged in upload(here, row)] == [Verdict.SAME]


def test_an_empty_row_takes_nothing_back(here):
    write(here, "Keep it.")
    rows = [TableRow(row_id=back.row.row_id) for back in came_back(here, "xlsx")]
    kept = [row for row in upload(here, *rows) if row.verdict is Verdict.KEPT]
    assert len(kept) == 2
    assert "takes nothing back" in kept[0].why
    assert take(here, *rows) == 0


def test_what_was_saved_on_its_page_meanwhile_is_not_overwritten(here, world):
    person, stakeholder, _ = here
    row = TableRow(comment="From the table.", row_id="question|Q01|1|0")
    with transaction():
        save_answer(person, stakeholder, question_of(here, world), Writing(text="Mine."), now=NOW)
    (judged,) = upload(here, row)
    assert judged.verdict is Verdict.WRONG
    assert "saved on its page after the table was downloaded" in judged.why
    assert take(here, row) == 0


def test_a_change_keeps_what_the_table_cannot_say(here, world):
    person, stakeholder, _ = here
    writing = Writing(text="Mine.", position="oppose", annex="Secret.", choices=["a"])
    with transaction():
        save_answer(person, stakeholder, question_of(here, world), writing, now=NOW)
    assert take(here, TableRow(comment="Better.", row_id="question|Q01|1|1")) == 1
    newest = session.query(factories.models.AnswerVersion).order_by("id").all()[-1]
    assert (newest.text, newest.number, newest.annex, newest.choices, str(newest.position)) == (
        "Better.", 2, "Secret.", ["a"], "oppose",
    )  # fmt: skip


def test_words_of_the_provision_become_the_passage_and_others_stay_in_the_text(here):
    clause = f"Measure {here[2].provisions[0].number}"
    take(
        here,
        TableRow(clause=clause, paragraph="complete at release", comment="When?"),
        TableRow(clause=clause, paragraph="Table 2", line="12", comment="Why?"),
    )
    _, stakeholder, draft = here
    first, second = table_rows(draft, stakeholder)[:2]
    assert (first.paragraph, first.comment) == ("complete at release", "When?")
    assert (second.paragraph, second.comment) == ("", "[line 12, Table 2] Why?")


def test_a_file_without_the_columns_is_refused():
    with pytest.raises(ImportRefused, match="has no row with the names of the columns"):
        read_comment_table(b"a,b\n1,2\n", name="other.csv")
    with pytest.raises(ImportRefused, match="Upload the table once more"):
        unpacked('[{"number": "x"}]')


def test_what_a_row_costs_does_not_depend_on_how_many_were_taken_before(here):
    person, stakeholder, draft = here
    place = draft.provisions[0]

    def take_five(name) -> None:
        rows = [
            Judged(n, "", Verdict.NEW, place=place, writing=Writing(text=f"{name} {n}"))
            for n in range(5)
        ]
        with transaction():
            assert take_rows(person, stakeholder, rows, now=NOW) == 5

    take_five("To begin the submission.")
    early = costs(lambda: take_five("Early"))
    for n in range(6):
        take_five(f"Between {n}")
    assert costs(lambda: take_five("Late")) == early


def test_words_that_are_not_in_the_provision_are_told_by_row_and_column_and_kept(here):
    clause = f"Measure {here[2].provisions[0].number}"
    there = TableRow(clause=clause, paragraph="complete at release", comment="When?")
    row = TableRow(clause=clause, paragraph="no such words", comment="Why?")
    quiet, told = upload(here, there, row)
    assert (quiet.why, quiet.column) == ("", "")
    assert (told.number, told.verdict, told.column) == (3, Verdict.NEW, COLUMNS["paragraph"])
    assert f"“no such words” is not in the text of {told.where}" in told.why
    assert told.writing.text == "[no such words] Why?"
