"""What the tests of pages share: rows behind the pages, and tables on them."""

from typing import Any, TypeVar

from sqlalchemy import func, select

from consultation.db import Base, session, transaction
from consultation.models import Consultation, OpenQuestion, Person
from consultation.operations.plenary import signing, summaries
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.behind import behind_the_databases_back
from tests.client import XHTML, Page
from tests.conftest import NOW
from tests.factories import World

Row = TypeVar("Row", bound=Base)


def stored(row: Row) -> Row:
    """The row as the database has it now."""
    session.rollback()
    return session.get_one(type(row), row.id)


def change(row: Base, **values: Any) -> None:
    """Change a row behind the pages' back."""
    with transaction(), behind_the_databases_back():
        kept = session.get_one(type(row), row.id)
        for name, value in values.items():
            setattr(kept, name, value)


def put_notice(world: World, text: str) -> None:
    """Put a privacy notice in force behind the pages' back."""
    with transaction():
        kept = session.get_one(Consultation, world.consultation.id)
        factories.privacy_notice(kept, text)


def sign(world: World, summary: str, question: OpenQuestion | None = None) -> None:
    """Write a question's summary and sign it off, as the world's chair; its first, if none."""
    with transaction():
        question = session.get_one(OpenQuestion, (question or world.question).id)
        chair = session.get_one(Person, world.chair.id)
        summaries.write_summary(question, text=summary, seen=0, author=chair, now=NOW)
        seen = state_hash(question)
        signing.sign_off(question, chair=chair, seen=seen, now=NOW)
    session.remove()


def sign_again(world: World) -> None:
    """Sign the question off anew as it stands now."""
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        chair = session.get_one(Person, world.chair.id)
        signing.reopen(question, reason="It changed.", by=chair, now=NOW)
        signing.sign_off(question, chair=chair, seen=state_hash(question), now=NOW)
    session.remove()


def count(model: type[Base], *where: Any) -> int:
    """How many rows there are now."""
    session.rollback()
    return session.scalar(select(func.count(model.id)).where(*where)) or 0


def given_back(page: Page) -> dict[str, str]:
    """What an error page gives back of what was typed, by field."""
    return {
        area.get("id").removeprefix("given-back-"): area.text or ""
        for area in page.find("textarea")
        if (area.get("id") or "").startswith("given-back-")
    }


def tables(page: Page) -> dict[str, dict[str, tuple[str, ...]]]:
    """A page's tables by caption: each row's cells by its first one."""
    return {
        _words(next(table.iter(f"{XHTML}caption"))): {
            first: tuple(rest) for first, *rest in map(_cells, table.iter(f"{XHTML}tr"))
        }
        for table in page.find("table")
        if any(True for _ in table.iter(f"{XHTML}caption"))
    }


def rows(page: Page) -> list[list[str]]:
    """The cells of every row of every table on a page."""
    return [_cells(row) for row in page.find("tr")]


def _cells(row: Any) -> list[str]:
    return [_words(cell) for cell in row if cell.tag in {f"{XHTML}th", f"{XHTML}td"}]


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def links(page: Page) -> set[str]:
    """Where a page leads."""
    return {link.get("href") for link in page.find("a")}
