"""What fills an answer without arguing, in the languages of the EU."""

import pytest

from nlp.filler import is_filler
from nlp.points import points_of

FILLER = {
    "en": [
        "Dear Sir or Madam,", "Thank you for the opportunity to comment.", "See attached.",
        "Please find our comments enclosed.", "No comment.", "We have no view on this question.",
        "Yours faithfully", "Page 3 of 12", "Page 3", "Jane Doe, Policy Officer",
        "On behalf of the Grain Co-op", "CONFIDENTIAL", "Position paper of the Grain Co-op",
        "www.grain.example", "Contact: jane@grain.example", "Tel.: +32 2 123 45 67",
        "Brussels, 12 March 2026", "No opinion", "I don't know", "No answer",
        "Sent from my iPhone", "Best wishes, Jane", "Good work, thank you!",
        "Don't know / no opinion",
    ],
    "de": [
        "Sehr geehrte Damen und Herren,", "Vielen Dank für die Gelegenheit zur Stellungnahme.",
        "Siehe Anhang.", "Siehe Anlage", "Siehe beigefügtes Dokument.",
        "Unsere Stellungnahme finden Sie im Anhang.", "Keine Anmerkungen.", "Kein Kommentar",
        "Keine Angabe", "k. A.", "Dazu haben wir keine Meinung.", "Mit freundlichen Grüßen",
        "Hochachtungsvoll", "Seite 3 von 12", "Berlin, den 12. März 2026", "Weiß nicht",
        "Wir danken für die Möglichkeit, Stellung zu nehmen.", "Im Namen des Bäckerverbands",
    ],
    "fr": [
        "Madame, Monsieur,", "Mesdames et Messieurs,",
        "Nous vous remercions de cette consultation.", "Voir pièce jointe.",
        "Veuillez trouver ci-joint notre contribution.", "Pas de commentaire.",
        "Aucune observation.", "Sans avis", "Ne se prononce pas",
        "Nous n'avons pas d'avis sur cette question.",
        "Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées.",
        "Bien cordialement", "Page 3 sur 12", "Bruxelles, le 12 mars 2026", "Je ne sais pas",
        "Cf. annexe",
    ],
    "es": [
        "Estimados señores:", "Muchas gracias por la oportunidad de participar.",
        "Véase el documento adjunto.", "Ver anexo", "Adjuntamos nuestra contribución.",
        "Sin comentarios.", "No tenemos comentarios.", "No aplica", "No sabe / no contesta",
        "Atentamente,", "Reciban un cordial saludo", "Página 3 de 12",
        "Madrid, 12 de marzo de 2026", "Ninguna observación", "No procede",
    ],
    "it": [
        "Gentili Signori,", "Spettabile Commissione,", "Ringraziamo per l'opportunità.",
        "Si veda l'allegato.", "Vedi allegato", "In allegato il nostro contributo.",
        "Nessun commento.", "Non abbiamo osservazioni.", "Non applicabile", "Non so",
        "Cordiali saluti", "Distinti saluti", "Pagina 3 di 12", "Roma, 12 marzo 2026",
    ],
    "pl": [
        "Szanowni Państwo,", "Dziękujemy za możliwość udziału w konsultacjach.",
        "W załączeniu przesyłamy nasze stanowisko.", "Patrz załącznik.", "Zob. załącznik",
        "Brak uwag.", "Bez komentarza", "Nie mamy uwag.", "Nie dotyczy", "Nie mam zdania",
        "Z poważaniem", "Z wyrazami szacunku", "Strona 3 z 12", "Warszawa, 12 marca 2026 r.",
    ],
    "nl": [
        "Geachte heer, mevrouw,", "Dank u voor de gelegenheid om te reageren.", "Zie bijlage.",
        "Zie bijgevoegd document", "Onze reactie vindt u in de bijlage.", "Geen opmerkingen.",
        "Geen commentaar", "Wij hebben geen mening.", "Niet van toepassing", "n.v.t.",
        "Weet niet", "Met vriendelijke groet,", "Hoogachtend", "Pagina 3 van 12",
        "Brussel, 12 maart 2026",
    ],
    "pt": [
        "Exmos. Senhores,", "Ver anexo.", "Sem comentários", "Não se aplica",
        "Com os melhores cumprimentos", "Obrigado pela oportunidade.",
    ],
    "sv": [
        "Se bilaga.", "Inga synpunkter", "Ej tillämpligt", "Med vänliga hälsningar",
        "Tack för möjligheten att yttra oss.",
    ],
    "da": [
        "Se vedhæftede bilag.", "Ingen bemærkninger", "Ikke relevant", "Med venlig hilsen",
    ],
    "fi": [
        "Katso liite.", "Ei kommentoitavaa", "Ei lausuttavaa", "Ystävällisin terveisin",
        "Kiitos mahdollisuudesta.",
    ],
    "cs": [
        "Viz příloha.", "Bez připomínek", "S pozdravem", "Děkujeme za možnost vyjádřit se.",
    ],
    "ro": [
        "A se vedea anexa.", "Fără comentarii", "Nu este cazul", "Cu stimă,",
    ],
    "el": [
        "Βλ. συνημμένο.", "Κανένα σχόλιο", "Με εκτίμηση",
    ],
    "bg": [
        "Вж. приложението.", "Няма коментари", "С уважение",
    ],
    "hu": [
        "Lásd a mellékletet.", "Nincs észrevétel", "Tisztelettel",
    ],
    "hr": [
        "Vidi prilog.", "Nema komentara", "S poštovanjem",
    ],
    "sk": [
        "Pozri prílohu.", "Bez pripomienok", "S pozdravom",
    ],
    "sl": [
        "Glej prilogo.", "Brez pripomb", "Lep pozdrav",
    ],
    "et": [
        "Vt lisa.", "Kommentaare ei ole", "Lugupidamisega",
    ],
    "lv": [
        "Skatīt pielikumu.", "Nav komentāru", "Ar cieņu",
    ],
    "lt": [
        "Žr. priedą.", "Pastabų nėra", "Pagarbiai",
    ],
    "mt": [
        "Ara l-anness.", "Ebda kumment",
    ],
    "ga": [
        "Féach iarscríbhinn", "Gan trácht",
    ],
}  # fmt: skip
ARGUMENTS = {
    "en": [
        "The annex is too long for a small firm.", "The page limit is unfair.",
        "We agree with measure 3.", "Thank the inspectors less and pay them more.",
        "No register, no trust.", "Brussels decides too much.",
        "Documents are never available in Maltese.", "The position paper ignores hospitals.",
        "We have no opinion polls on this topic in small states.", "Signatures are forged.",
        "Dear policies cost taxpayers money.", "Best practice is not law.",
        "Contact tracing was wrong.", "Seeing the documents late harms us.",
        "Opinions of users matter.",
    ],
    "de": [
        "Der Anhang ist zu lang.", "Keine Angabe ist freiwillig, wenn die Frist droht.",
        "Die Seite 3 des Entwurfs ist falsch.",
        "Die Stellungnahme der Behörde fehlt im Register.", "Danke heißt nicht Ja.",
        "Ohne Anhang ist das Formular wertlos.",
    ],
    "fr": [
        "L'annexe II est illisible.", "Le document est trop long.",
        "Sans avis indépendant, rien ne change.", "Aucune entreprise ne lira ce texte.",
    ],
    "es": [
        "El anexo es demasiado largo.", "El documento es confuso.",
        "Ninguna empresa pequeña puede pagar esto.",
    ],
    "it": [
        "L'allegato è troppo lungo.", "Il documento è confuso.",
        "Nessun ospedale può pagare questo.",
    ],
    "pl": [
        "Załącznik jest zbyt długi.", "Stanowisko Komisji jest niejasne.",
        "Nie rozumiem tej opłaty.",
    ],
    "nl": [
        "De bijlage is te lang.", "Het document is onduidelijk.", "Geen mens leest dit.",
        "De pagina laadt niet.",
    ],
    "sv": [
        "Bilagan är för lång.", "Se över kostnaden för små företag.",
    ],
    "da": [
        "Bilaget er for langt.",
    ],
    "fi": [
        "Liite on liian pitkä.",
    ],
    "cs": [
        "Příloha je příliš dlouhá.",
    ],
    "el": [
        "Το παράρτημα είναι πολύ μεγάλο.",
    ],
    "bg": [
        "Приложението е твърде дълго.",
    ],
}  # fmt: skip


def cases(table):
    return [(language, passage) for language, passages in table.items() for passage in passages]


@pytest.mark.parametrize(("language", "passage"), cases(FILLER))
def test_greetings_pointers_and_page_headers_are_filler_in_every_language(language, passage):
    assert is_filler(passage)


@pytest.mark.parametrize(("language", "passage"), cases(ARGUMENTS))
def test_an_argument_that_names_an_annex_or_a_page_is_not_filler(language, passage):
    assert not is_filler(passage)


def test_filler_is_kept_as_a_point_that_has_no_kind():
    text = "Page 3 of 12\n\nFees must fall, or small mills close.\n\nYours faithfully"
    points = points_of(0, text)
    assert [(point.filler, point.kind is None) for point in points] == [
        (True, True), (False, False), (True, True),
    ]  # fmt: skip
