"""python -m nlp: a table in, themes as JSON out, one clear sentence when that cannot be."""

import json
from dataclasses import fields

import pytest
import xlsxwriter
from click.testing import CliRunner

import nlp
from nlp.__main__ import main

ROWS = [
    ("id", "question", "text", "who"),
    ("9", "Fees?", "The fees are too high for small firms.", "Grain Co-op"),
    ("10", "Fees?", "Small firms cannot pay such fees, “never”.", "Mill"),
    ("11", "Staff?", "", "Mill"),
]


def csv_file(folder, encoding="utf-8", separator=","):
    lines = [separator.join(f'"{cell}"' for cell in row) for row in ROWS]
    path = folder / "answers.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def xlsx_file(folder):
    path = folder / "answers.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return path


def run(table, *options):
    output = table.with_name("themes.json")
    result = CliRunner().invoke(main, [str(table), "-o", str(output), *options])
    return result, output


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_each_question_of_a_table_is_read_by_itself(tmp_path, make):
    result, output = run(make(tmp_path), "--id", "id", "--question", "question", "--author", "who")
    assert result.exit_code == 0, result.output
    fees, staff = json.loads(output.read_text(encoding="utf-8"))
    assert (fees["question"], fees["texts"]) == ("Fees?", ["9", "10"])
    assert [point["quote"] for point in fees["points"]] == [ROWS[1][2], ROWS[2][2]]
    assert sorted(point for theme in fees["themes"] for point in theme["points"]) == [0, 1]
    assert staff["left_out"] == [{"text": "11", "reason": "blank"}]


def test_all_that_an_analysis_finds_is_written_and_told_in_the_help(tmp_path):
    subjects = {
        "register": "The public register should be free and open to everyone",
        "fees": "The fees for small firms are far too high",
        "staff": "Inspectors need more training in statistics",
    }
    table = tmp_path / "answers.csv"
    lines = [
        f'"{text}, number {number}.","{"firm" if subject == "fees" else "city"}"'
        for subject, text in subjects.items()
        for number in range(30)
    ]
    table.write_text("\n".join(["text,who", *lines]), "utf-8")
    result, output = run(table, "--kind", "who", "--themes", "3")
    assert result.exit_code == 0, result.output
    (found,) = json.loads(output.read_text(encoding="utf-8"))
    assert set(found) == {"question", "texts"} | {field.name for field in fields(nlp.Analysis)}
    assert found["subthemes"]
    assert all(part["parent"] in range(3) for part in found["subthemes"])
    assert found["by_text"][0] == [
        number for number, theme in enumerate(found["themes"]) if 0 in theme["points"]
    ]
    assert set(found["fits"][0]) == {"score", "runner_up", "runner_up_score", "at"}
    assert "A theme that only firm speaks to (30 authors)." in {
        each["reason"] for each in found["minority"]
    }
    told = CliRunner().invoke(main, ["--help"]).output
    assert all(f"\n  {name} " in told for name in found)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("utf-8", "\t"), ("cp1252", ",")]
)
def test_a_spreadsheet_programs_csv_is_understood(tmp_path, encoding, separator):
    named = [] if encoding.startswith("utf") else ["--encoding", encoding]
    result, output = run(csv_file(tmp_path, encoding, separator), *named)
    assert result.exit_code == 0, result.output
    (only,) = json.loads(output.read_text(encoding="utf-8"))
    assert only["texts"] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"text\ncaf\xe9 too dear\n", "a.csv", "is not in utf-8-sig: save it as UTF-8"),
        (b"answer\nKeep it.\n", "a.csv", "has no column “text”; its columns are “answer”."),
        (b"text\n", "a.csv", "has no rows below its header."),
        (b"", "a.csv", "is not a table"),
        (b"PK\0\0text\n", "a.csv", "is not a table of text"),
        (b"not a workbook", "a.xlsx", "cannot be read as a workbook."),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path, content, name, sentence):
    table = tmp_path / name
    table.write_bytes(content)
    result, output = run(table)
    assert result.exit_code == 2
    assert sentence in result.output
    assert not output.exists()


def test_an_unknown_encoding_and_a_folder_that_is_not_there_are_refused(tmp_path):
    table = csv_file(tmp_path)
    assert run(table, "--encoding", "klingon")[0].exit_code == 2
    result = CliRunner().invoke(main, [str(table), "-o", str(tmp_path / "no" / "themes.json")])
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_an_encoder_that_cannot_be_used_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PLENARY_ENCODER", str(tmp_path / "nowhere"))
    result, output = run(csv_file(tmp_path))
    assert result.exit_code == 2
    assert result.output.endswith("nowhere is not there.\n")
    assert not output.exists()
