"""What the database must hold of the two evenings, whatever the pages said."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select

from consultation.db import session
from consultation.models import Act, Answer, AnswerVersion, Paper, Receipt, Remark, Submission
from consultation.queries.contributions.submissions import newest_versions
from tests import papers_made
from tests.browser import by_file
from tests.browser.devices import Device
from tests.browser.evenings import Journey
from tests.browser.newcomer import PASSAGE, SIX
from tests.durability.writers import recomputed_hash

SENT = 6 + 7
"""Answers and comments."""


def submission() -> Submission:
    session.rollback()
    return session.scalars(select(Submission)).one()


def versions() -> Sequence[AnswerVersion]:
    session.rollback()
    return session.scalars(select(AnswerVersion).order_by(AnswerVersion.id)).all()


def receipts() -> Sequence[Receipt]:
    session.rollback()
    return session.scalars(select(Receipt).order_by(Receipt.ordinal)).all()


def newest() -> list[AnswerVersion]:
    return list(newest_versions(submission()).values())


def the_six_answers_are_there() -> None:
    kept = {
        version.question.number: (version.text, str(version.position), tuple(version.choices))
        for version in newest()
        if not version.question.is_standing
    }
    assert kept == {told.question: (told.text, told.position.lower(), told.ticks) for told in SIX}


def the_comments_are_there(journey: Journey) -> None:
    """On a passage, in two rows of the table, in a row added to it, and from the paper."""
    on = {_place(version): version for version in newest() if version.question.is_standing}
    assert set(on) == {"1.1 1", "1.1 2", "1.1 3", "2.1 1", "2.2 1", "5.3 1", "draft 1"}
    _the_passage_is_there(on["1.1 1"])
    assert on["1.1 2"].text == by_file.ADDED[2]
    assert (on["2.2 1"].text, on["2.2 1"].remark) == (
        "Say who lists a site, and who strikes it off.",
        Remark.SUBSTANTIVE,
    )
    assert on["5.3 1"].text == "=gravity is defined nowhere."
    paper = session.scalars(select(Paper)).one()
    sent = (journey.downloads / by_file.PAPER).read_bytes()
    assert paper.sha256 == hashlib.sha256(sent).hexdigest()
    for place, page in (("1.1 3", 1), ("2.1 1", 2), ("draft 1", 3)):
        assert papers_made.sentence(page) in on[place].text
        assert on[place].taken_from(0) == f"p. {page} of {by_file.PAPER}"


def _place(version: AnswerVersion) -> str:
    provision = version.question.comments_on
    return f"{provision.key if provision else 'draft'} {version.entry}"


def _the_passage_is_there(version: AnswerVersion) -> None:
    assert version.passage is not None
    assert version.passage["exact"] == PASSAGE
    assert version.remark is Remark.LEGAL
    assert version.proposed == "earlier versions are kept for five years"


def the_receipt_is_what_is_there(journey: Journey, device: Device, act: Act) -> None:
    """The page, the file and the database say the same, and the hash follows from the file."""
    receipt = receipts()[-1]
    assert receipt.act is act
    assert sorted(receipt.version_ids) == sorted(v.id for v in newest() if not v.is_blank)
    counting = session.scalars(select(Answer.version_id).where(Answer.replaced_at.is_(None)))
    assert sorted(receipt.version_ids) == sorted(counting)
    assert device.page.locator("section.sent").count() == len(receipt.version_ids) == SENT
    assert receipt.number in device.words
    assert receipt.content_hash in "".join(device.words.split())
    file = json.loads(journey.downloads_by(device, "Download the receipt").read_text("utf-8"))
    covered = [version for version in versions() if version.id in receipt.version_ids]
    in_order = sorted(covered, key=lambda v: (v.question.rank, v.question.id, v.entry))
    assert [line["text"] for line in file["lines"]] == [version.text for version in in_order]
    assert recomputed_hash(file) == file["content_hash"] == receipt.content_hash
    assert journey.mailed_link(device.path) == device.page.url
