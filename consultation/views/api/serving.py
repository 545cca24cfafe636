"""How a view of the API is served: its address, guard, parameters and answer, in one line."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema

from consultation.db import Base
from consultation.permissions import Permission
from consultation.views.api import blueprint
from consultation.views.api.asking import opens

View = Callable[..., dict[str, Any]]


def serves(
    rule: str,
    permission: Permission,
    answer: type[Schema],
    *,
    model: type[Base] | None = None,
    query: type[Schema] | None = None,
) -> Callable[[View], View]:
    """Serve a view under an address: the guard comes first, and the reference has all of it."""

    def served(view: View) -> View:
        inside = blueprint.response(200, answer)(view)
        if query is not None:
            inside = blueprint.arguments(query, location="query")(inside)
        blueprint.route(rule)(opens(permission, model)(inside))
        return view

    return served
