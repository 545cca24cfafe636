"""The demonstration: everything its data holds, once, and a sign-in that works for every role."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from sqlalchemy import ColumnElement, Engine, func, select

from consultation import db
from consultation.db import session, transaction
from consultation.models import (
    Answer,
    AuditEntry,
    Consultation,
    Draft,
    Edition,
    EditionKind,
    Job,
    JobState,
    Meeting,
    MeetingKind,
    Office,
    OpenQuestion,
    Outcome,
    OutcomeKind,
    Placement,
    Provision,
    QuestionKind,
    Role,
    Round,
    Source,
    Stakeholder,
    Submission,
    Theme,
    WorkingGroup,
)
from consultation.operations.accounts import passwords
from consultation.operations.accounts.passwords import person_with_password
from consultation.operations.contributions.submissions import receipt_hash
from consultation.operations.demonstration import (
    FIRST_ROUND_ENDED,
    FOLDER,
    Account,
    go_on,
    load_demonstration,
)
from consultation.operations.demonstration.second_round import AGAIN
from consultation.queries.contributions.ledger import round_ledger
from consultation.queries.contributions.submissions import questions_in
from consultation.queries.desk.themes import is_current
from consultation.queries.drafts.comparison import changes
from consultation.queries.drafts.official_answers import answers_beside, official_answers_in
from consultation.queries.plenary.signing import stands
from consultation.queries.plenary.summaries import filled_summary
from tests import factories
from tests.conftest import NOW

PASSWORD = "a demonstration's own"
KEY_MESSAGE = 300
"""Letters of the sentences that a chair reads out."""


@pytest.fixture(scope="module")
def lines() -> list[dict]:
    """What the data says was written."""
    text = (FOLDER / "answers.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def source() -> dict:
    return yaml.safe_load((FOLDER / "consultation.yaml").read_text("utf-8"))["consultation"]


@pytest.fixture(scope="module")
def loaded(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, list[Account]]]:
    """The demonstration loaded once: making a dozen passwords takes as long as it should."""
    path = tmp_path_factory.mktemp("demonstration") / "plenary.sqlite"
    shutil.copy(sqlite_template, path)
    engine = db.connect(f"sqlite:///{path}")
    with transaction():
        _, accounts = load_demonstration(password=PASSWORD, now=NOW)
    session.remove()
    yield engine, accounts
    engine.dispose()


@pytest.fixture
def accounts(loaded: tuple[Engine, list[Account]]) -> Iterator[list[Account]]:
    """The sign-ins, and the session bound to the loaded demonstration."""
    engine, made = loaded
    session.remove()
    session.configure(bind=engine)
    yield made
    session.remove()


@pytest.fixture
def round_(accounts) -> Round:
    return session.scalars(select(Round)).one()


@pytest.fixture
def ticks_of(round_) -> dict[OpenQuestion, list[Answer]]:
    """The answers to each question that can be ticked."""
    found: dict[OpenQuestion, list[Answer]] = {}
    for answer in session.scalars(select(Answer).join(Answer.question).where(~is_text())):
        found.setdefault(answer.question, []).append(answer)
    return found


def is_text() -> ColumnElement[bool]:
    return OpenQuestion.kind == QuestionKind.TEXT


def ticked_in(answers: list[Answer]) -> Counter[str]:
    return Counter(choice for answer in answers for choice in answer.version.choices)


def share(answers: list[Answer], category: str, choices: set[str]) -> float:
    """The share of a category's answers that ticked one of some choices."""
    own = [a.version.choices for a in answers if a.submission.stakeholder.category == category]
    return sum(bool(choices & set(ticked)) for ticked in own) / len(own)


def how_many(model) -> int:
    return session.scalar(select(func.count(model.id)))


