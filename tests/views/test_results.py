"""What was said and what came of it: told once published, of what is signed, in chosen names."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.models import (
    Answer,
    AuditEntry,
    Mail,
    OpenQuestion,
    OutcomeKind,
    Person,
    Placement,
    Point,
    Publication,
    QuestionKind,
    Quote,
    Round,
    Source,
    Theme,
)
from consultation.operations.consultations.deadlines import extend
from consultation.operations.correspondence.reminders import post_letters
from consultation.operations.plenary.outcomes import decide, decide_point, outcome_seen
from tests import factories
from tests.behind import behind_the_databases_back
from tests.client import Browser
from tests.conftest import NOW
from tests.views import visiting
from tests.views.visiting import change, count, stored

REASON = "It is in the new measure."


def decided(world, kind=OutcomeKind.IN_PART, changed=()) -> None:
    with transaction():
        theme = session.get_one(Theme, world.theme.id)
        chair = session.get_one(Person, world.chair.id)
        decide(
            theme, kind, reason=REASON, changes=changed, seen=theme.version, by=chair,
            now=NOW,
        )  # fmt: skip


def titled(world) -> None:
    """A chair's wording for every theme."""
    for theme in (world.theme, world.second_theme):
        change(theme, titled_by_id=world.chair.id)


@pytest.fixture
def signed(world):
    """The world's question decided on and signed, its round over."""
    change(world.round, closes_at=NOW - timedelta(minutes=1))
    titled(world)
    decided(world)
    visiting.sign(world, "Most want it recorded.")
    return f"/rounds/{world.round.id}/publish-outcomes"


@pytest.fixture
def published(world, signed):
    """The address of the results, published."""
    change(world.round, outcomes_published_at=NOW)
    return f"/rounds/{world.round.id}/results"


@pytest.fixture
def reader(app, world):
    return Browser(app).sign_in(world.reader.email)


def words_of(world) -> str:
    session.rollback()
    return stored(world.point).text


def test_publishing_the_outcomes_asks_first_and_is_one_decision(secretariat, world, signed):
    page = secretariat.get(signed)
    assert "It cannot be taken back." in page.words
    assert "The outcomes are published." in secretariat.follow(secretariat.submit(page)).words
    assert stored(world.round).outcomes_published_at == NOW
    assert count(AuditEntry, AuditEntry.action == "publish outcomes") == 1
    assert secretariat.submit(page).status_code == 409


def test_outcomes_are_not_published_while_anybody_can_send(secretariat, world, signed):
    page = secretariat.get(signed)
    change(world.round, closes_at=NOW + timedelta(days=1))
    assert secretariat.submit(page).status_code == 409
    assert stored(world.round).outcomes_published_at is None


def test_outcomes_are_not_published_where_nothing_is_signed_as_it_stands(
    secretariat, world, signed
):
    page = secretariat.get(signed)
    change(stored(world.theme), title="Another title")
    refused = secretariat.submit(page)
    assert refused.status_code == 409
    assert "there is no outcome to publish" in refused.text


def test_a_round_whose_outcomes_are_published_is_not_extended(world, published):
    with pytest.raises(RuleError, match="outcomes of"), transaction():
        extend(
            session.get_one(Round, world.round.id), NOW + timedelta(days=1), reason="More time.",
            by=session.get_one(Person, world.secretariat.id), now=NOW,
        )  # fmt: skip


def test_nothing_is_told_before_the_outcomes_are_published(reader, world, signed):
    page = reader.get(f"/rounds/{world.round.id}/results")
    assert "are not published" in page.words
    assert REASON not in page.text
    assert stored(world.theme).title not in page.text


def test_a_reader_reads_theme_counts_outcome_and_reason(reader, world, published):
    page = reader.get(published)
    assert f"{stored(world.theme).title} 1 point in 1 answer, 1 organisation" in page.words
    assert f"Adopted in part : {REASON}" in page.words


SAID = "Ministers want it recorded."
SPEAKER = "Ida Berg"


@pytest.fixture
def said_in_a_meeting(world):
    """What somebody said in a meeting that is not published: a quote of the theme."""
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        meeting = factories.meeting(round=question.round)
        voice = factories.stakeholder(
            consultation=question.consultation, meeting=meeting, organisation=None, name=SPEAKER
        )
        answer = factories.answer(question, SAID, by=voice)
        answer.submission.source = Source.MEETING
        point = factories.point(answer)
        session.add(Placement(point=point, theme=session.get_one(Theme, world.theme.id)))
        session.add(Quote(point=point))
    for row in (meeting, point):
        session.refresh(row)
        session.expunge(row)
    return meeting, point


def everywhere(visitor, world) -> str:
    """All that is told in public of the world's question."""
    session.rollback()
    question = stored(world.question)
    provision = f"/drafts/{question.draft_id}/provisions/{question.provisions[0].key}"
    results = f"/rounds/{world.round.id}/results"
    return "".join(visitor.get(address).words for address in (results, provision))


