"""Tokens: 128 random bits sent by mail, good once and for an hour, kept as a hash."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, select

from consultation.db import session
from consultation.errors import NotAllowedYet
from consultation.models import TOKEN_LIFE, Token, TokenKind


def secret() -> str:
    """128 bits that nobody can guess, for an address line."""
    return secrets.token_urlsafe(16)


def hash_of(raw: str) -> str:
    """What is kept of a secret that is random enough to need no slow hash."""
    return hashlib.sha256(raw.encode()).hexdigest()


def new_token(kind: TokenKind, email: str, *, now: datetime, **kept: str) -> str:
    """A token for an address, to be mailed; it ends every earlier one of its kind."""
    session.execute(delete(Token).where(Token.kind == kind, Token.email == email))
    raw = secret()
    session.add(Token(kind=kind, email=email, hash=hash_of(raw), made_at=now, **kept))
    session.flush()
    return raw


def good_token(kind: TokenKind, raw: str, now: datetime) -> Token | None:
    """The token that was mailed, while it is good."""
    token = session.scalar(select(Token).where(Token.kind == kind, Token.hash == hash_of(raw)))
    return token if token is not None and token.is_good(now) else None


def forget_old(now: datetime) -> None:
    """Keep no name and no address of somebody who did not confirm it."""
    session.execute(delete(Token).where(Token.made_at <= now - TOKEN_LIFE))


def used_token(kind: TokenKind, raw: str, now: datetime) -> Token:
    """The token that was mailed, taken for good. Raises NotAllowedYet where it is none any more."""
    taken = delete(Token).where(Token.kind == kind, Token.hash == hash_of(raw)).returning(Token)
    # Of two who use it at once, one finds it gone.
    token = session.scalar(taken)
    if token is None or not token.is_good(now):
        raise NotAllowedYet(
            "This link was used already, is more than an hour old, or a newer one was sent. Ask "
            "for another."
        )
    return token
