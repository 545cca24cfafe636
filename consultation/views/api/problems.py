"""Refusals of the API, as RFC 9457 has them: why, and what to do, for programs."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException, default_exceptions

PREFIX = "/api/v1"
TYPE = "application/problem+json"


def is_asked() -> bool:
    """Whether this request is to the API, also where it has no such address."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def problem(status: int, sentence: str) -> Response:
    """A refusal with its sentence; what is not known of who asks can be told with a token."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    response = Response(json.dumps(body), status, content_type=TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def sentence_of(error: HTTPException, sentences: Mapping[int, str]) -> str:
    """What is wrong with a request: our own words for it, or the usual ones of its status."""
    status = error.code or 500
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return _wrong_parameters(error)
    if error.description and error.description != default_exceptions[status].description:
        return error.description
    return sentences.get(status, error.description or sentences[500])


def _wrong_parameters(error: HTTPException) -> str:
    found = getattr(error, "data", {}).get("messages", {}).get("query", {})
    told = [f"“{name}”: {' '.join(map(str, wrong))}" for name, wrong in found.items()]
    return f"The address asks for what cannot be given. {' '.join(told)}".strip()
