"""The comment table: the eight columns of the ISO/IEC/CEN commenting template, and a row's id."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from consultation.models import AnswerVersion, Draft, OpenQuestion, Remark, Stakeholder
from consultation.queries.contributions.submissions import newest_versions, submission_in
from consultation.queries.drafts.drafts import text_of
from consultation.queries.drafts.places import Place, Places, place_name, places_in


@dataclass(frozen=True)
class TableRow:
    """One row, every cell a text; `row_id` says which entry it is, and which save it shows."""

    body: str = ""
    line: str = ""
    clause: str = ""
    paragraph: str = ""
    remark: str = ""
    comment: str = ""
    proposed: str = ""
    observations: str = ""
    row_id: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))


COLUMNS = {
    "body": "1 Body (MB/NC)",
    "line": "2 Line number",
    "clause": "3 Clause/Subclause",
    "paragraph": "4 Paragraph/Figure/Table",
    "remark": "5 Type of comment",
    "comment": "6 Comments",
    "proposed": "7 Proposed change",
    "observations": "8 Observations of the secretariat",
    "row_id": "Row id (leave as it is)",
}
"""What each column is called, in the table's order."""

TOO_LONG = "[Too long for a cell]"
"""Stands where a text does not fit a cell; uploaded, it leaves the text as it is."""

REMARKS = {remark.value: remark for remark in Remark} | {
    "ge": Remark.GENERAL,
    "te": Remark.SUBSTANTIVE,
    "technical": Remark.SUBSTANTIVE,
    "le": Remark.LEGAL,
    "ed": Remark.EDITORIAL,
}
"""What a cell may call a type of comment: our words, and those of the template."""


@dataclass(frozen=True)
class RowId:
    """The place, the entry there, and the number of the save that the row shows (0: none)."""

    kind: str
    key: str
    entry: int
    seen: int

    def __str__(self) -> str:
        return f"{self.kind}|{self.key}|{self.entry}|{self.seen}"

    @classmethod
    def parse(cls, text: str) -> "RowId | None":
        """The id that a cell holds.

        >>> RowId.parse("question|Q03|1|4")
        RowId(kind='question', key='Q03', entry=1, seen=4)
        """
        kind, _, rest = text.strip().partition("|")
        key, *numbers = rest.rsplit("|", 2)
        if len(numbers) != 2 or not all(n.isascii() and n.isdigit() for n in numbers):
            return None
        entry, seen = (int(number) for number in numbers)
        return cls(kind, key, entry, seen) if entry >= 1 else None


def key_of(place: Place) -> tuple[str, str]:
    """What a row's id calls a place: by what stays the same when rows are numbered anew."""
    if isinstance(place, Draft):
        return "draft", ""
    if isinstance(place, OpenQuestion):
        return "question", place.number
    return "provision", place.key


Written = dict[tuple[str, str], dict[int, AnswerVersion]]


def written_at(draft: Draft, stakeholder: Stakeholder) -> Written:
    """The newest save of each entry of a stakeholder's own, by the key of its place."""
    submission = submission_in(draft.round, stakeholder.id)
    found: Written = {}
    for version in newest_versions(submission).values() if submission else ():
        question = version.question
        place = question.comments_on or (draft if question.on_whole_draft else question)
        found.setdefault(key_of(place), {})[version.entry] = version
    return found


def table_rows(draft: Draft, stakeholder: Stakeholder) -> list[TableRow]:
    """A row for every place, in the draft's order; empty where nothing was written."""
    places = places_in(draft)
    written = written_at(draft, stakeholder)
    body = stakeholder.goes_by
    return [
        row
        for place in _in_order(places)
        for row in _rows(place, written.get(key_of(place), {}), body)
    ]


def _in_order(places: Places) -> Iterator[Place]:
    """Each provision before the questions beside it, and the draft as a whole last."""
    provisions = {provision.id: provision for provision in places.provisions}
    questions = {question.id: question for question in places.questions}
    for section in text_of(places.draft).sections:
        if section.provision is not None:
            yield provisions[section.provision.id]
        yield from (questions[question.id] for question in section.questions)
    yield places.draft


def _rows(place: Place, own: dict[int, AnswerVersion], body: str) -> Iterator[TableRow]:
    filled: list[tuple[int, AnswerVersion | None]] = [
        (entry, version) for entry, version in own.items() if not version.is_blank
    ]
    for entry, version in filled or [(1, own.get(1))]:
        seen = version.number if version is not None else 0
        passage = version.passage if version is not None and version.passage else {"exact": ""}
        yield TableRow(
            body=body,
            clause=place_name(place),
            paragraph=passage["exact"],
            remark=str(version.remark or "") if version is not None else "",
            comment=version.text if version is not None else "",
            proposed=version.proposed if version is not None else "",
            row_id=str(RowId(*key_of(place), entry, seen)),
        )
