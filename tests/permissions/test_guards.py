"""What makes the matrix hold: no view without its guard, and a client that sees a GET write."""

import pytest
from flask import Flask
from sqlalchemy import update

import consultation
from consultation import access, web
from consultation.db import session
from consultation.models import Consultation
from consultation.permissions import Permission
from tests.client import Browser


def without_guard() -> str:
    return "Anyone may read this."


def test_a_view_without_a_permission_stops_the_application_from_starting(settings, monkeypatch):
    install = web.install

    def install_one_more(app: Flask) -> None:
        install(app)
        app.add_url_rule("/bare", "bare", without_guard)

    monkeypatch.setattr(web, "install", install_one_more)
    with pytest.raises(RuntimeError, match="No permission is named for: bare"):
        consultation.create_app(settings)


def test_every_bare_view_is_named_and_no_guarded_one(new_app):
    new_app.add_url_rule("/b", "b", without_guard)
    new_app.add_url_rule("/a", "a", without_guard)
    new_app.add_url_rule("/c", "c", access.permits(Permission.VISIT)(without_guard))
    with pytest.raises(RuntimeError, match=r"for: a, b$"):
        access.ensure_every_view_is_guarded(new_app)


def test_the_browser_of_the_tests_sees_a_get_that_writes(new_app):
    def write() -> str:
        session.execute(update(Consultation).values(is_public=True))
        return "Written."

    new_app.add_url_rule("/write", "write", access.permits(Permission.VISIT)(write))
    with pytest.raises(AssertionError, match=r"a GET wrote: .'UPDATE consultation"):
        Browser(new_app).get("/write")
