"""Words that fill an answer without arguing: greetings, "see attached", "no comment", leftovers.

Filler is kept and counted, but never grouped: otherwise it makes a theme of its own.
"""

import re

_ENOUGH_WORDS = 28  # A longer passage has something to say even if it begins with thanks.

# Each pattern is searched in the lower-case passage; a reader must be able to check them.
_DOCUMENT = (
    r"(attach\w*|annex\w*|appendi\w+|enclosed|position paper|written (response|submission)|"
    r"(our|my|the|its|their|this|a|open|full|side|general|detailed|sep[ae]rate|extra|additional|"
    r"supplementary) "
    r"(\w+ ){0,2}(paper|letter|submission|statement|document|response|memorandum|contribution|"
    r"position)|complementary answer|commentary attached|"
    r"uploaded|beigef\w+|angeschlossen\w*|document joint|anlage|anhang|stellungnahme\w*|"
    r"positionspapier\w*|ci-joint\w*|pièce jointe|annexe|note de position|contribution écrite|"
    r"adjunt\w+|anexo|documento|allegat[oiae]|załącz\w+|stanowisk\w+|bijlage|bijgevoegd\w*|"
    r"em anexo|"
    r"bilaga|bilag|liite\w*|příloh\w*|anex\w*|melléklet\w*|pielikum\w*|lisa\w*|prilog\w*)"
)
_REFER = (
    r"(see|refer|refers|read|consult|find|found|contained|set out|filed|provided|available|siehe|"
    r"vgl|verweis\w+|entnehm\w+|näheres|voir|cf|renvoy\w+|véase|ver|vedi|vedere|rinvi\w+|zob\w*|"
    r"patrz|zie|verwijzen|se|katso|viz|lásd|adjuntamos|allegh?iamo|joignons|załączamy)"
)
_WHOLE = (
    r"(n\s*/?\s*a|n\.\s*a\.|nil|none|no|yes|nope|nothing|ditto|same|idem|test|not applicable|"
    r"nothing to add|keine|kein|nein|ja|entfällt|non|oui|sans objet|néant|rien|ninguno|ninguna|"
    r"nada|sí|nessuno|nessuna|niente|nie dotyczy|brak|nie|tak|geen|nee|nvt|nenhum|não|sim|inget|"
    r"nej|nu|ei|ne|nem|see above|as above|s\.?\s*o\.?|wie oben|siehe oben|voir ci-dessus)"
)
_NOTHING_TO_SAY = (
    r"\b(no|without|not have any|not have|have no|without any) "
    r"((further|specific|particular|other|additional|general) )?"
    r"(comments?|observations?|opinions?|remarks?|views?|answers?|position|suggestions?)\b|"
    r"\b(not|outside|beyond) our (field|remit|mandate|expertise)\b|leave (this|it) (one )?to|"
    r"\bkeine? (weitere[nr]? )?(anmerkung|kommentar|meinung|bemerkung|angabe)\w*|"
    r"\b(pas|aucun|aucune|sans) (d[e'’] ?)?(commentaire|observation|avis|remarque)s?\b|"
    r"\bsin (comentarios?|observaciones|opinión)\b|\bnessun[ao]? (commento|osservazion\w+|"
    r"opinion\w+)|"
    r"\b(bez|brak) (uwag|komentarza|opinii)\b|\bgeen (opmerking\w*|commentaar|mening)\b|"
    r"\bsem (comentários?|opinião)\b|\binga (kommentarer|synpunkter)\b"
)
_GREETING = (
    r"^(dear (sir|madam|chair|all|colleague|secretariat)\w*|good (morning|afternoon|evening|day)|"
    r"hello|hi\b|to whom it may concern|sehr geehrte\w*|guten tag|liebe \w+|bonjour|"
    r"madame, monsieur|"
    r"estimad\w+|buenos días|gentil\w+|egregi\w+|buongiorno|szanowni|dzień dobry|geachte|"
    r"prezad\w+)|"
    r"^((with )?(kind|best|warm) (regards|wishes)|regards|yours (sincerely|faithfully|truly)|"
    r"sincerely|respectfully|mit freundlichen grüßen|freundliche grüße|cordialement|"
    r"(nous vous prions|veuillez) d?[e'’ ]*(agréer|croire)|atentamente|un cordial saludo|"
    r"cordiali saluti|distinti saluti|z poważaniem|met vriendelijke groet|atenciosamente|"
    r"greetings)\b"
)
_THANKS = (
    r"\b(thank you|thanks|many thanks|thank (the|all)|thanks the|welcomes? (the|this) "
    r"(opportunity|chance|consultation|possibility)|grateful for (the|this)|appreciates? the "
    r"opportunity|danke[n]?|dank\b|begrüßen die (gelegenheit|möglichkeit)|merci|remerci\w+|gracias|"
    r"agradec\w+|grazie|ringrazi\w+|dzięku\w+|bedankt|danken|obrigad\w+|tack)\b"
)
_ELSEWHERE = (
    r"^(\W*)(please )?(also )?(see|as in|same as|cf|refer to|as stated in|as explained in|"
    r"on [\w ]{1,40} see)\b"
    r".{0,40}\b(answer|response|comment|reply|remark)s?\b.{0,30}\b(q\s?\d+|question|above|below|"
    r"previous|section|earlier)|^see (above|below|previous)\b|^wie (in|unter|zu) .{0,20}frage|"
    r"^siehe .{0,30}frage|^voir .{0,30}question|^véase .{0,30}pregunta"
)
_CONTACT = (
    r"\bcontact\b.{0,80}@|^\W*(tel|phone|e-?mail|fax|www)\b|^\s*\S+@\S+\s*$|^https?://\S+$|"
    r"\b(available|provided|shared|share|happy to (share|provide|discuss|meet))\b.{0,60}"
    r"\b(on request|upon request|with the (chairs?|vice-chairs?|secretariat))|"
    r"\bremain at your disposal\b|\bstehen .{0,40}zur verfügung\b|à votre disposition"
)
_LEFTOVER = r"^\W*=\s*[a-z]+\(|#(name|ref|value|div/0|n/a|null|num)[?!]?|lorem ipsum"

