"""What became of my input: each point where it is, and nothing is decided before it is signed."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import models
from consultation.db import session, transaction
from consultation.exports.data import render_data
from consultation.models import OutcomeKind, Person, Placement, Point, Position, Theme
from consultation.operations.plenary.outcomes import decide
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.consultations.rounds import overview
from consultation.queries.plenary.outcomes import outcomes_of
from tests import factories
from tests.behind import behind_the_databases_back
from tests.client import XHTML
from tests.conftest import NOW
from tests.operations.costs import costs
from tests.views import visiting
from tests.views.visiting import change, stored

SUMMARY = "Most want it **recorded**."
REASON = "It is in the new measure."
FIRST, SECOND, THIRD = (
    "Every change must be recorded.", "Small repairs need no new version.", "We like tea.",
)  # fmt: skip


@pytest.fixture
def read(world):
    """The world's answer, read by an analysis."""
    with transaction():
        answer = session.get_one(Point, world.point.id).answer
        analysis = models.Analysis(question=answer.question, finished_at=NOW, settings={})
        session.add(analysis)
        session.flush()
        session.add(
            models.Reading(answer=answer, version_id=answer.version_id, analysis_id=analysis.id)
        )


def outcomes(owner, world):
    return owner.get(f"/submissions/{world.submission.id}/outcomes")


def fates(page) -> dict[str, str]:
    """By the words of each point: what is said of it."""
    found = {}
    (fate,) = page.find("ol", class_="lines fates")
    for entry in fate.iter(f"{XHTML}li"):
        quote, _, rest = " ".join("".join(entry.itertext()).split()).partition("”")
        found[quote.strip("“ ")] = rest.strip()
    return found


def decided(world, kind=OutcomeKind.IN_PART) -> None:
    with transaction():
        theme = session.get_one(Theme, world.theme.id)
        chair = session.get_one(Person, world.chair.id)
        decide(theme, kind, reason=REASON, seen=theme.version, by=chair, now=NOW)


def close(world) -> None:
    change(world.round, closes_at=NOW - timedelta(minutes=1))


def sign(world, summary: str) -> None:
    """Word the themes and sign the question off once the round is over, as chairs do."""
    close(world)
    for theme in (world.theme, world.second_theme):
        change(theme, titled_by_id=world.chair.id)
    visiting.sign(world, summary)


def another_in_the_theme(world, **given) -> None:
    with transaction():
        question = stored(world.question)
        by = factories.stakeholder(consultation=question.consultation, **given)
        point = factories.point(factories.answer(question, "Record it all.", by=by))
        session.add(Placement(point=point, theme=session.get_one(Theme, world.theme.id)))


def alike(world) -> None:
    """Another's text, near-identical to the owner's."""
    with transaction():
        question = stored(world.question)
        mine = session.get_one(Point, world.point.id).answer
        by = factories.stakeholder(consultation=question.consultation)
        theirs = factories.answer(question, mine.text, by=by)
        session.add(
            models.Campaign(
                question=question, template=mine.text,
                copies=[models.CampaignCopy(answer=a, similarity=1) for a in (mine, theirs)],
            )
        )  # fmt: skip


@pytest.mark.parametrize("state", ["open", "open and signed", "taking late and signed", "closed"])
def test_nothing_is_decided_and_no_word_of_others_is_shown_before_closing_and_signature(
    owner, world, read, state
):
    """Titles, numbers and summaries are what others wrote, and whoever can send could answer it."""
    decided(world)
    another_in_the_theme(world)
    alike(world)
    if "signed" in state:
        visiting.sign(world, SUMMARY)
    if not state.startswith("open"):
        close(world)
    if "late" in state:
        change(world.round, late_until=NOW)
    page = outcomes(owner, world)
    told = fates(page)
    assert told[FIRST] == told[SECOND] == "Nothing is decided yet."
    for words in ("Record every change", "said it too", "Nobody else", "campaign", REASON):
        assert words not in page.text
    assert "Adopted" not in page.text
    assert "recorded</strong>" not in page.text
    assert "Signed off" not in page.text


def test_once_signed_each_point_has_its_outcome_with_the_reason_and_the_summary(owner, world, read):
    decided(world)
    sign(world, SUMMARY)
    page = outcomes(owner, world)
    told = fates(page)
    assert f"Adopted in part : {REASON}" in " ".join(told[FIRST].replace(":", " : ").split())
    assert "Theme Record every change" in told[FIRST]
    assert "Not yet examined" in told[SECOND]
    assert "In no theme." in told[THIRD]
    assert "Signed off by Chair" in page.words
    assert "recorded" in [strong.text for strong in page.find("strong")]


