"""Papers made for tests: a long PDF, office documents, and what hostile people send."""

import io
import zipfile
from collections.abc import Mapping

import docx
import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"/>'
)


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


def pdf_of(*objects: str, trailer: str = "/Root 1 0 R", start: int | None = None) -> bytes:
    """A PDF of these objects, with a table of where they are."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\n".encode()
    out += f"startxref\n{table if start is None else start}\n%%EOF".encode()
    return bytes(out)
