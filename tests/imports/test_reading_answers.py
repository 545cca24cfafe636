"""Every row of a table is taken as an answer or refused by number, column and reason."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.boundary import ANSWER_LIMIT, clean_text
from consultation.imports.answers import Batch, match_columns, read_answers
from consultation.imports.tables import Row, Table, read_table
from consultation.models import Position, Publication
from tests.conftest import SHARED_DATA


def read(columns: list[str], *rows: list[str], **options: Publication) -> Batch:
    table = Table(
        tuple(columns), tuple(Row(number, tuple(row)) for number, row in enumerate(rows, 2))
    )
    return read_answers(table, match_columns(table.columns, {}), **options)


def refusals(batch: Batch) -> list[tuple[int, str]]:
    return [(row.row, row.column) for row in batch.refused]


def test_a_row_becomes_an_answer():
    batch = read(
        ["Row ID", "Question", "Answer", "Respondent", "Position", "Lang"],
        ["A7", "Which?", "This one.", "F1", "Agree", "en-GB"],
    )
    (answer,) = batch.answers
    assert (answer.row, answer.reference, answer.question, answer.text) == (
        2, "A7", "Which?", "This one.",
    )  # fmt: skip
    assert (answer.stakeholder, answer.position, answer.language) == ("F1", Position.SUPPORT, "en")


def test_a_blank_text_is_a_blank_answer():
    batch = read(["id", "text"], ["1", ""], ["2", " \n"])
    assert [answer.text for answer in batch.answers] == ["", " \n"]
    assert batch.refused == ()


def test_a_text_a_spreadsheet_broke_is_taken_and_noted():
    batch = read(["text"], ["#NAME?"])
    assert batch.answers[0].text == "#NAME?"
    assert batch.noted[0].row == 2
    assert "taken as it is" in batch.noted[0].reason


def test_control_characters_left_out_are_noted():
    batch = read(["text"], ["bell\x07"])
    assert batch.answers[0].text == "bell"
    assert batch.noted[0].reason == "1 control character left out."


def test_an_empty_row_is_refused_as_such():
    assert refusals(read(["id", "text"], [], ["", " "], ["1", "x"])) == [
        (2, "(whole row)"), (3, "(whole row)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [(["1"], "1 cell fewer than the header"), (["1", "a", "b", "c"], "2 cells more")],
)
def test_a_ragged_row_is_refused_and_not_padded(row, reason):
    (refused,) = read(["id", "text"], row).refused
    assert reason in refused.reason


def test_a_text_over_the_limit_is_refused():
    batch = read(["id", "text"], ["1", "x" * (ANSWER_LIMIT + 1)], ["2", "x" * ANSWER_LIMIT])
    assert refusals(batch) == [(2, "text")]
    assert "1,000,001 characters; up to 1,000,000" in batch.refused[0].reason


def test_half_a_character_is_refused_by_its_column():
    batch = read(
        ["id", "text", "who", "country"], ["1", "x", "y", "\ud800"], ["2", "\udfff", "", ""]
    )
    assert refusals(batch) == [(2, "country"), (3, "text")]
    assert "half a character" in batch.refused[0].reason


def test_an_unknown_position_is_refused_with_those_that_are_known():
    (refused,) = read(["text", "stance"], ["x", "perhaps"]).refused
    assert (refused.row, refused.column) == (2, "stance")
    assert refused.reason == (
        "“perhaps” is no known position. Plenary knows: "
        "support, support with changes, oppose, no position."
    )


@pytest.mark.parametrize(
    ("word", "position"),
    [
        ("For", Position.SUPPORT),
        ("support with changes", Position.CHANGES),
        ("AGAINST", Position.OPPOSE),
        ("strongly_disagree", Position.OPPOSE),
        ("neutral", Position.NONE),
        ("", Position.NONE),
    ],
)
def test_common_words_for_positions_are_understood(word, position):
    assert read(["text", "position"], ["x", word]).answers[0].position is position


def test_an_answer_to_no_question_is_refused_where_there_are_questions():
    assert refusals(read(["question", "text"], [" ", "x"])) == [(2, "question")]
    assert read(["text"], ["x"]).answers[0].question == ""


def test_a_second_answer_to_the_same_question_is_refused_naming_the_first():
    columns = ["question", "text", "respondent"]
    batch = read(
        columns, ["Q?", "x", "F1"], ["R?", "x", "F1"], ["Q?", "y", "F2"], ["Q?", "z", "F1"]
    )
    assert refusals(batch) == [(5, "respondent")]
    assert "in row 2" in batch.refused[0].reason


def test_a_refused_row_does_not_stand_in_the_way_of_a_later_one():
    columns = ["text", "respondent", "position"]
    batch = read(columns, ["x", "F1", "perhaps"], ["x", "F1", "agree"])
    assert [answer.row for answer in batch.answers] == [3]


def test_without_a_stakeholder_each_row_is_its_own():
    batch = read(["text"], ["same"], ["same"])
    assert [who.reference for who in batch.stakeholders] == ["row 2", "row 3"]


def test_what_rows_say_of_a_stakeholder_is_taken_together():
    columns = ["question", "text", "respondent", "category", "country", "organisation", "size"]
    batch = read(
        columns,
        ["Q?", "x", "F1", "NGO", "", "The  Forum ", "small"],
        ["R?", "x", "F1", "", "Malta", "The Forum", ""],
    )
    (who,) = batch.stakeholders
    assert (who.category, who.country, who.organisation, who.size) == (
        "NGO", "Malta", "The Forum", "small",
    )  # fmt: skip


def test_a_row_at_odds_with_its_stakeholder_is_refused():
    columns = ["question", "text", "respondent", "country"]
    batch = read(columns, ["Q?", "x", "F1", "Malta"], ["R?", "x", "F1", "Cyprus"])
    assert refusals(batch) == [(3, "country")]
    assert "“Malta” in row 2" in batch.refused[0].reason


def test_an_individual_has_no_organisation():
    columns = ["text", "category", "organisation"]
    batch = read(columns, ["x", "EU Citizen", "A. Nonymous"], ["x", "NGO", "The Forum"])
    assert [who.organisation for who in batch.stakeholders] == ["", "The Forum"]
    assert [(note.row, note.column) for note in batch.noted] == [(2, "organisation")]


def test_publication_is_as_stated_and_private_when_in_doubt():
    columns = ["text", "publication"]
    rows = ["x", "Organisation only"], ["x", "vertraulich"], ["x", ""]
    batch = read(columns, *rows, publication=Publication.NAMED)
    assert [who.publication for who in batch.stakeholders] == [
        Publication.ORGANISATION, Publication.ANONYMOUS, Publication.NAMED,
    ]  # fmt: skip
    assert [(note.row, note.column) for note in batch.noted] == [(3, "publication")]
    assert read(columns, ["x", ""]).stakeholders[0].publication is Publication.ANONYMOUS


def test_an_id_that_two_answers_to_a_question_share_names_only_the_first():
    columns = ["id", "question", "text"]
    batch = read(columns, ["9E+14", "Q?", "x"], ["9E+14", "Q?", "y"], ["9E+14", "R?", "z"])
    assert [answer.reference for answer in batch.answers] == ["9E+14", "", "9E+14"]
    assert [(note.row, note.column) for note in batch.noted] == [(3, "id")]
    assert "the id of row 2 too" in batch.noted[0].reason


def test_a_language_that_is_no_code_is_left_open_and_noted():
    batch = read(["text", "language"], ["x", "DE"], ["x", "the English one"])
    assert [answer.language for answer in batch.answers] == ["de", None]
    assert batch.noted[0].row == 3


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
cells = st.one_of(texts, st.sampled_from(["a;b", 'say "no"', "x\r\ny", "\ufeff", "{}", "=1", "\t"]))


@given(rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
def test_any_table_is_taken_or_refused_row_by_row_and_its_texts_kept(rows):
    numbered = [(f"n{number}", *row) for number, row in enumerate(rows, 2)]
    with TemporaryDirectory() as folder:
        path = Path(folder, "answers.csv")
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([("id", "text", "position", "respondent"), *numbered])
        table = read_table(path)
    batch = read_answers(table, match_columns(table.columns, {}))
    assert len(table.rows) == len(rows)
    taken = {answer.row: answer for answer in batch.answers}
    refused = {row.row for row in batch.refused}
    assert taken.keys() | refused == set(range(2, len(rows) + 2))
    assert len(batch.answers) + len(batch.refused) == len(rows)
    for number, answer in taken.items():
        assert answer.text == clean_text(rows[number - 2][0])
    assert {answer.stakeholder for answer in batch.answers} == {
        who.reference for who in batch.stakeholders
    }


@given(rows=st.lists(cells, min_size=1, max_size=12))
def test_any_texts_with_ids_are_all_taken(rows):
    batch = read(["id", "text"], *[[f"n{number}", text] for number, text in enumerate(rows)])
    assert [answer.text for answer in batch.answers] == [clean_text(text) for text in rows]
    assert batch.refused == ()


@pytest.mark.data
def test_the_white_paper_is_taken_whole():
    table = read_table(SHARED_DATA / "eu_ai_white_paper" / "data.csv")
    batch = read_answers(table, match_columns(table.columns, {}))
    assert (len(batch.answers), batch.refused, batch.noted) == (3441, (), ())
    assert len({answer.question for answer in batch.answers}) == 9
    assert len(batch.stakeholders) == 865
    assert len({who.organisation for who in batch.stakeholders} - {""}) == 510
    assert len({answer.reference for answer in batch.answers}) == 3441