def test_it_holds_what_its_data_holds_on_either_database(database, lines, source):
    with transaction():
        load_demonstration(password=PASSWORD, now=NOW)
    assert how_many(Provision) == len(source["provisions"]) == 27
    assert how_many(OpenQuestion) == len(source["questions"]) == 35
    # One more has an account and has still to answer.
    assert how_many(Stakeholder) == 96 + 1
    ticked = session.scalars(select(Answer).join(Answer.question).where(~is_text())).all()
    assert how_many(Answer) - len(ticked) == len(lines) > 500
    written = {(line["stakeholder"], line["question"]) for line in lines}
    found = session.execute(
        select(Stakeholder.reference, OpenQuestion.number)
        .select_from(Answer)
        .join(Answer.question)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(is_text())
    )
    assert {(stakeholder, question) for stakeholder, question in found} == written
    told, framed, *answered, entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    assert (told.action, told.after["number"]) == ("put a privacy notice in force", 1)
    assert (framed.action, len(framed.after["codes"])) == ("add codes", 33)
    assert (entry.action, entry.person) == ("load the demonstration", None)
    assert Counter(each.action for each in answered) == {
        "say what official answers weigh": 1,
        "word an official answer": len(source["official_answers"]),
        "publish an official answer": len(source["official_answers"]),
    }


def test_every_answer_is_word_for_word_its_points(round_, lines):
    wanted = Counter(" ".join(point["text"] for point in line["points"]) for line in lines)
    texts = select(Answer).join(Answer.question).where(is_text())
    assert Counter(answer.text for answer in session.scalars(texts)) == wanted


def test_what_can_be_ticked_is_ticked_by_many_and_not_alike_by_all_categories(round_, ticks_of):
    assert {question.number for question in ticks_of} == {
        question.number for question in questions_in(round_) if question.choices
    }
    for question, answers in ticks_of.items():
        assert 40 <= len(answers) <= 70
        assert all(answer.version.choices for answer in answers)
        assert all(len(a.version.choices) == 1 for a in answers) or question.takes_several
        assert {choice for a in answers for choice in a.version.choices} <= set(question.choices)
    with_words = [answer for answers in ticks_of.values() for answer in answers if answer.text]
    assert 0 < len(with_words) < 10
    told = {question.number: answers for question, answers in ticks_of.items()}
    agree = {"agree", "strongly agree"}
    assert share(told["Q15"], "model developer", agree) < share(told["Q15"], "civil society", agree)
    assert share(told["Q22"], "civil society", agree) < share(told["Q22"], "model developer", agree)


def test_what_the_chairs_say_was_ticked_most_was(ticks_of):
    most = {
        question.number: [choice for choice, _ in ticked_in(answers).most_common(2)]
        for question, answers in ticks_of.items()
    }
    said = {
        "Q02": ["ten years", "eight years"],
        "Q07": ["digest only", "in full"],
        "Q14": ["Reach", "Reversibility"],
        "Q30": ["technical skill", "independence of funding"],
        "Q32": ["within two days", "within one day"],
    }
    assert {number: most[number] for number in said} == said
    first = {"Q09": "site-level file", "Q20": "combination", "Q24": "first checkpoint"}
    assert {number: most[number][0] for number in first} == first
    assert set(most["Q03"]) == {"identity", "licence"}
    assert {"Failure of shared infrastructure", "Intimate or abusive synthetic imagery"} == set(
        most["Q13"]
    )
    tallies = {question.number: ticked_in(answers) for question, answers in ticks_of.items()}
    for number in ("Q04", "Q22", "Q33"):
        agree = tallies[number]["agree"] + tallies[number]["strongly agree"]
        assert agree > tallies[number]["disagree"] + tallies[number]["strongly disagree"]
    for number, ticked in {
        "Q15": ("agree", "strongly agree"),
        "Q18": ("weights", "weights and training data"),
        "Q20": ("combination",),
    }.items():
        assert sum(tallies[number][each] for each in ticked) * 2 > tallies[number].total()
    least = {number: tally.most_common()[-1][0] for number, tally in tallies.items()}
    assert {number: least[number] for number in ("Q03", "Q09", "Q24", "Q30")} == {
        "Q03": "compute",
        "Q09": "terms of use",
        "Q24": "before release",
        "Q30": "security clearance",
    }


def test_its_round_is_open_and_every_submission_came_in_while_it_was(round_):
    assert round_.is_open(NOW)
    for submission in session.scalars(select(Submission)):
        assert round_.opens_at < submission.submitted_at < NOW
        assert submission.receipts[0].content_hash == receipt_hash(submission, submission.versions)
    assert (
        session.scalars(select(Meeting).where(Meeting.kind == MeetingKind.PLENARY)).one().held_at
        > round_.closes_at
    )


