"""Every page, in a real browser: WCAG 2.2 AA by axe-core, 320 pixels wide, without a mouse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import consultation
from consultation import clock, db, models
from consultation.access import STATIC
from consultation.config import Settings
from consultation.db import session, transaction
from consultation.models import PrivacyNotice, Token, TokenKind
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.operations.consultations.texts_in_force import put_in_force
from tests import factories, moderated, newcomers, setting_up
from tests.browser.driving import Visit
from tests.browser.looking import ORIENTATION, faults, violations
from tests.databases import copied
from tests.durability.server import Server
from tests.other_input import other_input
from tests.permissions import drafting

pytestmark = pytest.mark.browser

VISITORS = {
    "papers": ["owner"],
    "public": ["reader"],
    "account": ["", "stakeholder"],
    "stakeholder": ["owner", "stakeholder"],
    "chair": ["chair"],
    "deadlines": ["secretariat"],
    "published": ["reader"],
    "notices": ["reader", "owner"],
    "codes": ["secretariat", "chair"],
    "verify": [""],
    "secretariat": ["secretariat"],
    "meetings": ["chair", "secretariat"],
    "official_answers": ["secretariat"],
    "anchors": ["secretariat", "chair"],
    "comparing": ["reader"],
    "reports": ["reader"],
    "observations": ["chair", "secretariat"],
    "open_data": ["reader"],
    "moderation": ["secretariat", "owner"],
    "api_reference": [""],
}
"""By blueprint: who looks at its pages; nobody signed in is ""."""

NOT_PAGES = {
    "stakeholder.download_receipt": "a file",
    "papers.download_paper": "a file",
    "stakeholder.download_table": "a file",
    "secretariat.download_pack": "a file",
    "secretariat.download_comments": "a file",
    "reports.download_summary": "a file",
    "observations.download_table": "a file",
    "open_data.download_data": "a file",
    "secretariat.download_register": "a file",
    "secretariat.take_file": "a file",
    "account.download_data": "a file",
    "account.read_calendar": "a file",
    "chair.job_progress": "for scripts",
    "chair.send_events": "for scripts",
    "deadlines.calendar": "a file",
    "stakeholder.download_receipt_pdf": "a file",
    "stakeholder.download_submission": "a file",
    "verify.download_script": "a file",
    "comparing.download_comparison": "a file",
    "secretariat.download_word_template": "a file",
    "stakeholder.newest_receipt": "leads on to a receipt",
    "api_reference.read_document": "for programs",
}


OWNERS = {
    "stakeholder.read_receipt", "stakeholder.withdraw", "stakeholder.edit_comment",
    "stakeholder.choose_publication", "stakeholder.remove_colleague", "stakeholder.hand_over",
    "stakeholder.check_paper", "stakeholder.remove_paper", "stakeholder.edit_comment_on_all",
    "stakeholder.read_outcomes",
}  # fmt: skip
"""Pages about what one person wrote, that no other stakeholder sees."""

CLOSED = {
    "stakeholder": OWNERS,
    "chair": {"codes.reword_code", "codes.split_code", "codes.retire_code"},
    "secretariat": {
        "codes.read_question_table", "codes.code_theme", "codes.code_point",
        "moderation.answer_removal",
    },
    "owner": {
        "moderation.list_finds", "moderation.moderate_answer", "moderation.lift_redaction",
        "moderation.read_sealed", "moderation.propose_removal", "moderation.decide_removal",
    },
}  # fmt: skip
"""By visitor: pages of their blueprints that they may not see."""


@dataclass(frozen=True)
class Place:
    """A page as one of its visitors sees it."""

    endpoint: str
    path: str
    visitor: str


@dataclass
class Site:
    """A served instance with everybody and everything in it, and a window per visitor."""

    server: Server
    browser: Browser
    places: list[Place]
    windows: dict[str, Visit] = field(default_factory=dict)

    def page(self, visitor: str) -> Page:
        """The visitor's window, signed in at its first use."""
        if visitor not in self.windows:
            window = Visit(self.browser, self.server.url)
            self.windows[visitor] = window
            if visitor:
                window.sign_in(f"{visitor}@example.org")
        return self.windows[visitor].page

    def open(self, place: Place) -> Page:
        """The page itself: otherwise the same error page would be praised again and again."""
        page = self.page(place.visitor)
        self.windows[place.visitor].faults.clear()
        response = page.goto(place.path)
        assert response is not None
        assert response.status == (404 if place.endpoint == "an error" else 200), place
        return page

    def leave(self) -> None:
        """Close every window: the browser is there for others too."""
        for window in self.windows.values():
            window.context.close()


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, chromium: Browser
) -> Iterator[Site]:
    settings = copied(sqlite_template, tmp_path_factory.mktemp("site"))
    engine = db.connect(settings.url)
    places = [*_places(settings, _numbers()), Place("an error", "/no-such-page", "reader")]
    session.remove()
    engine.dispose()
    with Server(settings).running() as server:
        yield (made := Site(server, chromium, places))
        made.leave()


