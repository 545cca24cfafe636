"""The sheet around an OpenDocument text: its paper, and what stands above and below."""

from html import escape

from odfdo import Document, Element

from consultation.exports.document import Document as Content
from consultation.exports.odt.lists import DEEPEST
from consultation.exports.odt.styles import TEXT_WIDTH
from consultation.exports.text import xml_text


def set_up_page(document: Document, content: Content) -> None:
    """A4, with the consultation and the state above, the time and the page number below."""
    _number_nothing(document)
    _set_sheet(document)
    _write_around(document, content)


def _number_nothing(document: Document) -> None:
    """Headings carry the numbers of the pack, none of the document's own."""
    (shared,) = document.styles.get_elements("//office:styles")
    for old in shared.get_elements("text:outline-style"):
        shared.delete(old)
    levels = "".join(
        f'<text:outline-level-style text:level="{level}" style:num-format=""/>'
        for level in range(1, DEEPEST + 1)
    )
    shared.append(
        Element.from_tag(f'<text:outline-style style:name="Outline">{levels}</text:outline-style>')
    )


def _set_sheet(document: Document) -> None:
    sheet = {
        "fo:page-width": "21cm", "fo:page-height": "29.7cm", "style:print-orientation": "portrait",
        "fo:margin-top": "1.1cm", "fo:margin-bottom": "1.1cm", "fo:margin-left": "2.5cm",
        "fo:margin-right": "2.5cm",
    }  # fmt: skip
    for page in document.styles.get_elements("//style:page-layout-properties"):
        for name, value in sheet.items():
            page.set_attribute(name, value)
    for layout in document.styles.get_elements("//style:page-layout"):
        for tag, side in (("header", "bottom"), ("footer", "top")):
            for old in layout.get_elements(f"style:{tag}-style"):
                layout.delete(old)
            layout.append(
                Element.from_tag(
                    f"<style:{tag}-style><style:header-footer-properties "
                    f'fo:min-height="1.1cm" fo:margin-{side}="0.5cm"/></style:{tag}-style>'
                )
            )


def _write_around(document: Document, content: Content) -> None:
    """What stands above and below the text of every page."""
    (master,) = document.styles.get_elements("//style:master-page[@style:name='Standard']")
    Element.clear(master)
    master.set_attribute("style:name", "Standard")
    (automatic,) = document.styles.get_elements("//office:automatic-styles")
    layout = document.styles.get_elements("//style:page-layout")[0]
    master.set_attribute("style:page-layout-name", layout.get_attribute_string("style:name") or "")
    numbers = "Page <text:page-number>1</text:page-number> of <text:page-count>1</text:page-count>"
    for tag, style, left, right in (
        ("header", "Header", content.above, escape(xml_text(content.state))),
        ("footer", "Footer", content.below, numbers),
    ):
        master.append(
            Element.from_tag(
                f'<style:{tag}><text:p text:style-name="around-{tag}">{escape(xml_text(left))}'
                f"<text:tab/>{right}</text:p></style:{tag}>"
            )
        )
        automatic.append(
            Element.from_tag(
                f'<style:style style:name="around-{tag}" style:family="paragraph" '
                f'style:parent-style-name="{style}"><style:paragraph-properties><style:tab-stops>'
                f'<style:tab-stop style:position="{TEXT_WIDTH}cm" style:type="right"/>'
                "</style:tab-stops></style:paragraph-properties></style:style>"
            )
        )
