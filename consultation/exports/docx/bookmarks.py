"""What leads from one place of a Word document to another."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_FIELD = (
    '<w:r {ns}><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>',
    '<w:r {ns}><w:instrText xml:space="preserve"> PAGEREF {anchor} \\h </w:instrText></w:r>',
    '<w:r {ns}><w:fldChar w:fldCharType="separate"/></w:r>',
    "<w:r {ns}><w:t>…</w:t></w:r>",
    '<w:r {ns}><w:fldChar w:fldCharType="end"/></w:r>',
)


def mark(paragraph: Paragraph, anchor: str, number: int) -> None:
    """Give a paragraph a bookmark; Word wants a number of its own for each."""
    runs = paragraph.runs
    name = f'{nsdecls("w")} w:id="{number}"'
    start = parse_xml(f'<w:bookmarkStart {name} w:name="{anchor}"/>')
    runs[0].font.element.addprevious(start)
    runs[-1].font.element.addnext(parse_xml(f"<w:bookmarkEnd {name}/>"))


def put_in_link(run: Run, anchor: str) -> None:
    """Make a run lead to a bookmark."""
    link = parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{anchor}"/>')
    run.font.element.addprevious(link)
    link.append(run.font.element)


def add_page_number(paragraph: Paragraph, anchor: str) -> None:
    """The page of a bookmark, which Word works out when it opens the document."""
    for piece in _FIELD:
        xml = piece.format(ns=nsdecls("w"), anchor=anchor)
        paragraph.paragraph_format.element.append(parse_xml(xml))
