"""Real answers in five commands: import, analyse, ledger, export; and what each refuses."""

import json
import re

import docx
import openpyxl
import pytest
from sqlalchemy import func, select, text

from consultation.cli import importing
from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.models import Answer, Consultation, Job, JobState, OpenQuestion, SignOff
from consultation.operations.grouping import analysis
from consultation.operations.plenary.summaries import write_summary
from tests import factories
from tests.conftest import NOW, SHARED_DATA

COPY = "We run a small workshop and the record would cost us two weeks of work every single year."
ROWS = [
    ("A1", "S1", "Kettle Works", "Independent auditors should check the record every year."),
    ("A2", "S2", "Kettle Union", "The record should be checked by independent auditors."),
    ("A3", "S3", "Open Forum", "Auditors must be independent of the firm they check."),
    ("A4", "S4", "Mill and Sons", COPY),
    ("A5", "S5", "Loom and Daughters", COPY),
    ("A6", "S6", "Readers' League", "Publish every incident within two days."),
    ("A7", "S7", "Press Guild", "Every serious incident should be published within two days."),
    ("A8", "S8", "Watchful", "Incidents must be public two days after they were found."),
    ("A9", "S9", "", ""),
]


@pytest.fixture
def table(tmp_path):
    """A small table: nine answers of which one is blank, and three rows to be spoken of."""
    path = tmp_path / "answers.csv"
    lines = [f'{i},{s},{o},Which changes?,"{t}",support' for i, s, o, t in ROWS]
    lines += [
        'A10,S10,X,Which changes?,"a\x07b",support',
        "A11,S1,Kettle Works,Which changes?,Again.,support",
        "A12,S12,Y,Which changes?,No.,perhaps",
    ]
    path.write_text(
        "id,stakeholder,organisation,question,text,position\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def imported(run, table):
    said = run("import", table, "--new", "White paper")
    assert said.code == 0, said.words
    return run


@pytest.fixture
def analysed(imported):
    said = imported("analyse")
    assert said.code == 0, said.words
    return imported


def how_many(model) -> int:
    return session.scalar(select(func.count(model.id)))


def test_a_dry_run_names_every_row_to_be_spoken_of_and_takes_nothing(run, table):
    said = run("import", table, "--new", "White paper", "--dry-run")
    assert said.code == 0
    lines = said.words.splitlines()
    assert lines[0].startswith("Row 12, column stakeholder: “S1” has answered this question")
    assert lines[1].startswith("Row 13, column position: “perhaps” is no known position.")
    assert lines[2] == "2 rows cannot be taken."
    assert lines[3].startswith("Row 11, column text: 1 control character")
    assert lines[4] == "1 note on rows that can."
    assert lines[5] == "Dry run: 10 answers could be taken, none was."
    assert how_many(Consultation) == 0


def test_many_remarks_are_shown_in_part_and_counted_in_full(run, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("text,position\n" + "No.,perhaps\n" * 60 + "Yes.,support\n")
    said = run("import", path, "--new", "T", "--dry-run")
    assert said.words.count("is no known position") == importing.SHOWN
    assert f"… and {60 - importing.SHOWN} more." in said.words
    assert "60 rows cannot be taken." in said.words


def test_an_import_says_what_it_took_and_what_comes_next(run, table):
    said = run("import", table, "--new", "White [b]paper[/b]")
    assert said.code == 0
    assert (
        "“White [b]paper[/b]”: 10 answers to 1 question in 10 submissions from 9 organisations."
        in said.words
    )
    assert said.words.endswith("Next: ./plenary analyse\n")


REFUSED = {
    "no column of texts": (b"name,colour\nAna,red\n", "Say which one does with --column text=NAME"),
    "Latin-1": ("text\nGröße\n".encode("latin-1"), "Add --encoding cp1252 or --encoding latin-1"),
    "a PDF called XLSX": (b"%PDF-1.7\n...", "is a PDF, not a table"),
    "nothing": (b"", "is empty"),
    "a header alone": (b"text,question\n", "no row below it"),
    "no row that can be taken": (b"text,position\nNo.,perhaps\n", "nothing was made"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_table_of_answers_is_refused_with_a_sentence(
    run, tmp_path, content, sentence
):
    path = tmp_path / "answers.xlsx"
    path.write_bytes(content)
    said = run("import", path, "--new", "T")
    assert said.code == 1
    assert re.search(rf"Error: .*{re.escape(sentence)}", said.words)
    assert how_many(Consultation) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "there-is-none.csv", "--new", "T"), "“there-is-none.csv” cannot be read"),
        (("analyse",), "There is no consultation yet"),
        (("ledger",), "There is no consultation yet"),
        (("export", "pack"), "There is no consultation yet"),
        (("export", "data", "--round", "7"), "There is no round 7"),
    ],
)
def test_what_is_not_there_is_a_sentence(run, arguments, sentence):
    said = run(*arguments)
    assert said.code == 1
    assert f"Error: {sentence}" in said.words


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("text", "Write --column as FIELD=NAME"),
        ("txt=text", "There is no field “txt”"),
        ("text=Answer", "There is no column “Answer”"),
    ],
)
def test_a_column_that_is_not_there_is_a_sentence(run, table, columns, sentence):
    said = run("import", table, "--new", "T", "--column", columns)
    assert (said.code, how_many(Consultation)) == (1, 0)
    assert sentence in said.words


