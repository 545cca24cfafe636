"""The page for speaking: what is said, how long, what stays open, and who worded it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.operations.plenary.speaking import (
    MESSAGE_LIMIT,
    MINUTES,
    NOTHING_SAID,
    first_sentence,
    shares,
    speaking_of,
)
from tests.exports import packs


def test_a_signed_summary_gives_its_first_sentence_and_says_whose_it_is():
    part = packs.question(
        signature=packs.signature(), summary="# On records\n\nMost want *one*. Some do not."
    )
    (message,) = speaking_of([part]).messages
    assert (message.text, message.composed) == ("Most want one.", False)
    assert message.source == "from the summary signed by Ana Lopes"


def test_a_signed_summary_that_a_rule_composed_is_told_as_composed():
    part = packs.question(
        signature=packs.signature(), summary="Forty answered.", summary_composed=True
    )
    (message,) = speaking_of([part]).messages
    assert message.composed
    assert message.source.endswith("composed from the data by rule")


def test_a_title_of_two_sentences_is_not_cut_where_a_rule_names_it():
    said = "What was said most: “Keep records. Publish them.” (4 answers)."
    part = packs.question(
        signature=packs.signature(), summary=f"{said}\n\nMore.", summary_composed=True
    )
    (message,) = speaking_of([part]).messages
    assert message.text == said


def test_without_a_signature_the_largest_theme_speaks_and_is_told_as_composed():
    themes = (
        packs.theme("Small", counts=packs.counts(9, 1, 1, 1)),
        packs.theme("Large.", counts=packs.counts(9, 8, 8, 7)),
    )
    part = packs.question(themes=themes, summary="Not signed by anybody.")
    (message,) = speaking_of([part]).messages
    assert message.composed
    assert message.text == "The largest theme: Large (8 answers from 7 organisations)."


def test_nothing_is_said_of_a_question_without_answers():
    silent = packs.question(counts=packs.counts(0, 0, 0, 0))
    assert speaking_of([silent]) == NOTHING_SAID


def test_minutes_follow_answers_and_disagreement_and_add_up_to_the_total():
    agreed = packs.question("Q01", by_position=(("support", 46),))
    divided = packs.question("Q02", by_position=(("support", 23), ("oppose", 23)))
    unstated = packs.question("Q03", by_position=(("no position", 46),))
    speaking = speaking_of([agreed, divided, unstated])
    assert [time.disagreement for time in speaking.times] == [0, 100, None]
    first, second, third = (time.minutes for time in speaking.times)
    assert first == third < second
    assert first + second + third == speaking.minutes == MINUTES


@pytest.mark.parametrize(
    ("support", "oppose", "told"),
    [(1, 0, None), (4, 0, None), (5, 0, 0), (1, 1, None), (30, 4, None), (30, 5, 29), (5, 5, 100)],
)
def test_no_share_is_told_of_fewer_than_five(support, oppose, told):
    part = packs.question(by_position=(("support", support), ("oppose", oppose)))
    (time,) = speaking_of([part]).times
    assert time.disagreement == told


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=60))
def test_every_question_has_a_minute_and_none_is_lost(weights):
    total = max(MINUTES, len(weights))
    minutes = shares(weights, total)
    assert sum(minutes) == total
    assert min(minutes) >= 1
    by_weight = sorted(zip(weights, minutes, strict=True))
    assert [m for _, m in by_weight] == sorted(minutes)


def test_what_stays_open_is_said_question_by_question():
    themes = (
        packs.theme("None yet"),
        packs.theme("Later", outcome="deferred", outcome_reason="Next draft."),
        packs.theme("Elsewhere", outcome="referred", outcome_reason="To copyright."),
        packs.theme("Done", outcome="adopted"),
    )
    open_ = [line.what for line in speaking_of([packs.question(themes=themes)]).open]
    assert open_ == [
        "Not signed yet.", "1 theme has no outcome yet.", "Deferred: “Later”.",
        "Referred: “Elsewhere”.", "9 points are not placed under any theme.",
    ]  # fmt: skip
    settled = packs.question(themes=themes[-1:], unplaced=0, signature=packs.signature())
    assert speaking_of([settled]).open == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("# Only a heading", ""),
        ("Say 3.5 days. Then stop.", "Say 3.5 days."),
        ("Is it? “Yes.”", "Is it?"),
        ("- in a list. More", "in a list."),
    ],
)
def test_a_first_sentence_is_found_without_marks(text, expected):
    assert first_sentence(text) == expected


def test_a_sentence_without_end_is_cut_with_a_mark():
    assert len(first_sentence("word " * 9_000)) <= MESSAGE_LIMIT
    assert first_sentence("x" * 20_000).endswith("x…")
