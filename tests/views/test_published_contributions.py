"""What others published, on pages: only when the body has said so, and only as it may be shown."""

from datetime import timedelta

import pytest

from consultation.db import session, transaction
from consultation.models import Answer, Publication
from tests import factories
from tests.client import Browser, statements
from tests.conftest import NOW
from tests.views.visiting import change, links, stored

TEXT = "Every change must be recorded."
PAYLOADS = [
    "'", '"', "' OR '1'='1", "' OR 1=1--", "'; DROP TABLE answer;--", "' UNION SELECT NULL--",
    "') UNION SELECT password_hash FROM person--", "1; SELECT pg_sleep(5)", "%' OR '%'='",
    "\\", "\\'", "%", "_", "%%", "a%00b", "\x00", "*", "?", ":name", "%(id)s", "{0}", "${x}",
    "{{7*7}}", "1 AND 1=1", "1 OR SLEEP(5)", "admin'--", "'||'", "' || (SELECT 1) || '", "0x27",
    "char(39)",
    "CASE WHEN 1=1 THEN 1 END", "1e309", "-1", "NULL", "ORDER BY 1", "LIMIT 1 OFFSET 1", "/*", "*/",
    "--", "#", "\u02bc OR 1=1", "‘ OR 1=1", "🙂",
]  # fmt: skip
MARK = "xyzzy"
"""What a payload is told by, for some of them stand in every statement."""
FILTERS = ("question", "provision", "category", "country", "campaign", "page")
UNKNOWN = (
    "sort", "order", "filter[user.password_hash]", "user.email", "category[]", "stakeholder.name",
    "annex", "Q", "select",
)  # fmt: skip


@pytest.fixture
def published(world):
    """The address of the world's contributions, published."""
    change(
        world.round,
        opens_at=NOW - timedelta(days=9),
        closes_at=NOW - timedelta(days=1),
        published_at=NOW - timedelta(hours=1),
    )
    return f"/rounds/{world.round.id}/published"


def contribution(world) -> str:
    session.rollback()
    return f"/contributions/{stored(world.point).answer.public_number}"


def test_a_reader_reads_each_contribution_with_its_author_as_chosen(app, world, published):
    page = Browser(app).sign_in(world.reader.email).get(published)
    assert "1 contribution" in page.words
    assert f"Kettle Works · civil society · France · support Q01 {'Which changes'}" in page.words
    assert TEXT in page.words
    one = contribution(world)
    assert one in links(page)
    alone = Browser(app).sign_in(world.reader.email).get(one)
    assert TEXT in alone.words
    assert "Kettle Works" in alone.words


def test_an_anonymous_author_leaves_no_trace_on_any_page(app, world, published):
    with transaction():
        by = session.get_one(Answer, stored(world.point).answer_id).submission.stakeholder
        by.publication = Publication.ANONYMOUS
    reader = Browser(app).sign_in(world.reader.email)
    for address in (published, contribution(world)):
        page = reader.get(address)
        assert TEXT in page.words
        assert "Anonymous (civil society)" in page.words
        assert "Kettle" not in page.text
        assert "France" not in page.text


@pytest.mark.parametrize(
    "state", [{"published_at": None}, {"closes_at": NOW}, {"closes_at": NOW + timedelta(days=1)}]
)
def test_nothing_is_published_before_the_body_says_so_and_never_in_an_open_round(
    app, world, published, state
):
    change(world.round, **state)
    for person in (world.reader, world.chair, world.secretariat, world.stakeholder):
        visitor = Browser(app).sign_in(person.email)
        page = visitor.get(published)
        assert "are not published" in page.words
        assert TEXT not in page.text
        assert visitor.get(contribution(world)).status_code == 404


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_list_does_not_have_is_refused_in_a_sentence(app, world, published, name):
    """trust.md 54 and 55."""
    page = Browser(app).sign_in(world.reader.email).get(published, query_string={name: "x"})
    assert page.status_code == 400
    assert f"The list cannot be narrowed by “{name}”." in page.words


def test_metacharacters_are_harmless_in_every_parameter(app, world, published):
    """trust.md 54: no part of what is asked for stands in a statement, only among its values.

    So nothing that a visitor writes can be carried out. Nor can the time that an answer takes tell
    what no page shows: a condition or a pause would have to be part of a statement.
    """
    reader = Browser(app).sign_in(world.reader.email)

    def given(name: str, text: str, status: int) -> list[str]:
        with statements(app) as texts:
            page = reader.get(published, query_string={name: text})
        assert page.status_code == status, (name, text)
        return texts

    refused = {name: given(name, "nowhere", 400) for name in FILTERS}
    for payload in PAYLOADS:
        given("q", payload, 200)
        marked = "".join(given("q", f"{payload}{MARK}", 200))
        assert "LIKE" in marked
        assert MARK not in marked.lower(), payload
        for name in FILTERS if payload != "\x00" else ():
            assert given(name, payload, 400) == refused[name], (name, payload)
    given("q", "   ", 200)
    assert "1 contribution" in reader.get(published).words


def test_a_page_that_is_not_there_and_too_many_words_are_told_so(app, world, published):
    reader = Browser(app).sign_in(world.reader.email)
    assert "its last is 1" in reader.get(f"{published}?page=2").words
    assert "Up to 500 characters" in reader.get(f"{published}?q={'a' * 501}").words
    assert "Up to 20 words" in reader.get(f"{published}?q={'a+' * 21}").words


def test_the_form_keeps_what_was_asked_and_a_search_without_a_find_says_what_to_do(
    app, world, published
):
    reader = Browser(app).sign_in(world.reader.email)
    page = reader.get(f"{published}?q=coffee&question=Q01")
    (words,) = page.find("input", name="q")
    assert words.get("value") == "coffee"
    (chosen,) = [option.get("value") for option in page.find("option", selected="")]
    assert chosen == "Q01"
    assert "Take a word away, or show all." in page.words


def test_pages_of_a_long_list_keep_the_search(app, world, published):
    with transaction():
        question = stored(world.question)
        for number in range(30):
            by = factories.stakeholder(consultation=question.consultation)
            session.add(factories.answer(question, f"Tea {number}.", by=by))
    reader = Browser(app).sign_in(world.reader.email)
    page = reader.get(f"{published}?q=tea")
    assert "Page 1 of 2" in page.words
    following = f"{published}?q=tea&page=2"
    assert following in links(page)
    assert "Page 2 of 2" in reader.get(following).words


def test_the_bar_leads_to_what_is_published_once_it_is(app, world, published):
    bar = Browser(app).sign_in(world.stakeholder.email).get(f"/rounds/{world.round.id}/submission")
    assert published in links(bar)
    change(world.round, published_at=None)
    bar = Browser(app).sign_in(world.stakeholder.email).get(f"/rounds/{world.round.id}/submission")
    assert published not in links(bar)
