"""Exports of survey tools: a row for each respondent, a column for each question → answers.

What they are is told by what no other table has: EUSurvey by the columns it adds, Citizen Space by
the numbers of its responses, Qualtrics by its second and third row of headers. What the columns
hold is proposed; a person decides.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from consultation.boundary import clean_text
from consultation.imports.columns import found_columns, plain_name
from consultation.imports.rows import Row, Table

QUESTION, ANSWER = "(the question)", "(the answer)"
"""What the columns are called that a wide table gets as answers."""

BETWEEN = " — "
"""Stands between the headers that one column has in several rows."""

ABOVE = 12
"""Rows that may stand above the last header."""

_WORDS_OF_A_TEXT = 6
_WORDS_OF_A_FIELD = 15
"""More than this is an answer to a question; only of publication are the choices told at length."""


class Origin(StrEnum):
    """Which tool a table was exported from."""

    EUSURVEY = "EUSurvey"
    CITIZEN_SPACE = "Citizen Space"
    QUALTRICS = "Qualtrics"


OWN: Mapping[Origin, frozenset[str]] = {
    Origin.EUSURVEY: frozenset({
        "contribution id", "invitation number", "user name", "creation date", "last update",
        "languages", "total score",
    }),
    Origin.CITIZEN_SPACE: frozenset({
        "response id", "respondent id", "response number", "response status", "status",
        "submitted", "date submitted", "submission date", "published", "email", "name",
    }),
    Origin.QUALTRICS: frozenset({
        "startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)",
        "finished", "recordeddate", "responseid", "recipientlastname", "recipientfirstname",
        "recipientemail", "externalreference", "locationlatitude", "locationlongitude",
        "distributionchannel", "userlanguage",
    }),
}  # fmt: skip
"""Columns that a tool adds by itself, which are no questions; case makes no difference."""

FIELDS: Mapping[str, re.Pattern[str]] = {
    "stakeholder": re.compile(r"^(contribution id|response ?id|respondent id)$"),
    "language": re.compile(r"^(languages?|userlanguage|language of (my|your) contribution)$"),
    "publication": re.compile(
        r"publication privacy|privacy settings|(publish|publication) of (my|your)"
        r"|publish (my|your)|may (we|be) publish"
        r"|\b(my|your) (response|answer|submission|contribution|repl)\w*\b.*\bconfidential"
    ),
    "category": re.compile(
        r"giving (my|your) contribution as|in what capacity|respond(ing)? as\b|type of respondent"
        r"|type of stakeholder|kind of stakeholder|type of organi[sz]ation"
    ),
    "size": re.compile(
        r"^[\W\d]*(organi[sz]ation size|size of (the )?organi[sz]ation)"
        r"|size of your organi[sz]ation"
    ),
    "organisation": re.compile(
        r"(organi[sz]ation|company)('s|’s)? name|name of (the |your )?(organi[sz]ation|company)"
        r"|what is your organi[sz]ation"
    ),
    "country": re.compile(
        r"^[\W\d]*country\b|(which|what) country\b|\b(your|my|home) country( of \w+)?\W*$"
    ),
}
"""By which words of a question the column of a field is proposed; the first column wins.

A question may be about countries or about what is confidential: what asks of the respondent is
meant.
"""

_OF_STAFF = re.compile(r"\banalysts? notes?$")
"""What those who read the answers wrote beside them in Citizen Space: nobody's answer."""

_RESPONSE = re.compile(r"[A-Z]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]")
_IMPORT_ID = re.compile(r'\{\s*"ImportId"\s*:')


@dataclass(frozen=True)
class Wide:
    """What is proposed of a wide table: which columns are questions, where the fields stand."""

    origin: Origin
    questions: tuple[int, ...]
    fields: Mapping[str, int]


def recognised(rows: Sequence[Row]) -> Table | None:
    """The table of an export that is known, with one name for each column; None for another."""
    filled = [row for row in rows[: ABOVE + 1] if not row.is_empty]
    for find in (_qualtrics, _citizen_space, _eusurvey):
        found = find(filled)
        if found is not None:
            origin, names, last = found
            below = tuple(row for row in rows if row.number > last)
            return Table(_told_apart(names), below, origin.value) if any_filled(below) else None
    return None


def any_filled(rows: Sequence[Row]) -> bool:
    return any(not row.is_empty for row in rows)


Found = tuple[Origin, list[str], int]


def _qualtrics(rows: Sequence[Row]) -> Found | None:
    """Names and texts stand in two rows, mostly with ids in a third; its own columns keep names."""
    for codes, texts, below in zip(rows, rows[1:], [*rows[2:], None], strict=False):
        has_ids = below is not None and _are_import_ids(below)
        if has_ids or _is_labelled(codes, texts):
            own = OWN[Origin.QUALTRICS]
            names = [
                code if plain_name(code) in own or not text.strip() else text
                for code, text in zip(codes.values, texts.values, strict=False)
            ]
            return Origin.QUALTRICS, names, below.number if below and has_ids else texts.number
    return None


def _are_import_ids(row: Row) -> bool:
    cells = [value for value in row.values if value.strip()]
    return bool(cells) and all(_IMPORT_ID.match(cell) for cell in cells)


