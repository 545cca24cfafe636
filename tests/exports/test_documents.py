"""PDF, HTML, OpenDocument and slides: real structure, and every hostile text in them literally."""

import io
import re
import zipfile
from itertools import pairwise

import docx
import pptx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import etree, html
from pptx.util import Cm

from consultation.errors import RuleError
from consultation.exports import FORMATS
from consultation.exports.document import document_of
from consultation.exports.document.blocks import Paragraph
from consultation.exports.docx import render_docx
from consultation.exports.docx.template import UNPACKED_LIMIT, ensure_template
from consultation.exports.pptx.deck import QUOTE_LIMIT, TITLE_LIMIT
from consultation.operations.plenary.pack import Pack
from tests.exports import packs
from tests.exports.test_receipt_pdf import HOSTILE as TYPESETTING
from tests.exports.test_same_in_every_format import in_docx

CODE = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
LONG_TABLE = "| a | b |\n|---|---|\n" + "| one | =1+1 |\n" * 5_000


def pdf_of(pack) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(FORMATS["pdf"].render(pack))


def words(document: pypdfium2.PdfDocument) -> str:
    return seen("".join(page.get_textpage().get_text_range() for page in document))


def seen(text: str) -> str:
    """The letters of a text in their order: no white space, no mark that nobody sees."""
    decoded = CODE.sub(lambda code: chr(int(code[1], 16)), text)
    return re.sub(r"[\s\u200b\u200c\u200d\u00ad\ufffe\ufe0f\u202c\u202e]", "", decoded)


def slides_of(pack) -> pptx.presentation.Presentation:
    return pptx.Presentation(io.BytesIO(FORMATS["pptx"].render(pack)))


def test_the_pdf_is_tagged_titled_and_conforms_to_pdf_ua():
    raw = FORMATS["pdf"].render(packs.pack(packs.question(summary=packs.MARKDOWN)))
    document = pypdfium2.PdfDocument(raw)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "Plenary pack: Code of Conduct, Round 1"
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert titles[:3] == ["At a glance", "Contents", "Questions in this pack"]
    assert "Q01 Which changes are material?" in " ".join(titles).replace("  ", " ")
    kinds = {kind for page in document for kind in tags(page)}
    assert {"H1", "H2", "H3", "Table", "TH", "TD", "L", "Figure", "P"} <= kinds


