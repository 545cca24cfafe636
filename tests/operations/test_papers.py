"""Papers become answers that know their page, are sent, proved by the receipt, and quoted."""

import json
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from consultation.boundary import ANSWER_LIMIT
from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RoundClosed, TextTooLong
from consultation.models import (
    PAPER_LIMIT,
    Answer,
    AnswerVersion,
    AuditEntry,
    Draft,
    OpenQuestion,
    Paper,
    Person,
    Point,
    Position,
    Publication,
    Round,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions import papers
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.verification import verify
from consultation.queries.contributions.papers import (
    paper_lines,
    papers_of,
    sections_of,
    taken_from,
)
from consultation.queries.contributions.receipts import receipt_copy, receipt_file
from consultation.queries.contributions.submissions import newest_versions, submission_in
from consultation.queries.drafts.places import place_name, places_in
from consultation.roles import stakeholder_of
from tests.conftest import NOW
from tests.durability.writers import recomputed_hash
from tests.operations.costs import costs
from tests.operations.test_submissions import save, send
from tests.operations.test_verification import checked_offline

LATER = NOW + timedelta(days=30)


def blocks(*given):
    return [{"text": text, "level": level, "page": page} for text, level, page in given]


def people(world) -> tuple[Person, Stakeholder]:
    person = session.get_one(Person, world.stakeholder.id)
    stakeholder = stakeholder_of(person, session.get_one(Round, world.round.id).consultation)
    assert stakeholder is not None
    return person, stakeholder


def attach(world, *given, digest="a" * 64, name="statement.pdf", now=NOW) -> Paper:
    found = blocks(*given) or blocks(("Keep it.", 0, 1))
    file = papers.Attachment(name, "pdf", digest, 9, found, [])
    with transaction():
        person, stakeholder = people(world)
        round_ = session.get_one(Round, world.round.id)
        return papers.attach(person, stakeholder, round_, file, now=now)


def remove(world, paper, now=NOW) -> None:
    person, _ = people(world)
    papers.remove(session.get_one(Paper, paper.id), author=person, now=now)


@pytest.fixture
def places(world):
    return places_in(session.get_one(Draft, world.draft.id))


def take(world, paper, places, *numbers, to=None) -> int:
    with transaction():
        person, stakeholder = people(world)
        paper = session.get_one(Paper, paper.id)
        found = sections_of(paper, places)
        chosen = [(found[n], to or found[n].offered) for n in numbers or range(len(found))]
        return papers.take_sections(person, stakeholder, paper, chosen, now=NOW)


def saved(paper) -> list[AnswerVersion]:
    return list(newest_versions(session.get_one(Submission, paper.submission_id)).values())


def test_each_section_is_offered_the_place_that_it_names(world, places):
    (provision,) = places.provisions
    number = provision.number
    paper = attach(
        world,
        ("Dear all.", 0, 1),
        (f"Measure {number} Our view", 1, 1),
        ("Too short.", 0, 1),
        ("Reasons", 2, 2),
        ("It helps.", 0, 2),
        ("Answers", 1, 2),
        ("On Question 2: it is a fire.", 0, 2),
        (f"{number}. The record", 1, 3),
        ("Fine.", 0, 3),
        (f"{number}. Introduction", 1, 4),
        ("A paper has numbers of its own.", 0, 4),
    )
    assert [(s.heading, place_name(s.offered)) for s in sections_of(paper, places)] == [
        ("", "The draft as a whole"),
        (f"Measure {number} Our view", place_name(provision)),
        ("Reasons", place_name(provision)),
        ("Answers", place_name(places.questions[1])),
        (f"{number}. The record", place_name(provision)),
        (f"{number}. Introduction", "The draft as a whole"),
    ]


def test_a_number_that_begins_alike_is_another_provision(world, places):
    number = places.provisions[0].number
    assert places.named_in(f"Measure {number}.7 and measure {number}0") is None
    assert places.named_in(f"(see Measure {number}).") is places.provisions[0]


def test_nothing_of_a_paper_is_outside_its_sections(world, places):
    given = [(f"Part {n}", 1 + n % 3, n) if n % 4 == 0 else (f"Text {n}.", 0, n) for n in range(40)]
    paper = attach(world, *given)
    together = "\n".join(section.text for section in sections_of(paper, places))
    assert together.split() == " ".join(text for text, _, _ in given).split()


def test_what_is_taken_is_sent_and_the_receipt_proves_paper_and_page(world, places):
    number = places.provisions[0].number
    paper = attach(
        world, (f"Measure {number}", 1, 3), ("Keep it.", 0, 3), ("Or drop it.", 0, 4),
        ("Q02", 1, 5), ("A fire.", 0, 5), ("End", 1, 6), ("Thanks.", 0, 6),
    )  # fmt: skip
    assert take(world, paper, places) == 3
    versions = saved(paper)
    assert {v.question.number: (v.text, *v.sources) for v in versions} == {
        "Q02": ("Q02\nA fire.", "p. 5 of statement.pdf"),
        f"C {number}": (f"Measure {number}\nKeep it.\n\nOr drop it.", "p. 3 of statement.pdf"),
        "C": ("End\nThanks.", "p. 6 of statement.pdf"),
    }
    sent = send(world, session.get_one(Submission, paper.submission_id))
    file = json.loads(receipt_file(receipt_copy(sent.receipts[-1])))
    assert recomputed_hash(file) == sent.receipts[-1].content_hash
    assert {line["paper"]["sha256"] for line in file["lines"]} == {"a" * 64}
    (line,) = [line for line in file["lines"] if line["question"] == "Q02"]
    assert line["paper"] == {"name": "statement.pdf", "sha256": "a" * 64, "pages": [[0, 5]]}


def test_a_receipt_with_an_answer_from_a_paper_is_verified_here_and_offline(
    world, places, tmp_path
):
    paper = attach(world, ("Q02", 1, 5), ("A fire.", 0, 5))
    take(world, paper, places)
    sent = send(world, session.get_one(Submission, paper.submission_id))
    file = receipt_file(receipt_copy(sent.receipts[-1]))
    assert verify(file).is_whole
    assert checked_offline(file, tmp_path).returncode == 0
    moved = file.replace("statement.pdf", "another.pdf")
    assert not verify(moved).is_whole
    assert checked_offline(moved, tmp_path).returncode == 1


@pytest.mark.parametrize("choice", [Publication.ORGANISATION, Publication.ANONYMOUS])
def test_no_part_of_a_files_name_betrays_who_is_not_named(world, places, choice):
    paper = attach(
        world, ("Q02", 1, 0), ("A fire.", 0, 0), name="Ana Lopes (Kettle) view of it.txt"
    )
    take(world, paper, places)
    sent = send(world, session.get_one(Submission, paper.submission_id))
    with transaction():
        session.get_one(Submission, sent.id).publication = choice
    (answer,) = session.query(Answer).filter(Answer.submission_id == sent.id)
    assert answer.taken_from(0) == "a paper"


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Publication.NAMED, "p. 4 of statement.pdf"),
        (Publication.ORGANISATION, "p. 4 of a paper"),
        (Publication.ANONYMOUS, "p. 4 of a paper"),
    ],
)
def test_a_point_knows_its_own_page_and_no_file_betrays_who_is_not_named(
    world, places, choice, says
):
    paper = attach(world, ("Q02", 1, 3), ("A fire.", 0, 3), ("Or a flood.", 0, 4))
    take(world, paper, places)
    sent = send(world, session.get_one(Submission, paper.submission_id))
    with transaction():
        mine = session.get_one(Submission, sent.id)
        mine.publication, mine.stakeholder.name = choice, "Ana Lopes"
        (answer,) = session.query(Answer).filter(Answer.submission_id == sent.id)
        start = answer.text.index("Or a flood.")
        session.add(Point(answer=answer, start=start, end=start + 11, language="en"))
    assert answer.taken_from(start) == says


