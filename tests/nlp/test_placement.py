"""Placing points in themes that exist: what people decided holds and teaches."""

import random
import re

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from nlp.learner import CONFIDENT, place_rows
from nlp.placement import place
from nlp.vectors import rows_of

REGISTER, FEES, STAFF = 31, 5, 12
SENTENCES = {
    REGISTER: [
        "The register should be public and free.", "Publish the register without any login.",
        "An open register lets everyone check it.", "A public register builds trust.",
        "Keep the register on a public site.", "The register must be open to researchers.",
    ],
    FEES: [
        "The fees are too high for small firms.", "Small firms cannot pay such fees.",
        "Lower the fees for small companies.", "Fees should follow the size of the firm.",
        "High fees push small companies out.", "A fee of that size ruins a small firm.",
    ],
    STAFF: [
        "Inspectors need training in statistics.", "Train the inspectors before they start.",
        "Without trained inspectors nothing is checked.", "Hire inspectors who know statistics.",
        "Training of inspectors must be paid.", "Inspectors lack training and time.",
    ],
}  # fmt: skip
POINTS = [sentence for sentences in SENTENCES.values() for sentence in sentences]
TRUE = [theme for theme, sentences in SENTENCES.items() for _ in sentences]
NOWHERE = [None] * len(POINTS)


def corners(*directions: tuple[float, float], times: int = 1) -> np.ndarray:
    """Rows of length 1 in a few directions."""
    rows = np.array([direction for direction in directions for _ in range(times)], dtype=float)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_what_a_person_decided_holds_whatever_the_words_say():
    against = {0: STAFF, 7: None, 13: REGISTER}
    placed = place(POINTS, TRUE, against)
    assert {point: placed[point].theme for point in against} == against
    assert all(placed[point].confidence == 1 for point in against)


def test_new_points_go_where_their_like_are():
    new = ["The register ought to be public and open.", "Fees for small firms must fall."]
    placed = place([*POINTS, *new], [*TRUE, None, None], {})
    assert [placement.theme for placement in placed[-2:]] == [REGISTER, FEES]


def test_points_that_nobody_looked_at_follow_those_that_were_corrected():
    """The machine has mixed two themes; a person parts some of their points by hand."""
    mixed = [FEES if theme == STAFF else theme for theme in TRUE]
    parted = {point: TRUE[point] for point in (6, 7, 8, 12, 13, 14)}
    before = place(POINTS, mixed, {})
    after = place(POINTS, mixed, parted)
    held = [point for point in range(6, 18) if point not in parted]
    assert [before[point].theme for point in held[3:]] == [FEES] * 3
    assert [after[point].likeliest for point in held] == [TRUE[point] for point in held]


def test_a_merge_takes_the_undecided_along():
    merged = {point: FEES for point, theme in enumerate(TRUE) if theme == STAFF}
    new = "Inspectors without any training in statistics check nothing."
    placed = place([*POINTS, new], [*TRUE, None], merged)
    assert placed[-1].theme == FEES


def test_a_theme_that_a_person_made_gains_points_by_its_title_alone():
    titles = {STAFF: "Inspectors need more training."}
    known = {point: TRUE[point] for point in range(12)}
    placed = place(POINTS, NOWHERE, known, titles=titles)
    assert [placement.likeliest for placement in placed[12:]] == [STAFF] * 6


def test_what_is_like_no_theme_waits():
    rows = corners((1, 0), (0, 1), (-1, -1))
    *_, odd = place_rows(rows, [None] * 3, {0: FEES, 1: STAFF})
    assert odd.theme is None
    assert odd.confidence < CONFIDENT


def test_what_is_between_two_themes_waits_and_both_are_named():
    rows = corners((1, 0), (0, 1), times=5)
    between = np.vstack([rows, corners((1, 1))])
    decided = {number: FEES if number < 5 else STAFF for number in range(10)}
    last = place_rows(np.hstack([between, np.zeros((11, 1))]), [None] * 11, decided)[-1]
    assert {last.likeliest, last.runner_up} == {FEES, STAFF}
    assert last.confidence < 0.5


def test_a_lone_theme_does_not_swallow_what_is_unlike_it():
    rows = corners((1, 0), (1, 0.1), (0, 1))
    placed = place_rows(rows, [None] * 3, {0: FEES})
    assert [placement.theme for placement in placed] == [FEES, FEES, None]


def test_what_is_like_points_that_a_person_took_out_waits_too():
    rows = corners((1, 0), (0, 1), times=4)
    taken_out = dict.fromkeys(range(4, 7)) | {0: FEES}
    placed = place_rows(rows, [FEES] * 8, taken_out)
    assert [placement.theme for placement in placed] == [FEES] * 4 + [None] * 4


def test_without_themes_everything_waits():
    placed = place(["Keep it.", "Tax it."], [None, None], {1: None})
    assert [placement.theme for placement in placed] == [None, None]
    assert [placement.confidence for placement in placed] == [0, 1]
    assert place([], [], {}) == ()


