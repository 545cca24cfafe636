"""Papers in the account's own data, and what is left of them when the account is deleted."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from consultation.db import session, transaction
from consultation.models import Paper, Publication, Submission
from consultation.operations.contributions import papers
from consultation.queries.contributions.receipts import receipt_copy
from consultation.views import papers as views
from tests import factories, newcomers
from tests.client import PASSWORD, Browser
from tests.conftest import NOW
from tests.views.test_papers import attach
from tests.views.test_papers_of_others import BLOCKS, ORIGINAL, paper, read  # noqa: F401 – a fixture
from tests.views.visiting import change, count, stored

CANARY = "Nightingale-7731"


def archive(browser) -> tuple[zipfile.ZipFile, dict]:
    reply = browser.client.get("/account/data.zip", buffered=True)
    found = zipfile.ZipFile(io.BytesIO(reply.data))
    return found, json.loads(found.read("my-data.json"))


def delete_account(browser):
    home = browser.follow(browser.submit(browser.get("/account/delete"), current=PASSWORD))
    assert "Your account is deleted." in home.words


def left_on_disk(app) -> list[Path]:
    folder = app.config["SETTINGS"].data / "papers"
    return [path for path in folder.rglob("*") if path.is_file()]


def everything(app) -> Iterator[bytes]:
    """Every file of the instance, and on PostgreSQL every row."""
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        session.connection().connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        session.rollback()
    else:
        for (name,) in session.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).all():
            yield str(session.execute(text(f'SELECT * FROM "{name}"')).all()).encode()
    for path in app.config["SETTINGS"].data.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def test_the_download_has_ones_papers_their_text_and_their_files(owner, world, paper):  # noqa: F811
    found, data = archive(owner)
    (row,) = data["rows"]["paper"]
    assert row["blocks"][2]["text"] == "What was never sent."
    assert data["files"] == {f"papers/{paper} statement.pdf": hashlib.sha256(ORIGINAL).hexdigest()}
    assert found.read(f"papers/{paper} statement.pdf") == ORIGINAL


def test_a_file_that_is_not_there_is_not_said_to_be(owner, app, world, paper):  # noqa: F811
    (path,) = left_on_disk(app)
    path.unlink()
    found, data = archive(owner)
    assert (found.namelist(), data["files"]) == (["my-data.json"], {})
    assert len(data["rows"]["paper"]) == 1


def test_nobody_elses_paper_is_in_it(stakeholder, world, paper):  # noqa: F811
    found, data = archive(stakeholder)
    assert (found.namelist(), data["rows"]["paper"]) == (["my-data.json"], [])


@pytest.fixture
def canary(app, stakeholder, world) -> Browser:
    """A stakeholder with a paper of two sections, of which one is taken and nothing is sent."""
    raw = f"# Q02\n\nKeep it.\n\n# Thanks\n\n{CANARY} wrote this.\n".encode()
    page = stakeholder.follow(attach(stakeholder, world, raw, f"{CANARY}.md"))
    fields = page.fields()
    fields.pop("sections-1-take", None)
    stakeholder.post(page.path, fields)
    attach(stakeholder, world, f"Of {CANARY}, too.".encode(), "second.txt")
    assert len(left_on_disk(app)) == 2
    assert any(f"{CANARY} wrote this".encode() in content for content in everything(app))
    return stakeholder


def test_of_papers_never_sent_nothing_is_left_in_the_data_folder(app, canary):
    delete_account(canary)
    assert left_on_disk(app) == []
    for content in everything(app):
        assert f"{CANARY} wrote this".encode() not in content
        assert f"Of {CANARY}, too".encode() not in content


def test_a_paper_that_was_sent_for_a_named_organisation_stays_as_what_was_sent_does(
    owner, chair, app, world, paper,  # noqa: F811
):  # fmt: skip
    delete_account(owner)
    assert [path.read_bytes() for path in left_on_disk(app)] == [ORIGINAL]
    assert read(chair, paper).status_code == 200


def withdrawn(world):
    change(world.submission, withdrawn_at=NOW)


def anonymous(world):
    change(world.submission, publication=Publication.ANONYMOUS)


def alone(world):
    change(stored(world.submission).stakeholder, organisation_id=None, name="Owner Ownerson")


@pytest.mark.parametrize("made", [withdrawn, anonymous, alone])
def test_a_paper_that_nobody_may_open_any_more_goes_and_its_receipt_stays_true(
    owner, app, world, paper, made,  # noqa: F811
):  # fmt: skip
    made(world)
    before = receipt_copy(stored(world.submission).receipts[0])
    delete_account(owner)
    assert left_on_disk(app) == []
    kept = session.get_one(Paper, paper)
    assert (kept.blocks, kept.removed_at, kept.name) == ([], NOW, "statement.pdf")
    after = receipt_copy(stored(world.submission).receipts[0])
    # For whom it was and how it is published stand beside what the hash covers, as they are now.
    beside = {"received_for": after.received_for, "published_as": after.published_as}
    assert after == replace(before, **beside)
    assert stored(world.point).answer.text.startswith("Every change")


def test_where_a_colleague_goes_on_the_papers_stay(owner, app, world, paper):  # noqa: F811
    withdrawn(world)
    with transaction():
        part = session.get_one(Submission, world.submission.id).stakeholder
        session.add(newcomers.colleague(stakeholder=part))
    delete_account(owner)
    assert len(left_on_disk(app)) == 1
    assert session.get_one(Paper, paper).blocks


def test_a_file_that_another_round_has_too_outlives_its_removal_here(owner, app, world, paper):  # noqa: F811
    with transaction():
        first = session.get_one(Submission, world.submission.id)
        round_ = factories.round_(consultation=first.round.consultation, number=2)
        session.add(round_)
        session.flush()
        again = factories.submission(round=round_, stakeholder=first.stakeholder, submitted_at=None)
        digest = hashlib.sha256(ORIGINAL).hexdigest()
        session.add(twin := factories.paper(world, submission=again, sha256=digest))
        session.flush()
        number = twin.id
    session.remove()
    owner.submit(owner.get(f"/papers/{number}/remove"))
    assert count(Paper) == 1
    assert [path.read_bytes() for path in left_on_disk(app)] == [ORIGINAL]


def test_a_refused_paper_leaves_no_file(stakeholder, app, world, monkeypatch):
    monkeypatch.setattr("consultation.operations.contributions.papers.PAPER_LIMIT", 1)
    attach(stakeholder, world, b"The first.", "a.txt")
    assert attach(stakeholder, world, b"One too many.", "b.txt").status_code == 409
    assert [path.read_bytes() for path in left_on_disk(app)] == [b"The first."]


SAME = b"Keep it as it is."


def file_given_back(browser, world) -> bytes:
    session.rollback()
    number = session.query(Paper.id).filter(Paper.removed_at.is_(None)).scalar()
    return browser.client.get(f"/papers/{number}/file").data


def test_a_file_that_a_colleague_takes_away_while_one_attaches_it_is_there(
    app, stakeholder, world, monkeypatch
):
    """They remove it after the file was found on the disk, and before a row names it."""
    real = papers.attach

    def attach_later(*given, **named):
        for path in left_on_disk(app):
            path.unlink()
        return real(*given, **named)

    monkeypatch.setattr(papers, "attach", attach_later)
    stakeholder.follow(attach(stakeholder, world, SAME, "our view.txt"))
    assert file_given_back(stakeholder, world) == SAME


def test_a_file_that_one_attaches_while_a_colleague_removes_it_stays(
    app, stakeholder, world, monkeypatch
):
    """Their removal is stored, and the file not yet taken away, when a row names it again."""
    page = stakeholder.follow(attach(stakeholder, world, SAME, "our view.txt"))
    real = views.after_this_request

    def attach_again(response):
        with transaction():
            own = session.query(Submission).filter(Submission.id != world.submission.id).one()
            digest = hashlib.sha256(SAME).hexdigest()
            session.add(factories.paper(world, submission=own, sha256=digest, blocks=BLOCKS))
        return response

    monkeypatch.setattr(
        views, "after_this_request", lambda act: real(lambda reply: act(attach_again(reply)))
    )
    stakeholder.follow(stakeholder.submit(stakeholder.get(f"{page.path}/remove")))
    assert file_given_back(stakeholder, world) == SAME
