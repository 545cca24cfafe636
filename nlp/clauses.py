"""The clauses of a sentence that are statements of their own, told by marks, lists and counting."""

from collections.abc import Iterator, Sequence

from nlp.wordlists import bare, opening, spoken, words

DASHES = frozenset(("–", "—", "-"))
_MOST_WORDS = 200  # of a sentence that are looked at
_OPENING = 4  # words that tell what a clause is


def clauses(sentence: Sequence[str], language: str) -> Iterator[tuple[int, int]]:
    """The spans of words between marks at which a statement may begin and end, longest first.

    >>> list(clauses("Fees are high, because audits cost too much".split(), "en"))
    [(0, 8), (0, 3)]
    """
    places = range(1, min(len(sentence), _MOST_WORDS))
    ends = [index for index in places if _ends_before(sentence, index, language)]
    starts = [start for index in places if (start := _start_at(sentence, index, language))]
    for first in (0, *starts):
        for last in (len(sentence), *reversed(ends)):
            if first < last:
                yield first, last


def _ends_before(sentence: Sequence[str], index: int, language: str) -> bool:
    """Whether what follows may be left out: not a condition, not the rest of a list.

    Nor is a reason after a negation: it may be the reason that is denied.
    """
    before = sentence[index - 1]
    if before in DASHES or before.endswith(";"):
        return True
    rest = " ".join(sentence[index : index + _OPENING])
    if before.endswith(","):
        adds = bool(opening("adjunct", language).match(rest))
        return adds or _joins(sentence, index, language)
    if before.endswith(":") or not opening("bare", language).match(rest):
        return False
    return not any(bare(word) in words("negations", language) for word in sentence[:index])


def _start_at(sentence: Sequence[str], index: int, language: str) -> int | None:
    before = sentence[index - 1]
    if before.endswith((";", ":")):
        return index
    return index + 1 if before.endswith(",") and _joins(sentence, index, language) else None


def _joins(sentence: Sequence[str], index: int, language: str) -> bool:
    """Whether an "and" and then the subject of a clause stand at a place."""
    after = bare(sentence[index + 1]) if index + 1 < len(sentence) else ""
    return bare(sentence[index]) in words("joins", language) and after in words(
        "subjects", language
    )


def is_statement(text: str, language: str) -> bool:
    """Whether a clause can stand by itself.

    >>> is_statement("fees are too high", "en"), is_statement("and are too high", "en")
    (True, False)
    >>> is_statement("which nobody can pay", "en"), is_statement("The list, the fees", "en")
    (False, False)
    """
    first = bare(text.split()[0])
    opens = first in words("verbs", language) or first in words("joins", language)
    if not may_open(text, language) or (opens and not asks(text, language)):
        return False
    last = spoken(text.rsplit(",", 1)[-1], language)
    ends_in_claim = "," not in text or any(is_verb(word, language) for word in last)
    return ends_in_claim and claims(text, language)


def claims(text: str, language: str) -> bool:
    """Whether a main clause is in a text: a demand, or a finite verb that no other word binds.

    Such a verb stands before all words that bind, or there are more verbs than words that bind.

    >>> claims("The fees that are high must fall", "en"), claims("The fees that are high", "en")
    (True, False)
    >>> claims("The use of tables in a measure", "en"), claims("A table used to plan", "en")
    (False, False)
    """
    said = spoken(text, language)
    demand = opening("asks", language).match(text)
    opens = bare(said[0]) in words("binds", language) and "," not in text
    if opens or not (demand or may_open(text, language)):
        return False
    # Where no statement begins with its verb, a first word that looks like one is a noun.
    first = 1 if words("stays", language) else 0
    verbs = [index for index in range(first, len(said)) if _is_finite(said, index, language)]
    if demand:  # by how a text begins or, in German and Dutch, by how it ends
        place = 0 if demand.end() < len(text) else len(said) - 1
        verbs = sorted({place, *verbs})
    binds = [index for index, word in enumerate(said) if bare(word) in words("binds", language)]
    return len(verbs) > len(binds) or (bool(verbs) and verbs[:1] < binds[:1])


def _is_finite(said: Sequence[str], index: int, language: str) -> bool:
    """Whether a word is a finite verb where it stands: no noun, infinitive or participle."""
    word, before = said[index], bare(said[index - 1]) if index else ""
    if not is_verb(word, language) or (language == "de" and index and word[:1].isupper()):
        return False
    leads_on = words("determiners", language) | words("infinitive", language)
    return before not in leads_on and not opening("modifiers", language).fullmatch(bare(word))


def asks(text: str, language: str) -> bool:
    """Whether a text opens like a demand.

    >>> asks("Publish the list", "en"), asks("The list is public", "en")
    (True, False)
    """
    return bool(opening("asks", language).match(text))


def is_verb(word: str, language: str) -> bool:
    """Whether a word is a finite verb of the lists."""
    return bare(word) in words("verbs", language)


def may_open(text: str, language: str) -> bool:
    """Whether words can open a statement: in Germanic languages the finite verb comes second.

    >>> may_open("muss das Register offen sein", "de"), may_open("das Register muss", "de")
    (False, True)
    """
    first = text.split(maxsplit=1)[:1]
    return bool(first) and bare(first[0]) not in words("stays", language)
