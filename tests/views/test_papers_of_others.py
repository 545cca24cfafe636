"""Chairs follow a point to its page, where the paper is open to them; nobody follows it further."""

import hashlib

import pytest

from consultation.db import session, transaction
from consultation.imports import paper_store
from consultation.models import AnswerVersion, OpenQuestion, Paper, Point, Publication, Submission
from consultation.views.papers import LOCKED_DOWN
from tests import factories
from tests.client import XHTML, Browser
from tests.conftest import NOW
from tests.views.test_outcomes import outcomes
from tests.views.visiting import change, links, stored

ORIGINAL = b"Every change must be recorded. And what was never sent."
BLOCKS = [
    {"text": "Records", "level": 1, "page": 3},
    {"text": "Every change must be recorded. Small repairs need no new version. We like tea.",
     "level": 0, "page": 4},
    {"text": "What was never sent.", "level": 0, "page": 5},
]  # fmt: skip


@pytest.fixture
def paper(app, world) -> int:
    """The owner's paper, from whose fourth page what they sent was taken."""
    digest = hashlib.sha256(ORIGINAL).hexdigest()
    with transaction():
        sent = session.get_one(Submission, world.submission.id)
        session.add(paper := factories.paper(world, submission=sent, sha256=digest, blocks=BLOCKS))
        session.flush()
        send_instead(world, pages=[[0, 4, paper.id]])
        paper_store.keep(app.config["SETTINGS"].data, sent.stakeholder_id, ORIGINAL)
        number = paper.id
    session.remove()
    return number


def send_instead(world, **given) -> None:
    """Put another version in the place of what the owner sent, with the same words."""
    answer = session.get_one(Point, world.point.id).answer
    answer.version = saved(world, text=answer.text, **given)


def saved(world, **given) -> AnswerVersion:
    """What the owner saved as the next version of their answer."""
    sent = session.get_one(Submission, world.submission.id)
    version = AnswerVersion(
        submission=sent, question_id=world.question.id, number=len(sent.versions) + 1,
        saved_at=NOW, **given,
    )  # fmt: skip
    session.add(version)
    return version


def another_sent(world, **given) -> None:
    """One more answer of the owner's submission, typed by hand."""
    with transaction():
        sent = session.get_one(Submission, world.submission.id)
        to = session.get_one(OpenQuestion, world.other_question.id)
        answer = factories.answer(to, "A fire.", by=sent.stakeholder, submission=sent)
        for name, value in given.items():
            setattr(answer.version, name, value)
        session.add(answer)
    session.remove()


def read(browser, paper):
    return browser.get(f"/papers/{paper}/text")


def test_a_point_leads_a_chair_to_its_page_and_what_was_taken_is_marked(chair, world, paper):
    theme = chair.get(f"/themes/{world.theme.id}")
    assert f"/papers/{paper}/text#page-4" in links(theme)
    page = read(chair, paper)
    (fourth,) = page.find("section", id="page-4")
    assert [m.text for m in fourth.iter(f"{XHTML}mark")] == [BLOCKS[1]["text"]]
    (fifth,) = page.find("section", id="page-5")
    assert not list(fifth.iter(f"{XHTML}mark"))
    assert "What was never sent." in page.words
    assert f"/papers/{paper}/file" in links(page)


@pytest.mark.parametrize("where", ["unplaced", "themes"])
def test_unplaced_points_and_quotes_lead_there_too(chair, world, paper, where):
    page = chair.get(f"/questions/{world.question.id}/{where}")
    assert f"/papers/{paper}/text#page-4" in links(page)


def test_the_secretariat_follows_a_quote_of_the_pack_to_its_page(secretariat, world, paper):
    pack = secretariat.get(f"/rounds/{world.round.id}/pack")
    assert f"/papers/{paper}/text#page-4" in links(pack)
    assert read(secretariat, paper).status_code == 200


def test_its_author_follows_each_point_to_its_page(owner, world, paper):
    assert f"/papers/{paper}/text#page-4" in links(outcomes(owner, world))
    assert read(owner, paper).status_code == 200


