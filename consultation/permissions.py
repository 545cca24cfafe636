"""Who may do what: one table of pure predicates on a person and a subject.

*Who* never looks at the clock; whether it is too late is the rows' own rule, and another answer.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from consultation.models import (
    Answer,
    Code,
    Colleague,
    Consultation,
    Draft,
    Job,
    Matter,
    Office,
    OpenQuestion,
    Paper,
    Person,
    Point,
    PrivacyNotice,
    Provision,
    Role,
    Round,
    Stakeholder,
    Submission,
    Theme,
)
from consultation.roles import (
    colleague_in,
    has_role,
    holds_office,
    offices_for,
    parts_of,
    stakeholder_of,
)


class Permission(StrEnum):
    """Everything a route can ask for."""

    VISIT = "visit the front pages"
    HAVE_ACCOUNT = "use an account of one's own"
    READ_CONSULTATION = "read a consultation"
    READ_NOTICE = "read a privacy notice"
    READ_DRAFT = "read a draft"
    READ_ROUND = "read a round's dates, and what is published of it"
    READ_ANSWER = "read a published contribution"
    ANSWER_QUESTION = "answer an open question"
    COMMENT_PROVISION = "comment on a provision"
    COMMENT_DRAFT = "comment on a whole draft"
    KEEP_PAPER = "take from a paper of one's own, or remove it"
    READ_PAPER = "read a paper whole"
    TAKE_PART = "send a submission in a round"
    READ_SUBMISSION = "read a submission"
    SUBMIT = "submit, change or withdraw a submission"
    JOIN = "begin to take part"
    WRITE_TOGETHER = "see who writes with one"
    LEAD_WORKSPACE = "lead a workspace"
    LEAD_COLLEAGUE = "say what a colleague may do"
    REMOVE_COLLEAGUE = "remove a colleague or leave"
    REVIEW_QUESTION = "see what was said to a question"
    EDIT_QUESTION = "work on a question's themes and summary"
    EDIT_THEME = "rename, merge or discard a theme"
    EDIT_POINT = "move, cut, join, discard or quote a point"
    REVIEW_THEME = "read a theme's points"
    REVIEW_POINT = "read what is like a point"
    REVIEW_ANSWER = "say that one has read an answer"
    ASSIGN_QUESTION = "assign a question"
    READ_MATTER = "read and answer what reviewers have among themselves"
    READ_COVERAGE = "see which provisions draw comments"
    READ_CODES = "read a consultation's code frame and what was coded"
    EDIT_FRAME = "add to a code frame"
    EDIT_CODE = "reword, split or retire a code"
    SIGN_QUESTION = "sign off or reopen a question"
    START_ANALYSIS = "start an analysis"
    SEE_JOB = "see a job's progress"
    SEE_DESK = "see one's questions as chair"
    SEE_STAKEHOLDERS = "see everybody who takes part"
    CORRECT_STAKEHOLDER = "correct who a stakeholder is"
    RUN_ROUND = "run a round"
    READ_LEDGER = "read the ledger"


def anyone(_person: Person | None, _subject: object) -> bool:
    return True


def is_signed_in(person: Person | None, _subject: object) -> bool:
    return person is not None


def is_secretariat(person: Person | None, subject: Consultation) -> bool:
    return person is not None and has_role(person, subject, Role.SECRETARIAT)


def reviews_or_runs(person: Person | None, subject: Consultation) -> bool:
    """The secretariat, or whoever holds an office in any of its working groups."""
    return is_secretariat(person, subject) or holds_office(person, subject)


def takes_part(person: Person | None, subject: Consultation) -> bool:
    return person is not None and parts_of(person, subject).stakeholder_id is not None


def may_read(person: Person | None, subject: Consultation) -> bool:
    """Anyone where the consultation is public; otherwise whoever has a part in it."""
    return subject.is_public or (person is not None and parts_of(person, subject).are_any)


def reads_draft(person: Person | None, subject: Draft) -> bool:
    """Readers once it is published; before, only those who prepare it."""
    consultation = subject.round.consultation
    if subject.published_at is not None:
        return may_read(person, consultation)
    return reviews_or_runs(person, consultation)


def reads_round(person: Person | None, subject: Round) -> bool:
    return may_read(person, subject.consultation)


def reads_answer(person: Person | None, subject: Answer) -> bool:
    return may_read(person, subject.submission.round.consultation)


def answers_question(person: Person | None, subject: OpenQuestion) -> bool:
    return subject.draft.published_at is not None and takes_part(person, subject.consultation)


def comments_on_provision(person: Person | None, subject: Provision) -> bool:
    draft = subject.draft
    return draft.published_at is not None and takes_part(person, draft.round.consultation)


def comments_on_draft(person: Person | None, subject: Draft) -> bool:
    return subject.published_at is not None and takes_part(person, subject.round.consultation)


def attached(person: Person | None, subject: Paper) -> bool:
    return wrote(person, subject.submission)


def reads_paper(person: Person | None, subject: Paper) -> bool:
    """Who attached it; and, where it is open to them, whoever reviews in the consultation."""
    consultation = subject.submission.round.consultation
    return attached(person, subject) or (
        reviews_or_runs(person, consultation) and subject.is_open_to_reviewers
    )


def takes_part_in_round(person: Person | None, subject: Round) -> bool:
    return takes_part(person, subject.consultation)


def leads_workspace(person: Person | None, subject: Stakeholder) -> bool:
    return person is not None and subject.person_id == person.id


def wrote(person: Person | None, subject: Submission) -> bool:
    """The lead of the workspace, or a colleague."""
    return person is not None and (
        leads_workspace(person, subject.stakeholder)
        or colleague_in(person, subject.stakeholder) is not None
    )


def submits(person: Person | None, subject: Submission) -> bool:
    """The lead of the workspace, or a colleague whom the lead gave the right."""
    if person is None or leads_workspace(person, subject.stakeholder):
        return person is not None
    colleague = colleague_in(person, subject.stakeholder)
    return colleague is not None and colleague.may_submit


def may_join(person: Person | None, subject: Consultation) -> bool:
    """Whoever has an account, where registration is open; who takes part already is led on."""
    return person is not None and (subject.registration or takes_part(person, subject))


def reads_notice(person: Person | None, subject: PrivacyNotice) -> bool:
    """Who may read the consultation, or begin to take part in it."""
    return may_read(person, subject.consultation) or may_join(person, subject.consultation)


def leads_own_part(person: Person | None, subject: Consultation) -> bool:
    """The lead of the workspace that a person has in a consultation."""
    part = stakeholder_of(person, subject) if person else None
    return part is not None and leads_workspace(person, part)


def leads_colleague(person: Person | None, subject: Colleague) -> bool:
    return leads_workspace(person, subject.stakeholder)


def parts_with_colleague(person: Person | None, subject: Colleague) -> bool:
    """Their lead, or they themselves."""
    return leads_colleague(person, subject) or (
        person is not None and subject.person_id == person.id
    )


def chairs(person: Person | None, subject: OpenQuestion) -> bool:
    """Chair or vice-chair of the question's working group."""
    return person is not None and bool(offices_for(person, subject.working_group))