@pytest.mark.parametrize("guess", [None, FEES])
@pytest.mark.parametrize("decided", [STAFF, None])
def test_copies_go_where_people_put_one_of_them_whatever_the_machine_guessed(guess, decided):
    copies = [*POINTS, *[POINTS[7]] * 30]
    placed = place(copies, [*TRUE, *[guess] * 30], {len(POINTS): decided, 0: REGISTER})
    assert {(placed[n].theme, placed[n].confidence) for n in [7, *range(19, 48)]} == {(decided, 1)}


def test_copies_that_people_put_in_two_places_are_left_to_learning():
    copies = [*POINTS, *["Make the ledger run on time."] * 3]
    decided = {len(POINTS): STAFF, len(POINTS) + 1: FEES}
    *_, first, second, last = place(copies, [*TRUE, None, None, None], decided)
    assert (first.theme, second.theme) == (STAFF, FEES)
    assert last.confidence < 1


def test_what_was_refused_for_a_point_is_neither_likeliest_nor_next():
    decided = {point: TRUE[point] for point in range(len(POINTS)) if point not in {0, 7}}
    first, *_ = place(POINTS, TRUE, decided, refused={0: {REGISTER}})
    assert first.likeliest in {FEES, STAFF}
    assert {first.likeliest, first.runner_up} == {FEES, STAFF}
    first, *_ = place(POINTS, TRUE, decided, refused={0: {REGISTER, FEES}})
    assert (first.likeliest, first.runner_up) == (STAFF, None)
    first, *_ = place(POINTS, TRUE, decided, refused={0: {REGISTER, FEES, STAFF}})
    assert (first.theme, first.likeliest, first.confidence) == (None, None, 0)


def test_a_copy_goes_with_the_others_but_not_where_it_was_refused():
    copies = [POINTS[0]] * 3
    told, free, refused = place(copies, [None] * 3, {0: REGISTER}, refused={2: {REGISTER}})
    assert [each.theme for each in (told, free, refused)] == [REGISTER, REGISTER, None]


def test_a_refusal_is_learnt_and_one_of_a_theme_that_is_not_there_says_nothing():
    rows = corners((1, 0), (0, 1), (1, 0.1), (1, 0.2))
    decided = {0: FEES, 1: STAFF}
    *_, before = place_rows(rows, [None] * 4, decided)
    *_, after = place_rows(rows, [None] * 4, decided, {2: {FEES}})
    assert after.likeliest == before.likeliest == FEES
    assert after.confidence < before.confidence
    assert place_rows(rows, [None] * 4, decided, {2: {REGISTER}})[-1] == before


@pytest.mark.parametrize(
    ("themes", "decisions", "languages", "sentence"),
    [
        ([None], {}, None, "There are 2 points but 1 themes."),
        ([None] * 3, {}, None, "There are 2 points but 3 themes."),
        ([None] * 2, {2: FEES}, None, "A decision is about point 2, but there are 2 points."),
        ([None] * 2, {-1: FEES}, None, "A decision is about point -1, but there are 2 points."),
        ([None] * 2, {}, ["en"], "There are 2 points but 1 languages."),
    ],
)
def test_what_does_not_fit_the_points_is_refused(themes, decisions, languages, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        place(POINTS[:2], themes, decisions, languages=languages)
    if languages is None:
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            place_rows(corners((1, 0), (0, 1)), themes, decisions)
    if decisions:
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            place(POINTS[:2], themes, {}, refused={point: {FEES} for point in decisions})


def test_decisions_of_people_weigh_more_than_guesses_of_the_machine():
    rows = corners((1, 0), times=4)
    *_, last = place_rows(rows, [FEES, FEES, None, None], {2: STAFF})
    assert last.likeliest == STAFF


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_points_and_decisions_give_the_same_placements(threads):
    decided = {0: REGISTER, 7: FEES, 13: STAFF}
    expected = place(POINTS, TRUE, decided)
    with threadpool_limits(limits=threads):
        assert place(POINTS, TRUE, decided) == expected
    assert place(POINTS, TRUE, dict(reversed(decided.items()))) == expected


def test_the_order_of_the_points_changes_nothing():
    order = random.Random(0).sample(range(len(POINTS)), len(POINTS))
    decided = {0: REGISTER, 7: FEES, 13: STAFF}
    expected = place(POINTS, TRUE, decided)
    shuffled = place(
        [POINTS[point] for point in order],
        [TRUE[point] for point in order],
        {order.index(point): theme for point, theme in decided.items()},
    )
    assert [placement.theme for placement in shuffled] == [expected[p].theme for p in order]


def test_placing_from_rows_is_placing_from_texts():
    rows = rows_of(sorted(POINTS), ["en"] * len(POINTS))
    in_order = rows[[sorted(POINTS).index(point) for point in POINTS]]
    decided = {0: REGISTER, 7: FEES, 13: STAFF}
    languages = ["en"] * len(POINTS)
    assert place(POINTS, TRUE, decided, languages=languages) == place_rows(in_order, TRUE, decided)