def test_to_an_open_question_a_section_is_added_below_what_stands_there(world, places):
    save(world, "My own words.", to=world.other_question)
    paper = attach(world, ("Q02", 1, 7), ("A fire.", 0, 7))
    assert take(world, paper, places) == 1
    assert take(world, paper, places) == 0
    (version,) = saved(paper)
    assert version.text == "My own words.\n\nQ02\nA fire."
    assert version.taken_from(0) == ""
    assert version.taken_from(16) == "p. 7 of statement.pdf"


@pytest.fixture
def of_two_papers(world, places) -> tuple[AnswerVersion, list[Paper]]:
    """One answer, taken from two papers with a sentence of one's own before it."""
    save(world, "My own words.", to=world.other_question)
    ours = attach(world, ("Q02", 1, 7), ("A fire.", 0, 7), ("A flood.", 0, 8))
    theirs = attach(world, ("Q02", 1, 2), ("A leak.", 0, 2), digest="b" * 64, name="annex.txt")
    for paper in (ours, theirs):
        assert take(world, paper, places) == 1
    (version,) = saved(ours)
    return version, [ours, theirs]


def test_an_answer_of_two_papers_names_both_each_where_its_own_part_stands(world, of_two_papers):
    version, papers_of_it = of_two_papers
    assert version.sources == ["p. 7 of statement.pdf", "p. 2 of annex.txt"]
    assert {
        words: version.taken_from(version.text.index(words))
        for words in ("My own", "A fire", "A flood", "A leak")
    } == {
        "My own": "",
        "A fire": "p. 7 of statement.pdf",
        "A flood": "p. 8 of statement.pdf",
        "A leak": "p. 2 of annex.txt",
    }
    assert [taken_from(paper) for paper in papers_of_it] == [[version], [version]]


