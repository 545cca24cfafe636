"""A browser for tests: real forms with real tokens, and every response checked.

Checked on each response: the security headers, that nothing is fetched from another host, that a
GET wrote nothing; on each page: valid HTML, a title, one h1, unique ids, a label for every control.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from lxml import etree
from sqlalchemy import event
from werkzeug.test import TestResponse

from consultation import Plenary, clock
from consultation.operations.accounts import tokens

PASSWORD = "correct horse battery staple"
XHTML = "{http://www.w3.org/1999/xhtml}"
ANY = re.compile("")
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)", re.IGNORECASE)
FETCHED = (
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("form", "action"),
)


class Page:
    """A checked response, with its tree."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status_code = response.status_code
        self.headers = response.headers
        self.text = response.get_data(as_text=True) if _is_text(response) else ""
        self.path = urlsplit(response.request.url).path
        self.address = response.request.full_path.removesuffix("?")
        self.tree: Any = None
        if response.mimetype == "text/html" and self.text:
            self.tree = _checked_tree(self.text, self.path)

    @property
    def words(self) -> str:
        """What a reader sees, white space folded."""
        main = next(iter(self.find("main")), self.tree)
        return " ".join(" ".join(main.itertext()).split())

    def find(self, tag: str, **attributes: str) -> list[Any]:
        """Elements by tag and attributes."""
        return [
            element
            for element in self.tree.iter(f"{XHTML}{tag}")
            if all(
                element.get(name.rstrip("_").replace("_", "-")) == value
                for name, value in attributes.items()
            )
        ]

    def form(self, action: str | None = None) -> Any:
        """The form in the page's main part that posts to `action` (or the only one)."""
        (main,) = self.find("main")
        forms = [f for f in main.iter(f"{XHTML}form") if f.get("method", "").lower() == "post"]
        if action is not None:
            forms = [f for f in forms if (f.get("action") or self.path).endswith(action)]
        assert len(forms) == 1, f"{len(forms)} forms for {action} on {self.path}"
        return forms[0]

    def fields(self, action: str | None = None) -> dict[str, Any]:
        """A form's values as a browser would send them unchanged."""
        found: dict[str, Any] = {}
        for name, value in _values(self.form(action)):
            found[name] = value if name not in found else [*_listed(found[name]), value]
        return found


class Browser:
    """A signed-in or anonymous visitor."""

    def __init__(self, app: Plenary) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **options: Any) -> Page:
        with no_writes(self.app):
            response = self.client.get(path, buffered=True, **options)
        return self._checked(response)

    def follow(self, response: Page) -> Page:
        """The page that a redirect leads to."""
        assert response.status_code in {302, 303}, response.words
        return self.get(response.headers["Location"])

    def post(self, path: str, data: dict[str, Any] | None = None) -> Page:
        """A bare POST, for what no form would send."""
        response = self.client.post(path, data=data or {}, buffered=True)
        response.request.environ["wsgi.input"].close()  # a large form is a file by then
        return self._checked(response)

    def submit(self, page: Page, action: str | None = None, **fields: Any) -> Page:
        """Fill in a page's form and send it, hidden fields and token included."""
        form = page.form(action)
        target = form.get("action") or page.address
        return self.post(target, page.fields(action) | fields)

    def sign_in(self, email: str, password: str = PASSWORD) -> "Browser":
        page = self.get("/sign-in")
        response = self.submit(page, email=email, password=password)
        assert response.status_code == 302, response.words
        return self

    def with_session(self, ticket: str) -> "Browser":
        """With the cookie of a session that has begun: how it begins has tests of its own."""
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = ticket
            cookie["number"], cookie["begun"] = tokens.secret(), clock.now().timestamp()
        return self

    def token(self) -> str:
        """The token of this visitor's session, good for every form: what any form's page holds."""
        with self.app.test_request_context():
            token = generate_csrf()
            own = session["csrf_token"]
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = own
        return token

    @staticmethod
    def _checked(response: TestResponse) -> Page:
        for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
            assert header in response.headers, f"no {header} on {response.request.path}"
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        return Page(response)


@contextmanager
def statements(app: Plenary, like: re.Pattern[str] = ANY) -> Iterator[list[str]]:
    """The statements that the database is given meanwhile, without their values."""
    given: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if like.match(statement):
            given.append(statement)

    event.listen(app.engine, "before_cursor_execute", note)
    try:
        yield given
    finally:
        event.remove(app.engine, "before_cursor_execute", note)


def written(app: Plenary) -> AbstractContextManager[list[str]]:
    """The statements by which anything is written to the database meanwhile."""
    return statements(app, WRITES)


@contextmanager
def no_writes(app: Plenary) -> Iterator[None]:
    """Fail when anything is written to the database meanwhile."""
    with written(app) as wrote:
        yield
    assert not wrote, f"a GET wrote: {wrote}"


def _is_text(response: TestResponse) -> bool:
    return response.mimetype.startswith("text/") or response.mimetype == "application/json"


def _checked_tree(text: str, path: str) -> Any:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True)
    tree = parser.parse(text).getroot()
    elements = list(tree.iter(etree.Element))
    titles = [e for e in elements if e.tag == f"{XHTML}title"]
    assert [t for t in titles if (t.text or "").strip()], f"no title on {path}"
    headings = [e for e in elements if e.tag == f"{XHTML}h1"]
    assert len(headings) == 1, f"{len(headings)} h1 on {path}"
    ids = [e.get("id") for e in elements if e.get("id")]
    assert len(ids) == len(set(ids)), (
        f"ids twice on {path}: {sorted(i for i in ids if ids.count(i) > 1)}"
    )
    _check_labels(elements, path)
    _check_hosts(elements, path)
    return tree


def _check_labels(elements: list[Any], path: str) -> None:
    labelled = {e.get("for") for e in elements if e.tag == f"{XHTML}label"}
    for element in elements:
        if element.tag not in {f"{XHTML}{tag}" for tag in ("input", "select", "textarea")}:
            continue
        if element.get("type") in {"hidden", "submit", "button"}:
            continue
        inside = any(parent.tag == f"{XHTML}label" for parent in element.iterancestors())
        assert inside or element.get("id") in labelled or element.get("aria-label"), (
            f"no label for {element.get('name')} on {path}"
        )


def _check_hosts(elements: list[Any], path: str) -> None:
    for tag, attribute in FETCHED:
        for element in elements:
            if element.tag == f"{XHTML}{tag}":
                host = urlsplit(element.get(attribute) or "").netloc
                assert not host, f"{path} fetches from {host}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _values(form: Any) -> Iterator[tuple[str, Any]]:
    """What stands in a form, and what stands elsewhere and names it as its own."""
    inside = set(form.iter(etree.Element))
    for element in form.getroottree().iter(etree.Element):
        own = element.get("form") == form.get("id") if element.get("form") else element in inside
        if (
            own
            and element.get("name")
            and not _is_unticked(element)
            and element.get("type") != "submit"
        ):
            yield element.get("name"), _value(element)


def _is_unticked(element: Any) -> bool:
    return element.get("type") in {"checkbox", "radio"} and element.get("checked") is None


def _value(element: Any) -> str:
    if element.tag == f"{XHTML}textarea":
        # The line end after the tag is markup; html5lib has dropped it as a browser does.
        return element.text or ""
    if element.tag == f"{XHTML}select":
        options = list(element.iter(f"{XHTML}option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        return chosen[0].get("value") if chosen else ""
    return element.get("value") or ""
