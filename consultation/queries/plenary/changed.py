"""Which provisions of the draft an outcome changes."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from consultation.db import session
from consultation.models import OpenQuestion, Outcome, OwnOutcome, Provision
from consultation.models.draft import kind_name

Names = dict[str, str]
"""By the key of a provision: how it is called in the draft."""


def named(question: OpenQuestion, outcomes: Iterable[Outcome | OwnOutcome | None]) -> Names:
    """The provisions that any of these outcomes changes, in the order of the question's draft."""
    return names_of(question, (k for own in outcomes if own for k in own.provision_keys))


def names_of(question: OpenQuestion, keys: Iterable[str]) -> Names:
    """The provisions with these keys, in the order of the question's draft."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = session.execute(
        select(Provision.key, Provision.kind, Provision.number)
        .where(Provision.draft_id == question.draft_id, Provision.key.in_(wanted))
        .order_by(Provision.rank)
    )
    return {key: f"{kind_name(kind)} {number}" for key, kind, number in rows}


def changed_by(outcome: Outcome | OwnOutcome | None, names: Names) -> tuple[str, ...]:
    """What an outcome changes, in the order of `names`; nothing where nothing was decided.

    >>> changed_by(Outcome(provision_keys=["c", "a"]), {"a": "Measure 1", "c": "Form field 3"})
    ('Measure 1', 'Form field 3')
    >>> changed_by(None, {})
    ()
    """
    return called(outcome.provision_keys if outcome else (), names)


def called(keys: Collection[str], names: Names) -> tuple[str, ...]:
    """How the provisions with these keys are called; one that is not in the draft is left out."""
    return tuple(name for key, name in names.items() if key in keys)
