"""Reading many texts: answers in, points, campaigns and themes out, all on this machine."""

from nlp.analysis import Analysis, Options, Text, analyse
from nlp.campaigns import Campaign, Member
from nlp.encoder import Memory, encoder_name
from nlp.encoder_files import EncoderError
from nlp.kinds import Kind
from nlp.minority import Minority
from nlp.placement import Placement, place
from nlp.points import Point
from nlp.themes import Theme

__all__ = [
    "Analysis",
    "Campaign",
    "EncoderError",
    "Kind",
    "Member",
    "Memory",
    "Minority",
    "Options",
    "Placement",
    "Point",
    "Text",
    "Theme",
    "analyse",
    "encoder_name",
    "place",
]