def told_with(world, summary: str, *, words_of_a_chair: bool = True) -> None:
    if words_of_a_chair:
        titled(world)
    change(world.round, closes_at=NOW - timedelta(minutes=1))
    decided(world)
    visiting.sign(world, summary)
    change(world.round, outcomes_published_at=NOW, published_at=NOW)


def test_what_was_said_in_a_meeting_is_quoted_once_the_meeting_is_published(
    reader, world, said_in_a_meeting
):
    meeting, _ = said_in_a_meeting
    told_with(world, "Most want it recorded.")
    page = reader.get(f"/rounds/{world.round.id}/results")
    assert words_of(world) in page.words
    assert "2 points in 2 answers" in page.words
    assert "1 answer from 1 submission, 1 organisation among them; 1 answer said in" in page.words
    assert "1 point was said in a meeting that is not published" in page.words
    assert SAID not in page.text
    assert SPEAKER not in page.text
    change(meeting, published_at=NOW)
    assert f"“{SAID}” {SPEAKER}" in reader.get(f"/rounds/{world.round.id}/results").words


def test_a_point_of_an_unpublished_meeting_that_was_decided_on_by_itself_is_not_told(
    reader, world, said_in_a_meeting
):
    with transaction():
        point = session.get_one(Point, said_in_a_meeting[1].id)
        chair = session.get_one(Person, world.chair.id)
        decide_point(
            point, OutcomeKind.DEFERRED, reason="Later.", seen=outcome_seen(point), by=chair,
            now=NOW,
        )  # fmt: skip
    told_with(world, "Most want it recorded.")
    assert SAID not in everywhere(reader, world)
    change(said_in_a_meeting[0], published_at=NOW)
    assert SAID in everywhere(reader, world)


@pytest.mark.parametrize(
    "quoting", ["> Ministers want it\n> recorded.", "They say {{{{point {point}: words}}}}"]
)
def test_a_summary_that_quotes_an_unpublished_meeting_waits_for_it(
    reader, owner, world, said_in_a_meeting, quoting
):
    meeting, point = said_in_a_meeting
    told_with(world, f"Most agree.\n\n{quoting.format(point=point.id)}")
    own = f"/submissions/{world.submission.id}/outcomes"
    assert "Most agree." not in everywhere(reader, world)
    assert SAID not in everywhere(reader, world) + owner.get(own).words
    change(meeting, published_at=NOW)
    assert "Most agree." in everywhere(reader, world)
    assert SAID in owner.get(own).words


def test_a_title_of_the_machine_is_told_once_the_contributions_are_published(
    reader, owner, world, published
):
    change(world.theme, titled_by_id=None)
    visiting.sign_again(world)
    title, number = stored(world.theme).title, f"Theme {world.theme.id}"
    own = owner.get(f"/submissions/{world.submission.id}/outcomes").words
    for words in (everywhere(reader, world), own):
        assert title not in words
        assert number in words
        assert "dopted in part" in words
    change(world.round, published_at=NOW)
    assert title in everywhere(reader, world)
    assert title in owner.get(f"/submissions/{world.submission.id}/outcomes").words


def test_a_title_of_the_machine_that_nobody_but_a_meeting_said_waits_for_the_meeting(
    reader, world, said_in_a_meeting
):
    change(world.theme, title="Ministers want it recorded")
    told_with(world, f"So it is: {{{{theme {world.theme.id}: title}}}}.", words_of_a_chair=False)
    assert "Ministers" not in everywhere(reader, world)
    assert f"So it is: Theme {world.theme.id}." in everywhere(reader, world)
    change(said_in_a_meeting[0], published_at=NOW)
    assert "Ministers want it recorded" in everywhere(reader, world)


def test_what_was_removed_is_told_apart_from_what_waits_for_a_meeting(
    reader, world, said_in_a_meeting
):
    told_with(world, f"They say {{{{point {world.point.id}: words}}}}")
    with transaction():
        point = session.get_one(Point, world.point.id)
        session.add(factories.removal(point.answer, world))
    words = reader.get(f"/rounds/{world.round.id}/results").words
    assert "1 point was said in a meeting that is not published" in words
    assert "not published: counted here, and not quoted." in words
    assert "The summary quotes what is not published, so it is not shown." in words


@pytest.mark.parametrize("part", ["point {point}: words", "theme {theme}: title"])
def test_what_became_of_my_input_tells_no_unpublished_words_in_the_summary(owner, world, part):
    field = part.format(point=world.point.id, theme=world.theme.id)
    told_with(world, f"Most agree: {{{{{field}}}}}.", words_of_a_chair=False)
    change(world.round, published_at=None)
    own = f"/submissions/{world.submission.id}/outcomes"
    title = stored(world.theme).title
    words = owner.get(own).words
    if "title" in part:
        assert f"Most agree: Theme {world.theme.id}." in words
        assert title not in words
    else:
        assert "Most agree" not in words
    change(world.round, published_at=NOW)
    assert "Most agree" in owner.get(own).words


