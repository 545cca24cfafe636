"""The words of a consultation's letters: its own, or ours where it wrote none."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, LetterKind, MailTemplate, Round

LINK = "\x1f"
"""Where the address goes in the text of a mail; no text that a person typed can hold it."""

FIELD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True)
class Wording:
    """Subject and text of a letter, with their fields in double braces."""

    subject: str
    text: str


@dataclass(frozen=True)
class Letter:
    """What one kind of letter is for, its fields and those that it owes, and our words for it."""

    told: str
    fields: tuple[str, ...]
    owed: tuple[str, ...]
    usual: Wording


LETTERS = {
    LetterKind.INVITATION: Letter(
        "To whoever is asked to chair a working group, or to join the secretariat or the readers.",
        ("name", "consultation", "office", "link"),
        ("office", "link"),
        Wording(
            "{{consultation}}: you are invited as {{office}}",
            "Dear {{name}},\n\nYou are invited to be {{office}} in “{{consultation}}”.\n\n"
            "Accept on this page, within 30 days:\n\n{{link}}\n\n"
            "If you do not want to, do nothing.",
        ),
    ),
    LetterKind.ACCEPTANCE: Letter(
        "To whoever is accepted to take part.",
        ("name", "consultation", "link", "closes"),
        ("link",),
        Wording(
            "{{consultation}}: you can take part",
            "Dear {{name}},\n\nYou are accepted to take part in “{{consultation}}”.\n\n"
            "Begin on this page, where what you told us is filled in already:\n\n{{link}}\n\n"
            "Contributions are taken until {{closes}}.",
        ),
    ),
    LetterKind.REFUSAL: Letter(
        "To whoever is not accepted to take part.",
        ("name", "consultation", "reason"),
        ("reason",),
        Wording(
            "{{consultation}}: you cannot take part",
            "Dear {{name}},\n\nYou asked to take part in “{{consultation}}”. We cannot accept "
            "this.\n\nWhy: {{reason}}",
        ),
    ),
    LetterKind.REMINDER: Letter(
        "To whoever has not sent what they saved, three days and one day before a round closes; "
        "and to whom you remind.",
        ("name", "consultation", "round", "closes", "link"),
        ("closes", "link"),
        Wording(
            "{{consultation}}: not sent yet, {{round}} closes soon",
            "Dear {{name}},\n\nYour answers in {{round}} of “{{consultation}}” are not sent, and "
            "only what is sent is counted. It closes on {{closes}}.\n\n"
            "Write and submit them on this page, or ask who leads your part to:\n\n{{link}}",
        ),
    ),
}


def own_wording(consultation: Consultation, kind: LetterKind) -> Wording | None:
    """The words that a consultation wrote for a letter; None where it goes with ours."""
    kept = session.scalar(
        select(MailTemplate).where(
            MailTemplate.consultation_id == consultation.id, MailTemplate.kind == kind
        )
    )
    return Wording(kept.subject, kept.text) if kept is not None else None


def wording(consultation: Consultation, kind: LetterKind) -> Wording:
    """The words that a letter goes out with."""
    return own_wording(consultation, kind) or LETTERS[kind].usual


def filled(words: Wording, *, consultation: Consultation, **values: str) -> Wording:
    """A letter with its fields filled in; the address comes as it is sent.

    Braces that are no field of this letter stay as they are.
    """
    said = {"consultation": consultation.title, "link": LINK} | values

    def fill(text: str) -> str:
        return FIELD.sub(lambda found: said.get(found[1].strip(), found[0]), text)

    return Wording(" ".join(fill(words.subject).replace(LINK, "").split()), fill(words.text))


def closing(consultation: Consultation, now: datetime) -> str:
    """When what people write must be there: the end of the round that is open or comes next."""
    ahead: list[Round] = [each for each in consultation.rounds if each.closes_at >= now]
    return ahead[0].exactly(ahead[0].closes_at) if ahead else "a date that will be announced"
