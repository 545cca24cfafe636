"""Identical and near-identical texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.campaigns import Campaign, Member, find_campaigns, has_several_authors

CALL = (
    "Please keep published weights free of new duties, because small workshops build on them every "
    "day. A fee for each release would close our doors within a year."
)
OTHER = "The supervisor needs forty inspectors and a laboratory of its own before the rules apply."


def members(texts):
    return [[member.text for member in campaign.members] for campaign in find_campaigns(texts)]


def test_case_space_and_punctuation_do_not_matter():
    assert members([CALL, OTHER, CALL.upper().replace(",", " !\n")]) == [[0, 2]]


def test_small_changes_do_not_hide_a_copy():
    assert members([CALL, CALL.replace("workshops", "bakeries"), CALL, OTHER]) == [[0, 1, 2]]


def test_sentences_in_another_order_are_still_a_copy():
    first, second = CALL.split(". ")
    (campaign,) = find_campaigns([CALL, CALL, f"{second} {first}."])
    assert [member.additions for member in campaign.members] == [(), (), ()]


def test_what_a_copy_adds_is_a_span_of_its_own_text():
    text = CALL + " In our village the bakery repairs its oven with such a model."
    (campaign,) = find_campaigns([CALL, CALL, text])
    ((start, end),) = campaign.members[-1].additions
    assert text[start:end] == "In our village the bakery repairs its oven with such a model"


def test_the_template_is_what_most_share():
    texts = [
        f"{CALL} {own}" for own in ("We bake bread in Ghent daily.", "My dog sleeps on a red mat.")
    ]
    (campaign,) = find_campaigns([*texts, CALL])
    assert campaign.template == CALL
    assert campaign.members[0] == Member(2, 1.0, ())


def test_the_template_is_what_most_texts_share_and_not_most_wordings():
    own = " In our village the bakery repairs its oven with such a model."
    (campaign,) = find_campaigns([CALL + own, "Dear all. " + CALL + own, *[CALL] * 1_000])
    assert campaign.template == CALL
    assert campaign.members[0] == Member(2, 1.0, ())
    added = {member.text for member in campaign.members if member.additions}
    assert added == {0, 1}


@given(
    st.lists(
        st.sampled_from(
            [
                "We bake bread in Ghent daily.",
                "My dog sleeps on a red mat.",
                "Nobody asked the mill.",
            ]
        ),
        max_size=3,
    ),
    st.lists(st.integers(0, 3), max_size=12),
)
@settings(deadline=None)
def test_what_over_half_send_word_for_word_is_the_template_and_adds_nothing(letter, others):
    sent = " ".join([CALL, *letter])
    texts = [f"{OTHER} {sent}", f"{sent} {OTHER}", CALL, f"{CALL} {OTHER}"]
    texts = [texts[number] for number in others] + [sent] * (len(others) + 2)
    (campaign,) = find_campaigns(texts)
    assert campaign.template == sent
    assert all(not m.additions for m in campaign.members if texts[m.text] == sent)


@pytest.mark.parametrize(
    "text",
    [
        "See attached", "Yes", "No comment at this stage.", "", "x" * 300, "x " * 15,
        "Please bring the open register back and support our plan for it.",
        "Please see the attached comments of the guild, which we were asked to send by noon.",
    ],
)  # fmt: skip
def test_one_sentence_and_filler_are_no_campaign(text):
    assert members([text] * 5) == []


def test_long_words_make_a_text_long_enough():
    text = (
        "Risikobewertungsverfahren müssen Datenschutzfolgenabschätzungen berücksichtigen, "
        "insbesondere bei Änderungen veröffentlichter Trainingsdatensätze."
    )
    assert members([text, text]) == [[0, 1]]


@pytest.mark.parametrize("letters", [1, 4])
def test_a_template_wrapped_in_a_personal_letter_is_found_with_what_the_letter_adds(letters):
    before = "I have baked bread in this street since my father left me the shop. " * letters
    after = " My daughter asks me every morning what will become of our oven."
    (campaign,) = find_campaigns([CALL, CALL, before + CALL + after])
    assert campaign.template == CALL
    assert [member.similarity for member in campaign.members] == [1, 1, 1]
    (head, tail) = campaign.members[2].additions
    letter = before + CALL + after
    assert letter[slice(*head)].startswith("I have baked bread")
    assert "".join(letter[slice(*tail)].split()) in "".join(after.split())


def test_an_excerpt_of_a_long_template_is_a_copy():
    letter = f"{CALL} {OTHER} {CALL.replace('year', 'month').upper()} Thank you for reading."
    excerpt = CALL.replace("free of", "free from")
    assert members([letter, letter, excerpt]) == [[0, 1, 2]]


def test_texts_that_share_half_a_paragraph_are_no_campaign():
    shared = "The draft arrived three weeks ago and our members read it in the evenings. "
    texts = [
        shared + "Laboratories in small states cannot pay for a second audit of the same weights.",
        shared + "Nobody has told the hospitals who answers when the triage list is wrong.",
    ]
    assert members(texts) == []


def test_answers_that_quote_the_question_or_the_draft_are_no_campaign():
    rule = (
        "Signatories shall report every serious incident to the office within two days of the "
        "moment at which they have become aware of it, and shall name its likely cause."
    )
    texts = [
        f"“{rule}” Two days are too short for a mill that closes on Saturday.",
        f"“{rule}” The cause is what an inquiry finds, not what a guess names.",
    ]
    assert members(texts) == [[0, 1]]
    assert find_campaigns(texts, known=["Is this fair?", rule]) == ()
    letter = f"{CALL} “{rule}” Nobody in our street can do that."
    (campaign,) = find_campaigns(
        [letter, letter + " Ask the baker of the next street."], known=[rule]
    )
    assert [member.additions != () for member in campaign.members] == [False, True]


def test_members_are_near_the_template_and_not_only_near_each_other():
    words = [f"word{number}" for number in range(60)]
    chain = [" ".join(words[first : first + 24]) for first in range(0, 36, 4)]
    campaigns = find_campaigns(chain)
    assert campaigns
    for campaign in campaigns:
        assert all(member.similarity >= 0.4 for member in campaign.members)
        assert len(campaign.members) < len(chain)


@given(
    st.lists(
        st.lists(st.sampled_from(["bread", "mill", "oven", "flour", "salt"]), min_size=16).map(
            " ".join
        ),
        min_size=1,
        max_size=9,
    ),
    st.data(),
)
@settings(deadline=None)
def test_identical_texts_of_enough_words_are_always_in_one_campaign(texts, data):
    texts += data.draw(st.lists(st.sampled_from(texts), min_size=1, max_size=9))
    home = {text: number for number, group in enumerate(members(texts)) for text in group}
    for text in texts:
        twins = [number for number, other in enumerate(texts) if other == text]
        assert len(twins) == 1 or len({home.get(number, -1 - number) for number in twins}) == 1


def test_every_text_is_in_one_campaign_at_most():
    words = [f"word{number % 37}" for number in range(400)]
    texts = [" ".join(words[first : first + 20 + first % 9]) for first in range(0, 370, 3)]
    found = [text for group in members(texts) for text in group]
    assert len(found) == len(set(found))


def test_many_copies_and_what_each_adds_are_found_at_once():
    texts = [f"{CALL} Our village number {n} has {n} bakers and no mill." for n in range(3_000)]
    (campaign,) = find_campaigns([*texts, OTHER])
    assert len(campaign.members) == 3_000
    assert campaign.template.startswith(CALL)


def test_different_texts_about_the_same_are_no_campaign():
    assert (
        members([CALL, OTHER, "Small workshops build on published weights, so keep them free."])
        == []
    )


def test_the_order_of_the_texts_does_not_change_the_groups():
    texts = [CALL, OTHER, CALL.replace("year", "month"), OTHER + " Nothing else would help.", CALL]
    forward = {frozenset(texts[number] for number in found) for found in members(texts)}
    backward = {
        frozenset(texts[::-1][number] for number in found) for found in members(texts[::-1])
    }
    assert forward == backward


@pytest.mark.parametrize(
    ("authors", "expected"),
    [(["a", "b"], True), (["a", "a"], False), ([None, None], True), (["a", None], True)],
)
def test_one_author_alone_makes_no_campaign(authors, expected):
    campaign = Campaign(CALL, (Member(0, 1.0, ()), Member(1, 1.0, ())))
    assert has_several_authors(campaign, authors) is expected


def test_texts_with_a_few_words_in_common_are_no_campaign():
    texts = [
        "The fees for small firms must fall before the spring, or else many of them close.",
        "Nothing is as dear to small firms must I say as a quiet autumn without inspectors at the "
        "door.",
    ]
    assert members(texts) == []
