"""A body's own Word document."""

from flask_wtf.file import FileField, FileRequired

from consultation.forms.base import Form

TEMPLATE_LIMIT = 5_000_000
"""Bytes of a Word template: room for a coat of arms in print quality."""


class WordTemplateForm(Form):
    """One file; nothing of its text is used."""

    file = FileField(
        "Your Word document",
        [FileRequired("Choose a file first.")],
        description=f"DOCX, up to {TEMPLATE_LIMIT // 1_000_000} MB. Of it the page size and "
        "margins, what stands above and below each page, and the styles are used; its text is not.",
    )
