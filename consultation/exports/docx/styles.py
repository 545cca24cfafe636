"""The styles of a Word document: what looks.py says, as Word wants it."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from consultation.exports.looks import ACCENT, LOOKS, MUTED, SERIF, Look

TABLE_STYLE = "Plenary Table"
_DEFAULTS = {"Default Paragraph Font", "Normal Table", "No List"}


def set_up_styles(document: Document, *, ours: bool = True) -> None:
    """Define every style of `LOOKS`, the table's and the language; nothing of Word's remains.

    In a document that is not `ours` only those are defined that it has not.
    """
    if ours:
        _clear(document)
    there = set() if ours else {style.name for style in document.styles}
    for name, look in LOOKS.items():
        if name not in there:
            _define(document, name, look)
    if TABLE_STYLE not in there:
        document.styles.element.append(parse_xml(_TABLE))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _clear(document: Document) -> None:
    """Take away the template's other styles: nobody meets them, and every look-up walks them."""
    for style in list(document.styles):
        if style.name not in LOOKS and style.name not in _DEFAULTS:
            style.delete()
    for link in document.styles.element.xpath("./w:style/w:link | ./w:style/w:next"):
        link.getparent().remove(link)


def _define(document: Document, name: str, look: Look) -> None:
    """Define a style anew, so that no theme font or colour of Word's template shows through."""
    styles = document.styles
    known = name in styles
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 – for the type checker
    for old in style.element.xpath("./w:pPr | ./w:rPr"):
        style.element.remove(old)
    if not known:
        style.base_style = styles["Normal"]
        style.quick_style = True
    _set_paragraph(style, look)
    _set_font(style, look)


def _set_paragraph(style: ParagraphStyle, look: Look) -> None:
    properties = style.element.get_or_add_pPr()
    if look.bar:
        colour = MUTED if look.bar != "single" else ACCENT
        properties.append(parse_xml(_BAR.format(kind=look.bar, colour=colour)))
    if look.level is not None:
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.level}"/>'))
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.left_indent = Cm(look.indent)
    form.line_spacing = look.lines
    form.widow_control = True
    form.keep_with_next = look.with_next
    form.keep_together = look.together
    form.page_break_before = look.new_page
    form.alignment = WD_ALIGN_PARAGRAPH.RIGHT if look.right else WD_ALIGN_PARAGRAPH.LEFT


def _set_font(style: ParagraphStyle, look: Look) -> None:
    font = style.font
    font.name, font.size = look.font, Pt(look.size)
    font.bold, font.italic = look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    fonts = style.element.rPr.rFonts
    # Scripts that the named fonts lack (Arabic, Hebrew) need one that every Word has.
    fonts.set(qn("w:cs"), "Times New Roman" if look.font == SERIF else "Arial")
    fonts.set(qn("w:eastAsia"), look.font)


_BAR = (
    f"<w:pBdr {nsdecls('w')}>"
    '<w:left w:val="{kind}" w:sz="12" w:space="6" w:color="{colour}"/></w:pBdr>'
)
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="C9C5BE"'
_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlenaryTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr><w:tblBorders>
    <w:top {_LINE}/><w:bottom {_LINE}/><w:insideH {_LINE}/>
  </w:tblBorders>
  <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF2F7"/></w:tcPr>
  </w:tblStylePr>
</w:style>"""
