"""Who somebody is to a row: pure predicates on a person and a subject, without a clock."""

from typing import Protocol

from consultation.models import (
    Answer,
    Appointment,
    Colleague,
    Consultation,
    Draft,
    Edition,
    Meeting,
    OfficialAnswer,
    OpenQuestion,
    Paper,
    Person,
    PrivacyNotice,
    Provision,
    Removal,
    Role,
    Round,
    Stakeholder,
    Submission,
)
from consultation.roles import (
    accepted_in,
    colleague_in,
    has_role,
    holds_office,
    parts_of,
    stakeholder_of,
)


class OfConsultation(Protocol):
    """A row that hangs on a consultation."""

    @property
    def consultation(self) -> Consultation: ...


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
    """Anyone where the consultation is public; otherwise who has a part in it, or is accepted."""
    return subject.is_public or (
        person is not None
        and (parts_of(person, subject).are_any or accepted_in(person, subject) is not None)
    )


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


def is_put(subject: OpenQuestion) -> bool:
    """Whether the draft of a question is published.

    Before, it is the secretariat's to reword and to take out, so nobody works on it: what would
    hang on it could not go with it, since the log keeps who did what to which question.
    """
    return subject.draft.published_at is not None


def answers_question(person: Person | None, subject: OpenQuestion) -> bool:
    return is_put(subject) and takes_part(person, subject.consultation)


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
    if attached(person, subject) or enters_paper(person, subject):
        return True
    return reviews_or_runs(person, consultation) and subject.is_open_to_reviewers


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
    """Whoever has an account, where registration is open; else who is accepted.

    Who takes part already is led on.
    """
    return person is not None and (
        subject.registration
        or takes_part(person, subject)
        or accepted_in(person, subject) is not None
    )


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


def runs_its_round(person: Person | None, subject: Edition) -> bool:
    return is_secretariat(person, subject.round.consultation)


def reads_coverage(person: Person | None, subject: Draft) -> bool:
    return reviews_or_runs(person, subject.round.consultation)


def runs(person: Person | None, subject: OfConsultation) -> bool:
    return is_secretariat(person, subject.consultation)


def runs_its_group(person: Person | None, subject: Appointment) -> bool:
    return runs(person, subject.working_group)


def founds(person: Person | None, _subject: object) -> bool:
    """Whom the operator of the instance lets found consultations."""
    return person is not None and person.may_found


def reads_meeting(person: Person | None, subject: Meeting) -> bool:
    """Readers once it is published; before, those who review or run the consultation."""
    if subject.published_at is not None:
        return may_read(person, subject.consultation)
    return reviews_or_runs(person, subject.consultation)


def reads_official_answer(person: Person | None, subject: OfficialAnswer) -> bool:
    """Readers once a wording is published; before, the secretariat."""
    if subject.is_public:
        return may_read(person, subject.consultation)
    return is_secretariat(person, subject.consultation)


def enters(person: Person | None, subject: Submission) -> bool:
    """The secretariat, for what reached it otherwise."""
    return subject.was_entered and is_secretariat(person, subject.round.consultation)


def enters_paper(person: Person | None, subject: Paper) -> bool:
    """Whoever enters what it is the original of; what its author attached is not theirs to open."""
    return subject.entered and enters(person, subject.submission)


def reads_submission(person: Person | None, subject: Submission) -> bool:
    """Whose it is, and the secretariat where it wrote it down."""
    return wrote(person, subject) or enters(person, subject)


def reads_ledger(person: Person | None, subject: Round) -> bool:
    return reviews_or_runs(person, subject.consultation)


def moderates(person: Person | None, subject: Answer) -> bool:
    """The secretariat: only it reads what was redacted."""
    return is_secretariat(person, subject.submission.round.consultation)


def answers_removal(person: Person | None, subject: Removal) -> bool:
    return wrote(person, subject.answer.submission)