def tags(page: pypdfium2.PdfPage) -> set[str]:
    """The kinds of the elements that a page's tags are made of."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    found: set[str] = set()
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, at)
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting:
        element = waiting.pop()
        if not element:
            continue
        size = pdfium.FPDF_StructElement_GetType(element, None, 0)
        name = (pdfium.c_char * size)() if hasattr(pdfium, "c_char") else bytearray(size)
        buffer = (type(name)).from_buffer(name) if isinstance(name, bytearray) else name
        pdfium.FPDF_StructElement_GetType(element, buffer, size)
        found.add(bytes(buffer).decode("utf-16-le").rstrip("\0"))
        waiting += [
            pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
            for at in range(pdfium.FPDF_StructElement_CountChildren(element))
        ]
    return found


@pytest.mark.parametrize("text", TYPESETTING.values(), ids=TYPESETTING)
def test_no_letter_of_a_text_is_read_as_markup_by_the_typesetter(text):
    """trust.md 45 and 56."""
    found = words(pdf_of(packs.with_text(text)))
    expected = seen(text[:3_900])
    mirrored = "".join(reversed(seen(text)))
    assert expected.replace("ﬁ", "fi") in found or mirrored in found or expected in found


def test_a_table_of_five_thousand_rows_is_whole_in_each_document():
    """trust.md 45."""
    pack = packs.pack(packs.question(summary=LONG_TABLE))
    page = html.document_fromstring(FORMATS["html"].render(pack).decode())
    assert len(page.xpath("//th[text() = 'one']")) == 5_000
    with zipfile.ZipFile(io.BytesIO(FORMATS["odt"].render(pack))) as packed:
        assert packed.read("content.xml").count(b">=1+1<") == 5_000
    assert words(pdf_of(pack)).count("one=1+1") == 5_000


def test_a_long_cell_of_a_narrow_column_goes_on_over_the_page():
    words_of_it = " ".join(f"word{n:03}" for n in range(60))
    columns = 12
    wide = [f"| {' | '.join(cells)} |" for cells in (["a"] * columns, ["---"] * columns)]
    row = f"| {words_of_it} | {' | '.join(['b'] * (columns - 1))} |"
    printed = words(pdf_of(packs.pack(packs.question(summary="\n".join([*wide, row])))))
    assert [n for n in range(60) if f"word{n:03}" not in printed] == []


def test_a_word_without_end_is_cut_on_slides_and_whole_in_their_notes():
    """trust.md 45."""
    for slide in slides_of(packs.with_text("x" * 20_000)).slides:
        assert len(slide.shapes.title.text) <= TITLE_LIMIT
        for shape in slide.shapes:
            assert len(shape.text_frame.text if shape.has_text_frame else "") < 1_000


@pytest.mark.parametrize("text", packs.HOSTILE)
def test_quotes_stand_word_for_word_on_the_page_and_in_the_text(text):
    pack = packs.with_text(text)
    page = html.document_fromstring(FORMATS["html"].render(pack).decode())
    quotes = [each.text_content() for each in page.xpath("//figure[@data-point]/blockquote/p")]
    assert quotes == 4 * [f"“{text}”"]
    with zipfile.ZipFile(io.BytesIO(FORMATS["odt"].render(pack))) as packed:
        content = etree.fromstring(packed.read("content.xml"))
    assert f"“{text}”" in {odf_text(each) for each in content.iter("{*}p")}
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides_of(pack).slides]
    assert any(f"“{text}”" in note.replace("\v", "\n") for note in notes)


def odf_text(element) -> str:
    """A paragraph's words with the white space that OpenDocument writes as elements."""
    pieces = [element.text or ""]
    for child in element:
        name = etree.QName(child).localname
        count = int(child.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c", "1"))
        white = {"s": " " * count, "tab": "\t", "line-break": "\n"}.get(name)
        pieces += [odf_text(child) if white is None else white, child.tail or ""]
    return "".join(pieces)


def test_what_announces_a_list_or_a_quotation_stands_on_its_page():
    """In every format a paragraph that is kept stays with what comes after it."""
    summary = "What they ask:\n\n> Each change.\n\nAnd so on.\n\nThey name:\n\n- one\n- two"
    question = packs.question(
        "Q01", summary=summary, summary_by="Ana Lopes", minority=(packs.minority(),),
        own_outcomes=(packs.own_outcome(),),
    )  # fmt: skip
    paragraphs = [
        block for block in document_of(packs.pack(question)).blocks if isinstance(block, Paragraph)
    ]
    kept = {"".join(run.text for run in each.runs): each.keep for each in paragraphs}
    assert kept["What they ask:"]
    assert kept["They name:"]
    assert not kept["And so on."]
    assert kept["What size would hide: said by few, or by one kind of stakeholder only."]
    assert kept["For these points the outcome of their theme does not hold."]


def test_the_page_needs_nothing_else_and_runs_nothing():
    raw = FORMATS["html"].render(packs.with_text("<script>alert(1)</script><img src=//x>"))
    page = html.document_fromstring(raw.decode())
    assert not page.xpath("//script | //link | //iframe | //object | //*[@style]")
    for place in ("src", "href"):
        for address in page.xpath(f"//@{place}"):
            assert address.startswith(("#", "data:image/svg+xml,"))
    assert b"url(" not in raw
    assert page.get("lang") == "en"


def test_the_page_has_one_title_headings_that_never_jump_and_pictures_in_words():
    page = html.document_fromstring(
        FORMATS["html"].render(packs.pack(packs.question(summary=packs.MARKDOWN))).decode()
    )
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert page.xpath("//img/@alt")
    assert all(page.xpath("//img/@alt"))
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))
    assert {anchor[1:] for anchor in page.xpath("//a/@href")} <= set(page.xpath("//@id"))
    for table in page.xpath("//table"):
        assert table.xpath("caption")
        assert table.xpath("thead/tr/th[@scope='col']")


