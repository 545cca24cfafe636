"""Which column of a table holds what: found by name, or as the person says."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from consultation.errors import ImportRefused

ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "answer", "answer text", "response", "response text", "comment",
             "comment text", "contribution", "free text"),
    "question": ("question", "question text", "open question", "prompt"),
    "id": ("id", "answer id", "response id", "comment id", "row id"),
    "stakeholder": ("stakeholder", "stakeholder id", "stakeholder reference", "respondent",
                    "respondent id", "participant", "participant id", "contributor", "author",
                    "author id", "submission", "submission id", "user id", "reference"),
    "organisation": ("organisation", "organization", "organisation name", "organization name",
                     "org", "company"),
    "category": ("category", "author type", "user type", "stakeholder type",
                 "stakeholder category", "respondent type", "organisation type",
                 "organization type", "kind of stakeholder"),
    "country": ("country", "country of origin"),
    "size": ("size", "org size", "organisation size", "organization size", "company size"),
    "language": ("language", "lang", "language code", "declared language"),
    "position": ("position", "stance", "stated position"),
    "publication": ("publication", "publication choice", "publication privacy", "privacy"),
}  # fmt: skip
"""The fields, and the names by which each is found: the first that a table has wins. Case, spaces,
hyphens and underscores make no difference."""


@dataclass(frozen=True)
class Columns:
    """Where the fields stand: a table's column names, and the place of each field it has."""

    names: tuple[str, ...]
    places: Mapping[str, int]

    def name(self, field: str) -> str:
        """What the table calls a field."""
        return self.names[self.places[field]]

    def value(self, values: Sequence[str], field: str) -> str:
        """A field of a row; empty where the table has none."""
        return values[self.places[field]] if field in self.places else ""


def match_columns(columns: Sequence[str], given: Mapping[str, str]) -> Columns:
    """The columns that hold each field: as `given` (field → column name), else by their own names.

    A nested column answers to the last part of its name too (`extra.country` is the country, when
    no column is called so in full). Raises ImportRefused for a field or column that there is not,
    for two columns with equal claims, and without a text.
    """
    unknown = [field for field in given if field not in ACCEPTED]
    if unknown:
        raise ImportRefused(
            f"There is no field “{unknown[0]}”. The fields are: {', '.join(ACCEPTED)}."
        )
    places = {
        field: place
        for field in ACCEPTED
        if (place := _place(columns, field, given.get(field))) is not None
    }
    if "text" not in places:
        raise ImportRefused(
            "No column holds the text of the answers. Say which one does with --column text=NAME. "
            f"{_listed(columns)}"
        )
    return Columns(tuple(columns), places)


def found_columns(columns: Sequence[str]) -> dict[str, int]:
    """Where each field stands by the names of the columns; one with two claims is left open."""
    found = {}
    for field in ACCEPTED:
        with suppress(ImportRefused):
            if (place := _place(columns, field, None)) is not None:
                found[field] = place
    return found


def _place(columns: Sequence[str], field: str, name: str | None) -> int | None:
    if name is not None:
        return _given_place(columns, field, name)
    for plain_names in (_plain_names(columns), _last_parts(columns)):
        for accepted in ACCEPTED[field]:
            found = [place for place, plain in enumerate(plain_names) if plain == accepted]
            if found:
                return _only(found, columns, field)
    return None


def _given_place(columns: Sequence[str], field: str, name: str) -> int:
    if name in columns:
        return columns.index(name)
    plain = plain_name(name)
    found = [place for place, each in enumerate(_plain_names(columns)) if each == plain]
    if not found:
        raise ImportRefused(
            f"There is no column “{name}” to take the {field} from. {_listed(columns)}"
        )
    return _only(found, columns, field)


def _only(found: Sequence[int], columns: Sequence[str], field: str) -> int:
    if len(found) > 1:
        names = " and ".join(f"“{columns[place]}”" for place in found)
        raise ImportRefused(
            f"{names} could each hold the {field}. Say which one does with --column {field}=NAME."
        )
    return found[0]


def plain_name(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.casefold().strip()))


def _plain_names(columns: Sequence[str]) -> list[str]:
    return [plain_name(column) for column in columns]


def _last_parts(columns: Sequence[str]) -> list[str]:
    return [plain_name(column.rpartition(".")[2]) if "." in column else "" for column in columns]


def _listed(columns: Sequence[str]) -> str:
    return f"The columns are: {', '.join(f'“{column}”' for column in columns)}."
