"""The plenary pack as a Word document that can be handed to a plenary."""

import io
from zoneinfo import ZoneInfo

import docx

from consultation.exports.docx.annexes import write_annexes
from consultation.exports.docx.cover import anchors, write_contents, write_cover, write_glance
from consultation.exports.docx.page import set_properties, set_up_page
from consultation.exports.docx.question import write_group
from consultation.exports.docx.styles import set_up_styles
from consultation.exports.packing import steady_zip
from consultation.operations.pack import Pack


def render_docx(pack: Pack) -> bytes:
    """The pack as DOCX; the same pack gives the same bytes."""
    document = docx.Document()
    set_up_styles(document)
    set_up_page(document, pack)
    set_properties(document, pack)
    write_cover(document, pack)
    write_glance(document, pack)
    write_contents(document, pack)
    zone, names = ZoneInfo(pack.time_zone), anchors()
    for group in pack.groups:
        write_group(document, group, zone, names, pack.code_frame)
    write_annexes(document, pack)
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())