def test_its_questions_stand_beside_provisions_and_choices_can_be_ticked(round_):
    questions = session.scalars(select(OpenQuestion)).all()
    assert {question.kind for question in questions} == set(QuestionKind)
    assert all(q.choices for q in questions if q.kind is not QuestionKind.TEXT)
    assert any(question.takes_several for question in questions)
    assert sum(bool(question.provisions) for question in questions) > 30


def test_its_chapters_have_their_measures_and_its_groups_their_strands(round_):
    provisions = session.scalars(select(Provision).order_by(Provision.rank)).all()
    for provision in provisions:
        if provision.kind == "measure":
            assert provision.parent.kind == "commitment"
            assert provision.number.startswith(f"{provision.parent.number}.")
    groups = {group.code: group for group in session.scalars(select(WorkingGroup))}
    assert {"WG1", "WG1a", "WG1b", "WG2", "WG3", "WG4"} <= set(groups)
    assert groups["WG1a"].parent is groups["WG1"]


def test_its_official_answers_are_in_force_beside_provisions_of_the_draft(round_, source):
    (draft,) = session.scalars(select(Draft))
    lines = official_answers_in(round_.consultation, published_only=True)
    assert [line.answer.in_force.question for line in lines] == [
        entry["question"] for entry in source["official_answers"]
    ]
    assert len(lines) >= 5
    assert all(line.about for line in lines)
    beside = answers_beside(draft)
    assert set(beside) == {key for entry in source["official_answers"] for key in entry["about"]}
    assert round_.consultation.precedence


def test_every_role_has_a_sign_in_and_its_password_works(accounts, round_):
    # Checking a password takes as long as it should: one of each role is enough.
    first = {account.role.split(" of ")[0]: account for account in reversed(accounts)}
    assert set(first) == {
        "Secretariat", "Reader", "Chair", "Vice-chair", "Stakeholder, still to answer",
        "Stakeholder, has submitted",
    }  # fmt: skip
    for account in first.values():
        person = person_with_password(account.email, PASSWORD)
        assert (person and person.name) == account.name
    roles = {m.role: m.person.email for m in round_.consultation.memberships}
    assert roles == {
        Role.SECRETARIAT: first["Secretariat"].email, Role.READER: first["Reader"].email,
    }  # fmt: skip
    offices = {
        a.office: a.person.name
        for group in round_.consultation.working_groups if group.code == "WG2"
        for a in group.appointments
    }  # fmt: skip
    assert set(offices) == set(Office)


@pytest.mark.parametrize(
    ("role", "has_submitted"),
    [("Stakeholder, still to answer", False), ("Stakeholder, has submitted", True)],
)
def test_a_stakeholders_seat_is_what_it_says(accounts, role, has_submitted):
    (account,) = (account for account in accounts if account.role == role)
    person = passwords.person_by_email(account.email)
    part = session.scalars(select(Stakeholder).where(Stakeholder.person == person)).one()
    sent = session.scalar(select(Submission).where(Submission.stakeholder == part))
    assert (sent is not None) is has_submitted


def test_its_ledger_agrees_before_anything_is_read(round_):
    account = round_ledger(round_)
    assert account.reconciles
    unread = {line.what: line.count for line in account.answers if line.count}
    assert unread == {"not yet analysed": how_many(Answer)}


FOUND_BY_NONE = "t9"
"""The arguments that the rough reading finds no theme for; few make them."""

OFTEN_MADE = ("t1", "t2", "t3", "t4", "t5", "t6")


def read_roughly(first: Round, lines: list[dict]) -> None:
    """Cut each answer where its data does, and lay the points under themes, as a machine might.

    Every fourth point of what is often said is in the theme of leftovers, where no argument
    prevails; the first argument has two themes; `FOUND_BY_NONE` is with the first.
    A general remark is in none.
    """
    texts = {
        (answer.submission.stakeholder.reference, answer.question.number): answer
        for answer in session.scalars(select(Answer))
    }
    themes: dict[tuple[str, str], Theme] = {}
    for number, line in enumerate(lines):
        answer, at = texts[line["stakeholder"], line["question"]], 0
        for rank, written in enumerate(line["points"]):
            point = factories.point(answer, at, at := at + len(written["text"]))
            at += 1
            session.add(point)
            if written["theme"] is None:
                continue
            argument = written["theme"].rpartition(".")[2]
            name = "t1" if argument == FOUND_BY_NONE else argument
            if argument in OFTEN_MADE and (number + rank) % 4 == 3:
                name = "left over"
            name = "t1 again" if name == "t1" and number % 3 == 0 else name
            theme = themes.setdefault(
                (line["question"], name), Theme(question=answer.question, title=f"Machine’s {name}")
            )
            session.add(Placement(point=point, theme=theme))
    session.flush()


