"""Papers made for tests: a long PDF, office documents, and what hostile people send."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"/>'
)
PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
SAID = b"BT /F 12 Tf 9 700 Td (Keep it.) Tj ET"


def sentence(number: int) -> str:
    return (
        f"In part {number} we found that developers of small models cannot keep a separate record "
        "for every change, because many changes are made each week and none of them alters what "
        "the model can do, so that a long-term summary would serve readers better than a list."
    )


def statement(pages: int = 60) -> bytes:
    """A PDF with a running header, page numbers, and on each page a heading and two paragraphs."""
    source = (
        '#set page(paper: "a4", header: [Kettle Works · Statement], numbering: "1 / 1")\n'
        '#set text(size: 11pt, lang: "en", hyphenate: true)\n#set par(justify: true)\n'
    )
    for page in range(1, pages + 1):
        source += (
            f"= Measure {page}.1 Our view of part {page}\n{sentence(page)} {sentence(page)}\n\n"
            f"We propose a yearly summary number {page} instead. {sentence(page)}\n"
            "#pagebreak(weak: true)\n"
        )
    return bytes(typst.compile(source.encode()))


def word_document(*blocks: tuple[str, int]) -> bytes:
    """A DOCX with headings (level from 1) and paragraphs (0)."""
    made = docx.Document()
    for text, level in blocks:
        made.add_heading(text, level) if level else made.add_paragraph(text)
    return saved(made)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_of(xml: str, **parts: str) -> bytes:
    """A DOCX whose main part is exactly this XML."""
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": xml} | parts)


def body(text: str) -> str:
    return (
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )


def odt_of(xml: str) -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": xml})


def pdf_of(*objects: str | bytes, trailer: str = "/Root 1 0 R", start: int | None = None) -> bytes:
    """A PDF of these objects, with a table of where they are."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        written = content if isinstance(content, bytes) else content.encode()
        out += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\n".encode()
    out += f"startxref\n{table if start is None else start}\n%%EOF".encode()
    return bytes(out)


def stream(data: bytes, entries: str = "", *, length: object = None) -> bytes:
    stated = len(data) if length is None else length
    return f"<< /Length {stated} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def saying(
    *more: str | bytes,
    content: bytes = SAID,
    catalog: str = "",
    page: str = "",
    box: str = "0 0 600 800",
    resources: str = "",
    font: str = f"{FONT} >>",
    **options: Any,
) -> bytes:
    """A PDF that says “Keep it.”, if its content is not another; `more` are objects from 6 on."""
    return pdf_of(
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        PAGES,
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {page} "
        f"/Resources << /Font << /F 5 0 R >> {resources} >> >>",
        content if b"endstream" in content else stream(content),
        font,
        *more,
        **options,
    )
