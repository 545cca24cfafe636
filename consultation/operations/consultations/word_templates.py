"""Which Word document of its own a consultation's files look like."""

import hashlib
from datetime import datetime

from sqlalchemy import delete

from consultation.db import locked, session
from consultation.models import Consultation, Person, WordTemplate
from consultation.operations.audit import record
from consultation.queries.consultations.word_templates import word_template


def use_template(
    consultation: Consultation, content: bytes, *, name: str, by: Person, now: datetime
) -> None:
    """Have the Word files made from now on look like a document, in place of any before it.

    What was handed out stays as it is: an edition names the one it was made with. That the content
    is a document that can be used is for the caller to have seen (`exports.docx.ensure_template`).
    """
    locked(consultation)
    found = word_template(consultation)
    digest = hashlib.sha256(content).hexdigest()
    if found and (found.name, found.sha256) == (name, digest):
        return
    before = _told(found)
    template = found or WordTemplate(consultation=consultation)
    template.name, template.sha256, template.content = name, digest, content
    session.add(template)
    _record(consultation, before, _told(template), by, now)


def use_usual_looks(consultation: Consultation, *, by: Person, now: datetime) -> None:
    """Have the Word files look as ours do again."""
    locked(consultation)
    found = word_template(consultation)
    if found is None:
        return
    before = _told(found)
    session.execute(delete(WordTemplate).where(WordTemplate.id == found.id))
    _record(consultation, before, {}, by, now)


def _told(template: WordTemplate | None) -> dict[str, str]:
    return {"template": template.name, "sha256": template.sha256} if template else {}


def _record(
    consultation: Consultation,
    before: dict[str, str],
    after: dict[str, str],
    by: Person,
    now: datetime,
) -> None:
    record(
        "choose the looks of its documents",
        consultation,
        person=by,
        now=now,
        before=before,
        after=after,
    )
