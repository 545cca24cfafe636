"""A page of the demonstration's draft beside a bare Flask page of the same text with one SELECT.

The bare page is what nobody could do without: Flask, a session of SQLAlchemy, one SELECT of the
draft's provisions, one template with their numbers, titles and texts. No guard, no header, no
question, no contents. Requests take turns in one process, so that whatever else the machine does
meets both.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask, render_template
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy import select

from consultation import clock, create_app, db, schema
from consultation.config import Settings
from consultation.db import session, transaction
from consultation.models import Draft, Person, Provision
from consultation.operations.demonstration import load_demonstration

TARGET = 3.0
BARE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1>
{% for p in provisions %}<h2 id="{{ p.key }}">{{ p.number }} {{ p.title }}</h2>
<p>{{ p.text }}</p>{% endfor %}</html>"""


@dataclass(frozen=True)
class Served:
    """A page as one visitor gets it: median milliseconds, and how many bare pages that is."""

    page: str
    visitor: str
    milliseconds: float
    ratio: float

    @property
    def is_fast_enough(self) -> bool:
        return self.ratio <= TARGET


def measured(folder: Path, repeats: int) -> tuple[float, list[Served]]:
    """Milliseconds of the bare page, and each page of the draft against it."""
    settings = Settings(data=folder, database_url="")
    engine = db.connect(settings.url)
    schema.ensure_current(engine)
    with transaction():
        load_demonstration(password="a password nobody needs", now=clock.now())
    draft_id, addresses = _draft()
    engine.dispose()
    app = create_app(settings)
    visitors = {
        name: _visitor(app, email) for name, email in (("reader", "reader@demo.example"),
                                                       ("stakeholder", "stakeholder@demo.example"))
    }  # fmt: skip
    calls = {"bare": _calling(_bare(draft_id).test_client(), "/")} | {
        f"{name}|{address}": _calling(client, address)
        for name, client in visitors.items()
        for address in addresses
    }
    times = _in_turns(calls, repeats)
    app.engine.dispose()
    bare = times.pop("bare")
    lines = []
    for key, milliseconds in times.items():
        visitor, _, page = key.partition("|")
        lines.append(Served(page, visitor, milliseconds, milliseconds / bare))
    return bare, lines


def _draft() -> tuple[int, list[str]]:
    draft = session.scalars(select(Draft)).one()
    address = f"/drafts/{draft.id}"
    found = draft.id, [address, f"{address}/provisions/{draft.provisions[3].key}"]
    session.remove()
    return found


def _bare(draft_id: int) -> Flask:
    app = Flask("bare")
    app.jinja_loader = DictLoader({"draft.html": BARE})  # type: ignore[assignment]

    @app.get("/")
    def page() -> str:
        provisions = session.scalars(
            select(Provision).where(Provision.draft_id == draft_id).order_by(Provision.rank)
        ).all()
        return render_template("draft.html", title="Draft 1", provisions=provisions)

    @app.teardown_appcontext
    def end(_error: BaseException | None) -> None:
        session.remove()

    return app


def _visitor(app: Any, email: str) -> FlaskClient:
    with app.app_context():
        ticket = session.scalars(select(Person).where(Person.email == email)).one().get_id()
        session.remove()
    client: FlaskClient = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = ticket
        cookie["number"], cookie["begun"] = "of the bench", clock.now().timestamp()
    return client


def _calling(client: FlaskClient, address: str) -> Callable[[], None]:
    def call() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status

    return call


def _in_turns(calls: dict[str, Callable[[], None]], repeats: int) -> dict[str, float]:
    """Median milliseconds of each, one after the other, after a round that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    gc.collect()
    for _ in range(repeats):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            taken[name].append((time.perf_counter() - began) * 1_000)
    return {name: median(times) for name, times in taken.items()}
