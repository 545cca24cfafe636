"""The table from an old draft to a new one, to take away as CSV or DOCX."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx
from docx.oxml import OxmlElement

from consultation.cells import guarded
from consultation.exports.packing import steady_zip
from consultation.exports.text import xml_text
from consultation.models.draft import kind_name
from consultation.queries.drafts.comparison import Change
from consultation.queries.drafts.drafts import PlainProvision

PROPOSED = "proposed by the machine"


@dataclass(frozen=True)
class Form:
    """A format of the table, and who writes it: the changes, and the titles of both drafts."""

    label: str
    mimetype: str
    render: Callable[[Sequence[Change], str, str], bytes]


def called(provisions: Sequence[PlainProvision]) -> str:
    """How provisions are named in a cell.

    >>> called([])
    'none'
    """
    names = [f"{kind_name(p.kind)} {p.number} {p.title}".replace("  ", " ") for p in provisions]
    return "; ".join(name.strip() for name in names) or "none"


def rows(changes: Sequence[Change], old: str, new: str) -> list[tuple[str, ...]]:
    """The table's header and its rows."""
    header = (old, new, "What became of it", "Note", "Said by")
    return [
        header,
        *(
            (
                called(change.olds),
                called(change.news),
                ", ".join(change.became),
                "; ".join(change.notes),
                PROPOSED if change.is_proposed else "",
            )
            for change in changes
        ),
    ]


def render_csv(changes: Sequence[Change], old: str, new: str) -> bytes:
    """CSV in UTF-8 with its mark; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([guarded(cell) for cell in row] for row in rows(changes, old, new))
    return out.getvalue().encode("utf-8-sig")


def render_docx(changes: Sequence[Change], old: str, new: str) -> bytes:
    """DOCX, the header repeated on each page."""
    document = docx.Document()
    document.add_heading(xml_text(f"From {old} to {new}"), 1)
    header, *body = rows(changes, old, new)
    table = document.add_table(1, len(header), "Table Grid")
    for cell, name in zip(table.rows[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(xml_text(name)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for row in body:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(xml_text(words))
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())


TABLES = {
    "csv": Form("CSV", "text/csv; charset=utf-8", render_csv),
    "docx": Form(
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        render_docx,
    ),
}
