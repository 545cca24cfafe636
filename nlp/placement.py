"""Points → the themes that exist already, learning from what people accepted, moved and merged."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.encoder import Memory
from nlp.language import language_of
from nlp.learner import Placement, check, place_rows, told
from nlp.neighbours import Rows
from nlp.vectors import rows_of


def place(
    points: Sequence[str],
    themes: Sequence[int | None],
    decisions: Mapping[int, int | None],
    *,
    refused: Mapping[int, Collection[int]] | None = None,
    titles: Mapping[int, str] | None = None,
    question: str = "",
    languages: Sequence[str | None] | None = None,
    memory: Memory | None = None,
    seed: int = 0,
) -> tuple[Placement, ...]:
    """Place each point in one of the themes, or in none, as people would.

    `themes[i]` is where the machine has put point i (None: nowhere yet, as with a new answer), any
    whole number. `decisions[i]` is where a person has put it (None: in no theme), which always
    holds: accepting, moving, merging and splitting are all this. `refused[i]` are themes of which a
    person said that point i is not in them: it is never placed there, and its like less readily.
    `titles` are people's own words for a theme; each is read as one more point of it. Where all
    that people decided about copies of a text is one theme, or none, its other copies go there
    too, whatever the machine guessed. A memory spares the encoder.

    Raises ValueError where the lists differ in length or a decision or refusal is about no point.

    >>> points = ["Ban face recognition.", "Lower the fees.", "Do ban face recognition.",
    ...           "Please lower the fees.", "Hello."]
    >>> placed = place(points, [None] * 5, {0: 7, 1: 9})
    >>> [placement.theme for placement in placed]
    [7, 9, 7, 9, None]
    """
    refused = refused or {}
    check(len(points), themes, decisions, refused)
    if languages is not None and len(languages) != len(points):
        raise ValueError(f"There are {len(points)} points but {len(languages)} languages.")
    if not points:
        return ()
    named = sorted((titles or {}).items())
    spoken = [
        own or language_of(text, None)
        for text, own in zip(points, languages or [None] * len(points), strict=True)
    ]
    usual = max(sorted(set(spoken)), key=spoken.count)
    read = [
        *zip(points, spoken, strict=True),
        *((title, language_of(title, usual)) for _, title in named),
    ]
    copies = _copies(points, decisions, refused)
    guesses = [None if point in copies else theme for point, theme in enumerate(themes)]
    placed = place_rows(
        _rows(read, question, memory, seed),
        guesses + [None] * len(named),
        {**decisions, **{len(points) + i: theme for i, (theme, _) in enumerate(named)}},
        refused,
    )
    return tuple(
        told(copies[point]) if point in copies else placed[point] for point in range(len(points))
    )


def _rows(read: Sequence[tuple[str, str]], question: str, memory: Memory | None, seed: int) -> Rows:
    """The rows of passages with their languages; copies share one."""
    distinct = {passage: row for row, passage in enumerate(sorted(set(read)))}
    texts, languages = zip(*distinct, strict=True)
    with threadpool_limits(limits=1):
        rows = rows_of(texts, languages, question=question, memory=memory, seed=seed)
    return rows[[distinct[passage] for passage in read]]


def _copies(
    points: Sequence[str],
    decisions: Mapping[int, int | None],
    refused: Mapping[int, Collection[int]],
) -> dict[int, int | None]:
    """Where the undecided copies of a text belong that people put in one place only."""
    decided: dict[str, set[int | None]] = defaultdict(set)
    for point, theme in decisions.items():
        decided[points[point]].add(theme)
    return {
        point: theme
        for point, text in enumerate(points)
        if point not in decisions and len(decided.get(text, ())) == 1
        for theme in decided[text]
        if theme not in refused.get(point, ())
    }
