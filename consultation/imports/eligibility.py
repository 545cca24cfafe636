"""A table of applicants: which decisions can be taken from it, and why the other rows cannot."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.cells import unguarded
from consultation.errors import ImportRefused, RuleError
from consultation.imports.columns import plain_name
from consultation.imports.rows import Row, Table
from consultation.imports.words import no_text_in
from consultation.models import Consultation, Eligibility
from consultation.operations.accounts.people import address
from consultation.operations.consultations.eligibility import Decision
from consultation.queries.consultations.eligibility import decisions as decisions_in
from consultation.queries.consultations.eligibility import taking_part_by_address

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "email": ("address", "e mail address", "email address", "e mail", "email", "mail"),
    "name": ("name", "full name", "contact", "contact person", "representative"),
    "organisation": ("organisation", "organization", "organisation name", "organization name"),
    "category": ("category", "kind of stakeholder", "stakeholder category", "type"),
    "country": ("country", "country of origin"),
    "size": ("size", "organisation size", "organization size"),
    "register_number": ("register number", "transparency register number", "register"),
    "working_groups": ("working groups", "working group", "groups"),
    "decision": ("decision", "eligibility", "eligible", "accepted"),
    "reason": ("reason", "reasons", "remark"),
}
"""The columns, and the names by which each is found: the first that the table has wins."""

OWED = ("email", "name", "category", "decision")
ACCEPTED = frozenset({"accepted", "accept", "yes", "y", "eligible", "1", "true"})
REFUSED = frozenset({"refused", "refuse", "no", "n", "not eligible", "rejected", "0", "false"})


@dataclass(frozen=True)
class Application:
    """A row as it stands in the table; `number` is the one that a spreadsheet shows.

    `unread` holds, by its column, the formula or the error of a cell that has no text in the file.
    """

    number: int
    cells: Mapping[str, str]
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What would become of a row: a decision that is taken, none to take, or why it cannot be."""

    number: int
    who: str
    decision: Decision | None = None
    is_new: bool = False
    column: str = ""
    why: str = ""

    @property
    def is_taken(self) -> bool:
        return self.decision is not None and not self.why

    @property
    def is_wrong(self) -> bool:
        return self.decision is None


