"""An open question: what can be ticked, and whose signature holds it."""

import pytest

from consultation.errors import SignedOff
from consultation.models import AGREEMENT_SCALE, QuestionKind, SignOff
from tests import factories
from tests.conftest import NOW

REOPENED = {"reopened_at": NOW, "reopened_because": "A point was overlooked."}


@pytest.mark.parametrize(
    ("kind", "options", "choices"),
    [
        (QuestionKind.TEXT, [], []),
        (QuestionKind.CHOICE, ["weekly", "yearly"], ["weekly", "yearly"]),
        (QuestionKind.AGREEMENT, [], AGREEMENT_SCALE),
        (QuestionKind.AGREEMENT, ["ignored"], AGREEMENT_SCALE),
    ],
)
def test_what_can_be_ticked(kind, options, choices):
    assert factories.question(kind=kind, options=options).choices == choices


def signature(**given) -> SignOff:
    return SignOff(chair=factories.person(name="Ana Lopes"), signed_at=NOW, **given)


@pytest.mark.parametrize(
    ("signatures", "in_force"),
    [
        ([], None),
        ([{}], 0),
        ([REOPENED], None),
        ([REOPENED, {}], 1),
        ([REOPENED, REOPENED], None),
    ],
)
def test_the_signature_in_force_is_the_one_not_reopened(signatures, in_force):
    signed = [signature(**given) for given in signatures]
    question = factories.question(number="Q07", sign_offs=signed)
    assert question.sign_off is (None if in_force is None else signed[in_force])
    if in_force is None:
        question.ensure_editable()
    else:
        with pytest.raises(SignedOff, match=r"Ana Lopes signed off Q07\. Reopen it first\."):
            question.ensure_editable()
