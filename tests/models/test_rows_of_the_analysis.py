"""Rules of one theme, one point, one save."""

import pytest

from consultation.errors import StaleEdit
from consultation.models import AnswerVersion, Summary, Theme
from tests import factories
from tests.conftest import NOW

TEXT = "Record every change. Ünïcode 🙂 counts by character."


@pytest.mark.parametrize(
    ("theme", "is_current"),
    [
        (Theme(title="Record it"), True),
        (Theme(title="Record it", discarded_at=NOW), False),
        (Theme(title="Record it", merged_into_id=3), False),
    ],
)
def test_a_theme_is_current_until_it_is_merged_away_or_discarded(theme, is_current):
    assert theme.is_current is is_current


@pytest.mark.parametrize("row", [Theme(title="Record it"), Summary(text="Most agree.")])
def test_an_edit_of_another_version_than_the_one_seen_is_refused(row):
    row.version, who = 4, ()
    if isinstance(row, Summary):
        row.written_by = factories.person(name="Emil Strand")
    else:
        who = (lambda: "Emil Strand renamed this.",)
    row.ensure_version(4, *who)
    for seen in (3, 5):
        with pytest.raises(StaleEdit, match="Emil Strand"):
            row.ensure_version(seen, *who)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(0, 20, "Record every change."), (21, 30, "Ünïcode 🙂"), (0, len(TEXT), TEXT)],
)
def test_a_point_is_its_span_of_the_stored_text(start, end, words):
    answer = factories.answer(
        factories.question(draft=factories.draft()), TEXT, by=factories.stakeholder()
    )
    assert factories.point(answer, start, end).text == words


@pytest.mark.parametrize(
    ("text", "choices", "is_blank"),
    [("", [], True), (" \n\t", [], True), ("", ["agree"], False), ("No.", [], False)],
)
def test_a_save_is_blank_without_a_word_and_without_a_tick(text, choices, is_blank):
    assert AnswerVersion(text=text, choices=choices).is_blank is is_blank
