"""What the parts of a document are called by what leads to them: by their place in the pack."""

GLANCE, ACROSS, METHOD, LEDGER = "glance", "across", "method", "ledger"


def of_group(group: int) -> str:
    """A working group's anchor, by its place among the groups."""
    return f"g{group}"


def of_question(group: int, question: int) -> str:
    """A question's anchor, by its place in its group."""
    return f"g{group}q{question}"


def of_theme(question: str, number: str) -> str:
    """A theme's anchor, by its number under the question's anchor.

    >>> of_theme("g1q2", "3.1")
    'g1q2t3-1'
    """
    return f"{question}t{number.replace('.', '-')}"
