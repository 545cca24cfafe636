"""Blind double coding: drawing a sample, and placing its points without seeing where they are.

No act here moves a point. What a person codes is not in the log: the other would read it there.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from random import Random

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import Coding, OpenQuestion, Person, Sample, SampledPoint, Theme
from consultation.operations.audit import record
from consultation.operations.desk.themes import ensure_current
from consultation.queries.coding.coding import newest_sample, points_to_sample, possible_coders


def draw_sample(
    question: OpenQuestion,
    coders: tuple[Person, Person],
    *,
    size: int,
    seed: int,
    by: Person,
    now: datetime,
) -> Sample:
    """Draw points at random, from each theme and from the unplaced by their share.

    Raises RuleError for fewer than two people of the working group, or where there are no points.
    """
    locked(question)
    if coders[0] is coders[1] or not set(coders) <= set(possible_coders(question)):
        raise RuleError("Two different people of the working group have to code.")
    drawn = stratified(points_to_sample(question), size, seed)
    if not drawn:
        raise NotAllowedYet("There are no points yet that could be drawn.")
    sample = Sample(
        question=question,
        drawn_by_id=by.id,
        drawn_at=now,
        seed=seed,
        first=coders[0],
        second=coders[1],
        points=[SampledPoint(point_id=point, rank=rank) for rank, point in enumerate(drawn, 1)],
    )
    session.add(sample)
    session.flush()
    after = {"points": len(drawn), "seed": seed, "coders": [person.name for person in coders]}
    record("draw", sample, person=by, now=now, after=after, question=question)
    return sample


def stratified(points: Sequence[tuple[int, int | None]], size: int, seed: int) -> list[int]:
    """Numbers of points, from each theme by its share (largest remainders), in random order.

    >>> sorted(stratified([(1, 7), (2, 7), (3, 7), (4, 7), (5, None), (6, None)], 3, 1))[-1] > 4
    True
    """
    random = Random(seed)  # noqa: S311 - a draw that can be repeated, not a secret
    of: defaultdict[int, list[int]] = defaultdict(list)
    for point, theme in points:
        of[theme or 0].append(point)
    size = min(size, len(points))
    shares = {theme: size * len(own) / len(points) for theme, own in of.items()}
    taken = {theme: int(share) for theme, share in shares.items()}
    most = sorted(of, key=lambda theme: (taken[theme] - shares[theme], theme))
    for theme in most[: size - sum(taken.values())]:
        taken[theme] += 1
    drawn = [point for theme in sorted(of) for point in random.sample(of[theme], taken[theme])]
    random.shuffle(drawn)
    return drawn


def code_point(
    question: OpenQuestion, rank: int, theme: Theme | None, *, by: Person, now: datetime
) -> None:
    """Say where a point of the newest sample belongs; a person may say otherwise later.

    Raises NotAllowedYet where there is no sample, for whoever does not code it, and for a theme
    that is gone.
    """
    locked(question)
    sample = newest_sample(question)
    sampled = next((each for each in sample.points if each.rank == rank), None) if sample else None
    if sample is None or sampled is None:
        raise NotAllowedYet("There is no such point in a sample. Open the page again.")
    if not sample.is_coder(by):
        raise NotAllowedYet(f"{sample.first.name} and {sample.second.name} code this sample.")
    if theme is not None:
        ensure_current(theme)
        if theme.question_id != question.id:
            raise NotAllowedYet("A point can only go under a theme of its own question.")
    coding = next((c for c in sampled.codings if c.person_id == by.id), None)
    coding = coding or Coding(sampled=sampled, person_id=by.id)
    coding.theme, coding.coded_at = theme, now
    session.add(coding)
    session.flush()
