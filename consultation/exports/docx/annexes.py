"""The annexes: how the pack was made, and the account that nothing was left out."""

from docx.document import Document

from consultation.exports.docx.blocks import Cell, add_heading, add_table, add_text
from consultation.operations.pack import Pack


def write_annexes(document: Document, pack: Pack) -> None:
    """Method and ledger."""
    add_heading(document, "Annex A. Method", 1)
    for paragraph in pack.method:
        add_text(document, paragraph)
    if not pack.method:
        add_text(document, "No method was recorded.", "Plenary Empty")
    add_heading(document, "Annex B. Ledger", 1, new_page=False)
    add_text(
        document,
        "The account of the round's submissions: each is counted once, in the line that says what "
        "became of it. The accounts of answers and points stand with each question.",
    )
    rows: list[list[Cell]] = [[line.what, line.count] for line in pack.ledger]
    add_table(document, "Ledger of the round", ["What became of them", "Count"], rows, [10, 2.5])
    add_text(document, "End of the pack.", "Plenary After Table")
