"""Plenary: the platform on which a text is drafted in public."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from consultation import clock, db, logs, web
from consultation.access import ensure_every_view_is_guarded, login_manager
from consultation.boundary import REQUEST_LIMIT
from consultation.config import Settings
from consultation.jobs import Queue, make_queue
from consultation.operations.jobs import RINGS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Plenary(Flask):
    """One transaction per request: a status below 400 commits, anything else rolls back.

    The commit happens before the answer leaves, inside the reach of the error pages: nobody is
    told that something was received before it is on disk.
    """

    engine: Engine
    queue: Queue

    def wsgi_app(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        environ[web.ARRIVED_AT] = clock.now()
        return super().wsgi_app(environ, start_response)

    def dispatch_request(self) -> ResponseReturnValue:
        response = self.make_response(super().dispatch_request())
        if response.status_code >= 400:
            db.session.rollback()
            return response
        rings = db.session.info.pop(RINGS, False)
        db.session.commit()
        if rings:
            self.queue.ring()
        return response


def create_app(settings: Settings | None = None) -> Plenary:
    """The web application of one instance; refuses to start with an unguarded view."""
    settings = settings or Settings()
    logs.configure()
    app = Plenary(__name__, template_folder="../templates")
    serve(app, settings)
    if settings.proxies:
        # Only so many entries are believed, from the right: what stands before them is made up.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.url_map.strict_slashes = False
    CSRFProtect(app)
    Bootstrap5(app)
    login_manager.init_app(app)
    web.install(app)
    ensure_every_view_is_guarded(app)
    return app


def serve(app: Plenary, settings: Settings) -> None:
    """Have the application serve that instance: its secrets, its database, its queue."""
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key(),
        MAX_CONTENT_LENGTH=REQUEST_LIMIT,
        MAX_FORM_MEMORY_SIZE=REQUEST_LIMIT,
        TRUSTED_HOSTS=settings.hosts,
        SESSION_COOKIE_NAME="__Host-plenary" if settings.https else "plenary",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        BOOTSTRAP_SERVE_LOCAL=True,
        SETTINGS=settings,
    )
    app.engine = db.connect(settings.url)
    app.queue = make_queue(settings)
