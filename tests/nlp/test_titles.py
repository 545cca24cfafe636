"""What a title is: a statement, whole and alone, in the words of a point."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clauses import claims
from nlp.statements import FEWEST, LONGEST, MOST, dangles, is_cut_short, shortened, statements
from nlp.titles import titles

VERBS = {"en": "should pay", "de": "sollte zahlen", "fr": "doit payer", "it": "deve pagare"}
SUBJECTS = {
    "en": ["every firm", "the register", "an auditor", "no school"],
    "de": ["jede Firma", "das Register", "ein Prüfer", "keine Schule"],
    "fr": ["chaque entreprise", "le registre", "un auditeur", "aucune école"],
    "it": ["ogni impresa", "il registro", "un revisore", "nessuna scuola"],
}
TAILS = {
    "en": ["for the annual report", "because nobody reads the list of old models today",
           "unless two of the laboratories object to the plan in writing"],
    "de": ["für den jährlichen Bericht", "weil niemand die Liste der alten Modelle liest",
           "wenn zwei der Labore dem Plan schriftlich zustimmen"],
    "fr": ["pour le rapport de chaque année", "parce que personne ne lit la liste des modèles",
           "si deux des laboratoires ont donné un accord écrit"],
    "it": ["per la relazione di ogni anno", "perché nessuno legge la lista dei vecchi modelli",
           "se due dei laboratori hanno dato il loro accordo"],
}  # fmt: skip


@st.composite
def passages(draw):
    """Sentences of up to four clauses, in one of four languages."""
    language = draw(st.sampled_from(sorted(SUBJECTS)))
    subject = draw(st.sampled_from(SUBJECTS[language]))
    tails = draw(st.lists(st.sampled_from(TAILS[language]), min_size=1, max_size=4))
    joined = draw(st.sampled_from([" ", ", ", "; "])).join(tails)
    return f"{subject} {VERBS[language]} {joined}.".capitalize(), language


groups = st.lists(st.lists(passages(), min_size=1, max_size=5), min_size=1, max_size=4)


def named(*texts, language="en"):
    return titles([[(text, language) for text in texts]], [[1.0] * len(texts)])[0]


def best(sentence, language="en"):
    found = statements(sentence, language)
    return found[0].text if found else None


def words(text):
    return re.findall(r"\w+", text.casefold())


def are_in_order(title, passage):
    rest = iter(words(passage))
    return all(word in rest for word in words(title))


@given(groups)
@settings(max_examples=60, deadline=None)
def test_titles_are_different_short_and_in_the_words_of_a_point(given_groups):
    fits = [[1.0 - index / 10 for index in range(len(group))] for group in given_groups]
    found = titles(given_groups, fits)
    assert len({re.sub(r" \(\d+\)$", "", title) + title for title in found}) == len(found)
    for title, group in zip(found, given_groups, strict=True):
        said = re.sub(r" \(\d+\)$", "", title)
        assert FEWEST <= len(said.split()) <= MOST
        assert len(said) <= LONGEST
        assert "…" not in title
        assert any(are_in_order(said, passage) for passage, _ in group)
        assert not any(dangles(said, language) for _, language in group)
    assert titles(given_groups, fits) == found


@given(st.text(max_size=400), st.sampled_from(["en", "de", "pl", "fi"]))
@settings(deadline=None)
def test_any_text_can_be_shortened_to_a_title(text, language):
    title = shortened(text, language)
    assert len(title.split()) <= MOST
    assert len(title) <= LONGEST
    assert title == title.strip()
    assert all(FEWEST <= len(each.text.split()) <= MOST for each in statements(text, language))


LEADS = [
    ("en", "We strongly believe that the list must be public.", "The list must be public"),
    ("en", "In our view, the list must be kept public.", "The list must be kept public"),
    ("en", "As stated in our paper, the list must be public.", "The list must be public"),
    ("en", "3. Moreover, the list must be kept public.", "The list must be kept public"),
    ("en", "The Bakers' Guild recommends that the list be public.",
     "The Bakers' Guild recommends that the list be public"),
    ("en", "Conversely, the list must be kept public.", "The list must be kept public"),
    ("en", "On the other hand the list must be public.", "The list must be public"),
    ("en", "Article 5: the list must be kept public.", "The list must be kept public"),
    ("de", "Außerdem: Das Register muss öffentlich sein.", "Das Register muss öffentlich sein"),
    ("fr", "Nous pensons qu'il faut publier cette liste.", "Il faut publier cette liste"),
    ("fr", "Par ailleurs, la liste doit rester publique.", "La liste doit rester publique"),
    ("es", "Creemos que la lista debe ser pública.", "La lista debe ser pública"),
    ("es", "Además, la lista debe ser pública.", "La lista debe ser pública"),
    ("it", "Riteniamo che la lista debba essere pubblica.", "La lista debba essere pubblica"),
    ("pl", "Uważamy, że lista opłat powinna być jawna.", "Lista opłat powinna być jawna"),
    ("nl", "Volgens ons: de lijst moet openbaar zijn.", "De lijst moet openbaar zijn"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "title"), LEADS)
def test_what_stands_before_the_statement_is_left_out(language, sentence, title):
    assert best(sentence, language) == title


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Wir glauben, dass die Liste öffentlich sein muss."),
     ("de", "Unserer Ansicht nach muss die Liste öffentlich sein."),
     ("nl", "Wij vinden dat de lijst openbaar moet zijn.")],
)  # fmt: skip
def test_a_lead_stays_where_the_rest_would_be_no_statement(language, sentence):
    assert best(sentence, language) == sentence.rstrip(".")


LONG = [
    ("The supervisor should print the tables of all the fees in one place, because a small firm "
     "cannot search eleven registers before it answers.",
     "The supervisor should print the tables of all the fees in one place"),
    ("Nobody who works in a village school has the time for an audit of this kind; the ministry "
     "should pay for the auditor and for the journey.",
     "The ministry should pay for the auditor and for the journey"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "clause"), LONG)
def test_a_long_sentence_gives_its_complete_clauses(sentence, clause):
    assert clause in [found.text for found in statements(sentence, "en")]


@pytest.mark.parametrize(
    "sentence",
    ["A fee is right for every release of a model with published weights unless the workshop that "
     "made it has fewer than ten people.",
     "The list of banned uses, the register of large models, the fee for each release and the "
     "names of the auditors, which nobody has seen so far."],
)  # fmt: skip
def test_no_condition_is_dropped_and_no_list_cut(sentence):
    assert statements(sentence, "en") == ()


def test_a_reason_is_not_dropped_after_a_negation():
    sentence = (
        "The workshop of a small village does not publish the weights of its oven model because "
        "it wants to be famous among all the bakers of the valley."
    )
    assert statements(sentence, "en") == ()


def test_a_clause_loses_its_lead_too():
    sentence = (
        "Our village has only one oven and only one baker who can repair it in the winter months; "
        "moreover, the fee for the model is higher than the price of the oven."
    )
    assert [found.text for found in statements(sentence, "en")][-1] == (
        "The fee for the model is higher than the price of the oven"
    )


def test_a_sentence_that_its_source_cut_gives_only_its_finished_clauses():
    said = "The register should stay open to all, because a closed one would only serve the larg …"
    assert best(said) == "The register should stay open to all"
    assert is_cut_short("The fee is too high. " * 20 + "It shou")
    assert not is_cut_short("The fee is too high. " * 20)


def test_a_heading_is_no_part_of_the_statement_that_follows_it():
    assert "Die Radstreifen an der Allee sind zugeparkt" in [
        found.text
        for found in statements("Radweg Allee Die Radstreifen an der Allee sind zugeparkt", "de")
    ]


@pytest.mark.parametrize("end", [".", "!"])
def test_a_small_letter_after_a_full_stop_begins_a_statement_of_its_own(end):
    said = f"The fees for audits are too high{end} the small firms of the valley cannot pay them"
    assert [found.text for found in statements(said, "en")] == [
        "The fees for audits are too high" + end.strip("."),
        "The small firms of the valley cannot pay them",
    ]
    said = "The fees incl. the tax on audits are too high"
    assert best(said) == said


def test_a_statement_that_stands_alone_is_preferred_to_one_that_points_back():
    assert named(
        "This fee would close any small bakery.", "A fee would close any small bakery."
    ) == "A fee would close any small bakery"  # fmt: skip
    assert named(
        "An audit without that list is worth nothing.", "An audit without a list is worth nothing."
    ) == "An audit without a list is worth nothing"  # fmt: skip


def test_a_title_is_in_the_language_of_most_points():
    german = [("Das Register muss öffentlich sein.", "de"), ("Öffnet das Register für alle.", "de")]
    english = [("The register must be open to everyone.", "en")]
    assert titles([german + english], [[0.5, 0.4, 1.0]])[0].startswith(("Das", "Öffnet"))


CLAIMS = [
    ("en", "Public schools should not use AI systems"),
    ("en", "The bakery trusts whoever repairs an oven"),
    ("en", "The village must tell us which baker it trusts when the oven breaks"),
    ("en", "Use a table that shows what each oven costs"),
    ("en", "Do not use AI systems in public schools"),
    ("de", "Kinder sollten im Unterricht schreiben"),
    ("fr", "S'il faut une liste, l'école doit publier"),
    ("fr", "L'école n'est pas un bureau de contrôle"),
    ("es", "Es necesario un registro para todos"),
    ("it", "È necessario un registro per tutti"),
    ("pl", "Trzeba jawnej listy opłat"),
]
NO_CLAIMS = [
    ("en", "AI systems in all the public schools"),
    ("en", "Use of AI systems in all public schools"),
    ("en", "AI systems used in all public schools"),
    ("en", "AI systems which should be kept from schools"),
    ("en", "Base weights, data, whatever tools a school could buy"),
    ("en", "Remarks of the bakers on Measure four"),
    ("en", "A right of all schools to know"),
    ("en", "Should be public since schools are public"),
    ("en", "Do we have the right to know it?"),
    ("de", "Autos, da sie ein Risiko für Kinder tragen"),
    ("de", "Das Schreiben und das Fahren der Kinder"),
    ("fr", "Le risque de l'école face à la demande"),
    ("fr", "Puisqu'il faut une liste de ces écoles"),
]


@pytest.mark.parametrize(("language", "text"), CLAIMS)
def test_a_statement_has_a_main_clause_or_makes_a_demand(language, text):
    assert claims(text, language)


@pytest.mark.parametrize(("language", "text"), NO_CLAIMS)
def test_a_noun_a_participle_or_a_bound_verb_makes_no_statement(language, text):
    assert not claims(text, language)


def test_a_statement_is_preferred_to_a_bare_noun_phrase_though_more_passages_say_that():
    phrases = [f"Use of AI systems in all public schools {where}" for where in ("here", "there")]
    claim = "Nobody should sell tables to a village school"
    assert named(*phrases, claim) == claim


def test_a_statement_about_the_matter_is_preferred_to_one_about_its_author():
    authors = [f"We are a small bakery with {number} AI systems." for number in ("two", "some")]
    claim = "Old ovens help nobody at night"
    assert named(*authors, claim) == claim
    assert named("We want a list of all AI systems.").startswith("We want")


def test_a_pronoun_of_one_language_may_be_an_article_of_another():
    group = ["La legge protegge il vecchio fornaio", "La legge protegge ogni vecchio fornaio"]
    assert named(*group, language="it") == group[0]


@pytest.mark.parametrize(
    ("texts", "title"),
    [(["Fees.", "Too high fees."], "Too high fees"), (["שלום עולם"], "שלום עולם"), (["12 %"], "…")],
)
def test_a_group_without_statements_is_called_by_its_longest_words(texts, title):
    assert named(*texts) == title


def test_titles_differ_even_where_the_passages_do_not():
    same = [[("Fees are too high for us all.", "en")]] * 3
    assert len(set(titles(same, [[1.0]] * 3))) == 3
