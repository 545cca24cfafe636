"""The data map: of every column of every table whether it is personal, and about whom.

The map itself is `data_map.toml`. What is given to a person who asks for their data, the register
of processing and the tests of both go by it; a column that it does not tag fails a test.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TAGS = ("identity", "words", "act", "link", "secret", "plain")
PERSONAL = ("identity", "words", "act", "link", "secret")
SAID = {
    "identity": "who somebody is",
    "words": "what somebody wrote",
    "act": "what somebody did, chose or was told, and when",
    "link": "a number that leads to somebody",
    "secret": "what opens an account or a link",
}
"""What a tag means, as the register of processing says it."""


@dataclass(frozen=True)
class MappedTable:
    """A table: whom its rows are about, by which columns these are found, its columns by tag."""

    name: str
    about: str
    through: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]

    @property
    def secret(self) -> tuple[str, ...]:
        return self.columns["secret"]

    @property
    def is_personal(self) -> bool:
        return any(self.columns[tag] for tag in PERSONAL)

    @property
    def tagged(self) -> list[str]:
        """Every column that has a tag, as often as it has one."""
        return [name for tag in TAGS for name in self.columns[tag]]


@cache
def data_map() -> dict[str, MappedTable]:
    """Every table by its name."""
    content = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        name: MappedTable(
            name,
            table["about"],
            tuple(table.get("through", ())),
            {tag: tuple(table.get(tag, ())) for tag in TAGS},
        )
        for name, table in content.items()
    }
