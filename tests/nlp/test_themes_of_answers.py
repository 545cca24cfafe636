"""The whole analysis: its promises, whatever the texts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.clusters import group, number_of_groups
from nlp.quotes import choose_quotes
from nlp.statements import LONGEST
from nlp.vectors import rows_of

SENTENCES = {
    "register": [
        "The register should be public and free.", "Publish the register without any login.",
        "An open register lets everyone check it.", "A public register builds trust.",
        "Keep the register on a public site.", "The register must be open to researchers.",
    ],
    "fees": [
        "The fees are too high for small firms.", "Small firms cannot pay such fees.",
        "Lower the fees for small companies.", "Fees should follow the size of the firm.",
        "High fees push small companies out.", "A fee of that size ruins a small firm.",
    ],
    "staff": [
        "Inspectors need training in statistics.", "Train the inspectors before they start.",
        "Without trained inspectors nothing is checked.", "Hire inspectors who know statistics.",
        "Training of inspectors must be paid.", "Inspectors lack training and time.",
    ],
}  # fmt: skip
LONG = (
    "Please keep published weights free of new duties, because small workshops build on them every "
    "day. A fee for each release would close our doors within a year."
)
ODD = ["", " ", "😀", "n/a", "See attached.", "Keep it.", "Keep it.", "x" * 400, LONG, LONG.upper(),
       LONG + " In our village the bakery repairs its oven with such a model.", "a\tb\nc\td",
       "<p>Fees</p>", "Die Gebühren sind zu hoch.", "שלום עולם", "Why?"]  # fmt: skip


def answers(texts):
    return [nlp.Text(f"a{number}", text) for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def sentences():
    return answers(sentence for theme in SENTENCES.values() for sentence in theme)


def assert_nothing_is_lost(texts, result):
    with_points = {point.text for point in result.points}
    left_out = {number for number, reason in result.left_out if reason}
    assert with_points | left_out == set(range(len(texts)))
    assert not with_points & left_out
    grouped = [point for theme in result.themes for point in theme.points] + list(result.unplaced)
    assert sorted(grouped) == [
        number for number, point in enumerate(result.points) if not point.filler
    ]


def assert_themes_are_sound(result):
    assert len({theme.title for theme in result.themes}) == len(result.themes)
    assert all(theme.points and set(theme.quotes) <= set(theme.points) for theme in result.themes)
    sizes = [(-len(theme.points), theme.points[0]) for theme in result.themes]
    assert sizes == sorted(sizes)
    assert all(len(theme.title) <= LONGEST + len(" (20)") for theme in result.themes)


@given(
    st.lists(st.sampled_from(ODD) | st.text(st.characters(codec="utf-8"), max_size=40), max_size=14)
)
@settings(max_examples=40, deadline=None)
def test_every_text_and_every_point_is_accounted_for(texts):
    result = nlp.analyse(answers(texts))
    assert_nothing_is_lost(texts, result)
    assert_themes_are_sound(result)


@given(st.permutations(range(18)))
@settings(max_examples=4, deadline=None)
def test_the_order_of_the_texts_does_not_change_what_belongs_together(sentences, order):
    def groups(result, texts):
        return {
            frozenset(texts[result.points[point].text].id for point in theme.points)
            for theme in result.themes
        }

    mixed = [sentences[number] for number in order]
    assert groups(nlp.analyse(mixed), mixed) == groups(nlp.analyse(sentences), sentences)


def test_the_same_texts_give_the_same_result(sentences):
    assert repr(nlp.analyse(sentences)) == repr(nlp.analyse(sentences))


def test_answers_that_say_the_same_share_a_theme(sentences):
    result = nlp.analyse(sentences, question="What should change?", options=nlp.Options(themes=3))
    found = {
        frozenset(result.points[point].text // 6 for point in theme.points)
        for theme in result.themes
    }
    assert found == {frozenset([0]), frozenset([1]), frozenset([2])}


def test_about_as_many_themes_as_asked_for(sentences):
    for themes in (1, 2, 5):
        result = nlp.analyse(sentences, options=nlp.Options(themes=themes))
        assert abs(len(result.themes) - themes) <= 1


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_a_handful_of_answers_is_read_too(sentences, count):
    result = nlp.analyse(sentences[:count])
    assert len(result.themes) == min(count, 1)
    assert result.unplaced == ()


@pytest.mark.parametrize("joint", [" ", "\n\n"])
def test_a_copy_is_counted_in_its_templates_theme_and_its_addition_by_itself(sentences, joint):
    own = "Our inspectors lack training in statistics and nobody pays for their training courses."
    copies = [
        nlp.Text("c1", LONG, author="a"),
        nlp.Text("c2", LONG, author="b"),
        nlp.Text("c3", f"{LONG}{joint}{own}", author="c"),
    ]
    result = nlp.analyse([*sentences, *copies], options=nlp.Options(themes=4))
    assert [member.text for member in result.campaigns[0].members] == [18, 19, 20]
    (home,) = result.themes_of(18)
    assert result.themes_of(19) == (home,)
    assert home in result.themes_of(20)
    assert len(result.themes_of(20)) == 2
    quoted = {result.points[quote].text for theme in result.themes for quote in theme.quotes}
    assert 19 not in quoted


def test_one_author_sending_a_text_twice_makes_no_campaign():
    texts = [nlp.Text("a", LONG, author="org-7"), nlp.Text("b", LONG, author="org-7")]
    assert nlp.analyse(texts).campaigns == ()


def test_filler_is_kept_but_in_no_theme(sentences):
    result = nlp.analyse([*sentences, nlp.Text("f", "See attached.")])
    assert result.points[-1].filler
    assert result.themes_of(18) == ()


def test_progress_is_told_stage_by_stage(sentences):
    told = []
    nlp.analyse(sentences, progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for _, _, stage in told)) == [
        "finding campaigns", "splitting into points", "reading the points", "grouping into themes",
    ]  # fmt: skip
    assert all(done <= total for done, total, _ in told)


def test_no_analysis_has_no_themes():
    with pytest.raises(ValueError, match="at least 1"):
        nlp.Options(themes=0)


def test_quotes_are_by_different_authors_and_from_both_sides(sentences):
    sides = ["support", "oppose", "support with changes"]
    texts = [
        replace(text, author=f"org-{number % 9}", position=sides[number % 3])
        for number, text in enumerate(sentences)
    ]
    for theme in nlp.analyse(texts, options=nlp.Options(themes=2)).themes:
        quoted = [texts[point] for point in theme.quotes]
        assert len({text.author for text in quoted}) == len(quoted)
        assert {"support", "oppose"} <= {text.position.split()[0] for text in quoted}


def test_the_two_sides_are_quoted_by_different_authors_and_the_claim_comes_first():
    rows = np.eye(4)
    chosen = choose_quotes(
        rows, np.array([0.9, 0.8, 0.7, 0.85]), [12] * 4, most=2, claims=[False, False, False, True],
        authors=["a", "a", "b", "c"], positions=["support", "oppose", "oppose", "support"],
    )  # fmt: skip
    assert chosen == (3, 1)
    chosen = choose_quotes(
        rows, np.array([0.9, 0.8, 0.7, 0.6]), [12] * 4, most=2,
        authors=["a", "a", "b", "c"], positions=["support", "oppose", "oppose", "support"],
    )  # fmt: skip
    assert chosen == (0, 2)


def test_a_quote_too_short_to_read_aloud_comes_last():
    rows = np.array([[1.0, 0.0], [0.9, 0.1], [0.8, 0.2]])
    chosen = choose_quotes(
        rows, np.array([0.99, 0.9, 0.8]), [2, 12, 12], authors=["a", "b", "c"], positions=[None] * 3
    )
    assert chosen == (1, 2, 0)


def test_more_rows_make_more_groups_but_never_more_than_can_be_read_aloud():
    counts = [number_of_groups(count) for count in range(30_000)]
    assert counts == sorted(counts)
    assert counts[-1] == 20


def test_many_rows_are_grouped_by_a_sample():
    middles = np.eye(6)
    generator = np.random.default_rng(1)
    rows = middles[generator.integers(0, 6, 5_000)] + generator.normal(0, 0.05, (5_000, 6))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = group(rows, themes=6)
    assert len(found.middles) == 6
    assert (
        np.argmax(rows, axis=1)[found.labels == 0] == np.argmax(rows[found.labels == 0][0])
    ).all()


def test_a_row_that_fits_nowhere_stays_outside():
    rows = np.vstack([np.repeat(np.eye(21)[:2], 10, axis=0), np.eye(21)[20:]])
    found = group(rows, themes=2)
    assert found.labels[-1] == -1
    assert (found.labels[:-1] >= 0).all()


def test_a_language_is_not_a_theme():
    english = [sentence for theme in ("register", "fees") for sentence in SENTENCES[theme]]
    german = ["Das Register soll öffentlich sein.", "Ein öffentliches Register schafft Vertrauen.",
              "Die Gebühren sind zu hoch.", "Hohe Gebühren schaden kleinen Firmen."]  # fmt: skip
    texts = [*english, *german]
    rows = rows_of(texts, ["en"] * len(english) + ["de"] * len(german))
    assert rows.shape[0] == len(texts)
    assert np.isfinite(rows).all()


def test_without_the_encoder_themes_and_subthemes_are_found_where_there_is_none(
    monkeypatch, tmp_path
):
    texts = answers(
        f"{sentence[:-1]} {tail}."
        for theme in SENTENCES.values()
        for sentence in theme
        for tail in ("in the north", "by next spring", "says our guild")
    )
    monkeypatch.setenv("PLENARY_ENCODER", str(tmp_path))
    with pytest.raises(nlp.EncoderError):
        nlp.analyse(texts)
    found = nlp.analyse(texts, options=nlp.Options(encoder=False, themes=1))
    assert found.subthemes
    assert all(theme.title for theme in found.themes + found.subthemes)