def test_the_original_is_given_out_for_download_and_runs_nothing(app, world, paper):
    browser = Browser(app).sign_in(world.other_chair.email)
    reply = browser.client.get(f"/papers/{paper}/file")
    assert reply.data == ORIGINAL
    assert LOCKED_DOWN["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert {name: reply.headers[name] for name in LOCKED_DOWN} == LOCKED_DOWN
    assert reply.headers["Content-Disposition"].startswith("attachment")


def not_named(world, choice):
    change(world.submission, publication=choice)


def one_answer_anonymous(world):
    another_sent(world, publication=Publication.ANONYMOUS)


def one_annex(world):
    another_sent(world, annex="For the chairs of the other group.")


def withdrawn(world):
    change(world.submission, withdrawn_at=NOW)


def removed(world):
    change(session.query(Paper).one(), removed_at=NOW)


def replaced(world):
    change(stored(world.point).answer, replaced_at=NOW)


def nothing_taken(world):
    with transaction():
        send_instead(world)


def author_gone(world):
    part = stored(world.submission).stakeholder
    change(part, organisation_id=None, name="", person_id=None)


def lead_handed_over(world):
    """As handing it over does: what bore a person's name has none from then on."""
    change(stored(world.submission).stakeholder, name="", person_id=world.outsider.id)


def lead_handed_over_without_an_organisation(world):
    change(stored(world.submission).stakeholder, organisation_id=None)
    lead_handed_over(world)


CLOSED = [
    lambda world: not_named(world, Publication.ORGANISATION),
    lambda world: not_named(world, Publication.ANONYMOUS),
    one_answer_anonymous, one_annex, withdrawn, removed, replaced, nothing_taken, author_gone,
    lead_handed_over_without_an_organisation,
]  # fmt: skip


@pytest.mark.parametrize("close", CLOSED)
def test_no_reviewer_opens_a_paper_that_betrays_a_name_or_was_not_sent(app, world, paper, close):
    reviewers = [
        Browser(app).sign_in(person.email)
        for person in (world.chair, world.other_chair, world.secretariat)
    ]
    assert [read(browser, paper).status_code for browser in reviewers] == [200] * 3
    close(world)
    for browser in reviewers:
        for address in (f"/papers/{paper}/text", f"/papers/{paper}/file"):
            refused = browser.get(address)
            assert refused.status_code == 403
            assert "never sent" not in refused.text
    theme = reviewers[0].get(f"/themes/{world.theme.id}")
    assert f"/papers/{paper}/text" not in theme.text


def test_a_paper_of_a_named_organisation_stays_its_own_whoever_leads(chair, world, paper):
    lead_handed_over(world)
    assert read(chair, paper).status_code == 200


def test_a_named_answer_beside_it_closes_nothing(chair, world, paper):
    another_sent(world)
    assert read(chair, paper).status_code == 200


def test_what_is_saved_again_and_not_sent_changes_nothing_for_reviewers(chair, world, paper):
    with transaction():
        saved(world, text="Only saved.", annex="A secret.")
    assert "Only saved." not in read(chair, paper).text
    assert read(chair, paper).status_code == 200


def test_no_file_name_stands_where_its_author_has_no_name_any_more(chair, world, paper):
    author_gone(world)
    theme = chair.get(f"/themes/{world.theme.id}")
    assert "p. 4 of a paper" in theme.words
    assert "statement.pdf" not in theme.text


def test_the_public_is_asked_to_sign_in(browser, world, paper):
    change(world.consultation, is_public=True)
    assert browser.get(f"/papers/{paper}/text").headers["Location"].startswith("/sign-in")
    assert browser.get(f"/papers/{paper}/file").headers["Location"].startswith("/sign-in")


def test_authors_are_told_who_reads_a_paper_before_they_send(owner, world, paper):
    with transaction():
        saved(world, text="More.", pages=[[0, 4, paper]])
    review = owner.get(f"/rounds/{world.round.id}/submission")
    assert "The chairs and the secretariat can read it whole" in review.words
    assert "can read the whole paper" in owner.get(f"/rounds/{world.round.id}/papers").words
