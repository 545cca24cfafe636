"""The sheet around the text: paper, header, footer and the file's own properties."""

from datetime import UTC

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from consultation.exports.text import cut, moments, sign_state, xml_text
from consultation.operations.pack import Pack

TEXT_WIDTH = 16.0
"""Centimetres between the margins of an A4 page."""


def set_up_page(document: Document, pack: Pack) -> None:
    """A4, with the consultation and the state above, the time and the page number below."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)
    state = sign_state(pack)
    _line(section.header.paragraphs[0], cut(pack.consultation, 120 - len(state)), state)
    below = section.footer.paragraphs[0]
    _line(below, f"{cut(pack.round, 40)} · compiled {moments(pack)['Compiled']}", "Page ")
    _field(below, "PAGE")
    below.add_run(" of ")
    _field(below, "NUMPAGES")
    _modern(document)


def set_properties(document: Document, pack: Pack) -> None:
    """Title, author and times; all from the pack, so that a second export is the same file."""
    core = document.core_properties
    core.title = xml_text(cut(f"Plenary pack: {pack.consultation}, {pack.round}", 255))
    core.author = core.last_modified_by = xml_text(cut(pack.host, 255))
    core.subject = xml_text(cut(pack.draft, 255))
    core.keywords = core.comments = ""
    core.language = "en"
    core.created = core.modified = pack.compiled_at.astimezone(UTC).replace(tzinfo=None)
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
