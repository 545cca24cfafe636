"""The code frame and what is coded with it, as the data of a round has them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from consultation.models import Code, Consultation, OpenQuestion
from consultation.queries.coding.code_refusals import refusals_by_subject
from consultation.queries.coding.code_uses import Coded, codes_by_subject
from consultation.queries.coding.codes import frame_in, frame_of


def frame(consultation: Consultation) -> dict[str, Any] | None:
    """The newest version of the code frame; None where there is none."""
    found = frame_of(consultation)
    if found is None:
        return None
    rows = [row for own in frame_in(found, found.version).facets.values() for row in own]
    return {
        "version": found.version,
        "codes": [
            {"facet": r.facet, "key": r.key, "label": r.label, "definition": r.definition}
            for r in rows
        ],
    }


class Codings:
    """How the themes and points of a question are coded, and which codes were refused for them."""

    def __init__(self, question: OpenQuestion) -> None:
        self._themes, self._points = codes_by_subject(question)
        self._theme_refusals, self._point_refusals = refusals_by_subject(question)

    def of_theme(self, theme_id: int) -> dict[str, Any]:
        """The codes of a theme; where none fits, `key` is null."""
        return _coding(self._themes.get(theme_id, ()), self._theme_refusals.get(theme_id, ()))

    def of_point(self, point_id: int) -> dict[str, Any]:
        """The codes of a point by itself; where none fits, `key` is null."""
        return _coding(self._points.get(point_id, ()), self._point_refusals.get(point_id, ()))


def _coding(coded: Sequence[Coded], refused: Sequence[Code]) -> dict[str, Any]:
    return {
        "codes": [asdict(each) for each in coded],
        "codes_refused": [{"facet": code.facet, "key": code.key} for code in refused],
    }