def _numbers() -> dict[str, Any]:
    """A whole world, in an open round, and what the routes call its rows."""
    world = factories.world()
    with transaction():
        now = clock.now()
        session.add(world.round)
        world.round.opens_at = now - timedelta(days=7)
        world.round.closes_at = now + timedelta(days=7)
        rows = {
            "consultation_id": world.consultation,
            "round_id": world.round,
            "draft_id": world.draft,
            "open_question_id": world.question,
            "theme_id": world.theme,
            "point_id": world.point,
            "submission_id": world.submission,
            "provision_id": world.question.provisions[0],
            "paper_id": factories.paper(world),
        }
        session.add_all(rows.values())
        published = _published(world)
        session.add(published)
        session.add_all([factories.comment(world), factories.comment_on_all(world)])
        world.consultation.registration = True
        session.flush()
        put_in_force(PrivacyNotice, world.consultation, "We keep *everything*.", now=now)
        rows["privacy_notice_id"] = put_in_force(
            PrivacyNotice, world.consultation, "We keep your *address*.", now=now
        )
        rows["colleague_id"] = newcomers.colleague(stakeholder=world.submission.stakeholder)
        session.add_all([rows["colleague_id"], *_tokens(now)])
        session.flush()
        rows["matter_id"] = factories.matter(world)
        session.add(rows["matter_id"])
        rows["code_id"] = _coded(world)
        rows["edition_id"] = factories.edition(world)
        session.add_all(
            [
                factories.compiling(rows["edition_id"]),
                factories.compiling(
                    factories.edition(world, number=2, manifest=None), state=models.JobState.WAITING
                ),
            ]
        )
        set_up = setting_up.rows(world, now)
        session.flush()
        entered = other_input(world, now=now).numbers
        of_moderation = moderated.rows(world, world.point.answer, now)
        closed = _closed(world.consultation)
        numbers = (
            {name: row.id for name, row in rows.items()}
            | entered.pop("")
            | of_moderation.pop("")
            | {
                f"{endpoint} {name}": number
                for endpoint, of_endpoint in (entered | of_moderation).items()
                for name, number in of_endpoint.items()
            }
            | {
                "ordinal": 1,
                "entry": 1,
                "key": world.question.provisions[0].key,
                "answer_id": published.id,
                "public_number": published.public_number,
                "stakeholder_id": world.submission.stakeholder_id,
                "published.list_contributions round_id": published.question.round.id,
                "published.read_results round_id": published.question.round.id,
                "open_data.describe_data round_id": published.question.round.id,
                "reports.read_summary round_id": published.question.round.id,
                "secretariat.compare_rounds round_id": published.question.round.id,
                "deadlines.publish round_id": closed.id,
                "deadlines.publish_outcomes round_id": closed.id,
                "kind": "acceptance",
                "secretariat.reschedule round_id": set_up["planned"],
                "secretariat.remove_group working_group_id": set_up["empty"],
                **set_up,
            }
            | _drafts(world, published.question.draft)
        )
        mailed = {"confirmation": "register", "token": "reset"}
        return numbers | {name: f"{kind}-{newcomers.TOKEN}" for name, kind in mailed.items()}


def _drafts(world: factories.World, old: models.Draft) -> dict[str, Any]:
    """Drafts in preparation, a comparison, and a comment that waits for its place."""
    made = drafting.drafts(world, old, old)
    empty = factories.round_(consultation=world.consultation, number=20, title="Round 20")
    session.add(empty)
    session.flush()
    return {
        f"{endpoint} {name}": number
        for endpoint, named in made.numbers(empty.id, world.draft.id).items()
        for name, number in named.items()
    }


