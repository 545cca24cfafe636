"""Who wrote this, as they chose to be named: whatever they chose, for an organisation or alone."""

import pytest

from consultation.models import Publication
from tests import factories

ANONYMOUS = "Anonymous (civil society)"


@pytest.mark.parametrize(
    ("choice", "organisation", "name", "published"),
    [
        (Publication.NAMED, "Kettle Works", "Ana Lopes", "Ana Lopes, Kettle Works"),
        (Publication.NAMED, "Kettle Works", "", "Kettle Works"),
        (Publication.NAMED, None, "Ana Lopes", "Ana Lopes"),
        (Publication.NAMED, None, "", ANONYMOUS),
        (Publication.ORGANISATION, "Kettle Works", "Ana Lopes", "Kettle Works"),
        (Publication.ORGANISATION, None, "Ana Lopes", ANONYMOUS),
        (Publication.ANONYMOUS, "Kettle Works", "Ana Lopes", ANONYMOUS),
        (Publication.ANONYMOUS, None, "Ana Lopes", ANONYMOUS),
        (Publication.ANONYMOUS, None, "", ANONYMOUS),
    ],
)
def test_the_published_name_is_what_was_chosen(choice, organisation, name, published):
    stakeholder = factories.stakeholder(
        publication=choice,
        organisation=organisation and factories.organisation(name=organisation),
        name=name,
    )
    assert stakeholder.named_as(choice) == published
