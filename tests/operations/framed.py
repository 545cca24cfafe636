"""Coding with a frame, in a line each: what the tests of codes do again and again."""

from sqlalchemy import select

from consultation.db import session
from consultation.models import Code, Theme
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_frames import CodeLine
from consultation.operations.coding.code_uses import code_by_hand
from consultation.operations.coding.suggesting_codes import suggested_codes
from consultation.queries.coding.code_uses import last_use
from consultation.queries.coding.codes import frame_in
from tests.conftest import NOW


def of(frame, key):
    return session.scalars(select(Code).where(Code.frame == frame, Code.key == key)).one()


def coded(world, choice, *, subject=None, now=NOW):
    subject = subject or world.theme
    frame = code_frames.begin_frame(world.consultation)
    seen = (frame.version, last_use(subject))
    code_by_hand(subject, choice, seen=seen, by=world.chair, now=now)


def split(world, code, *keys):
    lines = [CodeLine("type", key, f"Part {key}") for key in keys]
    seen = code.frame.version
    return code_frames.split_code(code, lines, seen=seen, reason="", by=world.secretariat, now=NOW)


def made(world, title):
    session.add(theme := Theme(question=world.question, title=title))
    session.flush()
    return theme


def suggested(theme, frame):
    found = suggested_codes(theme, frame_in(frame, frame.version))
    return [each.code.key for each in found.values()]


def share(theme, frame, key):
    """How sure a code is suggested, 0 where it is not."""
    found = suggested_codes(theme, frame_in(frame, frame.version))
    return next((each.share for each in found.values() if each.code.key == key), 0)
