"""Reports say the same in every format: the same figures and the same texts, in the same order."""

import io
import zipfile
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest
from lxml import etree, html

from consultation.exports.document import Document
from consultation.exports.document.blocks import Chart, Table
from consultation.exports.document.factual import factual_document
from consultation.exports.reports import REPORT_FORMATS
from consultation.operations.plenary.factual import FactualSummary
from consultation.queries.contributions.replies import AnsweredLine, CampaignCount, Replies

NOW = datetime(2027, 5, 14, 8, 12, tzinfo=UTC)
REPLIES = Replies(
    submissions=1_234, organisations=987, answers=4_321,
    by_category=(("civil society", 1_000), ("=1+1 & <b>", 234)),
    by_country=(("Italy", 1_200), ("others, each with fewer than 5", 30), ("not said", 4)),
    by_size=(("small", 1_234),),
    by_register=(("registered organisations", 700), ("people who write for no organisation", 534)),
)  # fmt: skip
FACTUAL = FactualSummary(
    consultation="Code of Conduct", host="The Forum", round="Round 1",
    opens_at=datetime(2027, 4, 5, 7, tzinfo=UTC),
    closes_at=datetime(2027, 5, 3, 21, 59, tzinfo=UTC),
    time_zone="Europe/Brussels", compiled_at=NOW, replies=REPLIES,
    by_group=(AnsweredLine("WG1", "Openness", 4_000, 1_200, 900),),
    by_question=(AnsweredLine("Q01", "Which changes are material?", 4_000, 1_200, 900),),
    campaigns=(CampaignCount("Q01", 48, 12, 31),), is_being_read=False,
)  # fmt: skip

Rows = list[list[str]]


def tables_of(document: Document) -> list[Rows]:
    """The tables as they are meant: the oracle."""
    found = [b.table if isinstance(b, Chart) else b for b in document.blocks]
    return [
        [list(table.header), *([shown(cell) for cell in row] for row in table.rows)]
        for table in found
        if isinstance(table, Table)
    ]


def shown(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(getattr(cell, "text", cell))


def in_docx(raw: bytes) -> list[Rows]:
    document = docx.Document(io.BytesIO(raw))
    return [[[c.text for c in row.cells] for row in table.rows] for table in document.tables]


def in_html(raw: bytes) -> list[Rows]:
    page = html.document_fromstring(raw.decode())
    return [
        [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
        for table in page.iter("table")
    ]


def in_odt(raw: bytes) -> list[Rows]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        content = etree.fromstring(packed.read("content.xml"))
    names = {"t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    return [
        [
            ["".join(cell.itertext()) for cell in row.xpath("t:table-cell", namespaces=names)]
            for row in table.xpath(".//t:table-row", namespaces=names)
        ]
        for table in content.xpath("//t:table", namespaces=names)
    ]


READERS = {"docx": in_docx, "html": in_html, "odt": in_odt}


def in_pdf(raw: bytes) -> str:
    pages = pypdfium2.PdfDocument(raw)
    return "".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def ensure_the_same_in_every_format(document: Document) -> None:
    """Every table whole in DOCX, HTML and ODT; every cell of them in the PDF."""
    expected = tables_of(document)
    assert expected
    for extension, read in READERS.items():
        told = read(REPORT_FORMATS[extension].write(document))
        # A chart has a column for its bars, which has no words.
        cut = [
            [row[: len(meant[0])] for row in table]
            for table, meant in zip(told, expected, strict=True)
        ]
        assert cut == expected, extension
    words = in_pdf(REPORT_FORMATS["pdf"].write(document))
    for table in expected:
        for row in table:
            for cell in row:
                assert "".join(cell.split()) in words, cell


def test_the_factual_summary_has_the_same_figures_in_every_format():
    """trust.md 47."""
    ensure_the_same_in_every_format(factual_document(FACTUAL))


@pytest.mark.parametrize("extension", REPORT_FORMATS)
def test_the_same_summary_gives_the_same_bytes(extension):
    write = REPORT_FORMATS[extension].write
    assert write(factual_document(FACTUAL)) == write(factual_document(FACTUAL))