def test_a_point_decided_by_itself_is_told_so_in_place_of_its_theme(owner, chair, world, read):
    decided(world)
    for point, words in ((world.point, "See recital 9."), (world.unplaced, "Tea is for later.")):
        address = f"/points/{point.id}/outcome"
        page = chair.submit(chair.get(address), address, kind="deferred")
        assert page.status_code == 422
        chair.submit(page, address, kind="deferred", reason=words)
    desk = chair.get(f"/themes/{world.theme.id}").words
    assert "Deferred for this point by itself. See recital 9." in desk
    sign(world, SUMMARY)
    told = fates(outcomes(owner, world))
    assert "Deferred: See recital 9. Decided on this point by itself." in told[FIRST]
    assert REASON not in told[FIRST]
    assert "Deferred: Tea is for later. Decided on this point by itself." in told[THIRD]


def test_who_wrote_a_point_reads_which_provisions_it_changed_and_what_they_are_in_the_next_draft(
    owner, chair, world, read
):
    with transaction():
        draft = session.get_one(models.Draft, world.question.draft_id)
        session.add(factories.provision(draft=draft, key="other", number="7.1", title="Delay"))
    address = f"/themes/{world.theme.id}/outcome"
    page = chair.submit(
        chair.get(address), address, kind="deferred", reason=REASON, provision_keys="other"
    )
    assert page.status_code == 422
    assert "What is not adopted changes no provision" in page.words
    chair.submit(page, address, kind="adopted in part")
    assert (
        f"decided by Chair. Changes Measure 7.1. {REASON}"
        in chair.get(f"/themes/{world.theme.id}").words
    )
    assert chair.get(address).fields()["provision_keys"] == "other"
    sign(world, SUMMARY)
    page = outcomes(owner, world)
    told = fates(page)
    assert "It changes Measure 7.1." in told[FIRST]
    assert "It changes" not in told[SECOND] + told[THIRD]
    next_draft(world, text="The record is *public* at release.")
    assert "Measure 7.1 in" in outcomes(owner, world).words


@pytest.mark.parametrize("where", ["theme", "point"])
def test_who_decides_too_late_has_the_page_again_with_what_was_ticked(
    chair, vice_chair, world, where
):
    with transaction():
        draft = session.get_one(models.Draft, world.question.draft_id)
        session.add(factories.provision(draft=draft, key="other", number="7.1", title="Delay"))
    address = f"/{where}s/{getattr(world, where).id}/outcome"
    page = chair.get(address)
    vice_chair.submit(vice_chair.get(address), address, kind="deferred", reason="Later.")
    page = chair.submit(page, address, kind="clarified", reason=REASON, provision_keys="other")
    assert page.status_code == 409
    assert "Vice Chair changed this meanwhile" in page.words
    assert page.fields(address)["provision_keys"] == "other"
    chair.submit(page, address)
    assert chair.get(address).fields(address)["kind"] == "clarified"


def test_a_question_that_is_reopened_says_nothing_is_decided_again(owner, world, read):
    decided(world)
    sign(world, SUMMARY)
    with transaction():
        signature = stored(world.question).sign_off
        signature.reopened_at, signature.reopened_because = NOW, "A point was overlooked."
        signature.reopened_by_id = world.chair.id
    page = outcomes(owner, world)
    assert REASON not in page.text
    assert "The chairs are still reading." in page.words


def test_a_signature_over_a_state_without_a_later_answer_is_not_shown_over_it(
    owner, secretariat, world, read
):
    """The chair never saw it: the page, the secretariat's list, the data and the pack say so."""
    decided(world)
    sign(world, SUMMARY)
    another_in_the_theme(world)
    page = outcomes(owner, world)
    assert "Signed off" not in page.words
    assert "Nothing is decided yet." in fates(page)[FIRST]
    assert REASON not in page.text
    assert "not as it stands" in secretariat.get(f"/rounds/{world.round.id}").words
    round_ = stored(world.round)
    unsigned = [question.number for question in overview(round_).unsigned]
    assert unsigned == list(compile_pack(round_, now=NOW).unsigned)
    assert world.question.number in unsigned
    data = json.loads(render_data(round_))
    assert {question["signed_by"] for question in data["questions"]} == {None}


def ticked(world, text="", position=Position.NONE, **given) -> None:
    """The owner's answer says this, and the question offers choices."""
    with transaction():
        question = stored(world.question)
        with behind_the_databases_back():
            question.options = ["Yes", "No"]
        sent = session.get_one(models.Submission, world.submission.id)
        answer = factories.answer(
            question, text, by=sent.stakeholder, submission=sent, entry=2, position=position,
            choices=["Yes"], **given,
        )  # fmt: skip
        answer.version.entry = 2
        session.add(answer)


