"""Which points are listed apart so that size does not hide them, and why."""

import re
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.minority import Author, minority_points
from nlp.points import Point
from nlp.sides import Side, side_of
from nlp.themes import Theme


def points(count, **given):
    return [Point(number, 0, 80, "en", **given) for number in range(count)]


def theme(*members):
    return Theme("", (), members, members[:2], None, 0.5)


def author(number, kind=None, position=None):
    return Author(f"org-{number}", kind, position)


def listed(authors, *themes, unplaced=(), **given):
    found = minority_points(points(len(authors), **given), themes, unplaced, authors)
    return [(each.point, each.reason, each.theme) for each in found]


def test_the_only_author_on_a_side_is_listed():
    authors = [author(n, position="oppose" if n == 4 else "support") for n in range(7)]
    assert listed(authors, theme(*range(7))) == [
        (4, "The only author who opposes, against 6 others.", 0)
    ]


def test_an_author_who_stands_alone_in_two_themes_is_listed_once():
    authors = [author(n, position="oppose" if n == 4 else "support") for n in range(7)]
    said = [Point(number % 7, 0, 80, "en") for number in range(14)]
    found = minority_points(said, [theme(*range(7)), theme(*range(7, 14))], (), authors)
    assert [(each.point, each.theme) for each in found] == [(4, 0)]


def test_a_side_that_many_take_is_no_minority():
    authors = [author(n, position="oppose" if n < 3 else "support") for n in range(8)]
    assert listed(authors, theme(*range(8))) == []


def test_the_only_author_of_a_kind_is_listed():
    authors = [author(n, "civil society" if n == 2 else "industry") for n in range(6)]
    assert listed(authors, theme(*range(6))) == [
        (2, "The only civil society among 5 of industry.", 0)
    ]


@pytest.mark.parametrize(
    "one_more", [author(6), author(6, ""), author(2, "industry"), author(0, "public authority")]
)
def test_nobody_is_alone_of_a_kind_where_kinds_are_unknown_or_an_author_is_of_two(one_more):
    authors = [author(n, "civil society" if n == 2 else "industry") for n in range(6)]
    assert listed([*authors, one_more], theme(*range(7))) == []


def test_an_author_of_two_kinds_does_not_make_up_for_one_of_none():
    authors = [author(n, "industry") for n in range(6)]
    authors += [author(6, "civil society"), author(0, "civil society"), author(7)]
    assert listed(authors, theme(*range(9))) == []


def test_who_takes_both_sides_is_counted_with_the_few_and_quoted_where_they_take_it():
    authors = [author(n, position="support with changes") for n in range(9)]
    authors += [author(0, position="oppose")]
    assert listed(authors, theme(*range(10))) == [
        (9, "The only author who opposes, against 8 others.", 0)
    ]
    authors += [author(10, position="oppose")]
    assert listed(authors, theme(*range(11))) == [
        (9, "One of 2 authors who oppose, against 8 others.", 0)
    ]


def test_a_small_theme_is_listed_by_its_first_quote():
    authors = [author(number) for number in range(14)]
    assert listed(authors, theme(*range(6)), theme(*range(6, 12)), theme(12, 13)) == [
        (12, "A theme that only 2 authors speak to.", 2)
    ]


def test_a_theme_of_one_kind_of_stakeholder_is_listed():
    authors = [author(n, "industry" if n < 6 else "public authority") for n in range(9)]
    assert listed(authors, theme(*range(5), 8), theme(6, 7), theme(5, 6, 7, 8)) == [
        (8, "The only public authority among 5 of industry.", 0)
    ]
    assert listed(authors, theme(0, 1, 2), theme(*range(3, 9))) == [
        (0, "A theme that only industry speaks to (3 authors).", 0)
    ]


def test_a_proposal_that_fits_no_theme_is_listed_a_plain_statement_is_not():
    authors = [author(number) for number in range(3)]
    assert listed(authors, unplaced=(1,), kind=nlp.Kind.PROPOSAL) == [
        (1, "A proposal that fits no theme.", None)
    ]
    assert listed(authors, unplaced=(1,)) == []