class _Wrong(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def applications_in(table: Table, name: str) -> list[Application]:
    """The rows that are not empty. Raises ImportRefused without a column that is owed."""
    places = _places(table.columns)
    missing = [COLUMNS[column][0] for column in OWED if column not in places]
    if missing:
        raise ImportRefused(
            f"“{name}” has no column {' and none '.join(f'“{each}”' for each in missing)}. "
            f"The columns are: {', '.join(names[0] for names in COLUMNS.values())}."
        )
    return [_application(row, places) for row in table.rows if not row.is_empty]


def _places(columns: Sequence[str]) -> dict[str, int]:
    names = [plain_name(column) for column in columns]
    return {
        column: names.index(found)
        for column, accepted in COLUMNS.items()
        if (found := next((each for each in accepted if each in names), None)) is not None
    }


def _application(row: Row, places: Mapping[str, int]) -> Application:
    cells = {
        column: unguarded(row.values[at]) if at < len(row.values) else ""
        for column, at in places.items()
    }
    unread = {column: row.unread[at] for column, at in places.items() if at in row.unread}
    return Application(row.number, cells, unread)


def packed(applications: Sequence[Application]) -> str:
    """The rows as JSON, so that what was shown is what is taken."""
    lines = [
        {"number": each.number, "unread": dict(each.unread), **each.cells} for each in applications
    ]
    return json.dumps(lines, ensure_ascii=False)


def unpacked(rows: str) -> list[Application]:
    """The rows again; raises ImportRefused for anything else."""
    try:
        return [
            Application(int(line["number"]), _texts(line), _texts(line.get("unread", {})))
            for line in json.loads(rows)
        ]
    except (
        TypeError,
        ValueError,
        KeyError,
        OverflowError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ImportRefused("The rows did not arrive whole. Upload the table once more.") from error


def _texts(found: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(found[name]) for name in COLUMNS if name in found}


@dataclass
class _Known:
    """What the rows are held against."""

    consultation: Consultation
    rows: dict[str, Eligibility]
    taking_part: set[str]
    groups: dict[str, str]
    categories: dict[str, str]
    seen: dict[str, int] = field(default_factory=dict)


def judge(applications: Sequence[Application], consultation: Consultation) -> list[Judged]:
    """Each row: new, different, as it was decided already, or wrong; with the column and why."""
    known = _Known(
        consultation,
        {row.email: row for row in decisions_in(consultation)},
        taking_part_by_address(consultation),
        {group.code.casefold(): group.code for group in consultation.working_groups},
        {category.casefold(): category for category in consultation.categories},
    )
    return [_judged(each, known) for each in applications]


def _judged(application: Application, known: _Known) -> Judged:
    who = " ".join(application.cells.get("email", "").split()) or "no address"
    try:
        decision = _decision(application, known)
    except _Wrong as wrong:
        return Judged(application.number, who, column=COLUMNS[wrong.column][0], why=str(wrong))
    row = known.rows.get(decision.email)
    if row is not None and decision.is_kept_in(row):
        return Judged(application.number, who, decision, why="It was decided so already.")
    return Judged(application.number, who, decision, is_new=row is None)


def _decision(application: Application, known: _Known) -> Decision:
    cells = {column: _cell(application, column) for column in COLUMNS}
    email = _address(cells["email"])
    _ensure_free(email, application.number, known)
    for column in ("name", "category"):
        if not cells[column]:
            raise _Wrong(column, "It is empty.")
    is_accepted = _said(cells["decision"])
    if not is_accepted and not cells["reason"]:
        raise _Wrong("reason", "Who is refused is told why. Write the reason.")
    return Decision(
        email=email,
        name=cells["name"],
        organisation=cells["organisation"],
        category=_category(cells["category"], known),
        country=cells["country"],
        size=cells["size"],
        register_number=cells["register_number"],
        working_groups=tuple(_groups(cells["working_groups"], known)),
        is_accepted=is_accepted,
        reason=cells["reason"],
    )


def _cell(application: Application, column: str) -> str:
    if column in application.unread:
        raise _Wrong(column, no_text_in(application.unread[column]))
    try:
        text = clean_text(application.cells.get(column, ""), limit=SHORT_TEXT_LIMIT)
    except RuleError as refused:
        raise _Wrong(column, f"At most {SHORT_TEXT_LIMIT} characters.") from refused
    return " ".join(text.split())


def _address(cell: str) -> str:
    try:
        return address(cell)
    except RuleError as refused:
        raise _Wrong("email", str(refused)) from refused


def _ensure_free(email: str, number: int, known: _Known) -> None:
    """Refuse a second row of one address, and a decision on whoever takes part."""
    if email in known.seen:
        raise _Wrong("email", f"{email} stands in row {known.seen[email]} too. Keep one of them.")
    known.seen[email] = number
    if email in known.taking_part:
        raise _Wrong("email", f"{email} takes part already; nothing is left to decide.")


def _said(cell: str) -> bool:
    word = plain_name(cell)
    if word not in ACCEPTED | REFUSED:
        raise _Wrong("decision", f"“{cell}” is no decision. Write accepted or refused.")
    return word in ACCEPTED


def _category(cell: str, known: _Known) -> str:
    if not known.categories:
        return cell
    if cell.casefold() not in known.categories:
        raise _Wrong(
            "category",
            f"“{cell}” is no category here. There are: {', '.join(known.categories.values())}.",
        )
    return known.categories[cell.casefold()]


def _groups(cell: str, known: _Known) -> Iterator[str]:
    for code in filter(None, re.split(r"[\s,;]+", cell)):
        if code.casefold() not in known.groups:
            raise _Wrong(
                "working_groups",
                f"There is no working group {code}. There are: {', '.join(known.groups.values())}.",
            )
        yield known.groups[code.casefold()]
