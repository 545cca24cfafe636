"""The plenary pack as JSON: everything, exactly, for programs."""

import json
from dataclasses import asdict
from datetime import datetime

from consultation.operations.plenary.pack import Pack


def render_pack_json(pack: Pack) -> bytes:
    """The whole pack in UTF-8, keys sorted, times in ISO 8601 with their zone.

    Half a character, which UTF-8 cannot hold, leaves as the JSON escape that means it.
    """
    text = json.dumps(
        asdict(pack), default=_plain, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True
    )
    return f"{text}\n".encode(errors="backslashreplace")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"A pack holds no {type(value).__name__}.")
