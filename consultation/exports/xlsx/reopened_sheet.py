"""The sheet on signatures that were taken back."""

from collections.abc import Iterator, Sequence

from consultation.exports.text import questions
from consultation.exports.xlsx.writing import Sheet, Value
from consultation.operations.plenary.pack import Pack


def reopened_rows(pack: Pack) -> Iterator[Sequence[Value]]:
    """Every signature that was taken back: a row for each thing that changed until the next."""
    for part in questions(pack):
        for line in part.reopenings:
            again = line.signed_again_at
            for change in line.changes:
                yield [
                    part.number, line.signed_by, line.signed_at.isoformat(), line.reopened_by,
                    line.reopened_at.isoformat(), line.reason,
                    line.signed_again_by or "not signed again yet",
                    again.isoformat() if again else None, change.about, change.what,
                    change.theme_id,
                ]  # fmt: skip


REOPENED = Sheet(
    "Reopened",
    (("Question", 10), ("Signed by", 20), ("Signed at", 26), ("Reopened by", 20),
     ("Reopened at", 26), ("Reason", 50), ("Signed again by", 20), ("Signed again at", 26),
     ("About", 16), ("What changed", 90), ("Theme no.", 10)),
    reopened_rows,
)  # fmt: skip