def _coded(world: factories.World) -> models.Code:
    """A code with which a theme is coded, and a point that fits none."""
    by: dict[str, Any] = {"now": clock.now()}
    lines = [
        code_frames.CodeLine("type", "T1", "Escape", "Nobody holds it any more."),
        code_frames.CodeLine("type", "T2", "Reach"),
        code_frames.CodeLine("source", "S1", "Misuse"),
    ]
    frame = code_frames.begin_frame(world.consultation)
    first, second, _ = code_frames.add_codes(frame, lines, seen=0, by=world.secretariat, **by)
    for subject, choice in (
        (world.theme, Choice(frozenset({first.id, second.id}))),
        (world.point, Choice(none_fits=frozenset({"type"}), proposal="Silence")),
    ):
        code_by_hand(subject, choice, seen=(1, 0), by=world.chair, **by)
    code_frames.retire_code(second, seen=1, reason="Too wide.", by=world.secretariat, **by)
    return first


def _closed(consultation: models.Consultation, **given: Any) -> models.Round:
    """A round that closed yesterday."""
    now = clock.now()
    days = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    number = len(consultation.rounds) + 5
    made = factories.round_(consultation=consultation, number=number, **days | given)
    session.add(made)
    session.flush()
    return made


def _published(world: factories.World) -> models.Answer:
    """A long contribution in a round whose contributions are published."""
    session.add(world.consultation)
    round_ = _closed(
        world.consultation, published_at=clock.now(), outcomes_published_at=clock.now()
    )
    draft = factories.draft(round=round_)
    question = factories.question(draft=draft, working_group=world.group)
    by = factories.stakeholder(consultation=world.consultation)
    return factories.answer(question, "A record is owed. " * 80, by=by)


def _tokens(now: datetime) -> list[Token]:
    return [newcomers.token(kind, made_at=now) for kind in TokenKind]


def _places(settings: Settings, numbers: dict[str, Any]) -> list[Place]:
    """Every GET route of the application, with numbers in it; a new one is here by itself."""
    app = consultation.create_app(settings)
    app.engine.dispose()
    with app.test_request_context():
        return [
            Place(rule.endpoint, path, visitor)
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in STATIC | set(NOT_PAGES)
            if not rule.endpoint.startswith("api.")  # for programs
            for path in [app.url_for(rule.endpoint, **_named(numbers, rule))]
            for visitor in VISITORS[rule.endpoint.partition(".")[0]]
            if rule.endpoint not in CLOSED.get(visitor, ())
        ]


def _named(numbers: dict[str, Any], rule: Any) -> dict[str, Any]:
    """The numbers of a route; a page that needs other rows than the rest has its own."""
    own = {name: f"{rule.endpoint} {name}" for name in rule.arguments}
    return {name: numbers.get(own[name]) or numbers[name] for name in rule.arguments}


@pytest.mark.parametrize("blueprint", [*VISITORS, "an error"])
def test_axe_finds_nothing_on_any_page_all_of_it_fits_and_nothing_breaks(site, blueprint):
    """Nor does a page ask another site for anything. Looked at once: opening takes as long."""
    found = []
    for place in site.places:
        if place.endpoint.partition(".")[0] == blueprint:
            of_page = [*faults(site.open(place)), *site.windows[place.visitor].faults]
            found += [
                f"{place.endpoint}: {fault}" for fault in of_page if not is_meant(place, fault)
            ]
    assert found == []


def is_meant(place: Place, fault: str) -> bool:
    """Chromium complains of the page that is to be missing."""
    return place.endpoint == "an error" and "404" in fault


def test_no_style_sheet_holds_a_page_upright_or_on_its_side(site):
    """Each page has the same: `base.html` names it."""
    sheets = set()
    for endpoint in ("public.home", "chair.read_theme", "api_reference.read_reference"):
        place = next(place for place in site.places if place.endpoint == endpoint)
        page = site.open(place)
        assert violations(page, ORIENTATION) == []
        sheets.add(tuple(page.evaluate("[...document.styleSheets].map(sheet => sheet.href)")))
    assert len(sheets) == 1


def test_tab_reaches_the_save_button_and_the_focus_is_always_visible(site):
    (place,) = (
        place
        for place in site.places
        if place.endpoint == "stakeholder.answer_question" and place.visitor == "stakeholder"
    )
    page = site.open(place)
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_VISIBLE), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.innerText") == "Save":
            return
    pytest.fail("sixty tabs do not reach Save")


FOCUS_IS_VISIBLE = """() => {
    const style = getComputedStyle(document.activeElement);
    const box = document.activeElement.getBoundingClientRect();
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return (outlined || style.boxShadow !== 'none') && box.width > 0 && box.bottom > 0;
}"""