def leads(person: Person | None, subject: OpenQuestion) -> bool:
    """Chair: a vice-chair does all but this."""
    return person is not None and Office.CHAIR in offices_for(person, subject.working_group)


def reviews(person: Person | None, subject: OpenQuestion) -> bool:
    return chairs(person, subject) or is_secretariat(person, subject.consultation)


def chairs_its_question(person: Person | None, subject: Theme | Point) -> bool:
    return chairs(person, subject.question)


def reviews_its_question(person: Person | None, subject: Theme | Point | Job | Answer) -> bool:
    return reviews(person, subject.question)


def reads_matter(person: Person | None, subject: Matter) -> bool:
    """Who reviews its question; and whoever holds an office in the group it was referred to."""
    return reviews(person, subject.question) or (
        person is not None
        and subject.group is not None
        and bool(offices_for(person, subject.group))
    )


def reads_coverage(person: Person | None, subject: Draft) -> bool:
    return reviews_or_runs(person, subject.round.consultation)


def runs(person: Person | None, subject: Round | Stakeholder | Code) -> bool:
    return is_secretariat(person, subject.consultation)


def reads_ledger(person: Person | None, subject: Round) -> bool:
    return reviews_or_runs(person, subject.consultation)


Predicate = Callable[[Person | None, Any], bool]

POLICY: dict[Permission, Predicate] = {
    Permission.VISIT: anyone,
    Permission.HAVE_ACCOUNT: is_signed_in,
    Permission.READ_CONSULTATION: may_read,
    Permission.READ_NOTICE: reads_notice,
    Permission.READ_DRAFT: reads_draft,
    Permission.READ_ROUND: reads_round,
    Permission.READ_ANSWER: reads_answer,
    Permission.ANSWER_QUESTION: answers_question,
    Permission.COMMENT_PROVISION: comments_on_provision,
    Permission.COMMENT_DRAFT: comments_on_draft,
    Permission.KEEP_PAPER: attached,
    Permission.READ_PAPER: reads_paper,
    Permission.TAKE_PART: takes_part_in_round,
    Permission.READ_SUBMISSION: wrote,
    Permission.SUBMIT: submits,
    Permission.JOIN: may_join,
    Permission.WRITE_TOGETHER: takes_part,
    Permission.LEAD_WORKSPACE: leads_own_part,
    Permission.LEAD_COLLEAGUE: leads_colleague,
    Permission.REMOVE_COLLEAGUE: parts_with_colleague,
    Permission.REVIEW_QUESTION: reviews,
    Permission.EDIT_QUESTION: chairs,
    Permission.EDIT_THEME: chairs_its_question,
    Permission.EDIT_POINT: chairs_its_question,
    Permission.REVIEW_THEME: reviews_its_question,
    Permission.REVIEW_POINT: reviews_its_question,
    Permission.REVIEW_ANSWER: reviews_its_question,
    Permission.ASSIGN_QUESTION: leads,
    Permission.READ_MATTER: reads_matter,
    Permission.READ_COVERAGE: reads_coverage,
    Permission.READ_CODES: reviews_or_runs,
    Permission.EDIT_FRAME: is_secretariat,
    Permission.EDIT_CODE: runs,
    Permission.SIGN_QUESTION: leads,
    Permission.START_ANALYSIS: reviews,
    Permission.SEE_JOB: reviews_its_question,
    Permission.SEE_DESK: holds_office,
    Permission.SEE_STAKEHOLDERS: is_secretariat,
    Permission.CORRECT_STAKEHOLDER: runs,
    Permission.RUN_ROUND: runs,
    Permission.READ_LEDGER: reads_ledger,
}


def may(person: Person | None, permission: Permission, subject: object = None) -> bool:
    """Whether the table lets this person do this to that."""
    return POLICY[permission](person, subject)
