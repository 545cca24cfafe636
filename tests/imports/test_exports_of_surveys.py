"""Exports of survey tools are recognised, and each answer becomes a row of its own."""

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from consultation.imports.answers import match_columns, read_answers
from consultation.imports.tables import read_table, uploaded_table
from consultation.imports.wide import ANSWER, QUESTION, as_answers, proposed
from consultation.models import Publication

RECORDS = "Should records be kept for two years?"
FEES = "What do you think of the fees?"
LONG = "Two years are too short for us to look back."
OTHER = "The fees are too high for small tea rooms."

EUSURVEY = [
    ["Alias", "tea-2027"],
    ["Export Date", "12-04-2027 10:00"],
    [],
    ["I am giving my contribution as", "Organisation name", "Country of origin",
     "Contribution publication privacy settings", RECORDS, "Do you agree?", FEES, "Do you agree?",
     "Contribution ID", "User Name", "Creation Date", "Last Update", "Languages"],
    ["Company", "Tea Guild", "Malta", "Public", LONG, "Yes", OTHER, "No", "c-1", "", "1", "2",
     "EN"],
    ["EU citizen", "", "Austria", "Anonymous", "", "No", OTHER, "No", "c-2", "", "1", "2", "DE"],
    ["EU citizen", "", "Austria", "Anonymous", "", "Yes", "", "", "c-3", "", "1", "2", "DE"],
]  # fmt: skip
CITIZEN_SPACE = [
    ["", "", "Part 1: About you", "", "Part 2: The draft", ""],
    ["", "", "1", "2", "3", "4"],
    ["Response ID", "Submitted", "What is your organisation?", "In what capacity do you respond?",
     RECORDS, FEES],
    ["ANON-AB12-CD34-E", "2027-04-01", "Tea Guild", "Company", LONG, ""],
    ["ANON-AB12-CD35-F", "2027-04-01", "", "Individual", LONG, OTHER],
]  # fmt: skip
QUALTRICS = [
    ["StartDate", "ResponseId", "UserLanguage", "Q1", "Q2", "Q3"],
    ["Start Date", "Response ID", "User Language", "Which country are you from?", RECORDS, FEES],
    ['{"ImportId":"startDate","timeZone":"Europe/Brussels"}', '{"ImportId":"_recordId"}',
     '{"ImportId":"userLanguage"}', '{"ImportId":"QID1_TEXT"}', '{"ImportId":"QID2_TEXT"}',
     '{"ImportId":"QID3_TEXT"}'],
    ["2027-04-01", "R_1", "EN", "Malta", LONG, OTHER],
    ["2027-04-01", "R_2", "DE", "Austria", "", OTHER],
]  # fmt: skip


