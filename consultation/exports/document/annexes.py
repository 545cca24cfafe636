"""The annexes: how the pack was made, and the account that nothing was left out."""

from collections.abc import Iterator

from consultation.exports.document import names
from consultation.exports.document.blocks import Block, Role, heading, said, table
from consultation.operations.plenary.pack import Pack

METHOD, LEDGER = "Annex A. Method", "Annex B. Ledger"


def annexes(pack: Pack) -> Iterator[Block]:
    """Method and ledger."""
    yield heading(METHOD, 1, anchor=names.METHOD)
    for paragraph in pack.method:
        yield said(paragraph)
    if not pack.method:
        yield said("No method was recorded.", Role.EMPTY)
    yield heading(LEDGER, 1, anchor=names.LEDGER, new_page=False)
    yield said(
        "The account of the round's submissions: each is counted once, in the line that says what "
        "became of it. The accounts of answers and points stand with each question."
    )
    rows = [(line.what, line.count) for line in pack.ledger]
    yield table("Ledger of the round", ["What became of them", "Count"], rows, [10, 2.5])
    yield said("End of the pack.", Role.NOTE)
