"""The demonstration's taxonomy as its code frame: types, attributes and sources of risk."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from consultation.models import Consultation
from consultation.operations.coding.code_frames import CodeLine, add_codes, begin_frame


def taxonomy(consultation: Consultation, source: dict[str, Any], now: datetime) -> None:
    """Make version 1 of the frame."""
    frame = begin_frame(consultation)
    reason = "The taxonomy as the first draft has it."
    add_codes(frame, list(_lines(source)), seen=0, reason=reason, by=None, now=now)


def _lines(source: dict[str, Any]) -> Iterator[CodeLine]:
    for entry in source["types"]:
        definition = f"{entry['note']} ({entry['status']})"
        yield CodeLine("type", entry["id"], entry["name"], definition)
    for entry in source["attributes"]:
        yield CodeLine("attribute", entry["id"], entry["name"], " – ".join(entry["scale"]))
    for group in source["sources"]:
        for number, item in enumerate(group["items"], start=1):
            yield CodeLine("source", f"{group['group']} {number}", item)
