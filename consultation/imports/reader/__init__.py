"""Reading what people attach: a paper's bytes → its headings and paragraphs, or a table's rows.

Stands alone and imports nothing of ours, so that the limited child starts in
a moment and holds nothing worth stealing. Whatever cannot be read is refused with a sentence.
"""

from .blocks import Block, Reading, Refused
from .kinds import Kind, kind_of

__all__ = ["Block", "Kind", "Reading", "Refused", "kind_of"]
