"""Words that fill an answer without arguing: greetings, "see attached", "no comment", leftovers.

Filler is kept and counted, but never grouped: otherwise it makes a theme of its own.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("filler.toml")
_ENOUGH_WORDS = 28  # A longer passage has something to say even if it begins with thanks.
_FEW_WORDS = 12  # as many may follow a greeting or name a document

# What governs the rest of "no comment on this question" in the languages of the EU, and "as".
_PREPOSITION = (
    r"(?:on|to|at|in|regarding|about|for|from|here|as|beyond|zu[mr]?|hier\w*|dazu|an|auf|bei|für|"
    r"sur|à|pour|de|du|des|concernant|sobre|al?|por|respecto|en|su\w*|in|per|di|a|do|na|w|co|odnośnie|"
    r"over|bij|voor|op|aan|om|till?|på|til|k|ke|za|o|la|despre|по|за|για|στο)"
)
_MONTH = r"(?:de |d['’])?[^\W\d]{3,12}"
_IS = r"\b(?:is|are|was|were|has|have|ist|sind|est|sont|es|son|è|sono|jest|są|zijn|heeft|hat)\b"
# Read for all languages at once: page headers, dates, contacts, titles, what a spreadsheet left.
_LEFTOVERS = (
    r"^\W*(?:page|seite|página|pagina|strona|p\.|s\.|str\.|sida|side|sivu|strana|stránka|stran|"
    r"stranica|oldal|σελίδα|страница|lk|lpp\.?|puslapis|paġna|leathanach)\s?\d+"
    r"(?:\W+(?:\w{1,3}\W+)?\d+)?\W*$",
    rf"^(?:[^\W\d]+[ ,]+){{0,3}}(?:den |le |il |dnia |the )?\d{{1,2}}(?:\.|er|st|nd|rd|th)? "
    rf"{_MONTH},? (?:de )?\d{{4}}(?: r\.)?\W*$",
    r"^(?:on behalf of|im namen|au nom d|en nombre de|a nome d|w imieniu|namens|em nome d)"
    r"[^,;:]{1,60}$",
    rf"^(?!.*{_IS})(?:position paper|(?:joint )?(?:submission|response|comments)|positionspapier|"
    r"stellungnahme|note de position|documento di posizione|standpunt) "
    r"(?:of|by|from|on behalf|der|des|vo[nm]|de|du|della?|van)\b[^,;:]{1,60}$",
    r"^(?:\W*)(?:please )?(?:also )?(?:see|as in|same as|cf|refer to|as stated in|as explained in|"
    r"on [\w ]{1,40} see)\b.{0,40}\b(?:answer|response|comment|reply|remark)s?\b.{0,30}"
    r"\b(?:q\s?\d+|question|above|below|previous|section|earlier)|^see (?:above|below|previous)\b|"
    r"^wie (?:in|unter|zu) .{0,20}frage|^siehe .{0,30}frage|^voir .{0,30}question|"
    r"^véase .{0,30}pregunta|^vedi .{0,30}domanda|^zob\w* .{0,30}pytani|^zie .{0,30}vraag",
    r"\bcontact\b.{0,80}@|^\W*(?:tel|phone|e-?mail|fax|www|téléphone|telefon\w*|teléfono)\b|"
    r"^\s*\S+@\S+\s*$|^https?://\S+$|"
    r"\b(?:available|provided|shared|share|happy to (?:share|provide|discuss|meet))\b.{0,60}"
    r"\b(?:on request|upon request|with the (?:chairs?|vice-chairs?|secretariat))|"
    r"\bremain at your disposal\b|\bstehen .{0,40}zur verfügung\b|à votre disposition|"
    r"quedamos a su disposición|restiamo a (?:vostra )?disposizione|pozostajemy do dyspozycji",
    r"^\W*=\s*[a-z]+\(|#(?:name|ref|value|div/0|n/a|null|num)[?!]?|lorem ipsum",
)
# "Jane Doe, Head of Policy": a signature, told by its capitals.
_SIGNATURE = re.compile(
    r"^[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){1,3}, (?:[\w-]+ ){0,3}"
    r"(?i:officer|director|president|manager|secretary|head|chair\w*|ceo|leiter\w*|"
    r"geschäftsführer\w*|vorsitzende\w*|präsident\w*|directeur|directrice|présidente?|director\w?|"
    r"presidente|direttor\w+|segretari\w+|dyrektor|prezes|kierownik|voorzitter|beleidsmedewerker)"
    r"(?: (?:of|for|der|des|de|du|di|van|ds\.)? ?[^,.]{1,40})?\W*$"
)
# "Fund a laboratory (see the annex)" argues before it points.
_ASIDE = re.compile(r"(?<=\w)\s+\([^()]*\)\W*$")
# An argument may mention an annex or thanks: what asks for something is never filler.
_ARGUES = re.compile(
    r"\b(?:should|shall|must|ought|recommend(?!ation)\w*|propose\w*|need|needs|necessary|because|"
    r"unless|every|delay|wrong|too|soll\w*|muss|zu (?:hoch|lang|spät|teuer)|"
    r"müss\w+|devr\w+|doit|doivent|faut|trop|deben?|debería\w*|demasiad\w+|dovrebbe\w*|deve|devono|"
    r"troppo|powin\w+|musi\w*|należy|zbyt|"
    r"moet\w*|dever\w+|cannot)\b"
)


def is_filler(passage: str) -> bool:
    """Whether a passage only greets, thanks, points elsewhere or declines to answer.

    The words are those of `filler.toml`, in all languages of the EU at once: a passage of two
    words seldom says which it is in.

    >>> is_filler("Please see the attached paper."), is_filler("The annex should be deleted.")
    (True, False)
    """
    collapsed = _ASIDE.sub("", " ".join(passage[:600].split()))
    words = len(collapsed.split())
    if words > _ENOUGH_WORDS or len(collapsed) >= 500:
        return False
    folded = collapsed.lower()
    if _ARGUES.search(folded):
        return False
    if words <= _FEW_WORDS and (_opening().match(folded) or _SIGNATURE.match(collapsed)):
        return True
    return any(rule.search(folded) for rule in _rules())


@cache
def _words(name: str, language: str | None = None) -> str:
    """The expressions of one list as alternatives, in one language or in all."""
    lists: dict[str, list[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))[name]
    chosen = [lists[language]] if language else lists.values()
    return "|".join(word.replace(" ", r"\W+") for words in chosen for word in words)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_words('opens')})(?!\w)")


@cache
def _rules() -> tuple[re.Pattern[str], ...]:
    """What makes a passage of up to `_ENOUGH_WORDS` words filler, wherever it is found."""
    languages = tomllib.loads(_FILE.read_text(encoding="utf-8"))["refer"]
    points = "|".join(
        rf"(?:{_words('refer', code)})(?!\w).{{0,80}}\b(?:{_words('document', code)})(?!\w)|"
        rf"(?:{_words('document', code)})(?!\w).{{0,40}}\b(?:{_words('refer', code)})(?!\w)"
        for code in languages
    )
    patterns = (
        rf"^\W*(?:{_words('whole')})\W*$",
        rf"^\W*(?:\w+\W+){{0,5}}(?:{_words('nothing')})(?:\W*$|\W+{_PREPOSITION}\b.{{0,100}}$)",
        rf"^\W*(?:[\w'’/]+\W+){{0,5}}(?:{_words('thanks')})(?!\w)",
        rf"^\W*(?:\w+\W+){{0,6}}(?:{points})",
        rf"^\W*(?:\w+ ){{0,4}}(?:{_words('document')})\W*$",
        *_LEFTOVERS,
    )
    return tuple(re.compile(pattern) for pattern in patterns)
