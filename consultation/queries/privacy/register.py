"""The register of processing: what a consultation does with personal data, as it stands.

It has what Article 30(1) of Regulation (EU) 2016/679 and Article 31(1) of Regulation (EU) 2018/1725
ask for, from the consultation's settings, the data map and the retention date. What the settings
do not say it names as missing, so that nobody takes silence for an answer.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import ApiToken, Consultation, Scope, Stakeholder, Webhook
from consultation.queries.consultations.api_tokens import api_tokens_in
from consultation.queries.consultations.notices import notice_in_force
from consultation.queries.correspondence.webhooks import webhooks_in
from consultation.queries.privacy.data_map import PERSONAL, SAID, data_map
from consultation.queries.privacy.moderation import rules_in_force
from consultation.queries.privacy.retention import LONGEST_WAIT, awaits_outcomes, retained_until
from consultation.wording import noun

MISSING = "Not said yet. Write it under “Settings”."
RECIPIENTS = (
    "The secretariat, and the chairs and vice-chairs of the working groups, for what is theirs to "
    "read; everybody, for what its author lets be published and as they chose to be named."
)
NOWHERE_ELSE = (
    "Texts are read on this machine alone: no page and no analysis sends anything elsewhere. "
    "Letters go through the mail server that the operator set."
)
MEASURES = (
    "Passwords are kept as Argon2 hashes; secrets of second factors are sealed (AES-256-GCM).",
    "Who may do what is one table, and each view is guarded by it; each act is in a log that is "
    "chained by hashes.",
    "What is published bears a name only as its author chose; personal data in texts is redacted "
    "by a person, and what was redacted is read only by an act in the log.",
    "A person downloads all that is kept about them, and deletes their account, by themselves.",
)


@dataclass(frozen=True)
class DataLine:
    """Personal data of one sort: whom it is about, and in which columns it is kept."""

    about: str
    what: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """An entry of the register, in the order in which the regulations list it."""

    consultation: str
    facts: tuple[tuple[str, str], ...]
    data: tuple[DataLine, ...]
    measures: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What the settings do not say."""
        return tuple(label for label, said in self.facts if said == MISSING)


def register_of(consultation: Consultation) -> Register:
    """The entry of one consultation."""
    notice, rules = notice_in_force(consultation), rules_in_force(consultation)
    taking_part = session.scalar(
        select(func.count()).where(Stakeholder.consultation_id == consultation.id)
    )
    facts = (
        ("Controller", consultation.host or MISSING),
        ("Whom people ask about their data", consultation.protection_contact or MISSING),
        ("Purpose", consultation.summary or MISSING),
        ("Legal basis", consultation.legal_basis or MISSING),
        ("Whose data", f"{_whose()}. Taking part now: {taking_part:,}."),
        ("Recipients", _recipients(consultation)),
        ("Transfers to third countries", _transfers(consultation)),
        ("Erased", _until(consultation)),
        ("Privacy notice", f"Number {notice.number}, in force" if notice else MISSING),
        ("Rules of moderation", f"Number {rules.number}, in force" if rules else MISSING),
    )
    return Register(consultation.title, facts, tuple(_data()), MEASURES)


def _whose() -> str:
    about = dict.fromkeys(table.about for table in data_map().values() if table.is_personal)
    return "; ".join(sorted(about)).capitalize()


def _recipients(consultation: Consultation) -> str:
    """Who reads, with the programs that a token of the secretariat opens what it sees to."""
    tokens = [
        token
        for token in reversed(api_tokens_in(consultation))
        if token.scope is Scope.SECRETARIAT and (token.revoked_at is None or token.last_used_on)
    ]
    if not tokens:
        return RECIPIENTS
    return (
        f"{RECIPIENTS} By a token, what the secretariat sees is read, also while it is not "
        f"published, by {noun(len(tokens), 'program')}: {'; '.join(map(_program, tokens))}."
    )


def _program(token: ApiToken) -> str:
    """What a token is for, and until when it opens anything."""
    zone = token.consultation.zone
    ends = token.revoked_at or token.expires_at
    until = "revoked" if token.revoked_at else "until"
    return f"“{token.name}” ({until} {ends.astimezone(zone):%-d %B %Y})"


def _transfers(consultation: Consultation) -> str:
    """What leaves, and to whom: all that ever does is what webhooks carry."""
    hooks = webhooks_in(consultation)
    if not hooks:
        return f"None. {NOWHERE_ELSE}"
    carried = _carried(hooks)
    return (
        f"{NOWHERE_ELSE} Programs of others are told of events at addresses that the secretariat "
        f"gave: {'; '.join(map(_told, hooks))}. They are sent the kind of event and of what was "
        f"compiled, when it was, and {f'these numbers: {carried}' if carried else 'numbers'}, "
        "with an address of this site whose permissions guard what is read there; no name, no text "
        "and no address of a person. "
        "In which countries these programs run is not known here: the controller adds it."
    )


def _told(hook: Webhook) -> str:
    """Whom a webhook tells of what, and how often it did."""
    arrived = noun(
        sum(each.delivered_at is not None for each in hook.deliveries), "delivery", "deliveries"
    )
    off = ", turned off" if hook.off_at is not None else ""
    return f"{urlsplit(hook.address).hostname} ({', '.join(hook.events)}; {arrived}{off})"


def _carried(hooks: Iterable[Webhook]) -> str:
    """What the deliveries that there are carry, by its names in them."""
    bodies = [json.loads(each.body)["data"] for hook in hooks for each in hook.deliveries]
    return ", ".join(sorted({name for body in bodies for name in body} - {"address", "kind"}))


def _until(consultation: Consultation) -> str:
    months = consultation.retention_months
    said = f"{noun(months, 'month')} after the outcomes of the last round"
    until = retained_until(consultation)
    if until is None:
        return f"{said} are published; no round is planned yet, so there is no date."
    day = f"{until.astimezone(consultation.zone):%-d %B %Y}"
    if awaits_outcomes(consultation):
        return (
            f"{said} are published; while they are not, {LONGEST_WAIT + months} months after the "
            f"last round closes: {day}."
        )
    return f"{said} were published: {day}."


def _data() -> list[DataLine]:
    columns: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for table in data_map().values():
        for tag in PERSONAL:
            columns[table.about, tag] += [f"{table.name}.{name}" for name in table.columns[tag]]
    return [
        DataLine(about, SAID[tag], tuple(names))
        for (about, tag), names in sorted(columns.items())
        if names
    ]
