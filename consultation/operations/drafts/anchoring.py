"""Comments on words of a draft, carried to the next: only where these words are found again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import (
    Anchor,
    Answer,
    AnswerVersion,
    Draft,
    Lineage,
    OpenQuestion,
    Person,
    Provision,
    Submission,
)
from consultation.operations.audit import record
from consultation.passages import passage, spans_of
from consultation.plain import plain
from consultation.queries.contributions.submissions import counts
from consultation.queries.drafts.preparing import draft_before

Place = tuple[Provision, dict[str, Any]]


def carry_passages(draft: Draft) -> int:
    """Anchor what was commented on in the draft before and has no anchor yet; how many it was.

    A passage is carried to a provision that the commented one goes on in, where its exact words
    stand in one place only, or in one only with the same words around. All others wait.
    """
    before = draft_before(draft.round)
    if before is None:
        return 0
    answers = session.scalars(_not_carried(draft, before)).all()
    heirs = _heirs(draft)
    for answer in answers:
        place = found_again(answer, heirs.get(answer.question.comments_on_id or 0, []))
        session.add(
            Anchor(
                draft_id=draft.id,
                answer_id=answer.id,
                provision_id=place[0].id if place else None,
                passage=place[1] if place else None,
            )
        )
    session.flush()
    return len(answers)


def _not_carried(draft: Draft, before: Draft) -> Any:
    return (
        select(Answer)
        .join(Answer.question)
        .join(Answer.submission)
        .join(AnswerVersion, AnswerVersion.id == Answer.version_id)
        .where(
            OpenQuestion.draft_id == before.id,
            OpenQuestion.comments_on_id.is_not(None),
            AnswerVersion.passage.is_not(None),
            Submission.submitted_at.is_not(None),
            counts(),
            ~exists().where(Anchor.draft_id == draft.id, Anchor.answer_id == Answer.id),
        )
        .order_by(Answer.id)
    )


def _heirs(draft: Draft) -> dict[int, list[Provision]]:
    """By the number of a provision of the draft before: those that it goes on in."""
    rows = session.execute(
        select(Lineage.old_id, Provision)
        .join(Provision, Provision.id == Lineage.new_id)
        .where(Lineage.draft_id == draft.id, Lineage.old_id.is_not(None))
        .order_by(Provision.rank)
    )
    heirs: dict[int, list[Provision]] = {}
    for old_id, provision in rows:
        heirs.setdefault(old_id or 0, []).append(provision)
    return heirs


def found_again(answer: Answer, provisions: Iterable[Provision]) -> Place | None:
    """The one place where the words of a comment's passage stand; None for none, or several."""
    quoted = answer.version.passage or {}
    places = list(_places(quoted, provisions))
    if len(places) > 1:
        places = [place for place in places if _same_around(quoted, place[1])]
    return places[0] if len(places) == 1 else None


def _places(quoted: dict[str, Any], provisions: Iterable[Provision]) -> Iterator[Place]:
    exact = str(quoted.get("exact", ""))
    for provision in provisions:
        words = plain(provision.text)
        for start, _ in spans_of(words, exact):
            found = passage(words, exact, start=start)
            if found is not None:
                yield provision, found


def _same_around(quoted: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether the words before and after are those that stood there."""
    return all(_spaced(quoted.get(side)) == _spaced(found[side]) for side in ("prefix", "suffix"))


def _spaced(words: Any) -> str:
    return " ".join(str(words or "").split())


def settle(
    anchor: Anchor, provision: Provision | None, *, seen: int, by: Person, now: datetime
) -> None:
    """A person says to which provision a comment belongs now, or, with None, that it has no place.

    The words are anchored too where they stand in it in one place. Raises StaleEdit where somebody
    has said so since the version that was `seen`, NotAllowedYet as `ensure_counts`.
    """
    locked(anchor)
    ensure_counts(anchor)
    if anchor.version != seen:
        raise StaleEdit(f"{_said(anchor)} Look at it again before you say otherwise.")
    if provision is not None and provision.draft_id != anchor.draft_id:
        raise RuleError(f"Choose a provision of “{anchor.draft.title}”.")
    place = found_again(anchor.answer, [provision]) if provision else None
    before = {"provision": anchor.provision.name if anchor.provision else ""}
    anchor.provision_id = provision.id if provision else None
    anchor.passage = place[1] if place else None
    anchor.decided_by_id, anchor.decided_at = by.id, now
    after = {"provision": provision.name if provision else "gone"}
    record("say where a comment belongs", anchor, person=by, now=now, before=before, after=after)


def ensure_counts(anchor: Anchor) -> None:
    """Raise NotAllowedYet for a comment that its author took back: nobody reads it any more."""
    if not anchor.answer.is_counted:
        raise NotAllowedYet(
            "Its author took this comment back, or sent another in its place, so it has no place "
            "to be found. Choose another in the list."
        )


def _said(anchor: Anchor) -> str:
    if anchor.decided_by is None:
        return "This was looked up anew meanwhile."
    where = f"it belongs to {anchor.provision.name}" if anchor.provision else "its words are gone"
    return f"{anchor.decided_by.name} has said meanwhile that {where}."


def standing_in(anchor: Anchor, provisions: Sequence[Provision]) -> list[Provision]:
    """Where in the draft the very words stand: a hint for who decides, no decision."""
    exact = str((anchor.answer.version.passage or {}).get("exact", ""))
    return [each for each in provisions if spans_of(plain(each.text), exact)]
