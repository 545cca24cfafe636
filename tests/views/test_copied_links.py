"""A link to a file is no key: who gets it from somebody else gets nothing by it (trust.md 78)."""

import inspect

import pytest

from consultation.compiling import room_of
from consultation.db import session, transaction
from consultation.models import Consultation, Membership, Person, Round, Stakeholder
from consultation.permissions import Permission
from tests import factories
from tests.client import Browser
from tests.views.test_papers_of_others import paper  # noqa: F401

FILES = {
    "secretariat.download_pack": ("secretariat", "/rounds/{round}/pack.json"),
    "secretariat.download_comments": ("secretariat", "/rounds/{round}/comments.xlsx"),
    "secretariat.download_register": ("secretariat", "/consultations/{consultation}/register.html"),
    "secretariat.download_word_template": (
        "secretariat", "/consultations/{consultation}/word-template.docx",
    ),
    "observations.download_table": ("secretariat", "/rounds/{round}/observations.xlsx"),
    "secretariat.take_file": ("secretariat", "/editions/{edition}/the-code.json"),
    "stakeholder.download_receipt": ("owner", "/submissions/{submission}/receipts/1.json"),
    "stakeholder.download_receipt_pdf": ("owner", "/submissions/{submission}/receipts/1.pdf"),
    "stakeholder.download_submission": ("owner", "/submissions/{submission}/written.txt"),
    "papers.download_paper": ("owner", "/papers/{paper}/file"),
}  # fmt: skip
"""Files of a person's or of a role's: endpoint, who may have it, where it is."""

OWN = {"account.download_data": "/account/data.zip", "stakeholder.download_table": ""}
"""Files that hold whoever asks for them: another gets their own."""

FOR_EVERYBODY = {
    "comparing.download_comparison",
    "deadlines.calendar",
    "given_back.download",
    "open_data.download_data",
    "reports.download_summary",
    "verify.download_script",
}


@pytest.fixture
def edition(world, settings) -> int:
    """The number of an edition whose one file is there."""
    with transaction():
        rows = {
            "round": session.get_one(Round, world.round.id),
            "asked_by": session.get_one(Person, world.secretariat.id),
        }
        session.add(job := factories.compiling(factories.edition(world, **rows)))
        consultation = session.get_one(Consultation, world.consultation.id)
        session.add(factories.word_template(consultation))
        session.flush()
        number = job.edition_id
    room_of(settings.data, number).mkdir(parents=True)
    (room_of(settings.data, number) / factories.FILE).write_text("{}")
    return number


@pytest.fixture
def addresses(world, paper, edition) -> dict[str, str]:  # noqa: F811
    numbers = {"round": world.round.id, "submission": world.submission.id, "paper": paper}
    numbers["edition"] = edition
    numbers["consultation"] = world.consultation.id
    return {name: path.format(**numbers) for name, (_, path) in FILES.items()}


def test_every_file_that_can_be_downloaded_is_among_these(app):
    sources = {
        rule.endpoint: inspect.getsource(inspect.unwrap(app.view_functions[rule.endpoint]))
        for rule in app.url_map.iter_rules()
    }
    files = {
        name
        for name, source in sources.items()
        if "attachment" in source and name not in {"static", "bootstrap.static"}
    }
    assert files == FILES.keys() | OWN.keys() | FOR_EVERYBODY


@pytest.mark.each_case_asks
@pytest.mark.parametrize("name", FILES)
def test_in_another_browser_a_copied_link_gives_nothing(app, world, addresses, name):
    role, _ = FILES[name]
    assert _asks(Browser(app).sign_in(getattr(world, role).email), addresses[name]) == 200
    assert _asks(Browser(app), addresses[name]) == 302
    for other in ("stakeholder", "reader", "outsider"):
        visitor = Browser(app).sign_in(getattr(world, other).email)
        assert _asks(visitor, addresses[name]) in {403, 404}, other


@pytest.mark.each_case_asks
@pytest.mark.parametrize("name", FILES)
def test_who_lost_the_role_gets_nothing_by_the_link_they_kept(app, world, addresses, name):
    role, _ = FILES[name]
    visitor = Browser(app).sign_in(getattr(world, role).email)
    assert _asks(visitor, addresses[name]) == 200
    with transaction():
        if role == "secretariat":
            for held in session.query(Membership).filter_by(person_id=world.secretariat.id):
                session.delete(held)
        else:
            session.query(Stakeholder).filter_by(person_id=world.owner.id).one().person_id = None
    assert _asks(visitor, addresses[name]) == 403


def test_ones_own_data_are_those_of_who_asks(app, world):
    files = {
        role: Browser(app)
        .sign_in(getattr(world, role).email)
        .client.get("/account/data.zip", buffered=True)
        for role in ("owner", "stakeholder")
    }
    assert {file.status_code for file in files.values()} == {200}
    assert files["owner"].data != files["stakeholder"].data
    assert _asks(Browser(app), "/account/data.zip") == 302


def test_every_one_of_them_asks_the_policy(app):
    unguarded = {
        name
        for name in FILES.keys() | OWN.keys()
        if not isinstance(getattr(app.view_functions[name], "permission", None), Permission)
    }
    assert unguarded == set()


def _asks(browser: Browser, address: str) -> int:
    return int(browser.client.get(address, buffered=True).status_code)
