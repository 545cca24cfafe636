"""Whatever is sent in, the analysis is valid, loses nothing and says why it left something out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.campaigns import find_campaigns
from nlp.points import points_of, why_left_out

LETTER = (
    "Please keep published weights free of new duties, because small workshops build on them every "
    "day. A fee for each release would close our doors within a year."
)
MILLION = 1_000_000

SETS = {
    "no text": [],
    "one text": ["The register should be public."],
    "identical texts only": [LETTER] * 30,
    "identical short texts only": ["Keep it open."] * 30,
    "one word each": ["register", "fees", "staff", "Trust!", "no", "data", "openness"],
    "the same word each": ["register"] * 12,
    "a text of a hundred thousand words": ["The list of all firms is long and nobody reads it. "
                                           * 9_100],
    "words without a full stop": ["register fees staff trust data openness " * 3_000],
    "Japanese": ["登録簿は公開されるべきです。料金が高すぎます。", "料金が高すぎます。"],
    "mixed scripts": ["Регистърът must be öffentlich 登録簿 και δωρεάν שלום.", "Αμοιβή, too high"],
    "emoji only": ["😀", "👍👍👍", "🇪🇺"],
    "one letter a million times": ["x" * MILLION],
    "one bracket a million times": ["(" * MILLION],
    "a million spaces": [" " * MILLION],
    "a letter and a million spaces": ["x" + " " * MILLION + "y"],
    "all filler": ["See attached.", "No comment.", "n/a", "Page 3 of 12", "Yours faithfully"],
    "control characters": ["\0\x01\x02", "a\0b", "\x1c\x1d", "Keep\x85it\u2028open"],
    "half a character": ["\ud83d lone surrogate in a longer sentence", "\udfff",
                         "Keep \ud83d it open. The fees \udfff are high. See \udc00."] * 3,
    "markup only": ["<p></p><br>", "<" * 500, "&nbsp;"],
}  # fmt: skip
ODD = st.sampled_from(
    ["", " ", "😀", "n/a", "See attached.", "Keep it.", "x" * 300, LETTER, LETTER.upper(),
     f"Dear chairs,\n\n{LETTER}\n\nOur mill has nine staff and a dog.\n\nYours faithfully",
     "1. Cap the fee.\n2. Open it.", "a\tb\nc\td", "<p>Fees</p>", "Die Gebühren sind zu hoch.",
     "\ud83d. Keep it. No \udfff fees.",
     "שלום עולם", "Why?", "It failed.3 Nobody knows why.", "登録簿。公開。", "Page 3 of 12"]
)  # fmt: skip


def texts_of(sources):
    return [nlp.Text(f"a{number}", source) for number, source in enumerate(sources)]


def assert_is_valid(sources, result):
    assert_every_point_is_a_verbatim_span(sources, result.points)
    assert_every_text_is_somewhere(sources, result)
    assert_every_point_is_in_one_place(result)
    assert_every_copy_is_near_its_template(sources, result.campaigns)


def assert_every_point_is_a_verbatim_span(sources, points):
    for point in points:
        quote = sources[point.text][point.start : point.end]
        assert quote
        assert quote == quote.strip()
    for one, following in pairwise(points):
        assert one.text < following.text or one.end <= following.start


def assert_every_text_is_somewhere(sources, result):
    read = {point.text for point in result.points}
    left_out = dict(result.left_out)
    assert read | set(left_out) == set(range(len(sources)))
    assert not read & set(left_out)
    assert set(left_out.values()) <= {"blank", "no letters in it"}
    copies = {member.text for campaign in result.campaigns for member in campaign.members}
    assert copies <= read


def assert_every_point_is_in_one_place(result):
    grouped = [point for theme in result.themes for point in theme.points]
    filler = [number for number, point in enumerate(result.points) if point.filler]
    places = [*grouped, *result.unplaced, *filler]
    assert sorted(places) == list(range(len(result.points)))


def assert_every_copy_is_near_its_template(sources, campaigns):
    texts = [member.text for campaign in campaigns for member in campaign.members]
    assert len(texts) == len(set(texts))
    for campaign in campaigns:
        assert campaign.members[0].similarity == 1
        assert len(campaign.members) > 1
        for member in campaign.members:
            assert 0 < member.similarity <= 1
            for start, end in member.additions:
                assert 0 <= start < end <= len(sources[member.text])


@pytest.mark.parametrize("name", SETS)
def test_an_odd_set_of_texts_has_a_valid_analysis(name):
    result = nlp.analyse(texts_of(SETS[name]))
    assert_is_valid(SETS[name], result)


@given(st.lists(ODD | st.text(st.characters(exclude_categories=()), max_size=60), max_size=12))
@settings(max_examples=40, deadline=None)
def test_any_set_of_texts_has_a_valid_analysis(sources):
    assert_is_valid(sources, nlp.analyse(texts_of(sources)))


@given(st.lists(st.lists(ODD, max_size=4).map("\n\n".join), max_size=30))
@settings(max_examples=60, deadline=None)
def test_campaigns_of_any_texts_are_sound(sources):
    assert_every_copy_is_near_its_template(sources, find_campaigns(sources))


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("a million spaces", {"blank"}),
        ("emoji only", {"no letters in it"}),
        ("one bracket a million times", {"no letters in it"}),
        ("markup only", {"no letters in it"}),
        ("all filler", set()),
        ("Japanese", set()),
    ],
)
def test_what_is_left_out_has_a_reason(name, reasons):
    result = nlp.analyse(texts_of(SETS[name][:2]))
    assert {reason for _, reason in result.left_out} == reasons


@pytest.mark.parametrize("name", SETS)
def test_the_points_and_campaigns_of_an_odd_set_are_sound(name):
    sources = SETS[name]
    points = [point for n, source in enumerate(sources) for point in points_of(n, source)]
    assert_every_point_is_a_verbatim_span(sources, points)
    read = {point.text for point in points}
    assert all((why_left_out(text) is None) is (n in read) for n, text in enumerate(sources))
    assert_every_copy_is_near_its_template(sources, find_campaigns(sources))


def test_identical_texts_make_one_campaign_and_one_theme():
    result = nlp.analyse(texts_of([LETTER] * 30))
    (campaign,) = result.campaigns
    assert len(campaign.members) == 30
    assert not any(member.additions for member in campaign.members)


def test_filler_alone_makes_no_theme_and_is_not_left_out():
    result = nlp.analyse(texts_of(SETS["all filler"]))
    assert result.themes == ()
    assert result.unplaced == ()
    assert all(point.filler for point in result.points)
    assert len(result.points) == 5


def test_a_long_text_has_points_that_can_be_read():
    (text,) = SETS["words without a full stop"]
    result = nlp.analyse(texts_of([text]))
    assert max(len(text[point.start : point.end].split()) for point in result.points) <= 80
