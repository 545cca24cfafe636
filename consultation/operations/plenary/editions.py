"""Editions of packs and synopsis reports: asked for, kept with their manifest, let go of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet
from consultation.models import (
    Consultation,
    Edition,
    EditionKind,
    Job,
    JobState,
    Person,
    Round,
    Stakeholder,
    Submission,
    WebhookEvent,
)
from consultation.models.job import PENDING
from consultation.operations.audit import record
from consultation.operations.correspondence.webhooks import announce
from consultation.operations.jobs import RINGS, finish
from consultation.queries.plenary.editions import synopses_of


def ask_for_edition(round_: Round, *, by: Person, now: datetime) -> Edition:
    """An edition that a worker will compile: the one of this round that waits, or a new one."""
    others = and_(Edition.round == round_, Edition.kind == EditionKind.PACK)
    return _asked(EditionKind.PACK, round_, others, by=by, now=now)


def ask_for_synopsis(consultation: Consultation, *, by: Person, now: datetime) -> Edition:
    """The same for the synopsis report, which tells of every round that has begun.

    Raises NotAllowedYet before the first has.
    """
    locked(consultation)
    begun = [round_ for round_ in consultation.rounds if round_.opens_at <= now]
    if not begun:
        raise NotAllowedYet("No round has begun. There is something to report once one has.")
    others = Edition.id.in_(synopses_of(consultation))
    return _asked(EditionKind.SYNOPSIS, begun[-1], others, by=by, now=now)


def _asked(
    kind: EditionKind, round_: Round, others: ColumnElement[bool], *, by: Person, now: datetime
) -> Edition:
    """The one of `others` that waits, or a new one with the number after theirs."""
    waits = session.scalar(
        select(Edition)
        .join(Job, Job.edition_id == Edition.id)
        .where(others, Job.state.in_(PENDING))
    )
    if waits is not None:
        return waits
    newest = session.scalar(select(func.max(Edition.number)).where(others)) or 0
    edition = Edition(kind=kind, round=round_, number=newest + 1, asked_by=by, asked_at=now)
    session.add(edition)
    session.flush()
    session.add(Job(edition=edition, asked_by=by, asked_at=now, message="waiting for a worker"))
    session.info[RINGS] = True
    record(
        "ask for an edition",
        edition,
        person=by,
        now=now,
        after={"number": edition.number, "of": edition.kind},
    )
    return edition


def keep_manifest(
    edition: Edition, manifest: dict[str, Any], *, sha256: str, now: datetime
) -> None:
    """Say that every file of an edition is there; the log holds what the manifest hashes to."""
    edition.manifest = manifest
    record("compile an edition", edition, person=None, now=now, after={"manifest": sha256})
    announce(
        WebhookEvent.EDITION_COMPILED, edition.round, f"edition {edition.id}", now,
        path=_path_of(edition), edition=edition.id, kind=edition.kind.value,
    )  # fmt: skip


def _path_of(edition: Edition) -> str:
    """Where its files are listed."""
    if edition.kind is EditionKind.SYNOPSIS:
        return f"/consultations/{edition.round.consultation_id}/synopsis"
    return f"/rounds/{edition.round_id}/editions"


def let_go(round_: Round, *, because: str, now: datetime) -> None:
    """Keep the files of a round's editions no longer; what the manifests say of them stays.

    They cannot be taken away from this moment on, and the worker takes them from the disk. One that
    is being compiled is given up, for it has seen what was before; one that waits has seen nothing.
    """
    _let_go(_that_tell_of(select(Round.id).where(Round.id == round_.id)), because=because, now=now)


def let_go_of_all_in(consultation: Consultation, *, because: str, now: datetime) -> None:
    """The same for every round of a consultation at once: all that waits is held before the log."""
    rounds = select(Round.id).where(Round.consultation_id == consultation.id)
    _let_go(_that_tell_of(rounds), because=because, now=now)


def let_go_of_all_with(part: Stakeholder, *, because: str, now: datetime) -> None:
    """The same for each round in which a stakeholder has sent something."""
    rounds = select(Submission.round_id).where(
        Submission.stakeholder == part, Submission.submitted_at.is_not(None)
    )
    _let_go(_that_tell_of(rounds), because=because, now=now)


def hold_editions_with(parts: Iterable[Stakeholder]) -> None:
    """Hold what is compiled or waits of their rounds, all at once, before any is let go of."""
    rounds = select(Submission.round_id).where(
        Submission.stakeholder_id.in_([part.id for part in parts]),
        Submission.submitted_at.is_not(None),
    )
    pending = select(Job.id).where(
        Job.edition_id.in_(_that_tell_of(rounds)), Job.state.in_(PENDING)
    )
    session.execute(pending.order_by(Job.id).with_for_update())


def _that_tell_of(rounds: Select[int]) -> Select[int]:
    """The packs of these rounds, and the synopsis reports of their consultations."""
    consultations = select(Round.consultation_id).where(Round.id.in_(rounds))
    is_told = and_(Edition.kind == EditionKind.SYNOPSIS, Round.consultation_id.in_(consultations))
    return (
        select(Edition.id)
        .join(Round, Round.id == Edition.round_id)
        .where(or_(Edition.round_id.in_(rounds), is_told))
    )


def _let_go(editions: Select[int], *, because: str, now: datetime) -> None:
    waiting = _given_up(editions, because=because, now=now)
    held = session.scalars(
        select(Edition).where(
            Edition.id.in_(editions),
            Edition.files_removed_at.is_(None),
            Edition.id.not_in(waiting),
        )
    ).all()
    for edition in held:
        edition.files_removed_at, edition.files_removed_because = now, because
        record("let go of an edition's files", edition, person=None, now=now, reason=because)


def _given_up(editions: Select[int], *, because: str, now: datetime) -> list[int]:
    """End what is being compiled, and hold what waits until the transaction ends; returns these.

    So no worker begins one before what it is not to see is gone. The jobs come before the editions,
    as with the worker that ends one.
    """
    pending = session.scalars(
        select(Job)
        .where(Job.edition_id.in_(editions), Job.state.in_(PENDING))
        .order_by(Job.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for job in pending:
        if job.state is JobState.RUNNING and job.edition is not None:
            message = f"{because} Compile the {job.edition.kind} anew."
            finish(job, state=JobState.FAILED, message=message, now=now)
    session.flush()
    return [job.edition_id for job in pending if job.is_pending and job.edition_id is not None]
