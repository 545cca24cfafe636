"""A consultation's own words for its letters: checked as they are saved."""

from datetime import datetime

from sqlalchemy import delete, select

from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import Consultation, LetterKind, MailTemplate, Person
from consultation.operations.accounts.people import one_line
from consultation.operations.audit import record
from consultation.queries.correspondence.letters import FIELD, LETTERS, Wording, own_wording

_NOTHING = Wording("", "")


def ensure_fields(kind: LetterKind, words: Wording) -> None:
    """Raise RuleError for a field that the letter has not, and without one that it owes."""
    letter = LETTERS[kind]
    used = [name.strip() for text in (words.subject, words.text) for name in FIELD.findall(text)]
    unknown = [name for name in used if name not in letter.fields]
    if unknown:
        raise RuleError(
            f"There is no field {_braced(unknown[0])} in this letter. "
            f"It has {', '.join(map(_braced, letter.fields))}."
        )
    if "link" in [name.strip() for name in FIELD.findall(words.subject)]:
        raise RuleError("A subject has no room for {{link}}. Put it into the text.")
    missing = [name for name in letter.owed if name not in used]
    if missing:
        raise RuleError(f"The letter is of no use without {_braced(missing[0])}. Put it in.")


def write_letter(
    consultation: Consultation, kind: LetterKind, words: Wording, *, by: Person, now: datetime
) -> None:
    """Let a letter go out with these words from now on. Raises RuleError as `ensure_fields`."""
    locked(consultation)
    words = Wording(one_line(words.subject), words.text.strip())
    if not (words.subject and words.text):
        raise RuleError("A letter has a subject and a text.")
    ensure_fields(kind, words)
    before = own_wording(consultation, kind)
    if before == words:
        return
    row = session.scalar(_row(consultation, kind)) or MailTemplate(
        consultation=consultation, kind=kind
    )
    row.subject, row.text = words.subject, words.text
    session.add(row)
    _record(consultation, kind, before or _NOTHING, words, by, now)


def use_usual_words(
    consultation: Consultation, kind: LetterKind, *, by: Person, now: datetime
) -> None:
    """Let a letter go out with our words again."""
    locked(consultation)
    before = own_wording(consultation, kind)
    if before is None:
        return
    session.execute(
        delete(MailTemplate).where(
            MailTemplate.consultation_id == consultation.id, MailTemplate.kind == kind
        )
    )
    _record(consultation, kind, before, _NOTHING, by, now)


def _row(consultation: Consultation, kind: LetterKind):  # type: ignore[no-untyped-def]
    return select(MailTemplate).where(
        MailTemplate.consultation_id == consultation.id, MailTemplate.kind == kind
    )


def _record(
    consultation: Consultation,
    kind: LetterKind,
    before: Wording,
    after: Wording,
    by: Person,
    now: datetime,
) -> None:
    record(
        f"word the letter of {kind}",
        consultation,
        person=by,
        now=now,
        before={"subject": before.subject, "text": before.text},
        after={"subject": after.subject, "text": after.text},
    )


def _braced(name: str) -> str:
    return f"{{{{{name}}}}}"
