"""The reference of the API: its document for programs, and a page of it for people."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, json, render_template, request
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.permissions import Permission
from consultation.views import api
from consultation.views.api.problems import PREFIX

blueprint = Blueprint("api_reference", __name__, url_prefix=PREFIX)


@blueprint.get("/openapi.json")
@permits(Permission.VISIT)
def read_document() -> ResponseReturnValue:
    """The API in OpenAPI 3.1."""
    response = Response(json.dumps(api.document(current_app)), mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("")
@permits(Permission.VISIT)
def read_reference() -> ResponseReturnValue:
    """What can be asked and what is answered, from the same document."""
    found = api.document(current_app)
    return render_template(
        "api/reference.html",
        operations=list(_operations(found)),
        schemas=found["components"]["schemas"],
    )


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Path, operation, and the name of what it answers with."""
    for path, methods in found["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method == "get":
                parameters = [*shared, *operation.get("parameters", [])]
                content = operation["responses"]["200"]["content"]["application/json"]
                name = content["schema"]["$ref"].rpartition("/")[2]
                yield path, operation | {"parameters": parameters}, name
