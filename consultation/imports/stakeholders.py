"""Who answered: what all the rows of one stakeholder say of them, taken together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.imports.words import is_individual, publication_of
from consultation.models import Publication
from consultation.operations.contributions.batches import StakeholderRow

DECLARED = ("organisation", "category", "country", "size", "publication")
"""Fields that are the stakeholder's, not the answer's."""


@dataclass(frozen=True)
class Said:
    """A value, and the row that first gave it."""

    value: str
    row: int


@dataclass
class Stakeholders:
    """The stakeholders of a table, collected row by row in order of appearance."""

    default: Publication
    said: dict[str, dict[str, Said]] = field(default_factory=dict)

    def contradiction(self, reference: str, cells: Mapping[str, str]) -> tuple[str, str] | None:
        """The field in which a row contradicts an earlier one of its stakeholder, and how."""
        known = self.said.get(reference, {})
        for name in DECLARED:
            earlier = known.get(name)
            if earlier and cells[name] and cells[name] != earlier.value:
                return name, (
                    f"The {name} of “{reference}” is “{cells[name]}” here and “{earlier.value}” in "
                    f"row {earlier.row}; one stakeholder has one."
                )
        return None

    def add(self, reference: str, cells: Mapping[str, str], row: int) -> None:
        """Keep what a row says; what a later row leaves blank stays as it was said."""
        known = self.said.setdefault(reference, {})
        for name in DECLARED:
            if cells[name]:
                known.setdefault(name, Said(cells[name], row))

    def rows(self) -> tuple[StakeholderRow, ...]:
        """The stakeholders; a person who speaks for nobody else has no organisation."""
        return tuple(self._row(reference, known) for reference, known in self.said.items())

    def _row(self, reference: str, known: Mapping[str, Said]) -> StakeholderRow:
        cells = {name: known[name].value if name in known else "" for name in DECLARED}
        alone = is_individual(cells["category"])
        word = cells["publication"]
        return StakeholderRow(
            reference=reference,
            organisation="" if alone else cells["organisation"],
            category=cells["category"],
            country=cells["country"],
            size=cells["size"],
            publication=publication_of(word) or Publication.ANONYMOUS if word else self.default,
        )

    def remarks(self) -> list[tuple[int, str, str]]:
        """What is not kept as the file has it: row, field and a sentence each."""
        found = []
        for known in self.said.values():
            word, organisation, category = (
                known.get(name) for name in ("publication", "organisation", "category")
            )
            if word and publication_of(word.value) is None:
                found.append((word.row, "publication", _not_understood(word.value)))
            if organisation and category and is_individual(category.value):
                found.append((organisation.row, "organisation", _NO_ORGANISATION))
        return found


_NO_ORGANISATION = "An individual has no organisation; the name in this column is not kept."


def _not_understood(word: str) -> str:
    return f"“{word}” is no known choice of publication; the contribution is kept anonymous."
