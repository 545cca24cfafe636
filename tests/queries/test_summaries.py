"""A summary's fields are filled with what the pages count, and what is not so is said."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.db import begin_write, session, transaction
from consultation.exports.data import render_data
from consultation.exports.pack_json import render_pack_json
from consultation.models import MinorityPoint, Publication, Summary, Theme
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme, merge_themes
from consultation.operations.plenary.pack import compile_pack
from consultation.operations.plenary.summaries import compose_summary, write_summary
from consultation.plain import plain
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.composed import composed_text
from consultation.queries.plenary.doubts import doubts_of, misquoted
from consultation.queries.plenary.fields import FIELDS, Field, field_named, fields_in, left_open
from consultation.queries.plenary.summaries import filled_summary, refused_fields
from consultation.quoting import block_quotes, escaped, single_spaced
from tests import factories
from tests.conftest import NOW
from tests.queries.random_worlds import make, rounds

COUNTS = ("points", "answers", "submissions", "organisations")
POSITIONS = ("support", "support with changes", "oppose", "no position")


def write(world, text, **given):
    with transaction():
        filled = filled_summary(world.question)
        seen = filled.version if filled else 0
        shown = given.pop("shown", filled.shown if filled else "")
        write_summary(
            world.question, text=text, seen=seen, shown=shown, author=world.chair, now=NOW
        )


def filled(world):
    session.rollback()
    return filled_summary(world.question)


def doubts(world):
    return doubts_of(world.question, filled(world))


def another_answer(world, text="Record it.", **given):
    by = factories.stakeholder(consultation=world.consultation, **given)
    answer = factories.answer(world.question, text, by=by)
    point = factories.point(answer)
    session.add(point)
    session.flush()
    move = {"theme": world.theme}
    session.add(type(world.point.placement)(point=point, **move))
    session.commit()
    return point


@given(words=st.text())
def test_escaped_words_are_read_as_nothing_but_themselves(words):
    words = single_spaced(words.replace("\0", ""))
    assert plain(escaped(words)) == words
    if words:
        assert [quote.read for quote in block_quotes(f"> {escaped(words)}")] == [words]
    assert fields_in(escaped(words)) == []
    assert left_open(escaped(words)) == ""


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("theme 3: organisations", Field("theme", 3, "organisations")),
        (" Theme  3 : Oppose share ", Field("theme", 3, "oppose share")),
        ("oppose share of theme 2", Field("theme", 2, "oppose share")),
        ("support with changes of the question", Field("question", 0, "support with changes")),
        ("question: unplaced points", Field("question", 0, "unplaced points")),
        ("point 7: words", Field("point", 7, "words")),
        ("theme: answers", None),
        ("theme 3: words", None),
        ("question 3: answers", None),
        ("theme 99999999999: answers", None),
        ("theme ³: answers", None),
        ("7*7", None),
        ("", None),
    ],
)
def test_a_field_names_what_it_tells_of_in_either_order(name, field):
    assert field_named(name) == field


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("{{question: answers}} came", ""),
        (r"\{{ is two braces", ""),
        ("{{question: answers} came", "{{question: answers} came"),
        ("{{question: answers}} and {{x", "{{x"),
    ],
)
def test_a_field_that_does_not_end_is_found(text, begun):
    assert left_open(text) == begun


@given(told=rounds)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_number_of_a_summary_is_the_one_of_the_theme_list(database, told):
    """On the page, in the pack, in the data: filled from the same counts as the list of themes."""
    begin_write()
    try:
        made = make(told)
        for question in made.questions:
            session.add(_with_every_number(question))
        session.flush()
        session.expire_all()
        pack = json.loads(render_pack_json(compile_pack(made.round, now=NOW)))
        parts = [part["summary"] for group in pack["groups"] for part in group["questions"]]
        data = [each["summary"] for each in json.loads(render_data(made.round))["questions"]]
        assert parts == data
        for question, text in zip(made.questions, parts, strict=True):
            assert filled_summary(question).text == text
            assert _numbers(text) == _expected(question)
    finally:
        session.rollback()


def _with_every_number(question):
    names = [f"question: {what}" for what in (*COUNTS, *POSITIONS, "themes", "unplaced points")]
    for line in themes_in_order(question):
        names += [f"theme {line.theme_id}: {what}" for what in (*COUNTS, *POSITIONS)]
    text = "\n\n".join(f"{name} = {{{{{name}}}}}" for name in names)
    return Summary(
        question_id=question.id, text=text, written_by=factories.person(), written_at=NOW
    )


def _numbers(text):
    return {
        name: int(number) for name, number in re.findall(r"^(.+) = ([0-9]+)$", text, re.MULTILINE)
    }


def _expected(question):
    lines = {f"theme {line.theme_id}": line for line in themes_in_order(question)}
    whole = question_counts(question)
    placed = sum(line.counts.points for line in lines.values())
    found = {"question: themes": len(lines)}
    for of, line in {**lines, "question": whole}.items():
        found |= {f"{of}: {what}": getattr(line.counts, what) for what in COUNTS}
        found |= {f"{of}: {what}": dict(line.by_position).get(what, 0) for what in POSITIONS}
    unplaced = _numbers(filled_summary(question).text)["question: unplaced points"]
    assert placed + unplaced <= whole.counts.points
    return found | {"question: unplaced points": unplaced}


def test_every_field_there_is_can_be_filled(world):
    number = {"theme": world.theme.id, "question": 0, "point": world.point.id}
    names = [
        Field(subject, number[subject], what).name for subject in FIELDS for what in FIELDS[subject]
    ]
    assert refused_fields(world.question, " ".join(f"{{{{{name}}}}}" for name in names)) == []
    write(world, "\n\n".join(f"{name} = {{{{{name}}}}}" for name in names))
    text = filled(world).text
    for line in (
        f"theme {world.theme.id}: title = Record every change",
        f"theme {world.theme.id}: share = 1 of 1",
        f"theme {world.theme.id}: outcome = not yet examined",
        f"theme {world.theme.id}: positions = support 1",
        f"theme {world.theme.id}: kinds = civil society 1",
        f"point {world.point.id}: words = Every change must be recorded.",
        f"point {world.point.id}: author = Kettle Works",
        f"point {world.point.id}: note = no note is kept",
        "question: themes = 2",
    ):
        assert line in text.split("\n\n")


def test_a_composed_text_tells_the_note_of_a_minority_point(world):
    with transaction():
        session.add(MinorityPoint(point=world.unplaced, reason="It fits no theme.", rank=1))
        before = composed_text(world.question)
        move_point(
            world.unplaced, world.theme, note="They said so.", seen="unplaced", by=world.chair,
            now=NOW,
        )  # fmt: skip
    assert "Why it was taken" not in before
    write(world, composed_text(world.question))
    told = "— Kettle Works. Why it was taken from where it was found: They said so."
    assert told in filled(world).text


def test_a_composed_text_quotes_no_minority_point_that_is_not_published(world):
    with transaction():
        session.add(MinorityPoint(point=world.unplaced, reason="It fits no theme.", rank=1))
        move_point(
            world.unplaced, world.theme, note="They said so.", seen="unplaced", by=world.chair,
            now=NOW,
        )  # fmt: skip
        world.unplaced.answer.submission.publication = Publication.WITHHELD
    text = composed_text(world.question)
    assert f"point {world.unplaced.id}: words" not in text
    write(world, text)
    told = "Somebody whose words are not published. Why it was taken from where it was found: They"
    assert told in filled(world).text


def test_a_percentage_is_given_of_five_and_more(world):
    for number in range(5):
        another_answer(world, f"Record it {number}.")
    text = f"{{{{support share of theme {world.theme.id}}}}}, {{{{theme {world.theme.id}: share}}}}"
    write(world, text)
    assert filled(world).text == "1 of 6, 100%"


def test_what_changed_since_the_saving_is_told_until_the_text_is_saved_again(world):
    name = f"theme {world.theme.id}: answers"
    write(world, f"{{{{{name}}}}} said so, by {{{{point {world.point.id}: author}}}}.")
    assert doubts(world) == ()
    another_answer(world)
    assert filled(world).text == "2 said so, by Kettle Works."
    assert doubts(world) == (
        f"Theme {world.theme.id} (“Record every change”) changed since the summary was saved: "
        "answers was 1, is now 2.",
    )
    write(world, world.question.summary.text)
    assert doubts(world) == ()


def test_a_field_from_before_values_were_kept_is_read_by_somebody_first(world):
    session.add(
        Summary(question_id=world.question.id, text="{{question: themes}}", written_by=world.chair,
                written_at=NOW)
    )  # fmt: skip
    session.commit()
    assert doubts(world) == (
        "The question changed since the summary was saved: themes was not known, is now 2.",
    )


def test_a_theme_that_was_merged_or_discarded_gives_no_number_and_is_named(world):
    first, second = world.theme.id, world.second_theme.id
    write(world, f"{{{{theme {first}: answers}}}} and {{{{theme {second}: answers}}}}")
    with transaction():
        merge_themes(
            world.theme,
            world.second_theme,
            into_seen=world.second_theme.version,
            seen=world.theme.version,
            by=world.chair,
            now=NOW,
        )
    assert filled(world).text == rf"\[theme {first} was merged into theme {second}\] and 1"
    assert doubts(world) == (
        f"“{{{{theme {first}: answers}}}}” cannot be filled: theme {first} was merged into theme "
        f"{second}. Write {{{{theme {second}: answers}}}}, or take it out.",
    )
    with transaction():
        discard_theme(
            world.second_theme, reason="Tea.", seen=world.second_theme.version, by=world.chair,
            now=NOW,
        )  # fmt: skip
    assert filled(world).text == (
        rf"\[theme {first} was discarded\] and \[theme {second} was discarded\]"
    )


def test_the_theme_of_another_question_is_none_of_this(world):
    (sentence,) = refused_fields(world.other_question, f"{{{{theme {world.theme.id}: points}}}}")
    assert f"Q02 has no theme {world.theme.id}" in sentence


def test_an_author_is_named_as_they_chose_and_kept_nowhere(world):
    write(
        world,
        f"> {{{{point {world.point.id}: words}}}}\n\n— {{{{point {world.point.id}: author}}}}",
    )
    assert filled(world).text == "> Every change must be recorded.\n\n— Kettle Works"
    assert world.question.summary.figures == {}
    world.submission.publication = Publication.ANONYMOUS
    session.commit()
    assert "Kettle Works" not in filled(world).text
    assert doubts(world) == ()


def test_the_words_of_who_withdrew_are_gone_from_the_summary(world):
    write(world, f"> {{{{point {world.point.id}: words}}}}")
    world.submission.withdrawn_at = NOW
    session.commit()
    assert filled(world).text == rf"> \[point {world.point.id} is none of Q01 that counts\]"
    assert doubts(world)[0].startswith(f"“{{{{point {world.point.id}: words}}}}” cannot be filled")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("> Every change must be recorded.", []),
        ("> Every change\n> must be   recorded.", []),
        ("- as they say\n\n  > Every change must be recorded.", []),
        ("They say “nobody wants tea”.", []),
        ("> Every change should be recorded.", ["Every change should be recorded."]),
        ("> Every change", ["Every change"]),
        ("> Every change must be recorded. — Kettle Works",
         ["Every change must be recorded. — Kettle Works"]),
        ("> Nobody.\n\nand\n\n> Every change must be recorded.", ["Nobody."]),
    ],
)  # fmt: skip
def test_a_block_quote_is_word_for_word_a_point(world, text, wrong):
    assert misquoted(world.question, text) == wrong


def test_a_point_with_marks_of_markdown_can_be_quoted_as_it_stands(world):
    words = "*Every* change [1] must_be <b>recorded</b>"
    another_answer(world, words)
    assert misquoted(world.question, f"> {words}") == []
    assert misquoted(world.question, f"> {escaped(words)}") == []


def test_a_composed_text_follows_its_grammar_and_disagrees_in_nothing(world):
    with transaction():
        compose_summary(world.question, seen=0, by=world.chair, now=NOW)
    found = filled(world)
    assert (found.composed, found.written_by, doubts(world)) == (True, "Chair", ())
    told = plain(found.text)
    most = "What was said most: “Record every change” (1 answer) and “Leave small repairs out”"
    assert told.startswith(most)
    told = told.removeprefix(most)
    order = [
        "In figures 1 answer from 1 organisation, with 3 points in 2 themes.",
        "Record every change", "Who and how many: 1 answer from 1 organisation, with 1 point.",
        "What they ask, in their words: Every change must be recorded. — Kettle Works (support)",
        "Outcome: not yet examined.", "What stays open: What becomes of it is not decided.",
        "Leave small repairs out", "1 unplaced point is in no theme.",
    ]  # fmt: skip
    places = [told.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


def test_a_question_without_answers_or_themes_is_composed_too(world):
    with transaction():
        compose_summary(world.other_question, seen=0, by=world.other_chair, now=NOW)
    session.rollback()
    found = filled_summary(world.other_question)
    assert found.text == "Nobody answered this question.\n"
    assert doubts_of(world.other_question, found) == ()


def test_beside_its_themes_a_composed_text_is_what_it_says_of_all_of_them(world):
    with transaction():
        compose_summary(world.question, seen=0, by=world.chair, now=NOW)
    composed = filled(world)
    beside = plain(composed.beside_themes)
    assert beside.startswith("What was said most: “Record every change”")
    assert beside.endswith("(1 answer).")
    write(world, "Most agree.\n\n### On repairs\n\nFew do.", seen=1)
    assert filled(world).beside_themes == filled(world).text


def test_what_was_said_most_counts_what_is_nested_and_follows_the_data(world):
    with transaction():
        compose_summary(world.question, seen=0, by=world.chair, now=NOW)
    said = f"What was said most: “{world.theme.title}” (1 answer) and “"
    assert filled(world).text.startswith(said)
    nested = Theme(question=world.question, title="By hand", parent_id=world.second_theme.id)
    session.add(nested)
    for _ in range(3):
        point = another_answer(world)
        point.placement.theme = nested
        session.commit()
    said = f"What was said most: “{world.second_theme.title}” (4 answers) and “{world.theme.title}”"
    assert filled(world).text.startswith(said)
    assert [stale.field.what for stale in filled(world).stale if stale.field.what == "said most"]


def test_what_a_person_moves_or_discards_is_in_the_summary_at_once(world):
    write(world, f"{{{{theme {world.theme.id}: points}}}}, {{{{question: unplaced points}}}}")
    with transaction():
        move_point(world.unplaced, world.theme, seen="unplaced", by=world.chair, now=NOW)
    assert filled(world).text == "2, 0"
    with transaction():
        discard_point(
            world.unplaced, reason="Tea.", seen=place_seen(world.unplaced), by=world.chair, now=NOW
        )
    assert filled(world).text == "1, 0"
