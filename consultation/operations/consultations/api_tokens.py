"""Tokens with which programs read: made for one consultation, shown once, kept as a hash."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import ApiToken, Consultation, Person, Scope
from consultation.operations.accounts.tokens import hash_of, secret
from consultation.operations.audit import record

BEGINNING = "plenary_"
"""How every token begins, so that one in a wrong place can be searched for."""

LONGEST = timedelta(days=366)
"""How long a token may be good: a forgotten one ends by itself."""


def make_api_token(
    consultation: Consultation,
    name: str,
    scope: Scope,
    *,
    expires_at: datetime,
    by: Person,
    now: datetime,
) -> str:
    """The token itself, which is kept nowhere. Raises RuleError for a day past or too far."""
    if not now < expires_at <= now + LONGEST:
        raise RuleError("Choose a day that is to come, at most a year from now.")
    raw = f"{BEGINNING}{secret()}"
    token = ApiToken(
        consultation_id=consultation.id,
        name=name,
        scope=scope,
        hash=hash_of(raw),
        made_by_id=by.id,
        made_at=now,
        expires_at=expires_at,
    )
    session.add(token)
    after = {"name": name, "scope": scope.value, "expires_at": expires_at.isoformat()}
    record("make a token", token, person=by, now=now, after=after)
    return raw


def revoke_api_token(token: ApiToken, *, by: Person, now: datetime) -> None:
    """Let nothing be read with it any more; its row stays, for the log names it."""
    if token.revoked_at is None:
        token.revoked_at = now
        record("revoke a token", token, person=by, now=now, before={"name": token.name})


def good_api_token(raw: str, now: datetime) -> ApiToken | None:
    """The token that a program showed, while it is good."""
    token = session.scalar(select(ApiToken).where(ApiToken.hash == hash_of(raw)))
    return token if token is not None and token.is_good(now) else None


def note_use(token_id: int, day: date) -> None:
    """Keep the last day on which a token was used; no earlier day comes after a later one."""
    token = session.get(ApiToken, token_id)
    if token is not None and (token.last_used_on is None or token.last_used_on < day):
        token.last_used_on = day
