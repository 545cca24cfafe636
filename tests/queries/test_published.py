"""Published contributions: each author as they chose, held against a plain recount."""

from itertools import product

import pytest
from sqlalchemy import select

from consultation import models
from consultation.db import session, transaction
from consultation.models import Publication, Stakeholder
from consultation.queries.contributions.published import (
    Filters,
    choices,
    contribution,
    contributions,
    every_contribution,
)
from tests import factories
from tests.conftest import NOW

NAMES = ("Wilhelmina Quist", "Quist Foundry")
COUNTRY = "Malta"
CHOICES = [None, *Publication]


def write(world, text, *, by=None, **version) -> models.Answer:
    by = by or factories.stakeholder(consultation=world.consultation)
    answer = factories.answer(world.question, text, by=by)
    for name, value in version.items():
        setattr(answer.version, name, value)
    session.add(answer)
    return answer


def quist(world, usual: Publication, *, alone: bool, name: str = NAMES[0]) -> Stakeholder:
    body = session.scalar(
        select(models.Organisation).where(models.Organisation.name == NAMES[1])
    ) or factories.organisation(name=NAMES[1])
    return factories.stakeholder(
        consultation=world.consultation,
        organisation=None if alone else body,
        name=name, country=COUNTRY, publication=usual,
    )  # fmt: skip


def expected_name(usual, sent, own, alone, pseudonym) -> str:
    """The oracle: the nearest choice, read from its own words and from nothing of ours.

    Empty for what is not published at all.
    """
    choice = str(own or sent or usual)
    if choice == "not published":
        return ""
    if choice == "pseudonym":
        return f"Contributor {pseudonym} (civil society)"
    if choice == "named":
        return NAMES[0] if alone else ", ".join(NAMES[:2])
    if choice == "organisation only" and not alone:
        return NAMES[1]
    return "Anonymous (civil society)"


def every(round_, filters):
    """The lines of all pages."""
    pages = contributions(round_, filters).pages
    return [
        line
        for page in range(1, pages + 1)
        for line in contributions(round_, filters, page=page).lines
    ]


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("usual", Publication)
def test_every_choice_at_every_place_is_honoured_in_the_list_and_in_its_filters(
    world, usual, alone
):
    expected = {}
    for sent, own in product(CHOICES, CHOICES):
        by = quist(world, usual, alone=alone)
        answer = write(world, "A record.", by=by, publication=own)
        answer.submission.publication = sent
        session.flush()
        if name := expected_name(usual, sent, own, alone, by.pseudonym):
            expected[answer.public_number] = name
    unnamed = ("Anonymous", "Contributor")
    named = {number for number, name in expected.items() if not name.startswith(unnamed)}
    lines = every(world.round, Filters(words=("record.",)))
    shown = {line.number: line for line in lines if line.number in expected}
    assert {number: line.author for number, line in shown.items()} == expected
    assert {number for number, line in shown.items() if line.country} == named
    assert {line.number for line in every(world.round, Filters(country=COUNTRY))} == named
    hidden = [line for line in shown.values() if line.author.startswith(unnamed)]
    assert not [canary for canary in (*NAMES, COUNTRY) if canary in repr(hidden)]


def test_a_country_that_only_anonymous_authors_have_is_not_offered(world):
    write(world, "A record.", by=quist(world, Publication.ANONYMOUS, alone=False))
    write(world, "No record.", by=quist(world, Publication.NAMED, alone=True, name=""))
    session.flush()
    assert (COUNTRY, COUNTRY) not in choices(world.round).countries
    assert contributions(world.round, Filters(country=COUNTRY)).total == 0


def test_no_annex_and_no_name_can_be_searched_for_or_shown(world):
    answer = write(
        world, "A record.", by=quist(world, Publication.ANONYMOUS, alone=False), annex="Secretum."
    )
    session.flush()
    for words in ("Secretum", "Quist", "Foundry", COUNTRY):
        assert contributions(world.round, Filters(words=(words,))).total == 0
    assert "Secretum" not in repr(contribution(answer))


@pytest.mark.parametrize(
    ("field", "value"), [("is_late", True), ("withdrawn_at", NOW), ("replaced_at", NOW)]
)
def test_what_does_not_count_is_not_published(world, field, value):
    answer = write(world, "A record.")
    session.flush()
    assert contribution(answer)
    setattr(answer if field == "replaced_at" else answer.submission, field, value)
    session.flush()
    assert contribution(answer) is None
    assert answer.public_number not in {
        line.number for line in contributions(world.round, Filters()).lines
    }


