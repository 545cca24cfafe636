"""What kind of point a passage makes: a proposal, a concern, a question or evidence, and why."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a point does; a plain statement is none of these."""

    PROPOSAL = "proposal"
    CONCERN = "concern"
    QUESTION = "question"
    EVIDENCE = "evidence"


# Whole words, per kind, in the languages people answer in most: a rule that a reader can check.
_CUES = {
    Kind.PROPOSAL: (
        r"should|shall|must|ought|propos\w+|recommend\w*|suggest\w*|urge\w?|ask (?:the|that|for)|"
        r"call on|call for|we want|needs? to|please|delete|replace|add|insert|clarify|introduce|"
        r"would (?:prefer|welcome|rather)|better to|let us|soll(?:te|ten|en)?|muss|müss(?:en|te)|"
        r"fordern|schlagen .{1,40} vor|empfehlen|vorschlag\w*|bitten|doit|doivent|devrai(?:t|ent)|"
        r"il faut|proposons|demandons|recommandons|souhaitons|debe[nr]?|debería[n]?|proponemos|"
        r"pedimos|recomendamos|deve|devono|dovrebbe\w*|proponiamo|chiediamo|raccomandiamo|"
        r"powin\w+|musi|muszą|należy|proponujemy|prosimy|moet(?:en)?|zou(?:den)? moeten|stellen .{1,40} "
        r"voor|devem?|deveria\w*|propomos|bör|ska"
    ),
    Kind.CONCERN: (
        r"risk\w*|worr\w+|concern\w*|fear\w*|danger\w*|harm\w*|unclear|vague|burden\w*|problem\w*|"
        r"threat\w*|unfair|impossible|disproportionate|fails?|loophole\w*|costly|cannot|afraid|"
        r"undermin\w+|too (?:much|many|broad|narrow|late|long|short|strict|weak)|risik\w*|sorge\w*|"
        r"gefahr\w*|gefähr\w*|bedenken|unklar|problematisch|belast\w+|zu (?:spät|lang|kurz|weit|eng)|"
        r"risque\w*|crain\w+|inquiét\w+|danger|flou|problème\w*|trop|riesgo\w*|preocup\w+|peligro\w*|"
        r"demasiado|rischi\w*|preoccup\w+|pericol\w*|troppo|ryzyk\w*|obaw\w+|zagroż\w+|zbyt|risico\w*|"
        r"zorg\w*|gevaar\w*|te (?:vaag|laat)|receio\w*|perigo\w*"
    ),
    Kind.EVIDENCE: (
        r"\d[\d.,]*\s?(?:%|per ?cent\b|prozent\b|pour cent\b|por ciento\b)|stud(?:y|ies)|survey\w*|"
        r"surveyed|measured|found that|data (?:show|suggest)\w*|according to|research|experiment\w*|"
        r"median|evidence|in our (?:tests|sample|experience|case)|tested|studie\w*|umfrage\w*|"
        r"gemessen|laut|zufolge|étude\w*|enquête\w*|mesuré\w*|selon|d['’]après|estudio\w*|encuesta\w*|"
        r"según|datos|stud[io]|sondaggi\w*|secondo|badani\w*|według|onderzoek\w*|volgens|estudo\w*"
    ),
}
_SEARCH = {kind: re.compile(rf"(?<!\w)(?:{cues})(?!\w)", re.IGNORECASE) for kind, cues in _CUES.items()}
_WEIGHT = {Kind.PROPOSAL: 1.0, Kind.CONCERN: 0.9, Kind.EVIDENCE: 0.95}
_MOST_CUES = 6


def kind_of(passage: str) -> tuple[Kind | None, tuple[str, ...]]:
    """The kind of a passage and the words that decided it, in order, without repeats.

    A passage that ends with a question mark is a question. Otherwise the kind with most cue words
    wins; where two are level, a proposal before evidence before a concern.

    >>> kind_of("The supervisor should publish it, or firms must guess.")
    (<Kind.PROPOSAL: 'proposal'>, ('should', 'must'))
    >>> kind_of("Who pays?"), kind_of("Weights are numbers.")
    ((<Kind.QUESTION: 'question'>, ('?',)), (None, ()))
    """
    if passage.rstrip("\"'”’») ").endswith(("?", "؟")):
        return Kind.QUESTION, ("?",)
    found = {
        kind: tuple(dict.fromkeys(cue.group().lower() for cue in search.finditer(passage)))
        for kind, search in _SEARCH.items()
    }
    best = max(_WEIGHT, key=lambda kind: len(found[kind]) * _WEIGHT[kind])
    return (best, found[best][:_MOST_CUES]) if found[best] else (None, ())
