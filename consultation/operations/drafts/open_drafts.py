"""A draft in preparation is held before it is changed, so that nothing reaches a published one."""

from consultation.db import locked
from consultation.models import Draft


def hold_open(draft: Draft) -> None:
    """Hold a draft until the transaction ends. Raises DraftPublished where it is published."""
    locked(draft)
    draft.ensure_editable()
