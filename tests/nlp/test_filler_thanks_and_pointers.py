"""Thanks, pointers and “no comment” are filler, but not an argument in the same words."""

import pytest

from nlp.filler import is_filler

# By rule and language: what is filler, and arguments that use the same words.
THANKS = {
    "en": (
        ["Thank you for your work.", "Many thanks for the invitation and the draft.",
         "Thanks to you all.", "We welcome this consultation.",
         "The Grain Co-op appreciates the opportunity to comment.",
         "Thank you for the opportunity to comment on the retention of logs.",
         "Please feel free to contact us for further discussion.",
         "We are grateful for your leadership and would welcome future opportunities to engage.",
         "The Mill’s response to the Request for Information on the Grain Code is attached.",
         "Our proposals are discussed in greater detail in the attachment.",
         "Please see our paper in the annex, which includes further suggestions for actions.",
         "The Grain Co-op (GC) respectfully submits the attached response to the Request for "
         "Information (RFI) of the Office of Grain on the Code of Mills, published on 3 May 2026."],
        ["Feel free to delete Measure 3.", "Do not hesitate to delete Annex II.",
         "We would welcome opportunities for small mills to opt out.",
         "Response to Measure 3 should be quick.", "Fees are discussed in the annex.",
         "The actions in the annex should come first.", "Stop the actions in the annex.",
         "The fees described in Annex II are too high.",
         "Thanks to the register, small mills survive.", "Thanks to AI the queues are shorter.",
         "Thank you for lowering the fees.", "The draft is clear, thank you, but fees are high.",
         "We welcome this consultation and reject its draft.",
         "Thank you for the short deadline.", "Good work, thank you, now publish it.",
         "Thank you for working on roads and dams.",
         "We welcome the opportunity that registers create.",
         "Thank you for not reading our comments.", "THANK YOU FOR CLOSING THE MILLS"],
    ),
    "de": (
        ["Danke für Ihre Arbeit.", "Vielen Dank für die Einladung.",
         "Wir danken Ihnen herzlich."],
        ["Dank der Register überleben kleine Mühlen.",
         "Dank strenger Aufsicht sinken die Unfälle.", "Danke für die Radwege.",
         "Vielen Dank, aber die Gebühren bleiben hoch.",
         "Wir begrüßen die Möglichkeit, Register zu teilen."],
    ),
    "fr": (
        ["Merci pour votre travail.", "Merci de votre attention.", "Merci beaucoup !"],
        ["Merci de préciser la durée.", "Merci de publier nos contributions.",
         "Merci de répondre.", "Grâce au registre, les moulins survivent.",
         "Merci, mais les frais restent élevés.", "Merci d'arrêter la taxe."],
    ),
    "es": (
        ["Gracias por su trabajo.", "Gracias a todos.",
         "Agradecemos la oportunidad de participar."],
        ["Gracias al registro sobreviven los molinos.",
         "Gracias a la consulta bajaron las tasas.", "Gracias, pero las tasas siguen altas.",
         "Gracias por bajar las tasas."],
    ),
    "it": (
        ["Grazie per il vostro lavoro.", "Grazie a tutti.", "Ringraziamo per l'invito."],
        ["Grazie al registro i mulini sopravvivono.",
         "Grazie alla consultazione i costi scendono.", "Grazie, ma le tasse restano alte.",
         "Grazie per aver ridotto le tasse."],
    ),
    "pl": (
        ["Dziękujemy za zaproszenie.", "Bardzo dziękuję.", "Dziękuję za Państwa pracę."],
        ["Dzięki rejestrowi małe młyny przetrwają.", "Dziękujemy, ale opłaty są wysokie.",
         "Dziękuję za obniżenie opłat.", "Dzięki za zamknięcie młynów."],
    ),
    "nl": (
        ["Dank voor uw werk.", "Bedankt voor de uitnodiging.", "Hartelijk dank."],
        ["Dankzij het register overleven molens.", "Dank zij het register overleven molens.",
         "Bedankt, maar de kosten blijven hoog.", "Dank voor de lagere tarieven."],
    ),
    "sv": (["Tack för inbjudan."], ["Tack vare registret klarar sig små kvarnar."]),
    "da": (["Tak for invitationen."], ["Tak for de lavere gebyrer."]),
}  # fmt: skip
NOTHING = {
    "en": (
        ["No comment on this question.", "No comments from our side.", "No comments on fees.",
         "We do not have any further observations on Article 5.", "I have no answer.",
         "No preference.", "Outside our remit.", "We leave this one to the experts."],
        ["Without comments from patients the panel decides blindly.",
         "Any suggestions from residents are ignored.", "No preference for large firms.",
         "No answer to our question.", "No comments are published.", "Brussels has no answers.",
         "No opinion on safety is neutral.", "No position in this code is binding.",
         "Leave it to the market.", "No comments of mills were read.",
         "The draft has no answer."],
    ),
    "de": (
        ["Keine Anmerkungen zu Frage 3", "Keine Angaben zu Gebühren.",
         "Wir haben dazu keine Meinung."],
        ["Keine Antwort auf unsere Frage.", "Keine Meinung zu haben ist bequem.",
         "Keine Kommentare von Patienten wurden gelesen.", "Keine Angabe im Register stimmt.",
         "Keine Position für kleine Mühlen."],
    ),
    "fr": (
        ["Pas de commentaire sur cette question.", "Nous n'avons aucune observation.",
         "Sans avis."],
        ["Sans commentaires des patients, le comité décide seul.",
         "Aucune réponse à nos questions.", "Aucun avis indépendant dans ce texte.",
         "Le projet n'a aucune position."],
    ),
    "es": (
        ["Sin comentarios sobre esta pregunta.", "No tenemos observaciones."],
        ["Sin comentarios de pacientes se decide a ciegas.",
         "Ninguna respuesta a nuestras preguntas.", "Ninguna opinión de vecinos cuenta.",
         "Sin observaciones no hay control."],
    ),
    "it": (
        ["Nessun commento su questa domanda.", "Non abbiamo osservazioni."],
        ["Senza osservazioni dei pazienti si decide al buio.",
         "Nessuna risposta alle nostre domande.", "Nessuna opinione dei cittadini conta.",
         "Senza commenti non c'è controllo."],
    ),
    "pl": (
        ["Brak uwag do pytania 3.", "Nie mamy uwag."],
        ["Bez uwag pacjentów komisja decyduje w ciemno.", "Brak odpowiedzi na nasze pytania.",
         "Brak opinii mieszkańców szkodzi.", "Brak uwag od pacjentów."],
    ),
    "nl": (
        ["Geen opmerkingen bij vraag 3.", "Wij hebben geen standpunt."],
        ["Geen opmerkingen van patiënten worden gelezen.", "Geen antwoord op onze vragen.",
         "Geen mening telt minder dan die van bewoners.", "Geen standpunt voor kleine molens."],
    ),
}  # fmt: skip
POINTERS = {
    "en": (
        ["The annex is attached.", "Our position is set out in the attached paper.",
         "See our answer to Q2.", "Please find our comments enclosed.", "Attached file(s)",
         "See attachment (paper, page 4)."],
        ["The annex provided is unreadable.", "The attached table shows that fees doubled.",
         "See the annex: fees doubled.", "Our comments were not attached.",
         "Delete the attached annex.", "The documents available are only in English.",
         "No annex was attached.", "No annex.", "Share the submitted comments with members.",
         "We support the annex attached.", "Please provide the annex in Maltese.",
         "What is in the annex attached?", "Publish our response.",
         "See the attached paper, which proves that mills close.", "Our response was ignored."],
    ),
    "de": (
        ["Unsere Antwort liegt bei.", "Wir verweisen auf die beigefügte Stellungnahme.",
         "Siehe Seite 4"],
        ["Die beigefügte Anlage ist unlesbar.", "Die Anlage zeigt, dass Gebühren steigen.",
         "Siehe Anhang: die Gebühren steigen.", "Die Anlage liegt nicht bei.", "Kein Anhang.",
         "Anlagen der Bauern verfallen."],
    ),
    "fr": (
        ["Voir notre réponse à la question 3.", "Nous renvoyons à notre contribution ci-jointe."],
        ["L'annexe jointe est illisible.", "Le document joint montre que les frais doublent.",
         "Voir annexe : les frais doublent.", "Voir ce document publié serait utile."],
    ),
    "es": (
        ["Véase nuestra respuesta.", "Remitimos nuestro documento adjunto."],
        ["El anexo adjunto es ilegible.", "El documento adjunto muestra que suben las tasas.",
         "Ver anexo: suben las tasas.", "Adjunto al documento falta un índice."],
    ),
    "it": (
        ["Vedi la nostra risposta.", "Si rinvia al documento allegato."],
        ["Il documento in allegato è illeggibile.", "L'allegato mostra che i costi raddoppiano.",
         "Vedi allegato: i costi salgono.", "Vedere il documento prima sarebbe utile."],
    ),
    "pl": (
        ["Zob. nasze stanowisko.", "Odsyłamy do załączonego dokumentu."],
        ["Załącznik w załączeniu jest nieczytelny.",
         "Załączony dokument pokazuje, że opłaty rosną.", "Patrz załącznik: opłaty rosną.",
         "W załączniku brakuje młynów.", "Brak załącznika."],
    ),
    "nl": (
        ["Zie ons antwoord.", "Wij verwijzen naar het bijgevoegde document."],
        ["De bijgevoegde bijlage is onleesbaar.",
         "Het document in bijlage toont dat kosten stijgen.", "Zie bijlage: de kosten stijgen.",
         "Wij vinden het document onduidelijk.", "Geen bijlage."],
    ),
}  # fmt: skip
RULES = {"thanks": THANKS, "nothing": NOTHING, "pointers": POINTERS}


def cases(which):
    return [
        pytest.param(passage, id=f"{rule}-{language}-{passage}")
        for rule, table in RULES.items()
        for language, tables in table.items()
        for passage in tables[which]
    ]


@pytest.mark.parametrize("passage", cases(0))
def test_what_only_thanks_points_or_declines_is_filler(passage):
    assert is_filler(passage)


@pytest.mark.parametrize("passage", cases(1))
def test_one_word_that_is_not_explained_makes_an_argument(passage):
    assert not is_filler(passage)


@pytest.mark.parametrize("passage", cases(0))
@pytest.mark.parametrize("claim", ["Fees must fall.", "Mills close.", "Senkt die Gebühren!"])
def test_filler_with_a_claim_before_or_after_it_argues(passage, claim):
    assert not is_filler(f"{claim} {passage}")
    assert not is_filler(f"{passage}. {claim}")