def test_both_papers_of_an_answer_stay_as_long_as_it_names_them(world, of_two_papers):
    _, papers_of_it = of_two_papers
    with transaction():
        for paper in papers_of_it:
            remove(world, paper)
    assert all(session.get_one(Paper, paper.id).removed_at for paper in papers_of_it)


def test_the_receipt_of_an_answer_of_two_papers_proves_both(world, of_two_papers, tmp_path):
    version, (ours, theirs) = of_two_papers
    sent = send(world, session.get_one(Submission, version.submission_id))
    file = receipt_file(receipt_copy(sent.receipts[-1]))
    fire, flood, leak = (version.text.index(word) for word in ("Q02", "A flood", "Q02\nA leak"))
    assert json.loads(file)["lines"][0]["paper"] == [
        {"name": "statement.pdf", "sha256": ours.sha256, "pages": [[fire, 7], [flood, 8]]},
        {"name": "annex.txt", "sha256": theirs.sha256, "pages": [[leak, 2]]},
    ]
    assert verify(file).is_whole
    assert checked_offline(file, tmp_path).returncode == 0
    assert not verify(file.replace("annex.txt", "another.txt")).is_whole


def test_many_sections_taken_to_one_question_are_one_save_of_one_answer(world, places):
    save(world, "My own words.", to=world.other_question)
    given = [each for n in range(200) for each in ((f"Part {n:03}", 1, n), ("Keep it.", 0, n))]
    paper = attach(world, *given)
    assert take(world, paper, places, to=places.questions[1]) == 200
    (version,) = saved(paper)
    assert version.number == 2
    sections = [f"Part {n:03}\nKeep it." for n in range(200)]
    assert version.text == "\n\n".join(["My own words.", *sections])
    assert {
        version.taken_from(version.text.index(text)) for text in (sections[7], sections[199])
    } == {"p. 7 of statement.pdf", "p. 199 of statement.pdf"}
    assert take(world, paper, places, to=places.questions[1]) == 0
    assert saved(paper) == [version]


