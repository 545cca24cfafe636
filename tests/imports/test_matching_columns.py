"""Columns are found by their names, or taken as the person says."""

import pytest

from consultation.errors import ImportRefused
from consultation.imports.columns import ACCEPTED, match_columns


def found(columns: list[str], **given: str) -> dict[str, str]:
    matched = match_columns(columns, given)
    return {field: matched.name(field) for field in matched.places}


def refusal(columns: list[str], **given: str) -> str:
    with pytest.raises(ImportRefused) as refused:
        match_columns(columns, given)
    return str(refused.value)


@pytest.mark.parametrize("name", ["text", "Answer", "RESPONSE_TEXT", " comment ", "free-text"])
def test_the_text_is_found_whatever_the_case_and_the_underscores(name):
    assert found(["id", name]) == {"id": "id", "text": name}


@pytest.mark.parametrize("name", ["category", "author_type", "User type", "stakeholder_type"])
def test_the_category_is_found(name):
    assert found(["text", name])["category"] == name


def test_no_name_is_accepted_for_two_fields():
    names = [name for accepted in ACCEPTED.values() for name in accepted]
    assert len(names) == len(set(names))


def test_the_first_accepted_name_wins():
    assert found(["comment", "text"])["text"] == "text"


def test_a_nested_column_answers_to_its_last_part():
    assert found(["text", "extra", "extra.country", "extra.org_size"]) == {
        "text": "text",
        "country": "extra.country",
        "size": "extra.org_size",
    }


def test_a_full_name_goes_before_a_nested_one():
    assert found(["extra.country", "text", "country of origin"])["country"] == "country of origin"


def test_what_is_given_wins():
    assert found(["text", "Opinion in full"], text="opinion_in_full")["text"] == "Opinion in full"
    assert found(["text", "TEXT"], text="TEXT")["text"] == "TEXT"


def test_a_field_that_is_not_there_is_empty():
    assert match_columns(["text"], {}).value(("Keep it.",), "country") == ""


def test_an_unknown_field_is_refused_with_the_list():
    assert refusal(["text"], colour="text").startswith(
        "There is no field “colour”. The fields are: text, question, id,"
    )


def test_an_unknown_column_is_refused_with_the_list():
    assert refusal(["text", "who"], country="land") == (
        "There is no column “land” to take the country from. The columns are: “text”, “who”."
    )


def test_a_table_without_a_text_is_refused_with_the_remedy():
    sentence = refusal(["id", "notes"])
    assert "--column text=NAME" in sentence
    assert "The columns are: “id”, “notes”." in sentence


@pytest.mark.parametrize(
    ("columns", "given"),
    [(["text", "a.country", "b.country"], {}), (["x", "Land", "land "], {"country": "LAND"})],
)
def test_equal_claims_are_not_guessed_between(columns, given):
    assert "could each hold the country" in refusal(columns, **given)