def test_who_publishes_outcomes_is_told_which_themes_have_no_title_yet(secretariat, world, signed):
    assert "has the title that the machine proposed" not in secretariat.get(signed).words
    change(world.theme, titled_by_id=None)
    visiting.sign_again(world)
    assert "1 theme has the title that the machine proposed" in secretariat.get(signed).words


def test_nobody_is_quoted_before_the_contributions_are_published(reader, world, published):
    assert words_of(world) not in reader.get(published).words
    change(world.round, published_at=NOW)
    assert f"“{words_of(world)}” Kettle Works" in reader.get(published).words


def test_an_anonymous_author_is_quoted_without_a_name(reader, world, published):
    with transaction():
        by = session.get_one(Answer, stored(world.point).answer_id).submission.stakeholder
        by.publication = Publication.ANONYMOUS
    change(world.round, published_at=NOW)
    page = reader.get(published)
    assert words_of(world) in page.words
    assert "Kettle" not in page.text


def test_a_question_whose_signature_does_not_stand_tells_nothing(reader, world, published):
    change(stored(world.theme), title="Another title")
    page = reader.get(published)
    assert "It is not signed off yet." in page.words
    assert "Another title" not in page.text
    assert REASON not in page.text


def test_a_provision_says_what_was_said_there_and_leads_to_it(reader, world, published):
    session.rollback()
    question = stored(world.question)
    address = f"/drafts/{question.draft_id}/provisions/{question.provisions[0].key}"
    to = f"{published}?group={question.working_group_id}#question-{question.id}"
    page = reader.get(address)
    assert "What was said here and what came of it" in page.words
    assert f"{stored(world.theme).title} : adopted in part" in page.words
    assert to in visiting.links(page)
    change(world.round, outcomes_published_at=None)
    assert "What was said here" not in reader.get(address).words


def test_who_submitted_is_told_once_with_a_link_to_their_own_outcomes(world, published):
    for later in (timedelta(0), timedelta(hours=1)):
        with transaction():
            post_letters(NOW + later)
    mails = session.scalars(select(Mail).where(Mail.key.startswith("outcomes"))).all()
    assert [mail.path for mail in mails] == [f"/submissions/{world.submission.id}/outcomes"]


@pytest.mark.parametrize("state", [{"withdrawn_at": NOW}, {"is_late": True}])
def test_who_has_no_submission_that_counts_is_not_told(world, published, state):
    change(world.submission, **state)
    with transaction():
        post_letters(NOW)
    assert count(Mail, Mail.key.startswith("outcomes")) == 0


def test_the_results_are_read_working_group_by_working_group(reader, world, published):
    with transaction():
        draft = session.get_one(OpenQuestion, world.question.id).draft
        other = factories.working_group(consultation=draft.round.consultation, code="WG9")
        elsewhere = factories.question(draft=draft, working_group=other)
        session.add(elsewhere)
        session.flush()
        number, theirs = other.id, elsewhere.id
    first = reader.get(published)
    assert world.question.text in first.words
    assert f"question-{theirs}" not in first.text
    second = reader.get(f"{published}?group={number}")
    assert f"question-{theirs}" in second.text
    assert f"question-{world.question.id}" not in second.text
    assert "It is not signed off yet." in second.words


@pytest.mark.parametrize("group", ["9999999", "WG1", "0"])
def test_a_working_group_that_has_no_question_in_the_round_is_a_sentence(reader, published, group):
    refused = reader.get(f"{published}?group={group}")
    assert refused.status_code == 400
    assert "Follow a link" in refused.words


def test_a_composed_summary_is_folded_as_the_themes_below_say_the_same(reader, world):
    titled(world)
    change(world.round, closes_at=NOW - timedelta(minutes=1))
    decided(world)
    visiting.sign(world, "Most want it recorded.")
    change(world.round, outcomes_published_at=NOW, published_at=NOW)
    address = f"/rounds/{world.round.id}/results"
    assert "The summary as it was signed" not in reader.get(address).words
    change(stored(world.question).summary, composed=True)
    visiting.sign_again(world)
    page = reader.get(address)
    assert "The summary as it was signed" in page.words
    assert "Most want it recorded." in page.words


@pytest.fixture
def ticked(world, published) -> str:
    """The results of a question to which somebody ticked a choice, and wrote nothing."""
    with transaction(), behind_the_databases_back():
        question = session.get_one(OpenQuestion, world.other_question.id)
        question.kind, question.options = QuestionKind.CHOICE, ["five years", "ten years"]
        by = factories.stakeholder(consultation=question.round.consultation)
        session.add(factories.answer(question, "", by=by, choices=["ten years"]))
    visiting.sign(world, "Ten years.", world.other_question)
    return f"{published}?group={world.other_group.id}"


def test_what_was_ticked_is_counted_and_no_theme_is_missed_where_nobody_wrote(reader, ticked):
    page = reader.get(ticked)
    assert "What was ticked Choice Ticks Bar five years 0 ten years 1" in page.words
    assert "No theme was made" not in page.words