def another_ticks(world, *choices, **given) -> models.Answer:
    question = session.get_one(models.OpenQuestion, world.question.id)
    by = factories.stakeholder(consultation=question.consultation)
    answer = factories.answer(question, "", by=by, choices=list(choices), **given)
    session.add(answer)
    return answer


def without_text(page) -> str:
    (told,) = [p for p in page.find("p") if "You wrote no text" in "".join(p.itertext())]
    return " ".join("".join(told.itertext()).split())


def test_an_answer_of_a_choice_alone_is_said_to_be_counted_and_where(owner, world):
    ticked(world, position=Position.OPPOSE)
    page = outcomes(owner, world)
    number = world.question.number
    assert "You ticked Yes" in page.words
    assert "No point was found" not in page.words
    assert without_text(page) == (
        "Your position: oppose. You wrote no text, so there is no point to be put under a theme. "
        f"It is counted: as an answer to {number}, under what you ticked, under your position, in "
        "the figures that the chairs sign and the plenary receives."
    )


def test_how_many_ticked_the_same_is_told_once_it_is_signed(owner, world, read):
    ticked(world)
    with transaction():
        another_ticks(world, "Yes")
        another_ticks(world, "No")
    assert "answers in all" not in outcomes(owner, world).words
    sign(world, SUMMARY)
    assert "You ticked Yes (2 answers in all)." in outcomes(owner, world).words


def test_a_choice_beside_a_text_is_told_with_it(owner, world):
    ticked(world, text="We said why.")
    page = outcomes(owner, world)
    assert "You ticked Yes" in page.words
    assert "You wrote no text" not in page.words


@pytest.mark.parametrize("field", ["withdrawn_at", "is_late"])
def test_a_choice_that_does_not_count_is_not_said_to_be_counted(owner, world, field):
    ticked(world)
    change(world.submission, **{field: NOW if field == "withdrawn_at" else True})
    told = without_text(outcomes(owner, world))
    assert told.endswith(f"It is not among the figures of {world.question.number}.")


@pytest.mark.parametrize("act", ["sent", "replaced", "withdrawn"])
def test_where_what_counts_changed_after_the_signature_it_says_so_and_shows_no_figure(
    owner, world, read, act
):
    decided(world)
    another_in_the_theme(world)
    sign(world, SUMMARY)
    assert "1 other organisation said it too." in fates(outcomes(owner, world))[FIRST]
    with transaction():
        other = session.scalars(
            select(models.Answer).where(models.Answer.submission_id != world.submission.id)
        ).all()[-1]
        if act == "replaced":
            other.replaced_at = NOW
        elif act == "withdrawn":
            other.submission.withdrawn_at = NOW
        else:
            another_ticks(world)
    page = outcomes(owner, world)
    assert "A chair signed this on" in page.words
    assert "What counts here has changed since, so nothing signed is shown." in page.words
    for words in ("said it too", "Nobody else", REASON, "Signed off", "recorded</strong>"):
        assert words not in page.text


def test_before_the_round_is_over_no_signature_is_told_even_where_it_does_not_stand(
    owner, world, read
):
    visiting.sign(world, SUMMARY)
    another_in_the_theme(world)
    assert "A chair signed" not in outcomes(owner, world).words


def test_ticks_that_change_places_without_a_word_end_a_signature(owner, world, read):
    """One withdrawn, one sent again: as many answers as before, and other figures."""
    ticked(world)
    with transaction():
        yes = another_ticks(world, "Yes").submission
        no = another_ticks(world, "No").submission
        no.withdrawn_at = NOW
        session.flush()
        ids = yes.id, no.id
    sign(world, SUMMARY)
    assert "Signed off by Chair" in outcomes(owner, world).words
    with transaction():
        yes, no = (session.get_one(models.Submission, id_) for id_ in ids)
        yes.withdrawn_at, no.withdrawn_at = NOW, None
    assert "A chair signed this on" in outcomes(owner, world).words


def test_my_points_are_highlighted_in_my_own_answer(owner, world, read):
    page = outcomes(owner, world)
    assert [mark.text for mark in page.find("mark")] == [FIRST, SECOND, THIRD]
    (text,) = page.find("div", class_="answer-text")
    words = re.sub(r"Point \d", "", "".join(text.itertext()))
    assert words == f"{FIRST} {SECOND} {THIRD}"


