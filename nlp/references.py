"""Provisions that a passage names, as in "Measure 3.2", "Article 53(1)(a)" or "Anhang III"."""

import re
from functools import cache
from typing import Any

from nlp.language import tokeniser

# English name ← the words for it in the languages people answer in, singular and plural.
_NAMES = {
    "measure": "measure measures maßnahme maßnahmen mesure mesures medida medidas misura misure "
    "środek środki środka środku maatregel maatregelen åtgärd åtgärder foranstaltning "
    "toimenpide toimenpiteen opatření opatrenie ukrep mjera meede pasākums priemonė măsura "
    "intézkedés мярка μέτρο miżura beart",
    "article": "article articles art arts artikel artikels artikeln artikelen artikler "
    "artículo artículos articolo articoli artykuł artykułu artykule artykuły artigo artigos "
    "článek článku články článok člen člena členu članak članka članku articolul articolului "
    "articolele artikkel artikli artiklis artikla artiklan artiklassa pants panta pantā straipsnis "
    "straipsnio straipsnyje cikk cikke artikolu airteagal άρθρο άρθρου член чл",
    "commitment": "commitment commitments verpflichtung verpflichtungen engagement engagements "
    "compromiso compromisos impegno impegni zobowiązanie zobowiązania zobowiązaniu verbintenis "
    "verbintenissen compromisso compromissos åtagande sitoumus závazek závazok zaveza obveza "
    "angajamentul δέσμευση ангажимент",
    "recital": "recital recitals erwägungsgrund erwägungsgründe erwägungsgrunds considérant "
    "considérants considerando considerandos motyw motywu motywy overweging overwegingen skäl "
    "betragtning bod odôvodnenie considerentul preambulumbekezdés съображение",
    "annex": "annex annexes anhang anhangs anhänge annexe anexo anexos allegato allegati załącznik "
    "załącznika załączniku bijlage bijlagen bilaga bilag liite liitteen příloha přílohy příloze "
    "príloha prílohy priloga priloge prilog prilogu anexa anexei lisa lisas pielikums priedas "
    "melléklet mellékletet anness iarscríbhinn παράρτημα παραρτήματος приложение",
    "section": "§ section sections abschnitt abschnitts abschnitte sección secciones sezione "
    "sezioni sekcja sekcji afdeling secção avsnitt afsnit oddíl oddiel oddelek odjeljak secțiunea "
    "jagu iedaļa skirsnis szakasz τμήμα раздел",
    "paragraph": "paragraph paragraphs para paras absatz absätze abs paragraphe paragraphes "
    "apartado apartados párrafo paragrafo paragrafi comma commi ustęp ustępu ust lid leden "
    "parágrafo punkt odstavec odsek stavak alineatul lõige dalis bekezdés παράγραφος параграф",
    "chapter": "chapter chapters kapitel kapitels chapitre chapitres capítulo capítulos capitolo "
    "capitoli rozdział rozdziału rozdziale hoofdstuk kapitlet luku kapitola poglavje poglavlje "
    "capitolul peatükk nodaļa skyrius fejezet kapitolu caibidil κεφάλαιο глава",
    "title": "title titles titel titels titre titres título títulos titolo titoli tytuł tytułu",
    "question": "question questions frage fragen pregunta preguntas domanda domande pytanie "
    "pytania vraag vragen pergunta perguntas fråga spørgsmål kysymys otázka vprašanje pitanje "
    "întrebarea küsimus jautājums klausimas kérdés mistoqsija ερώτηση въпрос",
}
_ENGLISH = {word: name for name, words in _NAMES.items() for word in words.split()}
# The number comes first: "5. cikk", "5 artiklan", "5. pants", "5 straipsnis".
_NUMBERED_BEFORE = (
    "cikk cikke melléklet fejezet szakasz bekezdés kérdés artikla artiklan artiklassa kysymys luku "
    "artikkel artikli pants panta pantā pielikums nodaļa straipsnis straipsnio straipsnyje skyrius "
    "priedas"
)
_AFTER_NUMBER = frozenset(_NUMBERED_BEFORE.split(" "))
# "In this section I explain" names no section, nor does "the question I asked".
_NO_NAME_AFTER = frozenset({"this", "that", "each", "every", "which", "any", "our", "my", "last"})
_MAY_BE_FIRST = frozenset({"annex", "chapter", "title", "section"})
_NUMBER = (
    r"(?:\(\d{1,4}\)|\d{1,4}(?:\.\d+)*[a-z]?(?:\s?\((?:\d+|[a-z]{1,4})\))*|"
    r"[IVXLC]{1,6}[a-z]?(?:\.\d+)*\b|[A-Z]\b)(?![\w%])"
)
_FIRST = re.compile(rf"\.?\s*(?:(?:no|nr|n°|núm)\.?\s*)?({_NUMBER})")
_NEXT = re.compile(
    rf"\s*(?:,|-|–|and|und|et|y|e|i|en|or|oder|ou|o|of|och|og|ja|és|a|și|ir|un|и|και|&|to|bis|à|do|"
    rf"tot|al?)\s*({_NUMBER})"
)
_BEFORE = re.compile(r"(?<![\w.])(\d{1,4}|[IVXLC]{1,6})\.?\s*$")
_QUESTION = re.compile(r"\bQ(?=\d)")
_WORD = re.compile(r"\w+|§")
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
    # The neutral tokeniser would keep "l'annexe" in one piece, and "§12".
    clipped = passage[:_READ_AT_MOST].replace("'", " ").replace("’", " ").replace("§", " § ")
    clipped = _QUESTION.sub("question ", clipped)
    if _ENGLISH.keys().isdisjoint(_WORD.findall(clipped.lower())):
        return ()
    if max(map(len, clipped.split()), default=0) > 200:
        return ()
    document = tokeniser("xx").make_doc(clipped)
    found: dict[str, None] = {}
    for _, first, _ in _matcher()(document):
        if first == 0 or document[first - 1].lower_ not in _NO_NAME_AFTER:
            found.update(
                dict.fromkeys(_named(clipped, document[first].idx, document[first].lower_))
            )
    return tuple(found)


def _named(text: str, position: int, word: str) -> list[str]:
    """The provisions named by the word at a position, with each of its numbers."""
    name = _ENGLISH[word]
    numbers = _numbers(text, position + len(word))
    if not numbers and word in _AFTER_NUMBER:
        numbers = _BEFORE.findall(text, max(0, position - 12), position)
    if numbers == ["I"] and name not in _MAY_BE_FIRST:
        return []
    return [f"{name} {number}" for number in numbers]


def _numbers(text: str, position: int) -> list[str]:
    """The numbers that follow a provision's name: one, or several joined by a comma or "and"."""
    numbers, pattern = [], _FIRST
    while match := pattern.match(text, position):
        number = re.sub(r"\s", "", match.group(1))
        numbers.append(number.strip("()") if number.startswith("(") else number)
        position, pattern = match.end(), _NEXT
    return numbers
