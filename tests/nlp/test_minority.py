"""Which points are listed apart so that size does not hide them, and why."""

import nlp
from nlp.minority import Author, minority_points
from nlp.points import Point
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


def test_an_analysis_knows_its_minority():
    for_it = "The register should be open to every school and to everybody who asks for it."
    texts = [nlp.Text(str(n), f"{for_it} {n}", author=str(n), position="support") for n in range(8)]
    against = "The register should stay closed to every school and to everybody who asks for it."
    texts.append(nlp.Text("9", against, author="9", position="oppose"))
    result = nlp.analyse(texts, options=nlp.Options(themes=1))
    assert [result.points[each.point].text for each in result.minority] == [8]
