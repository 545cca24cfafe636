"""Who speaks for whom in a campaign: its template for what was copied, each for what they added."""

import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nlp.additions import is_own, telling
from nlp.campaigns import Campaign, Member, find_campaigns
from nlp.filler import is_filler
from nlp.points import Point, points_of
from nlp.voices import speakers

CALL = [
    "Please keep published weights free of new duties, because small workshops build on them.",
    "A fee for each release would close our doors within a year.",
    "The register belongs to everybody who has to live with what it lists.",
    "Let schools read it, and let them ask what they do not understand.",
]
OWN = [
    "In our village the bakery repairs its old oven with such a model every single winter.",
    "My grandmother checks the bus timetable with it, although she cannot see the screen.",
    "Nobody at the mill knows how we would find another one before the next harvest comes.",
]
TEMPLATE = " ".join(CALL)


def read(text):
    """What a third text adds to a template, all points, and which of the text's speak alone."""
    texts = [TEMPLATE, TEMPLATE, text]
    campaigns = find_campaigns(texts)
    added = {member.text: member.additions for each in campaigns for member in each.members}
    points = [
        point
        for number, own in enumerate(texts)
        for point in points_of(number, own, "en", added.get(number, ()))
    ]
    spoken_by = speakers(texts, points, campaigns)
    alone = [n for n, point in enumerate(points) if point.text == 2 and spoken_by.get(n) == n]
    return added.get(2), [points[number] for number in alone]


def speaking_alone(text):
    return [text[point.start : point.end] for point in read(text)[1]]


def length(text):
    return len("".join(text.split()))


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("joint", [" ", "\n", "\n\n"])
def test_a_sentence_of_ones_own_within_the_template_speaks_for_itself(place, joint):
    text = joint.join([*CALL[:place], OWN[0], *CALL[place:]])
    assert speaking_alone(text) == [OWN[0]]


def test_what_is_copied_is_spoken_for_by_the_template():
    assert speaking_alone(TEMPLATE) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{TEMPLATE} Thank you very much for reading this.",
        TEMPLATE.replace("Please", "I live in Ghent: please"),
        TEMPLATE.replace("within a year", "within a very short year"),
    ],
)
def test_a_few_words_and_filler_are_no_point_of_their_own(text):
    assert speaking_alone(text) == []


def test_a_template_sentence_with_a_long_argument_in_its_midst_is_kept_whole():
    midst = "because we, who have baked bread in this street for forty years, know that"
    text = TEMPLATE.replace("because", midst)
    assert speaking_alone(text) == [CALL[0].replace("because", midst)]


def test_an_addition_that_begins_with_the_templates_next_word_does_not_cut_its_sentence():
    own = "A mill as old as our church stands here, and every child has been in it."
    text = f"{CALL[0]} {own} {' '.join(CALL[1:])}"
    ((start, _),), _ = read(text)
    assert text[start - 2 :].startswith("A mill")
    assert speaking_alone(text) == [own]


@given(
    st.lists(st.sampled_from([*OWN, *CALL]), max_size=12),
    st.sampled_from([" ", "\n", "\n\n  ", " • "]),
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(OWN)), max_size=3),
)
@settings(deadline=None, max_examples=200)
def test_most_of_every_long_addition_is_in_points_that_speak_for_themselves(said, joint, put_in):
    words = [*CALL[0].split(" "), *joint.join(said).split(" ")]
    for place, own in put_in:
        words[place % len(words) : place % len(words)] = own.casefold().rstrip(".").split(" ")
    text = " ".join(words)
    additions, alone = read(text)
    assume(additions is not None)
    for start, end in additions:
        if len(text[start:end].split()) >= 12 and not is_filler(text[start:end]):
            heard = sum(length(text[max(start, p.start) : min(end, p.end)]) for p in alone)
            assert 2 * heard > length(text[start:end])


@given(st.lists(st.sampled_from([*OWN, *CALL, "\n", "1. ", "See attached."]), max_size=9))
@settings(deadline=None)
def test_points_are_the_same_in_every_text_that_adds_nothing(said):
    text = " ".join(said)
    assert points_of(0, text, "en", ()) == points_of(0, text, "en")
    for point in points_of(0, text, "en"):
        assert not point.added


@given(
    st.lists(st.sampled_from([*OWN, *CALL, "\n", "1. ", "See attached."]), min_size=1, max_size=9),
    st.lists(st.integers(0, 400), max_size=8, unique=True),
)
@settings(deadline=None)
def test_points_are_in_order_and_hold_everything_whatever_is_added(said, borders):
    text = " ".join(said)
    ends = sorted(min(border, len(text)) for border in borders)
    points = points_of(0, text, "en", list(zip(ends[::2], ends[1::2], strict=False)))
    words = "".join(text[point.start : point.end] for point in points)
    assert not points or "".join(words.split()) == "".join(text.split())


def test_a_sentence_is_own_if_half_of_it_is_added():
    sentence = "The mill is as old as the church beside the long river."
    text = f"{sentence} It stands."
    for end in range(len(text)):
        enough = len(text[:end].split()) >= 6 and 2 * length(text[:end]) >= length(sentence)
        assert is_own(text, 0, len(sentence), telling(text, [(0, end)])) is enough


def most_alike(own, said, otherwise):
    """The rule, tried on every point of the template."""
    alike = {number: len(own & words) for number, words in said.items()}
    best = max(alike, key=lambda number: (alike[number], -number))
    enough = 2 * alike[best] >= min(len(own), len(said[best]))
    return best if enough else otherwise


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5), min_size=2))
@settings(deadline=None)
def test_the_template_point_with_most_of_a_points_words_speaks_for_it(said):
    points, texts = laid_out([" ".join(words) for words in said])
    half = len(said) // 2
    points = [Point(int(n >= half), p.start, p.end, "en") for n, p in enumerate(points)]
    campaign = Campaign("", (Member(0, 1.0, ()), Member(1, 1.0, ())))
    own = [frozenset(words) for words in said]
    spoken_by = speakers(texts * 2, points, [campaign])
    template = dict(enumerate(own[:half]))
    assert [spoken_by[n] for n in range(half, len(said))] == [
        most_alike(own[n], template, n) for n in range(half, len(said))
    ]


def laid_out(passages):
    """One text of some passages, and each of them as a point."""
    points, start = [], 0
    for passage in passages:
        points.append(Point(0, start, start + len(passage), "en"))
        start += len(passage) + 1
    return points, ["\n".join(passages)]


def test_time_grows_with_the_length_of_a_letter():
    count, generator = 5_000, random.Random(7)
    usual = [f"usual{number}" for number in range(40)]
    points, texts = laid_out(
        [" ".join([f"rare{n // 2}", *generator.sample(usual, 20)]) for n in range(count)]
    )
    copied = [Point(1, point.start, point.end, "en") for point in points]
    campaign = Campaign("", (Member(0, 1.0, ()), Member(1, 1.0, ())))
    started = time.process_time()
    spoken_by = speakers(texts * 2, [*points, *copied], [campaign])
    assert time.process_time() - started < 5
    assert [spoken_by[count + n] for n in range(count)] == list(range(count))
