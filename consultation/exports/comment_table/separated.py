"""The comment table as CSV: RFC 4180 in UTF-8 with its mark, every cell whole."""

import csv
import io
from collections.abc import Sequence

from consultation.cells import guarded
from consultation.queries.contributions.comment_table import COLUMNS, TableRow


def render_table_csv(rows: Sequence[TableRow], _title: str = "") -> bytes:
    """The table as CSV, which has no place for a title and no longest text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS.values())
    writer.writerows([guarded(cell) for cell in row.cells] for row in rows)
    return out.getvalue().encode("utf-8-sig")