def _is_labelled(codes: Row, texts: Row) -> bool:
    """Whether the number of a response stands there by its name and, below, in words."""
    pairs = zip(map(plain_name, codes.values), map(plain_name, texts.values), strict=False)
    return ("responseid", "response id") in pairs


def _citizen_space(rows: Sequence[Row]) -> Found | None:
    """Whatever stands above the first response is a header, in one row or several."""
    first = next(
        (at for at, row in enumerate(rows) if any(map(_RESPONSE.fullmatch, row.values[:3]))), 0
    )
    if first == 0:
        return None
    names = [
        BETWEEN.join(dict.fromkeys(part for part in parts if part))
        for parts in zip(*_filled_on(rows[:first]), strict=True)
    ]
    is_long = first == 1 and {"text", "question"} <= found_columns(names).keys()
    return None if is_long else (Origin.CITIZEN_SPACE, names, rows[first - 1].number)


def _filled_on(headers: Sequence[Row]) -> list[list[str]]:
    """Headers of one width; what heads several columns stands above each of them."""
    width = max(len(row.values) for row in headers)
    whole = [[*map(_one_line, row.values), *[""] * (width - len(row.values))] for row in headers]
    for cells in whole[:-1]:
        for at in range(1, width):
            cells[at] = cells[at] or cells[at - 1]
    return whole


def _eusurvey(rows: Sequence[Row]) -> Found | None:
    """Below what tells of the survey stands one row of questions and of columns of its own."""
    for row in rows:
        names = list(row.values)
        own = {plain_name(name) for name in names} & OWN[Origin.EUSURVEY]
        if len(own) > 1 and not {"text", "question"} <= found_columns(names).keys():
            return Origin.EUSURVEY, names, row.number
    return None


def _one_line(text: str) -> str:
    return " ".join(clean_text(text, limit=len(text)).split())


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """One name for each column: “Why?” comes often in a survey."""
    cleaned = [_one_line(name) or f"column {at}" for at, name in enumerate(names, 1)]
    often, seen = Counter(cleaned), Counter[str]()
    told = []
    for name in cleaned:
        if often[name] == 1:
            told.append(name)
            continue
        seen[name] += 1
        while (numbered := f"{name} ({seen[name]})") in often:
            seen[name] += 1
        told.append(numbered)
    return tuple(told)


def proposed(table: Table) -> Wide | None:
    """What the columns of a wide table hold, as far as their words tell; None for another."""
    if not table.origin:
        return None
    origin = Origin(table.origin)
    plain = [plain_name(name) for name in table.columns]
    own = {at for at, name in enumerate(plain) if name in OWN[origin]}
    fields: dict[str, int] = {}
    for field, pattern in FIELDS.items():
        for at, name in enumerate(plain):
            asks = at not in fields.values() and pattern.search(name.rpartition(BETWEEN)[2])
            if asks and (field == "publication" or not _has_words(table, at, _WORDS_OF_A_FIELD)):
                fields[field] = at
                break
    if origin is Origin.CITIZEN_SPACE and "stakeholder" not in fields:
        fields["stakeholder"] = _numbered(table)
    taken = own | set(fields.values()) | {at for at, n in enumerate(plain) if _OF_STAFF.search(n)}
    questions = [at for at in range(len(plain)) if at not in taken and _is_text(table, at)]
    return Wide(origin, tuple(questions), fields)


def _numbered(table: Table) -> int:
    """The column with the numbers by which Citizen Space was recognised."""
    first = next(row for row in table.rows if any(map(_RESPONSE.fullmatch, row.values)))
    return next(at for at, value in enumerate(first.values) if _RESPONSE.fullmatch(value))


def _is_text(table: Table, at: int) -> bool:
    """Whether somebody wrote a sentence in a column; else it is something to be chosen from."""
    return _has_words(table, at, _WORDS_OF_A_TEXT)


def _has_words(table: Table, at: int, least: int) -> bool:
    return any(len(row.values) > at and len(row.values[at].split()) >= least for row in table.rows)


def as_answers(table: Table, questions: Sequence[int]) -> Table:
    """A row for each answer, with the respondent's cells before the question and the text.

    An empty cell is no answer; who left all of them empty is one blank answer, so that nobody is
    lost. A row that is not as wide as the headers is left so, to be refused; so is each where no
    column is a question.
    """
    rows = tuple(made for row in table.rows for made in _answers(row, table.columns, questions))
    return Table((*table.columns, QUESTION, ANSWER), rows, table.origin)


def _answers(row: Row, columns: Sequence[str], questions: Sequence[int]) -> list[Row]:
    if row.is_empty or len(row.values) != len(columns) or not questions:
        return [replace(row, values=(*row.values, "", ""))] if not row.is_empty else []
    said = [at for at in questions if row.values[at].strip() or at in row.unread]
    return [
        Row(
            row.number,
            (*row.values, columns[at], row.values[at]),
            {**row.unread, **({len(columns) + 1: row.unread[at]} if at in row.unread else {})},
        )
        for at in said or questions[:1]
    ]
