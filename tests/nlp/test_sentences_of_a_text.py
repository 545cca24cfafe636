"""Where a sentence ends and where a list, a table or a wrapped paragraph is cut."""

import pytest

from nlp.sentences import sentences
from nlp.text import split

SENTENCES = [
    (
        "en",
        2,
        "By Art. 5 para. 2 subpara. 1 of Reg. (EU) 2016/679, fees are capped. They are not.",
    ),
    ("en", 2, "See e.g. Annex II, cf. Rec. 12 et seq. of the Act. It helps."),
    ("en", 2, "Dr. Smith et al. (2019) say so. We agree."),
    ("en", 2, "The U.S. model failed. Ours will not."),
    ("en", 3, "He said: “It is late. We must act.” Then he left."),
    ("en", 3, "Is it fair? No! It is not."),
    ("en", 2, "Fees rose by 3.5 per cent in Jan. 2026. Mills closed."),
    ("en", 2, "This was decided in the 2020 reform.3 It failed."),
    ("en", 2, "The Grain Co. Ltd. objects. It is small."),
    ("en", 2, "We use v. 2.1 of the tool. It works."),
    ("en", 2, "Nos. 3 and 4 are fine. No. 5 is not."),
    ("en", 2, "It costs approx. 40 euros, incl. VAT. That is much."),
    ("en", 2, "The fee is due at 5 p.m. on Friday. Nobody knows."),
    ("en", 2, "It failed [1]. We know why [2]."),
    ("en", 2, '"Fees are high." That is what members say.'),
    ("de", 2, "Gem. Art. 5 Abs. 2 S. 1 DSGVO gilt das nicht. Das ist falsch."),
    ("de", 2, "Am 1. Januar 2026 trat es in Kraft. Seit dem 2. Quartal gilt es."),
    ("de", 2, "Die 3. Änderung ist z. T. gut, u. a. für KMU. Danke."),
    ("de", 2, "Vgl. Rn. 14 ff. der Leitlinien. Das genügt."),
    ("de", 2, "Prof. Dr. Meier bzw. Fr. Huber sehen das anders. Wir auch."),
    ("de", 2, "Er sagte: „Das ist zu spät.“ Wir stimmen zu."),
    ("de", 2, "Es kostet ca. 40 Mio. Euro p. a. und mehr. Zu viel."),
    ("de", 2, "Das 21. Jahrhundert beginnt. Endlich."),
    ("de", 2, "Die Kosten stiegen um 3,5 %. Viele gaben auf."),
    ("de", 2, "Das Register der Fa. Huber GmbH & Co. KG fehlt. Warum?"),
    ("fr", 2, "Conformément à l'art. 5, al. 2, du règl. (UE) 2016/679, c'est exclu. Tant mieux."),
    ("fr", 2, "M. Dupont et Mme. Martin sont d'accord. Nous aussi."),
    ("fr", 2, "Cf. p. 12 et suiv. du rapport. C'est clair."),
    ("fr", 2, "Le XXIe s. est là. Enfin."),
    ("fr", 2, "« C'est trop tard. » Voilà ce qu'on entend."),
    ("fr", 2, "Le 1er janv. 2026, tout change. Rien n'est prêt."),
    ("fr", 2, "Les P.M.E. souffrent. C'est vrai."),
    ("es", 2, "Según el art. 5, apdo. 2, del Reglto. (UE), no cabe. Es claro."),
    ("es", 3, "El Sr. Pérez y la Sra. Ruiz lo piden. ¿Por qué no? ¡Hágase!"),
    ("es", 2, "Los EE. UU. fallaron. Nosotros no."),
    ("es", 2, "Véase pág. 12 y ss. del informe. Basta."),
    ("es", 2, "Cuesta aprox. 40 mill. de euros. Es mucho."),
    ("it", 2, "Ai sensi dell'art. 5, co. 2, lett. a) del Reg. UE, è escluso. Bene."),
    ("it", 2, "Il dott. Rossi e la sig.ra Bianchi concordano. Anche noi."),
    ("it", 2, "Cfr. pag. 12 e segg. della relazione. È chiaro."),
    ("it", 2, "La S.p.A. Grano chiede ca. 40 giorni. Pochi."),
    ("pl", 2, "Zgodnie z art. 5 ust. 2 pkt 3 lit. a rozporządzenia to wykluczone. Dobrze."),
    ("pl", 2, "Dnia 1. stycznia 2026 r. weszło w życie. Nikt nie wie."),
    ("pl", 2, "Por. s. 12 i nast. raportu. To jasne."),
    ("pl", 2, "Kosztuje ok. 40 tys. zł rocznie. Dużo."),
    ("pl", 2, "Dz. U. z 2020 r. poz. 12 mówi inaczej. Wiemy."),
    ("pl", 2, "W 2025 r. Komisja przyjęła kodeks. Był krótki."),
    ("nl", 2, "Ingevolge art. 5, lid 2, sub a, jo. art. 6 AVG geldt dit niet. Goed."),
    ("nl", 2, "Dhr. Jansen en mevr. De Vries zijn het eens. Wij ook."),
    ("nl", 2, "Zie blz. 12 e.v. van het rapport. Dat is duidelijk."),
    ("nl", 2, "Het kost ca. 40 mln. euro. Veel."),
    ("nl", 2, "Dit geldt o.a. voor het mkb, m.n. bakkers. Prima."),
    ("pt", 2, "Nos termos do art. 5.º, n.º 2, al. a), do Reg. (UE), é excluído. Bem."),
    ("pt", 2, "O Sr. Silva e a Dra. Costa concordam. Nós também."),
    ("sv", 2, "Enl. art. 5 st. 2 gäller det inte. Bra."),
    ("sv", 2, "Det gäller bl.a. och t.ex. bagerier. Bra."),
    ("da", 2, "Jf. art. 5, stk. 2, gælder det ikke. Godt."),
    ("da", 2, "Det gælder bl.a. fra den 1. januar 2026. Godt."),
    ("fi", 2, "Ks. esim. 5 art. 2 kohta. Se on selvä."),
    ("fi", 2, "Se alkoi 1. tammikuuta 2026. Hyvä."),
    ("cs", 2, "Podle čl. 5 odst. 2 písm. a) nařízení č. 12 to neplatí. Dobře."),
    ("cs", 2, "Dne 1. ledna 2026 to začalo. Konečně."),
    ("sk", 2, "Podľa čl. 5 ods. 2 písm. a) to neplatí. Dobre."),
    ("sl", 2, "Po čl. 5 odst. 2 to ne velja, npr. za peke. Dobro."),
    ("hr", 2, "Prema čl. 5. st. 2. to ne vrijedi, npr. za pekare. Dobro."),
    ("hu", 2, "Az 5. cikk (2) bek. a) pontja szerint nem. Jó."),
    ("hu", 2, "2026. január 1-jén kezdődött. Végre."),
    ("ro", 2, "Conform art. 5 alin. (2) lit. a) din Reg. UE, nu se aplică. Bine."),
    ("bg", 2, "Съгласно чл. 5, ал. 2, т. 3 това не важи. Добре."),
    ("el", 2, "Κατά το άρθ. 5 παρ. 2 του Καν. δεν ισχύει. Καλά."),
    ("et", 2, "Vt nt art 5 lg 2 p 3. See on selge."),
    ("et", 2, "See algas 1. jaanuaril 2026. Hea."),
    ("lv", 2, "Sk. 5. panta 2. punktu. Tas ir skaidrs."),
    ("lt", 2, "Žr. 5 str. 2 d. nuostatas. Tai aišku."),
]
LAYOUTS = [
    (
        4,
        "1. The fee is too high.\n1.1 It should fall.\n1.2 Mills pay none.\n2. It is closed.",
    ),
    (3, "a) The fee is too high.\nb) The register is closed.\nc) Nobody answers."),
    (3, "I. The fee is too high.\nII. The register is closed.\nIII. Nobody answers."),
    (2, "-The fee is too high.\n-The register is closed."),
    (
        2,
        "• The fee is too high for mills that\n  grind a ton a day\n• The register is closed",
    ),
    (
        1,
        "The supervisor should pub-\nlish the list every month and\nname who did not answer.",
    ),
    (1, "Firm | Fee\nMill | 40\nBakery | 30"),
    (2, "Our costs:\nFirm\tFee\nMill\t40"),
    (
        1,
        "Fees\n\nThe fee is too high, because mills earn little and pay for everything.",
    ),
    (2, "→ Cap the fee\n→ Open the register"),
    (2, "☐ Cap the fee\n☒ Open the register"),
    (2, "1️⃣ Cap the fee\n2️⃣ Open the register"),
    (2, "> The fee shall be 400 euros.\n\nThis is too high for a mill."),
    (2, "§ 5 The fee shall be 400 euros.\n§ 6 The register shall be closed."),
    (2, "Article 5\nThe fee should be lower.\nArticle 6\nThe register should be open."),
    (4, "We ask for three things: (1) cap the fee; (2) open the register; (3) train the staff."),
    (3, "We ask:\ncap the fee;\nopen the register;\ntrain the staff."),
    (4, "Wir fordern:\n– eine niedrigere Gebühr\n– ein offenes Register\n– mehr Personal"),
    (2, "o Cap the fee\no Open the register"),
]


@pytest.mark.parametrize(("language", "count", "text"), SENTENCES)
def test_abbreviations_and_ordinals_end_no_sentence_in_any_language(language, count, text):
    found = [text[start:end] for start, end in sentences(text, 0, len(text), language)]
    assert len(found) == count, found


@pytest.mark.parametrize(("count", "text"), LAYOUTS)
def test_items_rows_and_wrapped_lines_are_cut_where_their_author_cut_them(count, text):
    found = [text[passage.start : passage.end] for passage in split(text)]
    assert len(found) == count, found


def test_a_footnotes_number_stays_with_the_sentence_it_explains():
    text = "The reform failed in the north.12 Nobody knows why."
    first, _ = sentences(text, 0, len(text), "en")
    assert text[slice(*first)] == "The reform failed in the north.12"


def test_a_closing_quotation_mark_stays_with_its_sentence():
    text = "„Das ist zu spät.“ Wir stimmen zu."
    first, second = sentences(text, 0, len(text), "de")
    assert (text[slice(*first)], text[slice(*second)]) == ("„Das ist zu spät.“", "Wir stimmen zu.")
