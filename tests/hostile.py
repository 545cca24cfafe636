"""A hundred hostile papers, each with its name."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.hostile_pdfs import refused_pdfs
from tests.papers_made import W, body, docx_of, odt_of, zipped

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def refused() -> Iterator[tuple[str, bytes]]:
    """What holds no text that may be read."""
    yield from _bombs()
    yield from naming("/etc/hostname", "http://127.0.0.1:9/x")
    yield from refused_pdfs()
    yield from _disguised()


def _bombs() -> Iterator[tuple[str, bytes]]:
    yield "bomb.docx", docx_of(body("A" * 150_000_000))
    yield "bomb.odt", odt_of("<x>" + " " * 120_000_000 + "</x>")
    yield "ratio.docx", docx_of(body("A" * 5_000_000))
    yield "many.docx", docx_of(body("x"), **{f"word/part{n}.xml": "" for n in range(2_500)})
    yield "up.docx", docx_of(body("x"), **{"../../up.xml": "x"})
    yield "absolute.docx", docx_of(body("x"), **{"/etc/passwd": "x"})
    yield "link.docx", _with_link()
    yield "nested.zip", zipped({"inner.zip": zipped({"a.txt": "x"})})
    yield "lying.docx", _lying()
    yield "cut.docx", docx_of(body("x"))[:-40]
    yield "empty.docx", zipped({"word/document.xml": ""})
    yield "deep.docx", docx_of(f'<w:document xmlns:w="{W}"><w:body>' + "<w:sdt>" * 200_000)


def _with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("word/document.xml", body("x"))
    return out.getvalue()


def _lying() -> bytes:
    """An archive whose directory says less than is in it."""
    raw = bytearray(docx_of(body("A" * 90_000)))
    at = raw.rindex(b"word/document.xml") - 46 + 24
    raw[at : at + 4] = struct.pack("<I", 100)
    return bytes(raw)


def naming(canary: str, listener: str) -> Iterator[tuple[str, bytes]]:
    """Documents that name a file and an address to be read."""
    file = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{canary}">]>'
    net = f'<!DOCTYPE d SYSTEM "{listener}">'
    laughs = f'<!DOCTYPE d [<!ENTITY l0 "ha">{ENTITIES}]>'
    for name, declared in (("file", file), ("net", net), ("laughs", laughs)):
        yield f"{name}.docx", docx_of(declared + body("&x;" if name == "file" else "&l9;"))
        yield f"{name}.odt", odt_of(f"{declared}<d>&x;</d>")
    yield "styles.docx", docx_of(body("x"), **{"word/styles.xml": f"{file}<d>&x;</d>"})
    yield "notes.docx", docx_of(body("x"), **{"word/footnotes.xml": f"{file}<d>&x;</d>"})


def _disguised() -> Iterator[tuple[str, bytes]]:
    yield "program.pdf", b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
    yield "elf.docx", b"\x7fELF\x02\x01\x01" + bytes(200)
    yield "page.pdf", b"<html><script>alert(1)</script></html>"
    yield "picture.txt", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "markup.md", b'<?xml version="1.0"?><a/>'
    yield "photo.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)
    yield "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield "nothing.txt", b""
    yield "spaces.txt", b" \n \n"
    yield "zeros.txt", b"text" + bytes(100)
    yield "packed.pdf", b"\x1f\x8b\x08" + bytes(100)
    yield "sheet.docx", zipped({"xl/workbook.xml": "<x/>"})
    yield "archive.docx", zipped({"a.txt": "x"})