def test_the_text_has_named_styles_real_headings_and_headers_that_repeat():
    raw = FORMATS["odt"].render(packs.pack(packs.question(summary=packs.MARKDOWN)))
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.infolist()[0].filename == "mimetype"
        content, styles = (
            etree.fromstring(packed.read(name)) for name in ("content.xml", "styles.xml")
        )
    defined = {each.get(each_name) for tree in (content, styles) for each in tree.iter("{*}style")
               for each_name in each.attrib if each_name.endswith("}name")}  # fmt: skip
    used = set(
        content.xpath("//*[local-name()='p' or local-name()='h']/@*[local-name()='style-name']")
    )
    assert used <= defined
    levels = [int(level) for level in content.xpath("//@*[local-name() = 'outline-level']")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    for table in content.iter("{*}table"):
        assert table.find("{*}table-header-rows") is not None
    marks = set(content.xpath("//*[local-name() = 'bookmark']/@*[local-name() = 'name']"))
    links = {link[1:] for link in content.xpath("//@*[local-name() = 'href']")}
    assert links <= marks


def paragraphs(pack: Pack) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(render_docx(pack))).paragraphs]


def test_of_a_question_that_nobody_answered_the_text_says_so_once():
    silent = {"counts": packs.counts(0, 0, 0, 0), "themes": (), "summary": "Nobody answered."}
    for composed in (True, False):
        question = packs.question(summary_composed=composed, **silent)
        told = paragraphs(packs.pack(question))
        assert ("Nobody answered." in told) is not composed
        assert "Received: no answers." in told


def test_where_only_ticks_were_sent_no_themes_are_missed_and_no_heading_is_left_behind():
    ticked = packs.question(
        counts=packs.counts(0, 5, 5, 5), themes=(), by_position=(), choices=(("ten years", 5),)
    )
    document = docx.Document(io.BytesIO(render_docx(packs.pack(ticked))))
    told = {each.text: each for each in document.paragraphs}
    assert "Themes" not in told
    assert told["Nobody stated a position."].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("kind", "told"),
    [("not yet examined", "said by Ana Lopes"), ("adopted", "decided by Ana Lopes")],
)
def test_nobody_decides_on_what_is_not_yet_examined(kind, told):
    theme = packs.theme(outcome=kind, outcome_by="Ana Lopes")
    assert f"Outcome: {kind}, {told}" in paragraphs(packs.pack(packs.question(themes=(theme,))))


def test_every_slide_has_its_title_in_its_place_and_nothing_runs_off_it():
    signed = packs.question(
        "Q02", signature=packs.signature(), summary="Most agree. Few do not.",
        themes=tuple(packs.theme(f"Theme of number {n}", theme_id=n) for n in range(12)),
    )  # fmt: skip
    decided = packs.question(
        "Q03", themes=(packs.theme("Kept", outcome="adopted", outcome_by="Ana Lopes"),)
    )
    deck = slides_of(packs.pack(packs.question(), signed, decided))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.01)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == [
        "Code of Conduct", "WG1 Openness", "Q01  Which changes are material?",
        "Q02  Which changes are material?", "Q03  Which changes are material?",
        "Q03, theme 1: Kept",
    ]  # fmt: skip
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= Cm(19.05)
    shown = deck.slides[3]
    (table,) = [shape.table for shape in shown.shapes if shape.has_table]
    assert len(table.rows) == 1 + 5
    assert "Ana Lopes: Most agree." in shown.placeholders[1].text
    assert "7 smaller themes stand in the document." in shown.notes_slide.notes_text_frame.text
    (bar,) = [shape for shape in shown.shapes if shape.name == "Positions"]
    assert bar.element.nvGrpSpPr.cNvPr.get("descr") == "support 30, oppose 16"


