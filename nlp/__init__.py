"""Reading many texts: answers in, points, campaigns and themes out, all on this machine."""

from nlp.alike import alike
from nlp.analysis import Analysis, Options, Text, analyse
from nlp.campaigns import Campaign, Member
from nlp.encoder import Memory, encoder_name
from nlp.encoder_files import EncoderError
from nlp.fits import Fit
from nlp.kinds import Kind
from nlp.learner import Placement
from nlp.minority import Author, Minority, minority_points
from nlp.personal_data import DataKind, PersonalData, find_personal_data
from nlp.placement import place
from nlp.points import Point
from nlp.splitting import split
from nlp.themes import Theme

__all__ = [
    "Analysis",
    "Author",
    "Campaign",
    "DataKind",
    "EncoderError",
    "Fit",
    "Kind",
    "Member",
    "Memory",
    "Minority",
    "Options",
    "PersonalData",
    "Placement",
    "Point",
    "Text",
    "Theme",
    "alike",
    "analyse",
    "encoder_name",
    "find_personal_data",
    "minority_points",
    "place",
    "split",
]
