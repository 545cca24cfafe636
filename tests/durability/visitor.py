"""Somebody at a browser without scripts, over a real socket: cookies, real forms, real tokens."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html

from tests.client import PASSWORD


class Gone(Exception):
    """The server died before its answer was whole: nothing was acknowledged."""


class Refused(Exception):
    """The server answered that it could not take it: nothing was acknowledged."""


@dataclass(frozen=True)
class Reply:
    """A whole answer of the server."""

    path: str
    status: int
    location: str
    text: str

    def form(self, field: str = "csrf_token", *, to: str = "") -> "Form":
        """The page's form with this field that goes `to` there, filled in as it came."""
        page = lxml.html.fromstring(self.text)
        forms = [
            Form(form.get("action") or self.path, dict(form.form_values()))
            for form in page.forms
            if field in form.fields
        ]
        (found,) = [form for form in forms if form.action.endswith(to)]
        return found


@dataclass(frozen=True)
class Form:
    """Where a form goes and what it would send."""

    action: str
    fields: dict[str, str]


class Visitor:
    """One person's session; its connection may break, its cookies stay."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def sign_in(self, email: str) -> "Visitor":
        self.send(self.get("/sign-in").form("password"), email=email, password=PASSWORD)
        return self

    def get(self, path: str) -> Reply:
        """A page; raises Refused where there is none to be had."""
        try:
            reply = self._ask("GET", path)
        except Gone:
            # An idle connection may have been closed meanwhile: a browser asks once more too.
            reply = self._ask("GET", path)
        if reply.status != 200:
            raise Refused(f"{reply.status} for {path}")
        return reply

    def get_json(self, path: str) -> Any:
        return json.loads(self.get(path).text)

    def send(self, form: Form, **fields: str) -> Reply:
        """Send a form; raises Refused unless it is acknowledged with a redirect."""
        reply = self._ask("POST", form.action, urlencode(form.fields | fields))
        if reply.status not in {302, 303}:
            raise Refused(f"{reply.status} for {form.action}")
        return reply

    def send_and_hang_up(self, form: Form) -> None:
        """Send a form and be gone before the answer comes."""
        self._request("POST", form.action, urlencode(form.fields))
        self.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Reply:
        try:
            self._request(method, path, body)
            response = self.connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            self.close()
            raise Gone(path) from error
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return Reply(path, response.status, _path(response.headers["Location"]), text)

    def _request(self, method: str, path: str, body: str | None = None) -> None:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)


def _path(location: str | None) -> str:
    return urlsplit(location or "").path
