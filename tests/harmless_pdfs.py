"""PDFs that say `WORDS` whatever else is wrong with them: that is not followed, run or fetched."""

import re
import struct
from collections.abc import Iterator

from tests.hostile_pdfs import DEEP, FORM, HUGE, PROGRAM
from tests.papers_made import FONT, SAID, saying, stream, zipped

WORDS = "Keep it."

Named = Iterator[tuple[str, bytes]]


def harmless_pdfs() -> Named:
    yield from _odd_tables()
    yield from _asking_for_more()
    yield from _odd_pages()
    yield from _odd_letters()


def _odd_tables() -> Named:
    raw = saying()
    table = raw.index(b"xref\n")
    yield "no-start.pdf", saying(start=10**9)
    yield "same-place.pdf", re.sub(rb"\d{10} 00000 n", b"0000000009 00000 n", raw)
    yield "beyond.pdf", re.sub(rb"\d{10} 00000 n", b"9999999999 00000 n", raw)
    yield "old-root.pdf", saying(trailer="/Root 1 99999 R")
    yield "hybrid.pdf", saying(trailer=f"/Root 1 0 R /XRefStm {table} /Prev {table}")
    linear = b"9 0 obj\n<< /Linearized 1 /L 99 /H [0 9] /O 99 /E 0 /N %d /T 0 >>\nendobj\n" % HUGE
    yield "linear.pdf", raw.replace(b"1 0 obj", linear + b"1 0 obj", 1)
    for name, length in (("negative", -5), ("huge", "9" * 30), ("own", "4 0 R")):
        yield f"length-{name}.pdf", saying(content=stream(SAID, length=length))
    yield "negative-count.pdf", raw.replace(b"/Count 1", b"/Count -1")
    yield "archive-last.pdf", raw + zipped({"a.txt": "x"})


def _asking_for_more() -> Named:
    script = "<< /S /JavaScript /JS (while\\(1\\);) >>"
    names = f"/Names << /JavaScript << /Names [(x) {script}] >> >>"
    yield "scripts.pdf", saying(catalog=f"/OpenAction {script} {names}")
    sent = "<< /S /URI /URI (http://127.0.0.1:9/) >>"
    launched = f"/AA << /O << /S /Launch /F (/bin/sh) >> /C {sent} >>"
    yield "actions.pdf", saying(page=launched, catalog="/OpenAction << /S /SubmitForm /F (/x) >>")
    xfa = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><script>x()</script></xdp:xdp>")
    yield "xfa.pdf", saying(xfa, catalog="/AcroForm << /XFA 6 0 R /Fields [] >>")
    yield (
        "attached.pdf",
        saying(
            "<< /Type /Filespec /F (run.exe) /EF << /F 7 0 R >> >>",
            stream(PROGRAM, "/Type /EmbeddedFile"),
            catalog="/Names << /EmbeddedFiles << /Names [(run.exe) 6 0 R] >> >>",
        ),
    )
    item = "<< /Title (x) /Parent 7 0 R /Next 7 0 R /First 7 0 R >>"
    outlines = saying("<< /First 7 0 R /Last 7 0 R /Count 9 >>", item, catalog="/Outlines 6 0 R")
    yield "outlines.pdf", outlines
    everywhere = "/Names << /Dests 6 0 R >> /PageLabels 6 0 R /StructTreeRoot 6 0 R"
    yield "names.pdf", saying("<< /Kids [6 0 R] /Limits [(a) (z)] >>", catalog=everywhere)


def _odd_pages() -> Named:
    for name, box in {
        "no": "0 0 0 0", "negative": "600 800 -600 -800", "wide": "0 0 1000000 1000000",
        "endless": "-1e38 -1e38 1e38 1e38",
    }.items():  # fmt: skip
        yield f"{name}-size.pdf", saying(box=box)
    yield "turned.pdf", saying(page=f"/Rotate {HUGE} /UserUnit 1e30")
    yield "own-parent.pdf", saying().replace(b"/Parent 2 0 R", b"/Parent 3 0 R")
    yield "zeros.pdf", saying(page="/Ty#00pe /Pa#00ge /\x00 /\x00 /#00#00 (\x00)")
    yield "arrays.pdf", saying(catalog=f"/A {'[' * DEEP}{']' * DEEP}")
    yield "dictionaries.pdf", saying(catalog=f"/A {'<< /A ' * DEEP}{'>>' * DEEP}")
    yield "contents.pdf", saying("[6 0 R 4 0 R]").replace(b"/Contents 4 0 R", b"/Contents 6 0 R")
    drawn, form = b"/X Do " + SAID, f"{FORM} /Resources << /XObject << /X 6 0 R >> >>"
    picture = f"/Subtype /Image /Width {HUGE} /Height {HUGE} /ColorSpace /DeviceCMYK"
    for name, entries in (("form", form), ("picture", f"{picture} /Filter /JBIG2Decode")):
        more = stream(b"/X Do", entries)
        yield f"{name}.pdf", saying(more, content=drawn, resources="/XObject << /X 6 0 R >>")
    inks = b"/C cs 1 sc " + SAID
    ink = "[/Indexed 6 0 R 255 6 0 R]"
    yield "ink.pdf", saying(ink, content=inks, resources="/ColorSpace << /C 6 0 R >>")
    yield "operands.pdf", saying(content=b"1 " * 5 * DEEP + b"[" + b"[ " * DEEP + b"] 0 d " + SAID)


def _odd_letters() -> Named:
    to_unicode = f"{FONT} /ToUnicode 6 0 R >>"
    for name, lines in (
        ("loop", b"/self usecmap 1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange"),
        ("long", b"1 beginbfrange " + b"<0000> <FFFF> <0000> " * 2_000 + b"endbfrange"),
    ):
        yield f"letters-{name}.pdf", saying(stream(lines, "/UseCMap 6 0 R"), font=to_unicode)
    tables = (b"glyf", b"loca", b"head", b"cmap", b"maxp", b"hmtx")
    absurd = struct.pack(">IHHHH", 0x10000, 65_535, 0, 0, 0) + b"".join(
        table + b"\xff" * 12 for table in tables
    )
    described = "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 7 0 R >>"
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R >>"
    yield "letters-absurd.pdf", saying(described, stream(absurd), font=font)
    drawn = stream(b"9 0 0 0 9 9 d1 BT /F 12 Tf (a) Tj ET")
    own = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
        f"/CharProcs << /a 6 0 R >> /Encoding << /Differences [0 {'/a ' * 256}] >> "
        f"/FirstChar 0 /LastChar 255 /Widths [{'9 ' * 256}] "
        "/Resources << /Font << /F 5 0 R >> >> >>"
    )
    yield "letters-own.pdf", saying(drawn, font=own)
