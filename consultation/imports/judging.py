"""What would become of each row of a filled comment table: the dry run, and what is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from consultation.cells import is_cut
from consultation.imports.comment_table import FilledRow
from consultation.imports.words import no_text_in
from consultation.models import AnswerVersion, Draft, OpenQuestion, Provision, Remark, Stakeholder
from consultation.models.draft import kind_name
from consultation.operations.contributions.answers import Writing, writing_of
from consultation.operations.contributions.comment_table import Judged, Verdict
from consultation.pages import carried_over
from consultation.passages import passage
from consultation.plain import plain
from consultation.queries.contributions.comment_table import (
    COLUMNS,
    REMARKS,
    TOO_LONG,
    RowId,
    TableRow,
    Written,
    key_of,
    written_at,
)
from consultation.queries.drafts.places import Place, Places, place_name, places_in

_WHOLE = {"the draft as a whole", "draft as a whole", "whole draft", "general", "all"}


NOT_TAKEN = ("body", "observations")
"""Columns that say nothing of a comment: whose it is, is known, and observations are not theirs."""


class _Wrong(Exception):
    """A cell that keeps its row from being taken."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


@dataclass
class _Table:
    """What the rows are held against, which ids came already, and which questions are answered."""

    places: Places
    written: Written
    by_key: dict[tuple[str, str], Place]
    seen_ids: set[tuple[str, str, int]] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)


def judge(rows: Sequence[FilledRow], draft: Draft, stakeholder: Stakeholder) -> list[Judged]:
    """Each row: new, changed, as it is, left out or wrong; with the column and what to do."""
    places = places_in(draft)
    written = written_at(draft, stakeholder)
    table = _Table(places, written, {key_of(place): place for place in places.all()})
    return [replace(_judged(filled, table), sheet=filled.sheet) for filled in rows]


def _judged(filled: FilledRow, table: _Table) -> Judged:
    row = filled.row
    where = row.clause.strip() or row.row_id
    try:
        _ensure_read(filled)
        place, entry, seen = _target(row, table)
        base = Judged(filled.number, place_name(place), Verdict.EMPTY, place=place)
        return _against_saved(row, replace(base, entry=entry, seen=seen), place, table)
    except _Wrong as wrong:
        return Judged(
            filled.number, where, Verdict.WRONG, column=COLUMNS[wrong.column], why=str(wrong)
        )


def _ensure_read(filled: FilledRow) -> None:
    """Refuse a cell that holds something and has no text; what is not taken anyway may."""
    for name, what in filled.unread.items():
        if name not in NOT_TAKEN:
            raise _Wrong(name, no_text_in(what))


def _target(row: TableRow, table: _Table) -> tuple[Place, int | None, int | None]:
    """The place of a row, and which entry there it is: none for one more."""
    if not row.row_id.strip():
        return _named_place(row, table), None, None
    found = RowId.parse(row.row_id)
    place = table.by_key.get((found.kind, found.key)) if found else None
    if found is None or place is None or (isinstance(place, OpenQuestion) and found.entry > 1):
        raise _Wrong(
            "row_id",
            f"“{row.row_id}” is no row of this table. Copy the id from the table you downloaded, "
            "or empty this cell and write the number of the provision in column 3.",
        )
    mark = (found.kind, found.key, found.entry)
    again = mark in table.seen_ids
    table.seen_ids.add(mark)
    return place, None if again else found.entry, None if again else found.seen


def _named_place(row: TableRow, table: _Table) -> Place:
    clause = " ".join(row.clause.split())
    by_name = {place_name(place): place for place in table.places.all()}
    if clause.casefold() in _WHOLE:
        return table.places.draft
    _ensure_one_number(clause, table.places)
    place = by_name.get(clause) or (table.places.clause_names(clause) if clause else None)
    if place is None:
        raise _Wrong(
            "clause",
            f"No provision or question is called “{clause}”. Write its kind and number as in the "
            "draft, or copy the id of its row."
            if clause
            else "The row has no id and names no provision. Write its number here.",
        )
    return place


def _ensure_one_number(clause: str, places: Places) -> None:
    """Refuse 3.1 where there is a 3.10: a spreadsheet keeps both as the same number."""
    longer = [
        provision
        for provision in places.provisions
        if "." in provision.number
        and clause == provision.number.rstrip("0").rstrip(".")
        and clause != provision.number
    ]
    if longer:
        kind, number = longer[0].kind, longer[0].number
        raise _Wrong(
            "clause",
            f"“{clause}” may have been {number}, which a spreadsheet takes for the same number. "
            f"Write the kind too, such as “{kind_name(kind)} {number}”.",
        )