_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^\W*{_WHOLE}\W*$",
        rf"^\W*(\w+\W+){{0,6}}{_REFER}\b.{{0,80}}\b{_DOCUMENT}",
        rf"^\W*(\w+ ){{0,6}}{_DOCUMENT}\W*$",
        rf"\b{_DOCUMENT}\b.{{0,40}}\b(attached|available|on request|archived|enclosed|follows)\b",
        _NOTHING_TO_SAY,
        _GREETING,
        _THANKS,
        _ELSEWHERE,
        _CONTACT,
        _LEFTOVER,
    )
)
# "Fund a laboratory (see the annex)" argues before it points.
_ASIDE = re.compile(r"(?<=\w)\s+\([^()]*\)\W*$")
# An argument may mention an annex or thanks: what asks for something is never filler.
_ARGUES = re.compile(
    r"\b(should|shall|must|ought|recommend(?!ation)\w*|propose\w*|need|needs|necessary|because|"
    r"unless|every|delay|wrong|soll\w*|muss|"
    r"müss\w+|devr\w+|doit|doivent|deben?|debería\w*|dovrebbe\w*|deve|devono|powin\w+|musi\w*|"
    r"moet\w*|dever\w+|cannot)\b"
)


def is_filler(passage: str) -> bool:
    """Whether a passage only greets, thanks, points elsewhere or declines to answer.

    >>> is_filler("Please see the attached paper."), is_filler("The annex should be deleted.")
    (True, False)
    """
    folded = _ASIDE.sub("", " ".join(passage[:600].lower().split()))
    if len(folded.split()) > _ENOUGH_WORDS or len(folded) >= 500:
        return False
    return not _ARGUES.search(folded) and any(rule.search(folded) for rule in _RULES)