def test_sections_that_would_grow_an_answer_over_the_limit_leave_it_as_it_was(world, places):
    save(world, "My own words.", to=world.other_question)
    paper = attach(world, *[(f"{n} " + "x" * (ANSWER_LIMIT // 3), 1, n) for n in range(3)])
    with pytest.raises(TextTooLong):
        take(world, paper, places, to=places.questions[1])
    (version,) = saved(paper)
    assert version.text == "My own words."


def test_into_an_answer_that_was_emptied_a_section_comes_as_its_author_lets_it_be_published(
    world, places
):
    chosen = {
        "position": Position.OPPOSE,
        "position_chosen": True,
        "publication": Publication.ANONYMOUS,
    }
    with transaction():
        person, stakeholder = people(world)
        question = session.get_one(OpenQuestion, world.other_question.id)
        save_answer(person, stakeholder, question, Writing(**chosen), now=NOW)
    paper = attach(world, ("Q02", 1, 7), ("A fire.", 0, 7))
    take(world, paper, places)
    (version,) = saved(paper)
    assert (version.text, version.place_at(0)) == ("Q02\nA fire.", (7, paper.id))
    assert {name: getattr(version, name) for name in chosen} == chosen


def test_taken_twice_a_section_is_one_comment(world, places):
    paper = attach(world)
    assert take(world, paper, places, to=places.draft) == 1
    assert take(world, paper, places, to=places.draft) == 0
    assert len(saved(paper)) == 1


def test_what_a_section_costs_does_not_depend_on_how_many_were_taken_before(world, places):
    paper = attach(world, *[(f"Part {n}", 1 - n % 2, 1) for n in range(80)])
    few, many = range(1, 6), range(35, 40)
    take(world, paper, places, 0, to=places.draft)
    early = costs(lambda: take(world, paper, places, *few, to=places.draft))
    take(world, paper, places, *range(6, 35), to=places.draft)
    assert costs(lambda: take(world, paper, places, *many, to=places.draft)) == early


def test_no_more_papers_than_can_be_and_the_same_one_counts_once(world):
    first = attach(world, digest="0" * 64)
    assert attach(world, digest="0" * 64).id == first.id
    for number in range(1, PAPER_LIMIT):
        attach(world, digest=f"{number:064x}")
    with pytest.raises(NotAllowedYet, match="20 papers are attached"):
        attach(world, digest="f" * 64)


def test_after_closing_nothing_is_attached_taken_or_removed(world, places):
    paper = attach(world)
    for act in (
        lambda: attach(world, digest="b" * 64, now=LATER),
        lambda: remove(world, paper, now=LATER),
    ):
        with pytest.raises(RoundClosed):
            act()
        session.rollback()


def test_the_log_says_who_attached_and_removed_which_paper_and_names_no_file(world):
    paper = attach(world, name="Statement of Ana Lopes.pdf")
    with transaction():
        remove(world, paper)
    attached, removed = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    which = {"paper": paper.id, "sha256": "a" * 64}
    assert (attached.action, attached.after) == ("attach a paper", which)
    assert (removed.action, removed.before) == ("remove a paper", which)
    assert {attached.person_id, removed.person_id} == {world.stakeholder.id}


def test_the_list_of_papers_costs_the_same_however_many_there_are(world, places):
    spent = []
    for digests in (range(2), range(2, 12)):
        for number in digests:
            take(world, attach(world, digest=f"{number:064x}"), places)
        submission = submission_in(session.get_one(Round, world.round.id), people(world)[1].id)
        spent.append(costs(partial(paper_lines, submission)).statements)
    assert spent[0] == spent[1]
    assert [line.taken for line in paper_lines(submission)] == [1] * 12


def test_a_removed_paper_goes_unless_an_answer_names_it(world, places):
    unused, used = attach(world), attach(world, digest="b" * 64)
    take(world, used, places)
    with transaction():
        for paper in (unused, used):
            remove(world, paper)
    assert session.get(Paper, unused.id) is None
    kept = session.get_one(Paper, used.id)
    assert kept.removed_at == NOW
    assert papers_of(kept.submission) == []
    assert len(taken_from(kept)) == 1
