"""What the tests of accounts share: the mails that wait, and the links in them."""

from sqlalchemy import select

from consultation.db import session
from consultation.models import Mail
from tests.client import PASSWORD, Browser, Page


def mails(to: str) -> list[Mail]:
    """What was posted to an address, the oldest first."""
    session.rollback()
    return list(session.scalars(select(Mail).where(Mail.to == to).order_by(Mail.id)))


def link(to: str) -> str:
    """Where the newest mail to an address leads."""
    return mails(to)[-1].path


def register(browser: Browser, email: str, *, after: str = "/register", **fields: str) -> Page:
    page = browser.get(after)
    return browser.submit(page, **{"email": email, "person": "Nia", "password": PASSWORD} | fields)


def forget(browser: Browser, email: str) -> Page:
    return browser.submit(browser.get("/forgotten"), email=email)