def _against_saved(row: TableRow, judged: Judged, place: Place, table: _Table) -> Judged:
    own = table.written.get(key_of(place), {})
    saved = own.get(judged.entry or 1) if judged.entry or isinstance(place, OpenQuestion) else None
    if not row.comment.strip() and not row.proposed.strip():
        return _empty(judged, saved)
    writing = _writing(row, place, saved)
    _ensure_first(row, place, table)
    judged = _remarked(row, judged, writing)
    if saved is None:
        return _one_more(judged, writing, own)
    _ensure_whole(row, saved)
    if writing == writing_of(saved):
        return replace(judged, verdict=Verdict.SAME, column="", why="")
    if judged.entry is None and not saved.is_blank:
        raise _Wrong(
            "row_id",
            f"{place_name(place)} is answered already. Change the row that has its id, or the "
            "answer on its page.",
        )
    if judged.seen not in {None, saved.number}:
        raise _Wrong(
            "row_id",
            "This was saved on its page after the table was downloaded. Download the table once "
            "more and bring both together.",
        )
    verdict = Verdict.NEW if saved.is_blank else Verdict.CHANGED
    return replace(judged, verdict=verdict, writing=writing, entry=saved.entry, seen=saved.number)


def _ensure_whole(row: TableRow, saved: AnswerVersion) -> None:
    """Refuse what a spreadsheet program left of a long text when it opened the CSV."""
    for name, text in (("comment", saved.text), ("proposed", saved.proposed)):
        cell = getattr(row, name)
        if is_cut(cell, text):
            raise _Wrong(
                name,
                f"A spreadsheet program cut this text: {len(cell):,} of its {len(text):,} "
                "characters are left. Edit it on its page, or in the table as DOCX.",
            )


def _ensure_first(row: TableRow, place: Place, table: _Table) -> None:
    """Refuse a second text for a question, whatever either row says of where it stands."""
    if not isinstance(place, OpenQuestion):
        return
    if place.id in table.answered:
        raise _Wrong(
            "row_id" if row.row_id.strip() else "clause",
            f"This is the second row for {place.number}, which takes one answer. Put both texts "
            "in one row.",
        )
    table.answered.add(place.id)


def _remarked(row: TableRow, judged: Judged, writing: Writing) -> Judged:
    """With a remark where the words of column 4 are not the place's: they are kept elsewhere."""
    words = row.paragraph.strip()
    if not words or writing.passage is not None or judged.place is None:
        return judged
    where = place_name(judged.place)
    return replace(
        judged,
        column=COLUMNS["paragraph"],
        why=f"“{words}” is not in the text of {where}. It will stand in brackets before your "
        "comment; to mark words of a provision, copy them from the draft as they stand.",
    )


def _empty(judged: Judged, saved: AnswerVersion | None) -> Judged:
    if saved is None or saved.is_blank:
        return replace(judged, why="Nothing is written in it.")
    if not saved.text.strip():
        return replace(judged, verdict=Verdict.SAME)
    return replace(
        judged,
        verdict=Verdict.KEPT,
        why="An empty row takes nothing back: what you saved stays. Empty it on its page.",
    )


def _one_more(judged: Judged, writing: Writing, own: dict[int, AnswerVersion]) -> Judged:
    if any(_said(writing_of(version)) == _said(writing) for version in own.values()):
        return replace(judged, verdict=Verdict.SAME, column="", why="")
    return replace(judged, verdict=Verdict.NEW, writing=writing, entry=None, seen=None)


def _said(writing: Writing) -> tuple[object, ...]:
    """What a table can say of a text."""
    return writing.text, writing.proposed, writing.remark, writing.passage


def _writing(row: TableRow, place: Place, saved: AnswerVersion | None) -> Writing:
    """What the row says, on top of what it cannot say (position, annex, how it is published)."""
    before = writing_of(saved) if saved is not None else Writing()
    text = before.text if row.comment.startswith(TOO_LONG) else row.comment
    proposed = before.proposed if row.proposed.startswith(TOO_LONG) else row.proposed
    if not text.strip():
        raise _Wrong("comment", "Write in a sentence why: a proposed change alone says nothing.")
    quoted, place_words = _quoted(row, place, before)
    if place_words:
        text = f"[{place_words}] {text}"
    return replace(
        before,
        text=text,
        proposed=proposed,
        remark=_remark(row),
        passage=quoted,
        pages=carried_over(before.pages, before.text, text),
    )


def _remark(row: TableRow) -> Remark | None:
    word = row.remark.strip().casefold()
    if word and word not in REMARKS:
        raise _Wrong(
            "remark",
            f"“{row.remark}” is no type of comment. Write {', '.join(Remark)}, or ge, te, le, ed.",
        )
    return REMARKS.get(word)


def _quoted(row: TableRow, place: Place, before: Writing) -> tuple[dict[str, object] | None, str]:
    """The words a row is about, where they stand in the provision; else the words as a place.

    Lines and paragraphs have no numbers here, so what a person wrote of them is kept in the text.
    """
    words, line = row.paragraph.strip(), row.line.strip()
    found = before.passage
    if not found or found["exact"].strip() != words:
        found = passage(plain(place.text), words) if isinstance(place, Provision) else None
    spoken = [f"line {line}"] if line else []
    if words and found is None:
        spoken.append(words)
    return found, ", ".join(spoken)
