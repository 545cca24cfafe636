"""How alike passages are to a phrase: by meaning and by words, whatever was read before."""

import pytest

from nlp import alike, encoder_name
from tests.operations.test_placing import FEES, STAFF


def nearest(phrase, passages=(*FEES, *STAFF), **given):
    likenesses = alike(passages, phrase, **given)
    return passages[max(range(len(passages)), key=likenesses.__getitem__)]


def test_meaning_counts_where_no_word_is_shared():
    assert encoder_name()
    assert nearest("Charges hurt little businesses.") in FEES
    assert nearest("Teach examiners maths.") in STAFF


def test_a_passage_is_most_like_itself():
    for passage in (*FEES, *STAFF):
        assert nearest(passage) == passage


@pytest.mark.parametrize("phrase", ["", " ", "?", "\ud800", "x" * 5_000, "الرسوم"])
def test_any_phrase_has_its_likenesses(phrase):
    assert len(alike(FEES, phrase)) == len(FEES)
    assert alike([], phrase) == ()
