"""What no address alone shows, in a real browser: WCAG 2.2 AA by axe-core, 320 pixels wide."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import delete

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Draft, Token, TokenKind
from tests import factories, newcomers
from tests.browser import scene
from tests.browser.driving import Visit
from tests.browser.looking import faults
from tests.browser.states import Stage, State
from tests.browser.states_of_codes import OF_CODES
from tests.browser.states_of_forms import OF_FORMS
from tests.browser.states_of_learning import OF_LEARNING
from tests.browser.states_of_notes import OF_NOTES
from tests.browser.states_of_rounds import OF_ROUNDS
from tests.browser.states_of_setting_up import OF_SETTING_UP
from tests.browser.states_of_the_desk import OF_THE_DESK
from tests.durability.server import Server

pytestmark = pytest.mark.browser

STATES = OF_FORMS + OF_ROUNDS + OF_THE_DESK + OF_LEARNING + OF_NOTES + OF_CODES + OF_SETTING_UP


@pytest.fixture(scope="module")
def stakeholders_cookies(server: Server, chromium: Browser):
    """What the stakeholder's browser keeps once signed in: in each state it is another window."""
    scene.consultation_with_answers()
    with Visit(chromium, server.url) as visit:
        return visit.sign_in(scene.STAKEHOLDER).context.storage_state()


@pytest.fixture
def stage(
    server: Server, chromium: Browser, stakeholders_cookies
) -> Iterator[Callable[..., Stage]]:
    numbers = scene.consultation_with_answers()
    with transaction():
        provision_id = session.get_one(Draft, numbers.draft_id).provisions[0].id
        newcomer = factories.person()
        session.add(newcomer)
        email = newcomer.email
    visits: list[Visit] = []

    def set_for(who: str) -> Stage:
        kept = {"storage_state": stakeholders_cookies} if who == "stakeholder" else {}
        visits.append(visit := Visit(chromium, server.url, **kept))
        if who == "newcomer":
            visit.sign_in(email)
        return Stage(numbers, provision_id, visit, email)

    yield set_for
    for visit in visits:
        visit.context.close()
    session.remove()


@pytest.fixture(scope="module", autouse=True)
def mailed_link(server: Server) -> Iterator[None]:
    with transaction():
        session.add(newcomers.token(TokenKind.RESET, made_at=clock.now()))
    yield
    with transaction():
        session.execute(delete(Token))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing_in_any_state_and_all_of_it_fits(stage, state: State):
    """trust.md 93."""
    staged = stage(state.who)
    state.reach(staged)
    assert staged.statuses[-1] == state.status
    assert state.sentence in staged.visit.words
    assert faults(staged.page) == []


def test_a_state_has_one_name():
    assert len({state.name for state in STATES}) == len(STATES)