def test_a_column_can_be_given_by_name(run, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("remark;who\nKeep it.;A\n")
    said = run(
        "import", path, "--new", "T", "--column", "text=remark", "--column", "stakeholder=who"
    )
    assert (said.code, how_many(Consultation)) == (0, 1)


def ledger_of(words: str) -> dict[str, dict[str, int]]:
    """The printed account: heading → line → count."""
    account, heading = {}, ""
    for line in words.splitlines():
        if match := re.fullmatch(r" +([\d,]+)  (.+)", line):
            account[heading][match[2]] = int(match[1].replace(",", ""))
        else:
            account.setdefault(heading := line, {})
    return account


def test_before_the_analysis_everything_is_accounted_for_as_unread(imported):
    said = imported("ledger")
    assert said.code == 0
    account = ledger_of(said.words)
    assert account["Submissions"]["received in time"] == account["Submissions"]["in all"] == 10
    assert account["Answers"]["not yet analysed"] == account["Answers"]["in all"] == 10
    assert "Everything is accounted for exactly once" in said.words


def test_from_a_table_to_the_pack_in_five_commands(analysed, tmp_path):
    said = analysed("ledger")
    assert said.code == 0
    account = ledger_of(said.words)
    answers = {what: count for what, count in account["Answers"].items() if count}
    assert answers.pop("in all") == sum(answers.values()) == 10
    assert answers["blank"] == 1
    assert answers["identical to another"] == 1
    assert "not yet analysed" not in answers
    packs = {}
    for extension in ("docx", "xlsx", "json"):
        packs[extension] = tmp_path / f"pack.{extension}"
        said = analysed("export", "pack", "--format", extension, "--output", packs[extension])
        assert said.code == 0
        assert said.words == f"Wrote {packs[extension]}; not signed yet: 1 question.\n"
    pack = json.loads(packs["json"].read_text("utf-8"))
    assert pack["counts"]["answers"] == pack["counts"]["submissions"] == 10
    assert pack["counts"]["points"] == account["Points"]["in all"]
    words = "\n".join(p.text for p in docx.Document(str(packs["docx"])).paragraphs)
    assert all(theme["title"] in words for q in _questions(pack) for theme in q["themes"])
    assert openpyxl.load_workbook(packs["xlsx"]).sheetnames


def _questions(pack: dict) -> list[dict]:
    return [question for group in pack["groups"] for question in group["questions"]]


def test_the_data_hold_every_answer_and_the_same_figures(analysed, tmp_path):
    path = tmp_path / "data.json"
    said = analysed("export", "data", "--output", path)
    assert (said.code, said.words) == (0, f"Wrote {path}.\n")
    data = json.loads(path.read_text("utf-8"))
    (question,) = data["questions"]
    texts = {answer["id"]: answer["text"] for answer in question["answers"]}
    assert sorted(texts.values()) == sorted([*(t for *_, t in ROWS), "ab"])
    account = ledger_of(analysed("ledger").words)
    assert account["Answers"].pop("in all") == len(texts)
    assert question["ledger"]["answers"] == account["Answers"]
    grouped = sum(theme["points"] for theme in question["themes"])
    assert grouped == account["Points"]["grouped under a theme"]
    for answer in question["answers"]:
        for point in answer["points"]:
            assert answer["text"][point["start"] : point["end"]].strip()


def test_the_same_table_gives_the_same_data_but_for_the_numbers_that_are_drawn(
    run, table, tmp_path
):
    written = []
    for number in range(2):
        run("import", table, "--new", "White paper")
        run("analyse")
        path = tmp_path / f"{number}.json"
        assert run("export", "data", "--output", path).code == 0
        raw = path.read_text("utf-8")
        drawn = [a["id"] for q in json.loads(raw)["questions"] for a in q["answers"]]
        for place, answer in enumerate(drawn):
            raw = raw.replace(f'"{answer}"', f'"{place}"')
        written.append(raw)
    assert written[0] == written[1]


def test_a_pack_is_named_after_its_consultation(imported, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = imported("export", "pack", "--format", "json")
    (name,) = (path.name for path in tmp_path.glob("white-paper-*.json"))
    assert f"Wrote {name};" in said.words


def test_a_folder_that_is_not_there_is_a_sentence(imported, tmp_path):
    said = imported("export", "data", "--output", tmp_path / "none" / "data.json")
    assert said.code == 1
    assert "cannot be used" in said.words


def test_where_totals_do_not_agree_the_ledger_says_so_and_exits_1(run, database):
    factories.world()
    assert run("ledger").code == 0
    with transaction():
        session.execute(text("UPDATE point SET filler = true WHERE id = 1"))
    said = run("ledger")
    assert said.code == 1
    assert "Does not agree: Q01: 1 points under a theme in the ledger, 2 in the pack" in said.words


def test_one_question_can_be_analysed_alone(run, database):
    world = factories.world()
    question = world.question.id
    assert run("analyse", "--question", "Q01").code == 0
    jobs = session.scalars(select(Job.question_id).where(Job.id != 1)).all()
    assert jobs == [question]
    said = run("analyse", "--question", "Q99")
    assert said.code == 1
    assert "There is no question Q99 in this round." in said.words


def test_signed_questions_are_left_as_signed(run, database):
    world = factories.world()
    with transaction():
        write_summary(world.question, text="Done.", seen=0, author=world.chair, now=NOW)
        session.add(
            SignOff(question_id=world.question.id, chair=world.chair, signed_at=NOW, state_hash="0")
        )
        session.add(
            Job(
                question_id=world.question.id,
                state=JobState.FAILED,
                asked_at=NOW,
                message="Chair signed off Q01. Reopen it first.",
            )
        )
    said = run("analyse")
    assert said.code == 0
    assert "1 signed off: left as signed." in said.words


def test_an_analysis_that_fails_says_why_and_exits_1(run, database, monkeypatch):
    factories.world()

    def refuse(*_arguments, **_options):
        raise RuleError("The encoder's folder is not there.")

    monkeypatch.setattr(analysis, "read", refuse)
    said = run("analyse", "--question", "Q01")
    assert said.code == 1
    assert "Q01: failed, The encoder's folder is not there." in said.words


@pytest.mark.data
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_white_paper_is_imported(run):
    path = SHARED_DATA / "eu_ai_white_paper" / "data.csv"
    said = run("import", path, "--new", "White paper")
    assert said.code == 0
    assert "3,441 answers to 9 questions in 865 submissions from 510 organisations." in said.words
    assert how_many(OpenQuestion) == 9


def test_a_table_is_taken_into_a_round_once_however_often_it_comes(imported, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text("id,stakeholder,question,text\nB1,T1,Q01,Two years.\nB2,T2,Tea,Yes.\n")
    given = ("import", more, "--round", 1)
    said = imported(*given, "--dry-run")
    assert "“Tea” is taken as nothing of this round" in said.words
    assert "Dry run: 1 answer could be taken" in said.words
    before = how_many(Answer)
    said = imported(*given)
    assert "1 answer in 1 submission taken. 1 row refused." in said.words
    assert "1 row there already" in imported(*given).words
    assert how_many(Answer) == before + 1
    assert imported("ledger").code == 0
    assert "Say either --new TITLE or --round NUMBER." in imported("import", more).words
