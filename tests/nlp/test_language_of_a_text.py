"""Which EU language a text is in, and what each language brings with it."""

import pytest

from nlp.language import LANGUAGES, language_of, stemmer, stop_words, tokeniser
from nlp.points import points_of

SENTENCES = {
    "bg": ("Регистърът трябва да бъде публичен.", "Твърде скъпо."),
    "cs": ("Rejstřík musí být veřejný a zdarma.", "Příliš drahé."),
    "da": ("Registret skal være offentligt.", "Alt for dyrt."),
    "de": ("Das Register muss öffentlich sein.", "Viel zu teuer."),
    "el": ("Το μητρώο πρέπει να είναι δημόσιο.", "Πολύ ακριβό."),
    "en": ("The register must be public and free of charge.", "Far too costly."),
    "es": ("El registro debe ser público.", "Demasiado caro."),
    "et": ("Register peab olema avalik.", "Liiga kallis."),
    "fi": ("Rekisterin on oltava julkinen.", "Liian kallis."),
    "fr": ("Le registre doit être public.", "Bien trop cher."),
    "ga": ("Caithfidh an clár a bheith poiblí.", "Róchostasach."),
    "hr": ("Registar mora biti javan i besplatan.", "Preskupo."),
    "hu": ("A nyilvántartásnak nyilvánosnak kell lennie.", "Túl drága."),
    "it": ("Il registro deve essere pubblico.", "Troppo caro."),
    "lt": ("Registras turi būti viešas.", "Per brangu."),
    "lv": ("Reģistram jābūt publiskam.", "Pārāk dārgi."),
    "mt": ("Ir-reġistru għandu jkun pubbliku.", "Għali wisq."),
    "nl": ("Het register moet openbaar zijn.", "Veel te duur."),
    "pl": ("Rejestr musi być publiczny.", "Zbyt drogo."),
    "pt": ("O registo deve ser público.", "Demasiado caro."),
    "ro": ("Registrul trebuie să fie public.", "Prea scump."),
    "sk": ("Register musí byť verejný a bezplatný.", "Príliš drahé."),
    "sl": ("Register mora biti javen in brezplačen.", "Predrago."),
    "sv": ("Registret måste vara offentligt.", "Alldeles för dyrt."),
}
WITHOUT_STEMMER = {"bg", "lv", "mt", "sk", "sl"}


def test_every_language_is_tried():
    assert set(SENTENCES) == LANGUAGES
    assert len(LANGUAGES) == 24


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_sentence_is_in_its_language_whatever_was_declared(language):
    sentence, _ = SENTENCES[language]
    assert {language_of(sentence, declared) for declared in (None, language, "en", "de")} == {
        language
    }


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_two_words_are_in_the_declared_language(language):
    _, words = SENTENCES[language]
    assert language_of(words, language) == language


@pytest.mark.parametrize(
    "words",
    ["Open weights matter here.", "See the member states.", "Better data on water.", "No.",
     "We need open models.", "Waste of time.", "Test in the lab.", "Data, models, standards",
     "Register in Dutch hands?", "Small print kills.", "Tax it."],
)  # fmt: skip
def test_a_few_english_words_are_english_declared_or_not(words):
    assert (language_of(words, None), language_of(words, "en")) == ("en", "en")


def test_a_short_point_of_an_english_answer_does_not_change_its_language():
    text = (
        "The register must be public and free of charge.\n\n- Open data in water\n\n- De facto bans"
    )
    assert {point.language for point in points_of(0, text)} == {"en"}


def test_an_answer_in_two_languages_has_points_in_both():
    english = "The register must be public, because nobody trusts a closed one."
    german = "Das Register muss öffentlich sein, weil niemand einem geschlossenen traut."
    assert [point.language for point in points_of(0, f"{english}\n\n{german}")] == ["en", "de"]


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [("登録簿は公開されるべきです。", None, "en"), ("登録簿は公開されるべきです。", "fr", "fr"),
     ("שלום עולם", "de", "de"), ("Данните са важни", "en", "bg"),
     ("😀", None, "en"), ("", "pl", "pl")],
)  # fmt: skip
def test_the_alphabet_decides_where_it_can(text, declared, expected):
    assert language_of(text, declared) == expected


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_brings_what_exists_for_it(language):
    assert bool(stop_words(language)) is (language != "mt")
    assert (stemmer(language) is str) is (language in WITHOUT_STEMMER)
    document = tokeniser(language)("Ok. Ok.")
    assert len(list(document.sents)) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("hr", ["registra", "registru"]), ("pl", ["rejestr", "rejestru"]), ("cs", ["zákon", "zákony"]),
     ("de", ["Gebühr", "Gebühren"]), ("fi", ["maksu", "maksut"]), ("el", ["μητρώο", "μητρώα"])],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(language, words):
    assert len({stemmer(language)(word.lower()) for word in words}) == 1
