"""What every request passes: arrival time, write lock, headers, error pages, template globals."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from consultation import clock, db
from consultation.access import STATIC, asks_for_json, signed_in_person
from consultation.boundary import ANSWER_LIMIT
from consultation.errors import Removed, RuleError, TooManyTries
from consultation.models import Position
from consultation.permissions import Permission, may
from consultation.rendering import FILTERS
from consultation.views import (
    account,
    anchors,
    api,
    chair,
    codes,
    comparing,
    deadlines,
    given_back,
    meetings,
    moderation,
    notices,
    observations,
    official_answers,
    open_data,
    papers,
    public,
    published,
    reports,
    secretariat,
    stakeholder,
    verify,
)
from consultation.views.account import coming_along
from consultation.views.api import problems
from consultation.views.navigation import place

log = structlog.get_logger()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

WRITES_LATER = frozenset(
    {None, account.blueprint.name, given_back.blueprint.name, verify.blueprint.name}
)
"""Blueprints whose forms write nothing, or take the lock by themselves when the slow part is done:
checking a password must not hold up those who write."""

LOCKS_LATER = frozenset(
    {
        "chair.propose_parts",
        "secretariat.decide_eligibility",
        "secretariat.attach_entered",
        "secretariat.import_table",
        "stakeholder.attach_paper",
        "stakeholder.fill_offline",
        "secretariat.import_draft",
    }
)
"""Views that read a file first, which may take a while, and then take the lock themselves."""

ARRIVED_AT = "plenary.arrived_at"
"""When a request began to arrive, before its body is read: what counts against a deadline."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

SENTENCES = {
    400: "The form could not be checked: it is old or came from elsewhere. Open the page again, "
    "then send it once more.",
    403: "Your account may not do this. If it should, ask the secretariat.",
    404: "There is no such page. The address may have been shortened on its way to you, or "
    "somebody removed what it was about.",
    405: "That address takes no such request. Go back and use the button on the page.",
    413: "That is more than can be taken at once: 1,000,000 characters, or a file of 10 MB. "
    "Shorten it or split it.",
    500: "Something broke on our side and was noted. What you had saved is kept.",
    503: "Plenary is busy or under repair. Wait a minute, then send it again; nothing was stored "
    "twice.",
}


def install(app: Flask) -> None:
    """Give the application its blueprints, guards around each request, and error pages."""
    for module in (public, account, stakeholder, chair, secretariat):
        app.register_blueprint(module.blueprint)
    for module in (
        anchors,
        codes,
        comparing,
        deadlines,
        given_back,
        meetings,
        moderation,
        notices,
        observations,
        official_answers,
        open_data,
        papers,
        published,
        reports,
        verify,
    ):
        app.register_blueprint(module.blueprint)
    api.install(app)
    app.before_request(_note_arrival)
    app.after_request(_add_headers)
    app.teardown_appcontext(_end_session)
    app.register_error_handler(RuleError, _refuse)
    app.register_error_handler(TooManyTries, _refuse_for_now)
    app.register_error_handler(CSRFError, _fail_token)
    app.register_error_handler(SecurityError, _fail_elsewhere)
    app.register_error_handler(HTTPException, _fail_http)
    app.register_error_handler(StaleDataError, _refuse_stale)
    app.register_error_handler(ObjectDeletedError, _refuse_removed)
    app.register_error_handler(OperationalError, _fail_database)
    app.register_error_handler(Exception, _fail)
    app.context_processor(_globals)
    app.jinja_env.filters.update(FILTERS)


def _note_arrival() -> None:
    g.arrived_at = request.environ.get(ARRIVED_AT) or clock.now()
    reads = request.blueprint in WRITES_LATER or request.endpoint in LOCKS_LATER
    if request.method not in SAFE_METHODS and not reads:
        db.begin_write()
    elif request.endpoint not in STATIC:
        db.begin_read()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SETTINGS"].https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint not in STATIC:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _end_session(_error: BaseException | None) -> None:
    db.session.remove()


def _globals() -> dict[str, Any]:
    """Names that every template may use."""
    return {
        "ANSWER_LIMIT": ANSWER_LIMIT,
        "Permission": Permission,
        "Position": Position,
        "may": lambda permission, subject=None: may(signed_in_person(), permission, subject),
        "now": g.get("arrived_at") or clock.now(),
        "place": place(),
    }


def _page(status: int, sentence: str) -> ResponseReturnValue:
    """An error page that says why and what to do, and gives back what was typed."""
    db.session.rollback()
    if problems.is_asked():
        return problems.problem(status, sentence)
    if asks_for_json():
        return {"refused": sentence}, status
    page = render_template(
        "errors/refused.html", status=status, sentence=sentence, typed=given_back.typed()
    )
    return page, status


def _refuse(error: RuleError) -> ResponseReturnValue:
    return _page(error.status, str(error))


def _refuse_for_now(error: TooManyTries) -> ResponseReturnValue:
    response = current_app.make_response(_page(error.status, str(error)))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _refuse_stale(_error: StaleDataError) -> ResponseReturnValue:
    return _page(
        409, "Somebody else changed this in the same instant. Look at it again, then repeat."
    )


def _refuse_removed(_error: ObjectDeletedError) -> ResponseReturnValue:
    return _refuse(Removed())


def _fail_token(error: CSRFError) -> ResponseReturnValue:
    # A session that has ended takes its token along: what is to be said is that it has ended.
    if signed_in_person() is None and request.endpoint in coming_along.COMES_ALONG:
        page: ResponseReturnValue = coming_along.ask_to_sign_in()
        return page
    return _fail_http(error)


def _fail_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if problems.is_asked():
        return _page(error.code, problems.sentence_of(error, SENTENCES))
    return _page(error.code, SENTENCES.get(error.code, error.description or SENTENCES[500]))


def _fail_elsewhere(_error: SecurityError) -> ResponseReturnValue:
    # No page: under a host that is not ours no address of ours can be built.
    return Response("Plenary does not answer under this name.\n", 400, mimetype="text/plain")


def _fail_database(error: OperationalError) -> ResponseReturnValue:
    log.error("database_unavailable", path=_route(), error=str(error.orig))
    db.session.remove()
    if problems.is_asked():
        refusal = problems.problem(503, SENTENCES[503])
        refusal.headers["Retry-After"] = "30"
        return refusal
    if asks_for_json():
        return {"refused": SENTENCES[503]}, 503, {"Retry-After": "30"}
    # Without the context every other page has: that would ask the database who is there.
    template = current_app.jinja_env.get_template("errors/unavailable.html")
    return (
        template.render(sentence=SENTENCES[503], typed=given_back.typed()),
        503,
        {"Retry-After": "30"},
    )


def _route() -> str:
    """What a log may say of an address: the route, for the address itself may hold a token."""
    return request.url_rule.rule if request.url_rule else request.path


def _fail(error: Exception) -> ResponseReturnValue:
    log.error("request_failed", path=_route(), exc_info=error)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return _page(500, SENTENCES[500])
