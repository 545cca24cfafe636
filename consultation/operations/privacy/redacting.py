"""Redacting: a person covers a span of somebody's words, or says that it may stay, with a reason.

The mask lies in the stored text itself, letter for letter. So it is applied in one place, where the
decision is made, and whatever reads a text (a page, a quote, the search, an export, an analysis)
reads the mask without knowing of it; spans of the text, points among them, stay where they are.
What the text was is sealed beside it: receipts are reckoned from that, the author is given it, and
the secretariat reads it by an act that the log keeps.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import RuleError, StaleEdit
from consultation.models import (
    AnswerVersion,
    Person,
    Redaction,
    SealedField,
    SealedText,
)
from consultation.models.moderation import BY_HAND, masked
from consultation.operations.audit import record
from consultation.operations.plenary.editions import let_go
from consultation.operations.privacy.covering import Cover, cover, uncover, under_the_signature
from consultation.operations.privacy.covering_the_log import (
    cover_the_log,
    is_of_the_log,
    uncover_the_log,
)

BECAUSE = "Words were redacted in what it holds."


class NoSuchSpan(RuleError):
    """A span that is not in the text, or a reason that is missing."""

    status = 422


@dataclass(frozen=True)
class Span:
    """A part of one field of a version, and what it is."""

    field: SealedField
    start: int
    end: int
    kind: str = BY_HAND


def span_of(version: AnswerVersion, field: SealedField, words: str, nth: int = 1) -> Span:
    """Where words stand in a field for the nth time. Raises NoSuchSpan where they do not."""
    text, at = getattr(version, field.value), -1
    for _ in range(nth):
        at = text.find(words, at + 1) if words else -1
        if at < 0:
            raise NoSuchSpan(
                "These words are not in the text as often as that. Copy them from the text as it "
                "stands, letter for letter."
            )
    return Span(field, at, at + len(words))


def decide(
    version: AnswerVersion, span: Span, *, stays: bool, reason: str, by: Person, now: datetime
) -> Redaction:
    """Redact a span, or say that it may stay.

    Raises NoSuchSpan without a reason or outside the text, and StaleEdit where somebody decided on
    any of it before: lift that first.
    """
    locked(version.question)
    locked(version)
    _ensure(version, span, reason)
    decision = Redaction(
        version=version,
        field=span.field,
        start=span.start,
        end=span.end,
        kind=span.kind,
        stays=stays,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    session.add(decision)
    if not stays:
        let_go(version.submission.round, because=BECAUSE, now=now)
    record(
        "let words stay" if stays else "redact",
        version,
        person=by,
        now=now,
        after={"field": str(span.field), "from": span.start, "to": span.end, "kind": span.kind},
        reason=reason.strip(),
        question=version.question,
    )
    if not stays:
        seal(version)

        def mask() -> None:
            _mask(version)
            _cover_elsewhere(decision)

        under_the_signature(version.question, mask, by=by, now=now)
    return decision


def lift(decision: Redaction, *, because: str, by: Person, now: datetime) -> None:
    """Let a decision hold no more: what it masked can be read again.

    Raises NoSuchSpan without a reason, StaleEdit where it was lifted before.
    """
    locked(decision.version.question)
    locked(decision)
    decision.ensure_in_force()
    if not because.strip():
        raise NoSuchSpan("Write why the decision is lifted.")
    decision.lifted_at, decision.lifted_by, decision.lifted_because = now, by, because.strip()
    version = decision.version
    if not decision.stays:
        let_go(version.submission.round, because=BECAUSE, now=now)
    record(
        "lift a redaction",
        version,
        person=by,
        now=now,
        before={"field": str(decision.field), "from": decision.start, "to": decision.end},
        reason=because.strip(),
        question=version.question,
    )
    if not decision.stays:

        def unmask() -> None:
            _mask(version)
            _uncover_elsewhere(decision)

        under_the_signature(version.question, unmask, by=by, now=now)


def unseal(version: AnswerVersion, *, reason: str, by: Person, now: datetime) -> SealedText:
    """What a version said before it was redacted, for one who says why: the log keeps the act."""
    sealed = sealed_of(version)
    if sealed is None:
        raise NoSuchSpan("Nothing of this text was redacted: all of it can be read.")
    if not reason.strip():
        raise NoSuchSpan("Write why you read what was redacted: the log keeps it.")
    record(
        "read what was redacted",
        version,
        person=by,
        now=now,
        reason=reason.strip(),
        question=version.question,
    )
    return sealed


def sealed_of(version: AnswerVersion) -> SealedText | None:
    return session.scalar(select(SealedText).where(SealedText.version_id == version.id))


def in_force(version: AnswerVersion) -> list[Redaction]:
    """The decisions on a version that hold, in the order of the text."""
    return list(
        session.scalars(
            select(Redaction)
            .where(Redaction.version_id == version.id, Redaction.lifted_at.is_(None))
            .order_by(Redaction.field, Redaction.start)
        )
    )


def _ensure(version: AnswerVersion, span: Span, reason: str) -> None:
    """Raise NoSuchSpan or StaleEdit for a span that cannot be decided on, or no reason."""
    if not reason.strip():
        raise NoSuchSpan("Write the reason: the rule by which it goes, or why it may stay.")
    text = getattr(version, span.field.value)
    words = text[span.start : span.end]
    if not 0 <= span.start < span.end <= len(text) or not words.strip():
        raise NoSuchSpan("This span is not in the text. Open the list again and choose it anew.")
    if words in reason:
        raise NoSuchSpan("The reason repeats what is to go, and it is published. Word it without.")
    for other in in_force(version):
        if other.field is span.field and other.start < span.end and span.start < other.end:
            raise StaleEdit(
                "Somebody decided on a part of these words already. Open the list again: it shows "
                "what holds, and there it can be lifted."
            )


def seal(version: AnswerVersion) -> None:
    """Keep what a version says, once; only then does the database let its words be masked."""
    if sealed_of(version) is None:
        session.add(
            SealedText(
                version=version,
                text=version.text,
                proposed=version.proposed,
                annex=version.annex,
            )
        )
    session.flush()


def _mask(version: AnswerVersion) -> None:
    """Let the words of a version be those that are sealed, without what is redacted."""
    sealed = sealed_of(version)
    if sealed is None:
        return
    decisions = [each for each in in_force(version) if not each.stays]
    for field in SealedField:
        spans = [(each.start, each.end) for each in decisions if each.field is field]
        setattr(version, field.value, masked(getattr(sealed, field.value), spans))
    session.flush()


def _cover_elsewhere(decision: Redaction) -> None:
    """Cover the same words in what was made of the text, and keep where."""
    version = decision.version
    sealed = sealed_of(version)
    if sealed is None:
        return
    whole = Cover(getattr(sealed, decision.field.value), decision.start, decision.end)
    places = cover(version.question_id, [whole])
    places += cover_the_log(version.question_id, [whole])
    if places:
        key = str(decision.id)
        sealed.covered = sealed.covered | {key: [*sealed.covered.get(key, []), *places]}
    session.flush()


def _uncover_elsewhere(decision: Redaction) -> None:
    """Give the words back elsewhere, but for what another redaction covers there too."""
    sealed = sealed_of(decision.version)
    places = sealed.covered.get(str(decision.id), []) if sealed else []
    if not sealed or not places:
        return
    sealed.covered = {k: each for k, each in sealed.covered.items() if k != str(decision.id)}
    uncover(decision.version.question_id, [each for each in places if not is_of_the_log(each)])
    uncover_the_log(places)
    others = session.scalars(
        select(Redaction)
        .join(Redaction.version)
        .where(
            AnswerVersion.question_id == decision.version.question_id,
            Redaction.lifted_at.is_(None),
            Redaction.stays.is_(False),
        )
    )
    for other in others.all():
        _cover_elsewhere(other)