def test_a_decided_themes_slide_speaks_the_quotes_that_fit_it_whole():
    long, short = "Long " * QUOTE_LIMIT, "Short and whole."
    sent = packs.quote(short, source="by e-mail")
    theme = packs.theme(outcome="adopted", quotes=(packs.quote(long), sent))
    slide = slides_of(packs.pack(packs.question(themes=(theme,)))).slides[-1]
    assert f"“{short}” — Democracy Observatory, by e-mail" in slide.placeholders[1].text
    assert "Long" not in slide.placeholders[1].text
    assert long in slide.notes_slide.notes_text_frame.text


def test_a_question_of_ticks_has_them_on_its_slide_and_all_of_them_in_its_notes():
    ticked = tuple((f"{n} years", 12 + n) for n in range(9))
    slide = slides_of(packs.pack(packs.question(themes=(), choices=ticked))).slides[-1]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    shown = [[cell.text for cell in row.cells] for row in table.rows]
    assert shown[:2] == [["Choice", "Answers"], ["2 years", "14"]]
    assert len(shown) == 1 + 7
    assert "0 years 12" in slide.notes_slide.notes_text_frame.text


def test_many_referrals_and_many_questions_go_on_another_slide():
    many = [packs.question(f"Q{n:02}") for n in range(1, 10)]
    titles = [slide.shapes.title.text for slide in slides_of(packs.pack(*many)).slides]
    assert titles[1:3] == ["WG1 Openness (1 of 2)", "WG1 Openness (2 of 2)"]


_OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def own_template() -> bytes:
    """A body's document: its own heading, a header, an odd sheet, and words that must not stay."""
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Papyrus"
    document.add_paragraph("Words of the template")
    document.sections[0].page_width = Cm(18)
    document.sections[0].header.paragraphs[0].text = "The body's own header"
    return _saved(document)


def _saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_gives_its_styles_and_pages_and_none_of_its_words():
    raw = render_docx(packs.pack(), template=own_template())
    document = docx.Document(io.BytesIO(raw))
    assert document.styles["Heading 1"].font.name == "Papyrus"
    assert round(document.sections[0].page_width.cm) == 18
    assert document.sections[0].header.paragraphs[0].text == "The body's own header"
    assert "Words of the template" not in [p.text for p in document.paragraphs]
    ours = FORMATS["docx"].render(packs.pack())
    assert in_docx(raw) == in_docx(ours)
    assert raw == render_docx(packs.pack(), template=own_template())


@pytest.mark.parametrize("content", [b"", b"not a document", FORMATS["xlsx"].render(packs.pack())])
def test_what_is_no_word_document_is_refused_in_a_sentence(content):
    with pytest.raises(RuleError, match="no Word document"):
        render_docx(packs.pack(), template=content or b" ")


def test_a_template_that_would_fetch_something_is_refused_and_the_file_it_was_made_with_forgotten():
    made_with, shown = docx.Document(), docx.Document()
    settings_of(made_with).relate_to(
        "file:///C:/house.dotm", _OF + "attachedTemplate", is_external=True
    )
    shown.part.relate_to("https://example.org/arms.png", _OF + "image", is_external=True)
    shown.part.relate_to("https://example.org/", _OF + "hyperlink", is_external=True)
    ensure_template(_saved(made_with), name="house.docx", limit=1_000_000)
    raw = render_docx(packs.pack(), template=_saved(made_with))
    assert b"house.dotm" not in b"".join(parts_of(raw))
    with pytest.raises(
        RuleError, match=r"shows something from another place, “https://example\.org/arms"
    ):
        ensure_template(_saved(shown), name="house.docx", limit=1_000_000)


def test_a_template_that_is_large_or_unpacks_to_much_is_refused_in_a_sentence():
    with pytest.raises(
        RuleError, match=r"“house\.docx” has 0\.1 MB; a template has at most 0\.1\."
    ):
        ensure_template(bytes(100_001), name="house.docx", limit=100_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/map.bmp", bytes(UNPACKED_LIMIT + 1))
    with pytest.raises(RuleError, match="unpacks to too much"):
        ensure_template(out.getvalue(), name="house.docx", limit=1_000_000)


def settings_of(document: docx.document.Document):
    return document.part.part_related_by(_OF + "settings")


def parts_of(raw: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return [packed.read(name) for name in packed.namelist()]