@pytest.mark.parametrize(
    ("organisations", "alone", "words"),
    [
        (0, 0, "Nobody else said it."),
        (0, 1, "1 other submission said it too."),
        (2, 0, "2 other organisations said it too."),
        (2, 1, "3 other submissions said it too, 2 organisations among them."),
    ],
)
def test_it_says_how_many_others_said_it_and_never_counts_me(
    owner, world, read, organisations, alone, words
):
    for _ in range(organisations):
        another_in_the_theme(world)
    for _ in range(alone):
        another_in_the_theme(world, organisation=None, name="Ana")
    sign(world, SUMMARY)
    assert words in fates(outcomes(owner, world))[FIRST]


def test_what_became_of_an_answer_costs_the_same_however_many_there_are(owner, world, read):
    submission = stored(world.submission)
    asked, now, spent = stored(world.question), submission.round.closes_at, []
    for more in (2, 8):
        with transaction():
            for _ in range(more):
                draft, group = asked.draft, asked.working_group
                question = factories.question(draft=draft, working_group=group)
                by = submission.stakeholder
                session.add(factories.answer(question, "Tea.", by=by, submission=submission))
        spent.append(costs(lambda: outcomes_of(submission, now)).statements)
    assert len(outcomes_of(submission, now)) == 11
    assert spent[0] == spent[1]


def test_filler_and_what_a_chair_set_aside_are_called_so(owner, world, read):
    with transaction():
        session.get_one(Point, world.unplaced.id).filler = True
        placement = session.query(Placement).filter_by(point_id=world.point.id).one()
        placement.theme_id, placement.placed_by_id = None, world.chair.id
        placement.discarded_because = "It is about tea."
    told = fates(outcomes(owner, world))
    assert "No point of its own" in told[THIRD]
    assert told[FIRST] == "Nothing is decided yet."
    sign(world, SUMMARY)
    assert "Set aside. It is about tea." in fates(outcomes(owner, world))[FIRST]


def test_a_campaign_is_called_so(owner, world, read):
    alike(world)
    sign(world, SUMMARY)
    assert "Near-identical texts were sent by 1 other: a campaign." in outcomes(owner, world).words


def test_what_was_not_read_yet_is_called_so(owner, world):
    assert "has not been read into points yet" in outcomes(owner, world).words


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("withdrawn_at", NOW, "Nothing of it counts; below is what it was."),
        ("is_late", True, "It stands on the list of late submissions"),
    ],
)
def test_what_does_not_count_is_called_so(owner, world, read, field, value, sentence):
    change(world.submission, **{field: value})
    assert sentence in outcomes(owner, world).words


def next_draft(world, *, text: str | None, published=True) -> None:
    """Draft 2 of a second round, with or without the question's provision."""
    with transaction():
        question = stored(world.question)
        (old,) = question.provisions
        round_ = factories.round_(
            consultation=question.consultation, number=2, opens_at=NOW + timedelta(days=30),
            closes_at=NOW + timedelta(days=60), title="Round 2",
        )  # fmt: skip
        draft = factories.draft(
            round=round_, title="Draft 2", published_at=NOW if published else None
        )
        session.add(draft)
        if text is not None:
            session.add(factories.provision(draft=draft, key=old.key, number="9.9", text=text))


def test_the_changed_provision_stands_beside_the_old_as_a_difference(owner, world, read):
    next_draft(world, text="The record is *public* at release.")
    page = outcomes(owner, world)
    assert [gone.text for gone in page.find("del")] == ["complete"]
    assert [new.text for new in page.find("ins")] == ["public"]
    assert "It is measure 9.9 now." in page.words


def test_a_provision_that_is_gone_or_the_same_is_called_so(owner, world, read):
    next_draft(world, text=None)
    assert "It is no longer in the draft." in outcomes(owner, world).words


def test_a_provision_that_stayed_is_called_so(owner, world, read):
    next_draft(world, text="The record is *complete* at release.")
    page = outcomes(owner, world)
    assert "Its text is the same; its number is 9.9 now." in page.words
    assert page.find("ins") == []


def test_of_a_draft_that_is_not_published_nothing_is_told(owner, world, read):
    next_draft(world, text="The record is *public* at release.", published=False)
    assert "Draft 2" not in outcomes(owner, world).text


def test_without_a_submission_there_is_nothing_to_become_of(owner, stakeholder, world):
    page = stakeholder.get(f"/questions/{world.question.id}/answer")
    stakeholder.submit(page, text="Saved.")
    with transaction():
        mine = (
            session.query(models.Submission)
            .filter(models.Submission.submitted_at.is_(None))
            .one()
            .id
        )
    page = stakeholder.get(f"/submissions/{mine}/outcomes")
    assert "Nothing of yours was received in Round 1" in page.words


def test_the_summary_that_authors_read_has_its_fields_filled(owner, world, read):
    sign(world, f"{{{{theme {world.theme.id}: answers}}}} answer wants a record.")
    assert "1 answer wants a record." in outcomes(owner, world).words
