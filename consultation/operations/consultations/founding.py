"""Founding a consultation, and changing what it says of itself."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from consultation.db import locked, session
from consultation.errors import RuleError, StaleEdit
from consultation.models import Consultation, Person, Role
from consultation.operations.accounts.people import give_role, one_line
from consultation.operations.audit import record


@dataclass(frozen=True)
class Profile:
    """What a consultation says of itself, and on which terms people take part."""

    title: str
    host: str
    summary: str
    legal_basis: str
    usual_days: int | None
    shorter_because: str
    languages: tuple[str, ...]
    time_zone: str
    is_public: bool
    registration: bool
    categories: tuple[str, ...]

    @property
    def seen(self) -> str:
        """A mark of this state: another one means that somebody changed something."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def profile_of(consultation: Consultation) -> Profile:
    """What a consultation says of itself now."""
    kept = {name: getattr(consultation, name) for name in Profile.__dataclass_fields__}
    lists = {name: tuple(kept[name]) for name in ("languages", "categories")}
    return Profile(**kept | lists)


def found(profile: Profile, *, by: Person, now: datetime) -> Consultation:
    """Make a consultation, with its founder as secretariat. Raises RuleError without a title."""
    consultation = Consultation()
    _put(profile, consultation)
    session.add(consultation)
    give_role(by, consultation, Role.SECRETARIAT)
    record("found the consultation", consultation, person=by, now=now, after=_kept(profile))
    return consultation


def change_profile(
    consultation: Consultation, profile: Profile, *, seen: str, by: Person, now: datetime
) -> bool:
    """Let a consultation say something else of itself; whether anything is different.

    Raises StaleEdit where somebody changed it since it was `seen`.
    """
    locked(consultation)
    was = profile_of(consultation)
    if was.seen != seen:
        raise StaleEdit(
            "Somebody else changed these settings since you opened them. What you typed is below, "
            "and the list of changes on the settings says what is different. Save once more to "
            "put yours in its place."
        )
    before, after = _kept(was), _kept(profile)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return False
    _put(profile, consultation)
    record(
        "change the settings",
        consultation,
        person=by,
        now=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return True


def _put(profile: Profile, consultation: Consultation) -> None:
    if not one_line(profile.title):
        raise RuleError("A consultation has a title.")
    if profile.usual_days is not None and profile.usual_days < 1:
        raise RuleError("A round usually has at least one day.")
    for name, value in _kept(profile).items():
        setattr(consultation, name, value)
    consultation.title = one_line(profile.title)


def _kept(profile: Profile) -> dict[str, Any]:
    """The values as a row and the log keep them."""
    values = asdict(profile)
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
