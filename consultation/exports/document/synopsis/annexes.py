"""How the report was made and its limits; who contributed, each as they chose to be named."""

from collections.abc import Iterator

from consultation.exports.document.blocks import Block, Listing, Role, heading, said
from consultation.operations.plenary.synopsis import RoundPart, Synopsis
from consultation.wording import noun

METHOD, CONTRIBUTORS = "Annex A. Method and limits", "Annex B. Contributors"
LIMITS = (
    "Whoever took part chose to: the counts say how many of those wrote something, not how many "
    "hold it. They are never added up to a vote.",
    "Themes of questions that no chair has signed are left out, and so are meetings and official "
    "answers that are not published.",
    "Countries and sizes of few are counted together, and kinds, countries and sizes are never "
    "crossed with each other, so that nobody who chose not to be named is found by them.",
    "Every published contribution is in the open data of "
    "its round, with a dictionary of the columns.",
)


def blocks(report: Synopsis) -> Iterator[Block]:
    """Method, limits, contributors."""
    yield heading(METHOD, 1, anchor="method")
    for sentence in report.method:
        yield said(sentence)
    yield heading("Limits", 2)
    for sentence in LIMITS:
        yield said(sentence)
    yield heading(CONTRIBUTORS, 1, anchor="contributors", new_page=False)
    for part in report.rounds:
        yield from _contributors(part)
    yield said("End of the report.", Role.NOTE)


def _contributors(part: RoundPart) -> Iterator[Block]:
    yield heading(part.title, 2)
    if not part.is_published:
        yield said("The contributions are not published, so nobody is named.", Role.EMPTY)
        return
    yield said(
        f"{noun(len(part.contributors), 'contributor')} with a published text under a name; "
        f"{noun(part.nameless, 'contribution')} without one, as their authors chose.",
        keep=bool(part.contributors),
    )
    if part.contributors:
        yield Listing(tuple((said(name, Role.TEXT),) for name in part.contributors))
