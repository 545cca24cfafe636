"""PDF → lines with their size and place on the page."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from .blocks import Reading, Refused
from .kinds import Kind
from .lines import Line
from .paragraphs import paragraphs
from .running import without_running

PAGE_LIMIT = 2_000
_ENDS = (10, 13)
_BOLD = 600


def read_pdf(raw: bytes) -> Reading:
    """Headings and paragraphs by size, weight and spacing; what runs on every page is left out.

    What was filled into a form or put onto a page as a note is text of that page.
    """
    document = _opened(raw)
    try:
        if len(document) > PAGE_LIMIT:
            raise Refused(f"has more than {PAGE_LIMIT:,} pages. Attach the part that is yours.")
        document.init_forms()
        pages = [_lines(document, number) for number in range(len(document))]
    finally:
        document.close()
    if not any(pages):
        raise Refused(
            "holds pictures of pages and no text that could be read. Attach it as text: the "
            "document it was made from, or the result of a text recognition."
        )
    kept, left_out = without_running(pages)
    return Reading(Kind.PDF, tuple(paragraphs(kept)), left_out)


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Refused(
                "is protected by a password. Save it without one and attach that."
            ) from error
        raise Refused("is damaged or no PDF. Open it, save it again, and attach that.") from error


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    try:
        with_fields = document[number]
        pdfium.FPDFPage_Flatten(with_fields.raw, pdfium.FLAT_NORMALDISPLAY)
        with_fields.close()
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise Refused(
            f"cannot be read on page {number + 1}. Save it again and attach that."
        ) from error
    lines = list(_lines_of(text.raw, number + 1))
    text.close()
    page.close()
    return lines


def _lines_of(page: pdfium.FPDF_TEXTPAGE, number: int) -> Iterator[Line]:
    line: list[tuple[int, int]] = []
    for at in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, at)
        if code in _ENDS:
            yield from _line(page, number, line)
            line = []
        else:
            line.append((at, code))
    yield from _line(page, number, line)


def _line(
    page: pdfium.FPDF_TEXTPAGE, number: int, characters: list[tuple[int, int]]
) -> Iterator[Line]:
    text = _joined([code for _, code in characters])
    seen = [at for at, code in characters if not chr(min(code, 0x10FFFF)).isspace()]
    if not text.strip() or not seen:
        return
    first, last = _box(page, seen[0]), _box(page, seen[-1])
    yield Line(
        text=" ".join(text.split()),
        page=number,
        size=round(first.top - first.bottom, 1),
        bold=pdfium.FPDFText_GetFontWeight(page, seen[0]) >= _BOLD or _is_bold(page, seen[0]),
        left=first.left,
        right=last.right,
        top=first.top,
    )


def _joined(codes: list[int]) -> str:
    """Code units as text: pairs of surrogates are one character, half of one is a mark."""
    units = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")


def _box(page: pdfium.FPDF_TEXTPAGE, at: int) -> pdfium.FS_RECTF:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(page, at, box)
    return box


def _is_bold(page: pdfium.FPDF_TEXTPAGE, at: int) -> bool:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page, at, buffer, len(buffer), flags)
    return b"bold" in buffer.value.lower()
