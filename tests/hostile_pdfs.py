"""Hostile PDFs, each with its name: there is no text in them that may be read.

Each is made after a kind of flaw that readers of PDFs had: loops in every tree, counts and lengths
that lie, streams that unpack to gigabytes, locks without a key, and files that are two things.
"""

import random
import zlib
from collections.abc import Iterator

from tests.papers_made import PAGES, SAID, pdf_of, saying, statement, stream, zipped

CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
HUGE, DEEP = 2_147_483_647, 100_000
KEY = "00" * 32
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)

Named = Iterator[tuple[str, bytes]]


def refused_pdfs() -> Named:
    """What holds no text that may be read."""
    yield from _trees()
    yield from _tables()
    yield from _streams()
    yield from _locked()
    yield from _contradicting()
    yield from _damaged()


def _trees() -> Named:
    yield "circular.pdf", pdf_of(CATALOG, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    yield "circular-kids.pdf", pdf_of(CATALOG, PAGES, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    tower = [f"<< /Type /Pages /Kids [{n} 0 R] /Count 1 >>" for n in range(3, 5_000)]
    yield "tower.pdf", pdf_of(CATALOG, *tower, PAGE)
    yield "huge-count.pdf", pdf_of(CATALOG, f"<< /Type /Pages /Kids [] /Count {HUGE} >>")
    many = f"<< /Type /Pages /Kids [{'3 0 R ' * DEEP}] /Count {DEEP} >>"
    yield "many-pages.pdf", pdf_of(CATALOG, many, PAGE)
    yield "huge-page.pdf", pdf_of(CATALOG, PAGES, PAGE.replace("600 800", "1000000 1000000"))
    yield "self.pdf", pdf_of("1 0 R")
    yield "references.pdf", pdf_of("2 0 R", "3 0 R", "1 0 R")
    yield "stream-root.pdf", pdf_of(stream(b"", "/Type /Catalog /Pages 1 0 R"))
    yield "no-root.pdf", pdf_of(CATALOG, PAGES, PAGE, trailer="")


def _tables() -> Named:
    yield "circular-xref.pdf", pdf_of(CATALOG, PAGES, PAGE, trailer="/Root 1 0 R /Prev 9", start=9)
    for name, entries in {
        "no-width": "/W [0 0 0] /Size 5",
        "wide": "/W [8 8 8] /Size 5",
        "negative": "/W [-1 2 -1] /Size 5",
        "huge": f"/W [1 2 1] /Size {HUGE} /Index [0 {HUGE}]",
        "own-past": "/W [1 2 1] /Size 5 /Prev 9",
    }.items():
        table = stream(bytes(60), f"/Type /XRef /Root 1 0 R {entries}")
        raw = b"%%PDF-1.7\n9 0 obj\n%b\nendobj\nstartxref\n9\n%%%%EOF" % table
        yield f"xref-{name}.pdf", raw
    inside = stream(b"1 0 2 10 << /Type /Catalog >>", "/Type /ObjStm /N 2 /First 8 /Extends 1 0 R")
    yield "inside-itself.pdf", pdf_of(inside)


def _streams() -> Named:
    for name, filters, data in (
        ("hex-chain", "/ASCIIHexDecode " * DEEP, SAID.hex().encode()),
        ("85-chain", "/ASCII85Decode " * 3, b"z" * 1_000_000),
        ("runs", "/RunLengthDecode " * 2, b"\x81\x81" * 500_000),
    ):
        yield f"{name}.pdf", saying(content=stream(data, f"/Filter [{filters}]"))
    for name, columns in (("wide", f"15 /Columns {HUGE} /Colors 32"), ("narrow", "2 /Columns -9")):
        entries = f"/Filter /FlateDecode /DecodeParms << /Predictor {columns} >>"
        yield f"predictor-{name}.pdf", saying(content=stream(zlib.compress(SAID), entries))
    yield "elsewhere.pdf", saying(content=stream(b"", "/F (/etc/passwd)"))
    yield "unclosed.pdf", saying(content=b"BT /F 12 Tf 9 700 Td (" + b"(" * DEEP)
    yield "far-away.pdf", saying(content=b"BT /F 1e38 Tf 1e38 1e38 Td (Keep it.) Tj ET")


def _locked() -> Named:
    standard = f"/Filter /Standard /P -4 /O <{KEY}> /U <{KEY}>"
    for name, handler in {
        "locked": f"<< {standard} /V 2 /R 3 /Length 128 >>",
        "locked-long": f"<< {standard} /V 2 /R 3 /Length {HUGE} >>",
        "locked-256": f"<< {standard} /V 5 /R 6 /OE <00> /UE <00> /StmF /StdCF /StrF /StdCF "
        "/CF << /StdCF << /CFM /AESV3 /Length 32 >> >> >>",
        "locked-by-nobody": "<< /Filter /Nobody /V 9 >>",
    }.items():
        trailer = f"/Root 1 0 R /Encrypt 6 0 R /ID [<{KEY}> <{KEY}>]"
        yield f"{name}.pdf", saying(handler, trailer=trailer)
    by_root = f"/Root 1 0 R /Encrypt 1 0 R /ID [<{KEY}> <{KEY}>]"
    yield "locked-by-root.pdf", saying(trailer=by_root)


def _contradicting() -> Named:
    """A page that a later version of the file makes something else; and files of two kinds."""
    raw, other = saying(), b"3 0 obj\n<< /Type /Font /MediaBox [0 0 9 9] >>\nendobj\n"
    yield (
        "later.pdf",
        raw
        + other
        + b"xref\n3 1\n%010d 00000 n \n" % len(raw)
        + (
            b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF"
            % (raw.index(b"\nxref") + 1, len(raw + other))
        ),
    )
    yield (
        "later-loop.pdf",
        raw.replace(b"/Root", b"/Prev 9 /Root").replace(
            b"%%EOF", b"2 0 obj\n<< /Type /Font >>\nendobj\nstartxref\n9\n%%EOF"
        ),
    )
    yield "page-first.pdf", b"<html><script>alert(1)</script>" + saying()
    yield "program-first.pdf", PROGRAM + saying()
    yield "archive-first.pdf", zipped({"a.pdf": saying()}) + saying()
    yield "script.pdf", pdf_of(
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
        PAGES, PAGE,
    )  # fmt: skip
    yield (
        "launch.pdf",
        pdf_of(
            "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>",
            PAGES,
            PAGE,
        ),
    )


def _damaged() -> Named:
    made, chance = statement(1), random.Random(7)
    yield "header.pdf", b"%PDF-1.7\n"
    for tenths in (1, 5, 9):
        yield f"cut-{tenths}.pdf", made[: len(made) * tenths // 10]
    yield "no-end.pdf", made[:-100]
    for number in range(2):
        yield f"noise-{number}.pdf", b"%PDF-1.7\n" + chance.randbytes(20_000)
    for number in range(2):
        wrong = bytearray(made)
        for at in chance.sample(range(len(made)), 200):
            wrong[at] = chance.randrange(256)
        yield f"rotten-{number}.pdf", bytes(wrong)


def greedy_pdfs() -> Named:
    """What asks for more memory than the child has."""
    twice = "/Filter [/FlateDecode /FlateDecode]"
    yield "unpacks.pdf", saying(content=stream(zlib.compress(_spaces()), twice))
    yield "lzw.pdf", saying(content=stream(_lzw() * 100, "/Filter /LZWDecode"))
    yield "laughs.pdf", _laughs()


def _spaces() -> bytes:
    """Eight hundred megabytes of them, packed: one megabyte, again and again."""
    packing = zlib.compressobj(9)
    start = packing.compress(b"") + packing.flush(zlib.Z_FULL_FLUSH)
    megabyte = packing.compress(b" " * 1_000_000) + packing.flush(zlib.Z_FULL_FLUSH)
    return start + megabyte * 800


def _lzw() -> bytes:
    """Three kilobytes for eight million spaces: each code is one space longer than the last."""
    codes, width = format(256, "09b") + format(32, "09b"), 9
    for code in range(258, 4_095):
        codes += format(code, f"0{width}b")
        width = min((code + 2).bit_length(), 12)
    codes += "0" * (-len(codes) % 8)
    return int(codes, 2).to_bytes(len(codes) // 8, "big")


def _laughs() -> bytes:
    """Twenty forms, each of which draws the next one twice."""
    forms = [
        stream(b"/X Do /X Do", f"{FORM} /Resources << /XObject << /X {n} 0 R >> >>")
        for n in range(7, 27)
    ]
    drawn = b"/X Do " + SAID
    return saying(*forms, stream(b"", FORM), content=drawn, resources="/XObject << /X 6 0 R >>")