def test_no_point_is_listed_twice_and_the_list_is_short():
    authors = [author(number) for number in range(30)]
    found = listed(authors, unplaced=range(30), kind=nlp.Kind.CONCERN)
    assert len(found) == len({point for point, _, _ in found}) == 12


@pytest.mark.parametrize(("length", "expected"), [(49, 0), (50, 1)])
def test_a_point_without_a_theme_is_long_enough_to_stand_for_itself(length, expected):
    found = minority_points(
        [Point(0, 0, length, "en", kind=nlp.Kind.CONCERN)], (), (0,), [author(0)]
    )
    assert len(found) == expected


@pytest.mark.parametrize(
    ("position", "side"),
    [
        ("support", Side.SUPPORT), ("Support with changes", Side.SUPPORT), (" oppose", Side.OPPOSE),
        ("no position", None), ("supporters are few", None), (" ", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_side_is_the_first_word_of_a_position(position, side):
    assert side_of(position) is side


def side_is_true(found, point, said, all_said):
    """Names by side, read from the positions alone; the point listed takes that side itself."""
    sides = defaultdict(set)
    for _, name, _, position in said:
        sides[(position or "").split(" ")[0]].add(name)
    few, verb, others = found.groups()
    side = verb.removesuffix("s")
    other = {"support": "oppose", "oppose": "support"}[side]
    assert point[3].startswith(side)
    return int(few or 1) == len(sides[side]) and int(others) == len(sides[other] - sides[side])


def kind_is_true(found, point, said, all_said):
    rare, count, usual = found.groups()
    names = {name: {kind for _, own, kind, _ in said if own == name} for _, name, _, _ in said}
    assert point[2] == rare
    return sorted(map(sorted, names.values())) == sorted([[rare], *[[usual]] * int(count)])


def size_is_true(found, point, said, all_said):
    return len({name for _, name, _, _ in said}) == int(found[1] or 1)


def one_kind_is_true(found, point, said, all_said):
    others = {kind for own in all_said for _, _, kind, _ in own if kind} - {found[1]}
    names = {name for _, name, _, _ in said}
    return {kind for _, _, kind, _ in said} == {found[1]} and len(names) == int(found[2]) and others


REASONS = {
    r"(?:The only author|One of (\d) authors) who (\w+), against (\d+) others\.": side_is_true,
    r"The only ([\w ]+) among (\d+) of ([\w ]+)\.": kind_is_true,
    r"A theme that only (?:one author speaks|(\d) authors speak) to\.": size_is_true,
    r"A theme that only ([\w ]+) speaks to \((\d+) authors\)\.": one_kind_is_true,
}
MOSTLY_ONE_KIND = st.sampled_from([*["industry"] * 8, "civil society", None])
MOSTLY_ONE_SIDE = st.sampled_from([*["support"] * 6, "support with changes", "oppose", None])
WRITERS = st.tuples(st.integers(0, 14), MOSTLY_ONE_KIND, MOSTLY_ONE_SIDE)


@given(st.lists(st.lists(WRITERS, min_size=1, max_size=14), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_every_reason_is_literally_true(written):
    authors = [author(*each) for own in written for each in own]
    ends = [sum(map(len, written[: number + 1])) for number in range(len(written))]
    themes = [theme(*range(end - len(own), end)) for own, end in zip(written, ends, strict=True)]
    all_said = [
        [(n, authors[n].name, authors[n].kind, authors[n].position) for n in each.points]
        for each in themes
    ]
    for point, reason, number in listed(authors, *themes):
        said = all_said[number]
        ((found, is_true),) = [
            (found, is_true)
            for pattern, is_true in REASONS.items()
            if (found := re.fullmatch(pattern, reason))
        ]
        (of_point,) = [each for each in said if each[0] == point]
        assert is_true(found, of_point, said, all_said), reason


def test_an_analysis_knows_its_minority():
    for_it = "The register should be open to every school and to everybody who asks for it."
    texts = [nlp.Text(str(n), f"{for_it} {n}", author=str(n), position="support") for n in range(8)]
    against = "The register should stay closed to every school and to everybody who asks for it."
    texts.append(nlp.Text("9", against, author="9", position="oppose"))
    result = nlp.analyse(texts, options=nlp.Options(themes=1))
    assert [result.points[each.point].text for each in result.minority] == [8]