def test_what_was_said_in_a_meeting_is_published_with_the_meeting_and_not_before(world):
    meeting = factories.meeting(round=world.round)
    voice = factories.stakeholder(
        consultation=world.consultation, meeting=meeting, organisation=None, name=NAMES[0],
        category="minister", country="",
    )  # fmt: skip
    answer = write(world, "A record was asked for.", by=voice)
    answer.submission.source = models.Source.MEETING
    session.flush()

    def listed() -> set[int]:
        return {line.number for line in contributions(world.round, Filters()).lines}

    assert contribution(answer) is None
    assert answer.public_number not in listed()
    assert contributions(world.round, Filters(words=("asked",))).counted == 0
    assert ("minister", "minister") not in choices(world.round).categories
    meeting.published_at = NOW
    session.flush()
    assert contribution(answer).author == NAMES[0]
    assert answer.public_number in listed()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("tea",), True), (("TEA", "four"), True), (("tea", "coffee"), False), (("ÉTAT",), True),
        (("état",), True), (("within",), True), (("100%",), True), (("100_",), False),
        (("%",), True), (("_",), False), (("\\",), False),
    ],
)  # fmt: skip
def test_every_word_must_be_in_the_text_or_the_proposed_wording(world, words, found):
    answer = write(world, "Tea at four, 100% état.", proposed="within a week")
    session.flush()
    lines = contributions(world.round, Filters(words=words)).lines
    assert (answer.public_number in {line.number for line in lines}) is found


def test_the_list_is_narrowed_by_question_provision_and_kind(world):
    (provision,) = world.question.provisions
    write(world, "One.", by=factories.stakeholder(consultation=world.consultation, category="sme"))
    other = factories.answer(
        world.other_question, "Two.", by=factories.stakeholder(consultation=world.consultation)
    )
    session.add(other)
    session.flush()

    def texts(**asked):
        return [line.text for line in contributions(world.round, Filters(**asked)).lines]

    assert texts(question="Q02") == ["Two."]
    assert texts(category="sme") == ["One."]
    assert "One." in texts(provision=provision.key)
    assert "Two." not in texts(provision=provision.key)
    assert texts(question="Q02", category="sme") == []


def test_copies_of_a_campaign_are_one_line_with_their_count_and_can_all_be_read(world):
    copies = [write(world, f"Delete measure four{'!' * number}") for number in range(5)]
    copies[4].submission.is_late = True
    session.add(
        models.Campaign(
            question=world.question, template="Delete measure four",
            copies=[models.CampaignCopy(answer=copy, similarity=1) for copy in copies],
        )
    )  # fmt: skip
    write(world, "Keep it.")
    session.flush()
    listed = contributions(world.round, Filters())
    (folded,) = (line for line in listed.lines if line.alike)
    assert (listed.counted, listed.total) == (6, 3)
    assert (folded.alike, folded.text) == (3, "Delete measure four")
    every = contributions(world.round, Filters(campaign=folded.campaign_id))
    assert sorted(line.text for line in every.lines) == [copy.text for copy in copies[:4]]
    some = contributions(world.round, Filters(words=("four!",)))
    assert [(line.text, line.alike) for line in some.lines] == [("Delete measure four!", 2)]


def test_pages_hold_twenty_five_and_every_line_once(world):
    for number in range(60):
        write(world, f"Text {number}.")
    session.flush()
    pages = [contributions(world.round, Filters(), page=page) for page in (1, 2, 3)]
    assert [len(page.lines) for page in pages] == [25, 25, 11]
    assert {page.pages for page in pages} == {3}
    shown = [line.number for page in pages for line in page.lines]
    assert sorted(shown) == sorted(session.scalars(select(models.Answer.public_number)))


def test_no_number_and_no_order_says_which_contributions_came_in_together(world):
    """trust.md: who is anonymous in one question is not found by their name in another."""
    with transaction():
        for n in range(8):
            by = factories.stakeholder(consultation=world.consultation, name=f"Name {n}")
            sent = factories.answer(world.question, f"Named {n}.", by=by).submission
            version = models.AnswerVersion(
                submission=sent, question=world.other_question, number=1, text=f"Nameless {n}.",
                saved_at=NOW, publication=models.Publication.ANONYMOUS,
            )  # fmt: skip
            session.add_all([sent, version])
            session.flush()
            session.add(
                models.Answer(submission=sent, question=world.other_question, version=version)
            )
    lines = list(every_contribution(world.round))
    numbers = {line.number for line in lines}
    answers = session.scalars(select(models.Answer)).all()
    assert numbers <= {answer.public_number for answer in answers}
    assert not numbers & {answer.id for answer in answers}
    by_question = [
        [line.number for line in lines if line.question == number]
        for number in (world.question.number, world.other_question.number)
    ]
    assert by_question == [sorted(numbers) for numbers in by_question]
    assert not hasattr(lines[0], "answer_id")
