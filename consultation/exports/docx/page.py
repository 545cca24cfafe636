"""The sheet around the text: paper, header, footer and the file's own properties."""

from datetime import UTC

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer, _Header
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from consultation.exports.document import Document as Content
from consultation.exports.docx.writer import TEXT_WIDTH
from consultation.exports.text import xml_text


def set_up_page(document: Document, content: Content, *, ours: bool = True) -> None:
    """A4, with the consultation and the state above, the time and the page number below.

    A page that is not `ours` keeps its size, and whatever it has above and below.
    """
    section = document.sections[0]
    if ours:
        _set_size(section)
    head, foot = section.header, section.footer
    if ours or not _is_filled(head):
        _line(head.paragraphs[0], content.above, content.state)
    if ours or not _is_filled(foot):
        _write_below(foot.paragraphs[0], content)
    _modern(document)


def _set_size(section: Section) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)


def _is_filled(part: _Header | _Footer) -> bool:
    """Whether a template has something of its own above or below: words, pictures, a table."""
    return not part.is_linked_to_previous and (
        any(line.text.strip() for line in part.paragraphs)
        or bool(part.tables)
        or bool(part.paragraphs[0].paragraph_format.element.xpath("//w:drawing | //w:pict"))
    )


def _write_below(below: Paragraph, content: Content) -> None:
    _line(below, content.below, "Page ")
    _field(below, "PAGE")
    below.add_run(" of ")
    _field(below, "NUMPAGES")


def set_properties(document: Document, content: Content) -> None:
    """Title, author and times; all from the document, so that a second export is the same file."""
    core = document.core_properties
    core.title = xml_text(content.title)
    core.author = core.last_modified_by = xml_text(content.author)
    core.subject = xml_text(content.subject)
    core.keywords = core.comments = ""
    core.language = content.language
    core.created = core.modified = content.made_at.astimezone(UTC).replace(tzinfo=None)
    core.revision = 1
    # The template's picture of an empty page would be shown as a preview of this one, and its
    # second set of styles is for a Word of 2007.
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del relations[key]


def _line(paragraph: Paragraph, left: str, right: str) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Cm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(xml_text(left))
    paragraph.add_run(f"\t{right}")


def _field(paragraph: Paragraph, what: str) -> None:
    """A figure that Word works out itself."""
    paragraph.paragraph_format.element.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="{what}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def _modern(document: Document) -> None:
    """Tell Word that this is not a file of 2007, which it would open in compatibility mode."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
