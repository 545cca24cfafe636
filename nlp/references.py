"""Provisions that a passage names, as in "Measure 3.2", "Article 53(1)(a)" or "Anhang III"."""

import re
from functools import cache
from typing import Any

from nlp.language import tokeniser

# English name ← the words for it in the languages people answer in, singular and plural.
_NAMES = {
    "measure": "measure measures maßnahme maßnahmen mesure mesures medida medidas misura "
    "misure środek "
    "środki środka środku maatregel maatregelen åtgärd",
    "article": "article articles art arts artikel artikels artikeln artículo artículos "
    "articolo articoli "
    "artykuł artykułu artykule artikelen artigo artigos článek articolul",
    "commitment": "commitment commitments verpflichtung verpflichtungen engagement engagements "
    "compromiso compromisos impegno impegni zobowiązanie zobowiązania zobowiązaniu verbintenis "
    "compromisso åtagande",
    "recital": "recital recitals erwägungsgrund erwägungsgründe erwägungsgrunds considérant "
    "considérants "
    "considerando considerandos motyw motywu overweging overwegingen skäl",
    "annex": "annex annexes anhang anhangs annexe anexo anexos allegato allegati załącznik "
    "załącznika "
    "załączniku bijlage bijlagen bilaga",
    "section": "section sections abschnitt abschnitts abschnitte sección secciones sezione sezioni "
    "sekcja sekcji afdeling secção avsnitt",
    "paragraph": "paragraph paragraphs para paras absatz paragraphe paragraphes apartado párrafo "
    "paragrafo paragrafi ustęp ustępu lid parágrafo punkt",
    "chapter": "chapter chapters kapitel kapitels chapitre chapitres capítulo capítulos capitolo "
    "capitoli rozdział rozdziału hoofdstuk kapitlet",
    "question": "question questions frage fragen pregunta preguntas domanda domande pytanie "
    "pytania "
    "vraag vragen pergunta",
}
_ENGLISH = {word: name for name, words in _NAMES.items() for word in words.split()}
_NUMBER = (
    r"(?:\d{1,4}(?:\.\d+)*[a-z]?(?:\s?\((?:\d+|[a-z]{1,4})\))*|[IVXLC]{1,6}\b|[A-Z]\b)(?![\w%])"
)
_FIRST = re.compile(rf"\.?\s*(?:(?:no|nr|n°|núm)\.?\s*)?({_NUMBER})")
_NEXT = re.compile(rf"\s*(?:,|and|und|et|y|e|i|en|or|oder|ou|o|&|to|bis)\s+({_NUMBER})")
_READ_AT_MOST = 5_000  # characters of a passage


@cache
def _matcher() -> Any:
    from spacy.matcher import Matcher

    matcher = Matcher(tokeniser("xx").vocab)
    matcher.add("provision", [[{"LOWER": {"IN": sorted(_ENGLISH)}}]])
    return matcher


def references(passage: str) -> tuple[str, ...]:
    """The provisions a passage names, in order, without repeats, by their English names.

    >>> references("Delete Article 53(1)(a) and Measures 3.2 and 3.3; siehe Anhang III.")
    ('article 53(1)(a)', 'measure 3.2', 'measure 3.3', 'annex III')
    """
    # The neutral tokeniser would keep "l'annexe" in one piece.
    clipped = passage[:_READ_AT_MOST].replace("'", " ").replace("’", " ")
    if max(map(len, clipped.split()), default=0) > 200:
        return ()
    document = tokeniser("xx").make_doc(clipped)
    found: dict[str, None] = {}
    for _, first, _ in _matcher()(document):
        word = document[first]
        name = _ENGLISH[word.lower_]
        for number in _numbers(clipped, word.idx + len(word)):
            found[f"{name} {number}"] = None
    return tuple(found)


def _numbers(text: str, position: int) -> list[str]:
    """The numbers that follow a provision's name: one, or several joined by a comma or "and"."""
    numbers, pattern = [], _FIRST
    while match := pattern.match(text, position):
        numbers.append(re.sub(r"\s", "", match.group(1)))
        position, pattern = match.end(), _NEXT
    return numbers
