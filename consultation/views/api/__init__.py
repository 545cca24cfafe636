"""The API: what the pages let be read, for programs. It only reads.

Described in OpenAPI 3.1 at /api/v1/openapi.json; who may read what is the table's matter, as for
pages, and no other site's script is let in with somebody's session.
"""

from typing import Any

from flask import Flask, Response, request
from flask_smorest import Api, Blueprint

from consultation.views.api.problems import PREFIX, TYPE
from consultation.views.api.schemas import ProblemSchema

blueprint = Blueprint(
    "api", __name__, url_prefix=PREFIX, description="What can be read, and by whom"
)

from consultation.views.api import around, reading, reference  # noqa: E402

CONFIG = {
    "API_TITLE": "Plenary",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Consultations, drafts and their lineage, meetings, official answers, "
            "published contributions and results, as the pages show them to whoever asks. Nothing "
            "is written here."
        },
        "servers": [{"url": "/"}],
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that the secretariat of a consultation made.",
                }
            }
        },
        "security": [{}, {"token": []}],
    },
}


class PlenaryApi(Api):  # type: ignore[misc]
    """Without handlers of errors of its own: refusals are worded in one place, `web`."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        return None


def install(app: Flask) -> None:
    """Give the application the API and its reference."""
    app.config.update(CONFIG)
    api = PlenaryApi(app)
    api.register_blueprint(blueprint)
    app.extensions["plenary-api"] = api
    app.register_blueprint(reference.blueprint)


@blueprint.after_request  # type: ignore[untyped-decorator]
def _say_what_it_is(response: Response) -> Response:
    """Let whoever has it already be told so, and nobody else's cache keep it."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = "private, no-cache"
        response.vary.update(["Authorization", "Cookie"])
        response.add_etag()
        response.make_conditional(request)
    return response


def document(app: Any) -> dict[str, Any]:
    """The OpenAPI document of an application."""
    found: dict[str, Any] = app.extensions["plenary-api"].spec.to_dict()
    for refusal in found["components"]["responses"].values():
        refusal["content"] = {TYPE: next(iter(refusal["content"].values()))}
    return found


__all__ = ["PREFIX", "around", "blueprint", "document", "install", "reading", "reference"]
