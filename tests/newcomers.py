"""Rows for tests of accounts and workspaces, as in `tests.factories`: mailed tokens, colleagues."""

from typing import Any

from consultation import models
from consultation.operations.accounts.tokens import hash_of
from tests import factories
from tests.conftest import NOW

TOKEN = "mailed-by-us-and-good-for-an-hour"


def token(kind: models.TokenKind, **given: Any) -> models.Token:
    """What TOKEN opens."""
    defaults = {
        "kind": kind,
        "hash": hash_of(f"{kind}-{TOKEN}"),
        "email": f"{kind}@example.org",
        "name": "Nia Newcomer",
        "password_hash": factories.password_hash(),
        "made_at": NOW,
    }
    return models.Token(**defaults | given)


def colleague(**given: Any) -> models.Colleague:
    """A colleague of a stakeholder that is there already."""
    defaults: dict[str, Any] = {"joined_at": NOW}
    if "person" not in given:
        defaults["person"] = factories.person()
    own = {"consultation_id": given["stakeholder"].consultation_id}
    return models.Colleague(**defaults | own | given)
