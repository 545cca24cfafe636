"""Every page and file of the stage of the matrix, with the same words in all that people write."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html
from sqlalchemy import select

from consultation import exports, models, postman
from consultation.compiling import write_edition
from consultation.db import session, transaction
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.exports.open_data import OPEN_DATA_FORMATS
from consultation.exports.reports import REPORT_FORMATS
from consultation.operations.contributions import receipts
from consultation.operations.correspondence import reminders
from tests import hostile_words as words
from tests.conftest import NOW
from tests.permissions.matrix import ACTORS, ROWS, Row
from tests.permissions.stage import Stage

READ = [row for row in ROWS if row.method == "GET"]
OTHER_FORMATS = {
    "secretariat.download_pack": tuple(exports.FORMATS),
    "secretariat.download_comments": tuple(TABLE_FORMATS),
    "observations.download_table": tuple(TABLE_FORMATS),
    "open_data.download_data": tuple(OPEN_DATA_FORMATS),
    "reports.download_summary": tuple(REPORT_FORMATS),
    "stakeholder.download_table": tuple(TABLE_FORMATS),
}
FOLLOWS_THE_WORDS = {
    "a href rel", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul",
    "del", "ins",
}  # fmt: skip
"""What Markdown makes of a provision and of the privacy notice, and what a proposal changes."""
OF_A_PLACE = {
    "fieldset class id tabindex", "legend", "div class", "input class id name type value",
    "label for", "bdi", "bdi lang", "b aria-hidden", "span class",
}  # fmt: skip
"""A point can be cut at as many places as it has sentences: what each place is made of."""
LEADING = {"href", "src", "action", "formaction", "data", "srcset", "poster"}
LOOKED_AT_BY = ("owner", "chair", "secretariat")
"""Who sees different things on one page, beside the first whom it lets in."""


@dataclass
class Seen:
    """All that is shown and handed out, by its address and who asked."""

    pages: dict[tuple[str, str], Any] = field(default_factory=dict)
    files: dict[tuple[str, str], Any] = field(default_factory=dict)
    letters: list[EmailMessage] = field(default_factory=list)


def set_up(stage: Stage, write: Callable[[int], str]) -> None:
    """Write these words into everything, and have the mails written that tell of them."""
    stage.restore("private")
    with transaction():
        words.let_everything_be_written()
        words.add_what_else_people_write()
        session.flush()
        words.write_everywhere(write)
        words.note_in_the_log(write)
        _have_mails_written()


def look(stage: Stage, write: Callable[[int], str]) -> Seen:
    """Write these words everywhere, then ask for everything."""
    set_up(stage, write)
    found = Seen()
    for row in READ:
        for actor in visitors(row):
            for address in addresses(stage, row.endpoint):
                _keep(found, (address, actor), stage.visitor(actor).client.get(address))
    for name, address in _compiled_reports(stage).items():
        response = stage.visitor("secretariat").client.get(address)
        assert response.status_code == 200, address
        _keep(found, (name, "secretariat"), response)
    found.letters = [
        postman.letter(mail, stage.app.config["SETTINGS"])
        for mail in session.scalars(select(models.Mail).order_by(models.Mail.id))
    ]
    return found


def _compiled_reports(stage: Stage) -> dict[str, str]:
    """The addresses of a synopsis report as the worker writes it of these words, by its formats.

    The files are called after the consultation, whose title is among the words.
    """
    with transaction():
        of_reports = select(models.Edition).where(
            models.Edition.kind == models.EditionKind.SYNOPSIS
        )
        report = session.scalars(of_reports).one()
        data = stage.app.config["SETTINGS"].data
        # Words were written into why its files would be gone, too.
        report.files_removed_at = report.files_removed_because = None
        report.manifest, _ = write_edition(report, data, lambda *_: None)
        addresses = {
            f"the report {Path(name).suffix}": f"/editions/{report.id}/{name}"
            for name in report.files
        }
    session.remove()
    return addresses


def _have_mails_written() -> None:
    round_ = session.scalars(select(models.Round).order_by(models.Round.id)).first()
    receipt = session.scalars(select(models.Receipt).order_by(models.Receipt.id)).first()
    assert round_ is not None
    assert receipt is not None
    reminders.post_letters(round_.closes_at - timedelta(hours=1))
    author = session.scalars(select(models.Person)).first()
    receipts.mail_receipt(receipt, author=author, now=NOW)


def visitors(row: Row) -> list[str]:
    cells = zip(ACTORS, row.expected, strict=True)
    allowed = [actor for actor, cell in cells if cell == 200 and actor in LOOKED_AT_BY]
    return list(dict.fromkeys([row.first_allowed, *allowed]))


def addresses(stage: Stage, endpoint: str) -> list[str]:
    address = stage.path(endpoint)
    if endpoint == "published.list_contributions":
        return [address, published_list(stage)]
    if endpoint not in OTHER_FORMATS:
        return [address]
    return [f"{address.rpartition('.')[0]}.{ending}" for ending in OTHER_FORMATS[endpoint]]


def published_list(stage: Stage) -> str:
    """The list of the round whose contributions are published."""
    number = stage.numbers["published.read_contribution"]["public_number"]
    answer = session.scalars(
        select(models.Answer).where(models.Answer.public_number == number)
    ).one()
    return f"/rounds/{answer.submission.round_id}/published"


def _keep(found: Seen, key: tuple[str, str], response: Any) -> None:
    if response.mimetype == "text/html":
        found.pages[key] = tree_of(response.text)
    else:
        found.files[key] = response


def tree_of(page: str) -> Any:
    """A quick reading; tests/browser/test_hostile_words.py has a browser's."""
    return html.document_fromstring(page)


def elements(tree: Any) -> Counter[str]:
    """How often an element stands on a page with which attributes.

    A box is ticked or not by how sure the machine is of the words.
    """
    places = {
        inner
        for outer in tree.iter("fieldset")
        if outer.get("id") == "at"
        for inner in outer.iter()
    }
    found = (
        (" ".join([element.tag, *sorted(set(element.attrib) - {"checked"})]), element in places)
        for element in tree.iter(etree.Element)
    )
    return Counter(
        each
        for each, is_of_a_place in found
        if each not in FOLLOWS_THE_WORDS and not (is_of_a_place and each in OF_A_PLACE)
    )


def shown(tree: Any) -> str:
    """All that a reader is shown or read out, with white space folded."""
    values = (value for element in tree.iter(etree.Element) for value in element.attrib.values())
    return " ".join(" ".join([*tree.itertext(), *values]).split())


def leads(tree: Any) -> set[tuple[str, str]]:
    """Schemes and hosts of whatever a page leads to or draws in."""
    found = (
        urlsplit(re.sub(r"[\x00-\x20]", "", value))
        for element in tree.iter(etree.Element)
        for name, value in element.items()
        if name in LEADING
    )
    return {(address.scheme, address.netloc) for address in found}
