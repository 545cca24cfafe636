"""A table of applicants: every row is a decision or is named with why it is none."""

import io
import json

import openpyxl
import pytest

from consultation.db import session
from consultation.errors import ImportRefused
from consultation.imports.eligibility import applications_in, judge, packed, unpacked
from consultation.imports.tables import uploaded_table
from consultation.operations.consultations.eligibility import decide
from tests import factories
from tests.conftest import NOW

HEADER = (
    "address,name,organisation,category,country,size,register number,working groups,decision,reason"
)
ANA = 'ana@example.org,Ana,Tea Works,company,Spain,small,R-7,"WGA, wgb",accepted,'
BEN = "ben@example.org,Ben,,researcher,Malta,,,,refused,The call closed on 1 March."


@pytest.fixture
def world(database):
    made = factories.world()
    made.consultation.categories = ["company", "researcher"]
    return made


def read(*lines: str, header: str = HEADER):
    raw = "\n".join([header, *lines]).encode()
    return applications_in(uploaded_table(raw, name="a.csv"), "a.csv")


def judged(world, *lines: str):
    return judge(unpacked(packed(read(*lines))), world.consultation)


def why(world, line: str) -> tuple[str, str]:
    (row,) = judged(world, line)
    assert row.is_wrong
    return row.column, row.why


def test_a_row_is_a_decision_with_all_that_was_declared(world):
    accepted, refused = (row.decision for row in judged(world, ANA, BEN))
    assert (accepted.email, accepted.organisation, accepted.category, accepted.size) == (
        "ana@example.org", "Tea Works", "company", "small",
    )  # fmt: skip
    assert accepted.working_groups == ("WGA", "WGB")
    assert accepted.register_number == "R-7"
    assert accepted.is_accepted
    assert not refused.is_accepted
    assert refused.reason == "The call closed on 1 March."


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("ana(at)example.org,Ana,,company,,,,,accepted,", "address", "is no e-mail address"),
        (",Ana,,company,,,,,accepted,", "address", "is no e-mail address"),
        ("ana@example.org,,,company,,,,,accepted,", "name", "empty"),
        ("ana@example.org,Ana,,,,,,,accepted,", "category", "empty"),
        ("ana@example.org,Ana,,wizard,,,,,accepted,", "category", "company, researcher"),
        ("ana@example.org,Ana,,company,,,,WG9,accepted,", "working groups", "no working group WG9"),
        ("ana@example.org,Ana,,company,,,,,perhaps,", "decision", "accepted or refused"),
        ("ana@example.org,Ana,,company,,,,,,", "decision", "accepted or refused"),
        ("ana@example.org,Ana,,company,,,,,refused,", "reason", "Write the reason"),
        (f"ana@example.org,{'a' * 501},,company,,,,,yes,", "name", "At most 500"),
    ],
)
def test_a_row_that_cannot_be_taken_names_its_column_and_why(world, line, column, said):
    where, told = why(world, line)
    assert where == column
    assert said in told


def test_of_two_rows_of_one_address_the_second_is_named_with_the_first(world):
    first, second = judged(world, ANA, ANA.replace("ana@", "ANA@"))
    assert first.is_taken
    assert "stands in row 2 too" in second.why


def test_on_whoever_takes_part_nothing_is_left_to_decide(world):
    line = BEN.replace("ben@example.org", world.owner.email)
    assert "takes part already" in why(world, line)[1]


def test_a_decision_that_stands_changes_nothing_and_another_one_does(world):
    decide(
        world.consultation, [row.decision for row in judged(world, ANA)], by=world.secretariat,
        now=NOW,
    )  # fmt: skip
    session.flush()
    (same,) = judged(world, ANA)
    assert (same.is_taken, same.is_wrong) == (False, False)
    (other,) = judged(world, ANA.replace("small", "large"))
    assert (other.is_taken, other.is_new) == (True, False)


def test_a_table_without_a_column_that_is_owed_is_refused_with_all_columns(world):
    with pytest.raises(ImportRefused, match=r"no column “decision”.*register number"):
        read("ana@example.org,Ana,company", header="address,name,category")


def test_a_workbook_is_read_and_a_formula_in_it_is_named(world):
    book = openpyxl.Workbook()
    book.active.append(["E-mail", "Name", "Category", "Eligible"])
    book.active.append(["ana@example.org", "Ana", "company", "yes"])
    book.active.append(["ben@example.org", "=1+1", "company", "yes"])
    file = io.BytesIO()
    book.save(file)
    rows = applications_in(uploaded_table(file.getvalue(), name="a.xlsx"), "a.xlsx")
    taken, wrong = judge(unpacked(packed(rows)), world.consultation)
    assert taken.is_taken
    assert (wrong.column, wrong.number) == ("name", 3)
    assert "formula" in wrong.why


@pytest.mark.parametrize("lines", [None, 7, [1], [{"number": "x"}], {"a": 1}, [{}]])
def test_rows_that_did_not_arrive_whole_are_refused(lines):
    with pytest.raises(ImportRefused):
        unpacked(json.dumps(lines))
    with pytest.raises(ImportRefused):
        unpacked("[" * 100_000)