@pytest.fixture(scope="module")
def gone_on(loaded, lines, tmp_path_factory) -> Iterator[Consultation]:
    """The demonstration in its second round, read roughly: the machine takes a minute."""
    path = tmp_path_factory.mktemp("second") / "plenary.sqlite"
    with (
        closing(sqlite3.connect(loaded[0].url.database)) as made,
        closing(sqlite3.connect(path)) as copy,
    ):
        made.backup(copy)
    engine = db.connect(f"sqlite:///{path}")
    with transaction():
        consultation = session.scalars(select(Consultation)).one()
        first = consultation.rounds[0]
        first.opens_at -= FIRST_ROUND_ENDED
        first.closes_at -= FIRST_ROUND_ENDED
        read_roughly(first, lines)
        go_on(consultation, now=NOW)
    yield session.scalars(select(Consultation)).one()
    session.remove()
    engine.dispose()
    db.connect(str(loaded[0].url))


@pytest.fixture(scope="module")
def said() -> dict:
    """What the chairs' data says, by question."""
    return yaml.safe_load((FOLDER / "chairs.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def arguments() -> dict[str, dict]:
    """The arguments of the data, by their keys."""
    found = json.loads((FOLDER / "themes.json").read_text("utf-8"))
    return {argument["key"]: argument for argument in found}


def decisions(said: dict) -> dict[str, dict]:
    return {
        key: decided for each in said.values() for key, decided in each.get("themes", {}).items()
    }


def test_the_chairs_decide_on_every_argument_and_never_adopt_two_that_exclude_each_other(
    said, arguments
):
    decided = decisions(said)
    assert decided.keys() == arguments.keys()
    assert {each["outcome"] for each in decided.values()} == set(OutcomeKind) - {
        OutcomeKind.NOT_EXAMINED
    }
    for key, argument in arguments.items():
        both = {decided[key]["outcome"], decided[argument["opposing"] or key]["outcome"]}
        assert argument["opposing"] is None or both != {OutcomeKind.ADOPTED}
    assert len({each["reason"] for each in decided.values()}) == len(decided)


def test_what_the_chairs_say_changes_is_what_the_second_draft_words_anew(said, source):
    changed = {key for each in decisions(said).values() for key in each.get("changes", ())}
    rewritten = {
        key
        for change in source["draft_2_lineage"]
        if change.keys() & {"text", "texts"}
        for key in change["from"]
    }
    assert changed == rewritten


def test_every_theme_with_an_argument_has_its_title_and_what_was_decided_on_it(
    gone_on, said, arguments
):
    themes = session.scalars(
        select(Theme).join(Theme.question).join(OpenQuestion.draft)
        .where(is_current(), Draft.round == gone_on.rounds[0])
    ).all()  # fmt: skip
    by_title = {argument["title"].rstrip("."): key for key, argument in arguments.items()}
    found = {by_title[theme.title]: theme for theme in themes if theme.title in by_title}
    # What a machine finds no theme for is given one where two points or more make it.
    assert found.keys() == arguments.keys()
    for key, theme in found.items():
        decided = decisions(said)[key]
        assert (theme.outcome.kind, theme.outcome.reason) == (decided["outcome"], decided["reason"])
        assert theme.outcome.provision_keys == decided.get("changes", [])
        assert theme.outcome.decided_by is not None
    left = [theme for theme in themes if theme.title not in by_title]
    assert {theme.title for theme in left} == {"Machine’s left over"}
    assert {theme.outcome.kind for theme in left} == {OutcomeKind.NOT_EXAMINED}


def test_points_are_moved_to_the_theme_of_their_argument(gone_on, lines, arguments):
    written = {
        point["text"]: arguments[point["theme"]]["title"].rstrip(".")
        for line in lines
        for point in line["points"]
        if point["theme"]
    }
    placements = session.scalars(
        select(Placement).join(Placement.theme).where(Theme.title != "Machine’s left over")
    )
    for placement in placements:
        point = placement.point
        words = point.answer.text[point.start : point.end]
        assert placement.theme.title == written.get(words, placement.theme.title)
    acts = set(session.scalars(select(AuditEntry.action)))
    assert {"rename", "merge", "move", "propose", "decide", "summarise", "sign off"} <= acts


def test_a_summary_begins_with_what_is_said_in_plenary(gone_on, said):
    written = {number for number, each in said.items() if "summary" in each}
    own = {
        question.number: filled_summary(question).text
        for question in questions_in(gone_on.rounds[0])
        if not question.summary.composed
    }
    assert own.keys() == written
    # Three are composed by rule, so that a demonstration shows these too.
    assert len(written) == 35 - 3
    assert max(len(text.partition("\n\n")[0]) for text in own.values()) <= KEY_MESSAGE


def test_in_the_second_round_all_of_the_first_is_signed_and_published(gone_on):
    first, second = gone_on.rounds
    assert all(stands(question) for question in questions_in(first))
    kinds = set(session.scalars(select(Outcome.kind)))
    assert len(kinds) >= 8
    assert first.is_published(NOW)
    assert first.outcomes_published_at is not None
    assert second.is_open(NOW)


def test_the_second_draft_is_published_with_its_lineage_and_answers_come_again(gone_on):
    before, after = session.scalars(select(Draft).order_by(Draft.id))
    assert after.published_at is not None
    changed = {word for change in changes(before, after) for word in change.became}
    assert {"split", "merged", "moved", "renumbered", "removed", "reworded"} <= changed
    sent = (
        select(func.count(Answer.id)).join(Answer.submission).where(Submission.source == Source.WEB)
    )
    second = session.scalar(sent.where(Submission.round == gone_on.rounds[1]))
    first = session.scalar(sent.where(Submission.round == gone_on.rounds[0]))
    assert second == -(-first // AGAIN)


def test_one_official_answer_says_something_else_since_the_second_draft(gone_on):
    first, second = session.scalars(select(Draft).order_by(Draft.id))
    anew = [
        line.answer for line in official_answers_in(gone_on, published_only=True)
        if len(line.answer.wordings) > 1
    ]  # fmt: skip
    assert len(anew) == 1
    before, after = anew[0].wordings
    assert (before.draft, before.ended_at) == (first, second.published_at)
    assert (after.draft, after.published_at) == (second, second.published_at)
    assert ("eight years" in before.answer, "ten years" in after.answer) == (True, True)
    (about,) = (each for each in second.provisions if each.key in after.provision_keys)
    assert "ten years" in about.text


def test_an_edition_of_the_first_rounds_pack_waits_to_be_compiled(gone_on):
    edition = session.scalars(select(Edition)).one()
    assert (edition.kind, edition.round, edition.number) == (
        EditionKind.PACK, gone_on.rounds[0], 1,
    )  # fmt: skip
    assert (
        session.scalars(select(Job).where(Job.edition == edition)).one().state is JobState.WAITING
    )


def test_meetings_are_written_down_with_polls_and_what_was_said_in_the_second_counts(gone_on):
    held = select(Meeting).where(Meeting.published_at.is_not(None)).order_by(Meeting.held_at)
    meetings = session.scalars(held).all()
    assert [meeting.round.number for meeting in meetings] == [1, 1, 2]
    for meeting in meetings:
        assert meeting.round.opens_at < meeting.held_at < NOW
        assert set(meeting.attendance) <= set(gone_on.categories)
        assert meeting.minutes
        (poll,) = meeting.polls
        assert poll.present == meeting.present
        assert sum(count for _, count in poll.options) == poll.answered
    spoken = session.scalars(select(Submission).where(Submission.source == Source.MEETING)).all()
    assert {submission.round.number for submission in spoken} == {2}
    assert {submission.stakeholder.meeting for submission in spoken} == {meetings[-1]}
    assert round_ledger(gone_on.rounds[1]).reconciles
