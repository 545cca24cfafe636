"""JSON piece by piece: what is as long as a consultation is written and never held."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def json_pieces(value: Any, newline: str = "\n") -> Iterator[str]:
    r"""The pieces of a value's JSON, indented by one; an iterator in it is written as a list.

    The pieces together are what `json.dumps` makes of the value with lists in place of iterators.

    >>> "".join(json_pieces({"a": iter([1, {"b": iter([])}])}))
    '{\n "a": [\n  1,\n  {\n   "b": []\n  }\n ]\n}'
    """
    if isinstance(value, Iterator):
        yield from _listed(value, newline)
    elif isinstance(value, Mapping) and any(isinstance(each, Iterator) for each in value.values()):
        before = "{"
        for name, each in value.items():
            yield f"{before}{newline} {json.dumps(name)}: "
            yield from json_pieces(each, f"{newline} ")
            before = ","
        yield f"{newline}}}"
    else:
        yield json.dumps(value, ensure_ascii=False, indent=1).replace("\n", newline)


def _listed(values: Iterator[Any], newline: str) -> Iterator[str]:
    before, after = "[", "[]"
    for each in values:
        yield f"{before}{newline} "
        yield from json_pieces(each, f"{newline} ")
        before, after = ",", f"{newline}]"
    yield after