def separated(rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def workbook(rows) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Content")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def taken(table):
    """The answers that an export gives as it is proposed."""
    wide = proposed(table)
    fields = {field: table.columns[at] for field, at in wide.fields.items()}
    answers = as_answers(table, wide.questions)
    columns = match_columns(answers.columns, {**fields, "question": QUESTION, "text": ANSWER})
    return read_answers(answers, columns)


@pytest.mark.parametrize(
    ("rows", "origin"),
    [(EUSURVEY[3:], "EUSurvey"), (CITIZEN_SPACE, "Citizen Space"), (QUALTRICS, "Qualtrics")],
)
@pytest.mark.parametrize("written", [separated, workbook])
def test_an_export_is_recognised_however_it_was_saved(rows, origin, written):
    table = uploaded_table(written(rows), name="export")
    assert table.origin == origin
    wide = proposed(table)
    asked = [table.columns[at].rpartition(" — ")[2] for at in wide.questions]
    assert asked == [RECORDS, FEES]


def test_what_stands_above_the_questions_of_eusurvey_is_no_row(tmp_path: Path):
    path = tmp_path / "content.xlsx"
    path.write_bytes(workbook(EUSURVEY))
    table = read_table(path)
    assert [row.number for row in table.rows] == [5, 6, 7]
    assert [name for name in table.columns if name.startswith("Do you")] == [
        "Do you agree? (1)", "Do you agree? (2)",
    ]  # fmt: skip


def test_who_said_what_in_an_export_of_eusurvey():
    batch = taken(uploaded_table(workbook(EUSURVEY), name="content.xlsx"))
    said = [(row.stakeholder, row.question, row.text) for row in batch.answers]
    assert said == [
        ("c-1", RECORDS, LONG), ("c-1", FEES, OTHER), ("c-2", FEES, OTHER), ("c-3", RECORDS, ""),
    ]  # fmt: skip
    assert batch.refused == ()
    first, second, _ = batch.stakeholders
    assert (first.organisation, first.category, first.country) == ("Tea Guild", "Company", "Malta")
    assert second.publication is Publication.ANONYMOUS


def test_several_headers_of_citizen_space_are_one_name():
    table = uploaded_table(separated(CITIZEN_SPACE), name="responses.csv")
    assert table.columns[4] == f"Part 2: The draft — 3 — {RECORDS}"
    batch = taken(table)
    assert [row.stakeholder for row in batch.answers] == [
        "ANON-AB12-CD34-E", "ANON-AB12-CD35-F", "ANON-AB12-CD35-F",
    ]  # fmt: skip
    assert batch.stakeholders[0].organisation == "Tea Guild"


def test_qualtrics_names_its_questions_by_their_texts():
    batch = taken(uploaded_table(separated(QUALTRICS), name="survey.csv"))
    assert {row.question for row in batch.answers} == {RECORDS, FEES}
    assert [row.row for row in batch.answers] == [4, 4, 5]
    assert [row.language for row in batch.answers] == ["en", "en", "de"]
    assert [each.country for each in batch.stakeholders] == ["Malta", "Austria"]


QUALTRICS_WHOLE = [
    ["StartDate", "EndDate", "Status", "Progress", "Finished", "ResponseId", "DistributionChannel",
     "UserLanguage", "Q1", "Q2_1", "Q2_2", "Q3", "Q3_4_TEXT", "panel"],
    ["Start Date", "End Date", "Response Type", "Progress", "Finished", "Response ID",
     "Distribution Channel", "User Language", f"{RECORDS}\n\nThink of the last audit.",
     "Which apply? - Fees", "Which apply? - Records", "Who are you? - Selected Choice",
     "Who are you? - Other - Text", "panel"],
    ['{"ImportId":"startDate","timeZone":"Europe/Brussels"}',
     '{"ImportId":"endDate","timeZone":"Europe/Brussels"}', '{"ImportId":"status"}',
     '{"ImportId":"progress"}', '{"ImportId":"finished"}', '{"ImportId":"_recordId"}',
     '{"ImportId":"distributionChannel"}', '{"ImportId":"userLanguage"}',
     '{"ImportId":"QID1_TEXT"}', '{"ImportId":"QID2_1"}', '{"ImportId":"QID2_2"}',
     '{"ImportId":"QID3"}', '{"ImportId":"QID3_4_TEXT"}', '{"ImportId":"panel"}'],
    ["2027-04-01 10:00:00", "2027-04-01 10:09:00", "IP Address", "100", "True", "R_1a2B3c",
     "anonymous", "EN", LONG, "Fees", "", "Other", OTHER, "north"],
]  # fmt: skip


@pytest.mark.parametrize("rows", [QUALTRICS_WHOLE, [*QUALTRICS_WHOLE[:2], *QUALTRICS_WHOLE[3:]]])
@pytest.mark.parametrize("written", [separated, workbook])
def test_qualtrics_writes_names_and_texts_and_mostly_ids(rows, written):
    table = uploaded_table(written(rows), name="survey")
    assert table.origin == "Qualtrics"
    wide = proposed(table)
    assert {table.columns[at] for at in wide.questions} == {
        f"{RECORDS} Think of the last audit.", "Who are you? - Other - Text",
    }  # fmt: skip
    assert table.columns[wide.fields["stakeholder"]] == "ResponseId"
    assert [(row.stakeholder, row.text) for row in taken(table).answers] == [
        ("R_1a2B3c", LONG), ("R_1a2B3c", OTHER),
    ]  # fmt: skip


def test_what_analysts_noted_in_citizen_space_is_nobodys_answer():
    noted = [["", "", "", "", "", "", ""], *[[*row, ""] for row in CITIZEN_SPACE[1:]]]
    noted[2][6] = "Analyst Notes"
    noted[3][6] = "She means the records of the last audit, I think."
    table = uploaded_table(separated(noted), name="responses.csv")
    asked = {table.columns[at].rpartition(" — ")[2] for at in proposed(table).questions}
    assert asked == {RECORDS, FEES}


def test_nobody_is_lost_who_left_every_question_empty():
    batch = taken(uploaded_table(workbook(EUSURVEY), name="content.xlsx"))
    assert {row.stakeholder for row in batch.answers} == {"c-1", "c-2", "c-3"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [("What should each country do about records?", LONG),
     ("What should your country do about records?", "Keep them."),
     ("Should the country of origin be on the label?", "Yes."),
     ("Country reports: what do you think of them?", f"{LONG} {LONG}"),
     ("Should records stay confidential?", "Yes."),
     ("Should fees go by the size of the organisation?", "No.")],
)  # fmt: skip
def test_a_question_is_not_taken_for_what_it_has_a_word_of(asked, said):
    table = uploaded_table(
        separated([["Contribution ID", "Languages", asked, FEES], ["c-1", "EN", said, OTHER]]),
        name="content.csv",
    )
    assert set(proposed(table).fields) == {"stakeholder", "language"}


@pytest.mark.parametrize(
    ("field", "asked"),
    [("country", "In which country are you based?"), ("country", "3. Country of residence"),
     ("country", "What is your country of origin?"), ("country", "Please select your country"),
     ("size", "Organisation size"), ("size", "What is the size of your organisation?"),
     ("publication", "Is your response confidential?"),
     ("publication", "Please tick if we should keep your answers confidential")],
)  # fmt: skip
def test_what_is_asked_of_the_respondent_is_proposed_for_its_field(field, asked):
    table = uploaded_table(
        separated([["Contribution ID", "Languages", asked, FEES], ["c-1", "EN", "Malta", OTHER]]),
        name="content.csv",
    )
    assert proposed(table).fields[field] == 2


def test_nobody_is_lost_where_no_column_is_a_question_yet():
    rows = [["Contribution ID", "Languages", "Why?"], ["c-1", "EN", "Fees."], ["c-2", "DE", ""]]
    batch = taken(uploaded_table(separated(rows), name="content.csv"))
    assert batch.answers == ()
    assert [(row.row, row.column) for row in batch.refused] == [(2, QUESTION), (3, QUESTION)]


def test_no_two_columns_have_one_name():
    rows = [["Contribution ID", "Languages", "Why?", "Why?", "Why? (1)", "", "column 6"],
            ["c-1", "EN", LONG, LONG, LONG, "", ""]]  # fmt: skip
    table = uploaded_table(separated(rows), name="content.csv")
    assert len(set(table.columns)) == 7
    batch = taken(table)
    assert (len(batch.answers), batch.refused) == (3, ())


def test_a_row_that_is_cut_short_is_refused_with_its_number():
    cut = [*QUALTRICS[:3], QUALTRICS[3][:4]]
    batch = taken(uploaded_table(separated(cut + QUALTRICS[4:]), name="survey.csv"))
    assert [(row.row, row.column) for row in batch.refused] == [(4, "(whole row)")]


@pytest.mark.parametrize(
    "rows",
    [[["text", "question", "id"], [LONG, "Q1", "7"]],
     [["Contribution ID", "Languages", "Question", "Answer"], ["c-1", "EN", "Q1", LONG]],
     [["Response ID", "Question", "Text"], ["ANON-AB12-CD34-E", "Q1", LONG]],
     [["id", "comment"], ["1", LONG]]],
)  # fmt: skip
def test_a_table_with_a_row_for_each_answer_is_no_export_of_a_survey(rows):
    table = uploaded_table(separated(rows), name="answers.csv")
    assert table.origin == ""
    assert proposed(table) is None
