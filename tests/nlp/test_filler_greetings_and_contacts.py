"""Greetings, names and addresses are filler, but not an argument in the same words."""

import pytest

from nlp.filler import is_filler

# By rule and language: what is filler, and arguments that use the same words.
CONTACTS = {
    "en": (
        ["Tel.: +32 2 123 45 67", "Phone: 02 123 45 67", "E-mail: jane@grain.example",
         "Contact: Jane Doe, jane@grain.example", "See https://grain.example/paper"],
        ["Telephone operators are excluded from the definition.",
         "Email providers cannot scan every message.", "Phone numbers are personal data.",
         "Contact the mills before you close them.", "Fax machines still serve small clinics.",
         "Fees doubled, see https://grain.example/fees",
         "Mail us at jane@grain.example why mills close."],
    ),
    "de": (
        ["Tel. 030 123456", "E-Mail: jana@korn.example", "Kontakt: jana@korn.example"],
        ["Telefonanbieter sind nicht erfasst.", "E-Mail-Dienste lesen private Post.",
         "Telefon 24 Stunden besetzen.", "Die Gebühren steigen, siehe www.korn.example"],
    ),
    "fr": (
        ["Tél. : 01 23 45 67 89", "Courriel : jeanne@grain.example"],
        ["Téléphone et internet restent trop chers.", "Contactez les moulins avant de décider.",
         "Les frais doublent : www.grain.example"],
    ),
    "es": (
        ["Teléfono: 91 123 45 67", "Contacto: juana@grano.example"],
        ["Teléfono e internet siguen siendo caros.", "Telefónica no cumple la norma.",
         "Las tasas suben, véase www.grano.example"],
    ),
    "it": (
        ["Tel. 06 1234567", "E-mail: gianna@grano.example"],
        ["Telefonia e posta restano escluse.", "Telefonare costa più che scrivere.",
         "I costi salgono: www.grano.example"],
    ),
    "pl": (
        ["Tel. 22 123 45 67", "E-mail: janina@zboze.example"],
        ["Telefony komórkowe nie są ujęte w kodeksie.", "Telefon nie zastąpi spotkania.",
         "Opłaty rosną, zob. www.zboze.example"],
    ),
    "nl": (
        ["Tel. 020 1234567", "E-mail: janna@graan.example"],
        ["Telefoonbedrijven vallen buiten de regels.", "E-mail is geen bewijs.",
         "De kosten stijgen, zie www.graan.example"],
    ),
}  # fmt: skip
SPEAKERS = {
    "en": (
        ["On behalf of the Grain Co-op", "On behalf of our members",
         "On behalf of the Grain Co-op, we thank you for the opportunity to comment."],
        ["On behalf of the coalition we ask that fees fall.",
         "On behalf of patients: publish the register.",
         "On behalf of our members we oppose Measure 3.",
         "Deciding on behalf of patients insults them."],
    ),
    "de": (
        ["Im Namen des Bäckerverbands", "Im Namen unserer Mitglieder"],
        ["Im Namen der Verbände fordern wir niedrigere Gebühren.",
         "Im Namen der Sicherheit wird alles überwacht.",
         "Im Namen aller Mühlen: Gebühren senken!"],
    ),
    "fr": (
        ["Au nom de la Fédération", "Au nom de nos membres"],
        ["Au nom des patients, publiez le registre.",
         "Au nom de la sécurité, on surveille tout.",
         "Au nom de nos membres nous refusons la mesure 3."],
    ),
    "es": (
        ["En nombre de la Federación", "En nombre de nuestros miembros"],
        ["En nombre de los vecinos pedimos menos ruido.",
         "En nombre de la seguridad se vigila todo.",
         "En nombre de nuestros miembros rechazamos la tasa."],
    ),
    "it": (
        ["A nome della Federazione", "A nome dei nostri membri"],
        ["A nome dei pazienti chiediamo un registro.",
         "A nome dei membri rifiutiamo la misura 3.",
         "A nome della federazione: tasse più basse."],
    ),
    "pl": (
        ["W imieniu Federacji", "W imieniu naszych członków"],
        ["W imieniu pacjentów prosimy o niższe opłaty.",
         "W imieniu członków odrzucamy środek 3.",
         "W imieniu bezpieczeństwa śledzi się wszystkich."],
    ),
    "nl": (
        ["Namens de Federatie", "Namens onze leden"],
        ["Namens de patiënten vragen wij een register.",
         "Namens onze leden verwerpen wij maatregel 3.",
         "Namens de veiligheid wordt alles bespied."],
    ),
}  # fmt: skip
GREETINGS = {
    "en": (
        ["Dear chairs,", "Dear Mr Smith,", "Good morning, thank you for the invitation.",
         "Dear Sir or Madam, please see attached.", "Kind regards, Jane Doe"],
        ["Dear chairs, the deadline is too short.", "Hello, fees rise.",
         "Hi there are no cycle lanes.", "Good evening events need licences.",
         "Regards for safety come first.", "Dear Commission: lower fees."],
    ),
    "de": (
        ["Sehr geehrter Herr Müller,", "Liebe Kolleginnen und Kollegen,",
         "Viele Grüße Jana Korn"],
        ["Sehr geehrte Damen und Herren, die Frist ist kurz.",
         "Liebe Politiker, senkt die Gebühren!", "Hallo, hier fehlt ein Radweg.",
         "Liebe zur Natur reicht nicht.", "Lieber Bus und Bahn", "HALLO GEBÜHREN SENKEN",
         "Beste Lösung ist Maßnahme 3."],
    ),
    "fr": (
        ["Mesdames, Messieurs,", "Bonjour,", "Bien cordialement, Jeanne Grain"],
        ["Bonjour, le délai est court.", "Madame la présidente, baissez les frais.",
         "Monsieur tout le monde ne lira pas ce texte."],
    ),
    "es": (
        ["Estimada señora:", "Buenos días,", "Un saludo, Juana Grano"],
        ["Estimados señores: el plazo es corto.", "Hola, bajen las tasas.",
         "Buenos días de trabajo se pierden en colas."],
    ),
    "it": (
        ["Gentile Presidente,", "Buongiorno,", "Cordiali saluti, Gianna Grano"],
        ["Gentili signori, il termine è breve.", "Buongiorno, abbassate le tasse.",
         "Salve le piccole imprese, cade la legge."],
    ),
    "pl": (
        ["Szanowna Pani,", "Dzień dobry,", "Z poważaniem, Janina Ziarno"],
        ["Szanowni Państwo, termin jest krótki.", "Dzień dobry, obniżcie opłaty.",
         "Szanowny urząd ignoruje młyny."],
    ),
    "nl": (
        ["Geachte commissie,", "Beste leden,", "Met vriendelijke groet, Janna Graan"],
        ["Geachte commissie, de termijn is kort.", "Hallo, verlaag de kosten.",
         "Beste praktijken zijn geen wet."],
    ),
}  # fmt: skip
LEFTOVERS = {
    "en": (
        ["Jane Doe, Head of Policy", "London, 12 March 2026",
         "Position paper of the Grain Co-op", "#REF!", "Comments submitted by the Grain Co-op"],
        ["Fees rose by 12 percent 2019", "Start on 12 March 2026",
         "Comments from patients are ignored", "Jane Doe, head of the agency, is wrong",
         "#ValueForPatients means lower fees", "Data Protection and Security",
         "Page 3 contradicts page 5.", "Submission by post costs mills money."],
    ),
    "de": (
        ["Jana Korn, Geschäftsführerin", "Bonn, den 3. Mai 2026",
         "Stellungnahme des Bäckerverbands"],
        ["Ab 3. Mai 2026 gelten neue Gebühren", "Stellungnahmen der Mühlen fehlen"],
    ),
    "fr": (
        ["Jeanne Grain, directrice", "Paris, le 3 mai 2026"],
        ["Dès le 3 mai 2026, tout change"],
    ),
    "es": (["Juana Grano, directora", "Madrid, 3 de mayo de 2026"], ["Suben 3 tasas de 2026"]),
    "it": (["Gianna Grano, direttrice", "Roma, 3 maggio 2026"], ["Costano 3 milioni 2026"]),
    "pl": (["Janina Ziarno, prezes", "Łódź, 3 maja 2026 r."], ["Od 3 maja 2026 rosną opłaty"]),
    "nl": (
        ["Janna Graan, voorzitter", "Gent, 3 mei 2026"],
        ["Vanaf 3 mei 2026 stijgen kosten"],
    ),
}  # fmt: skip
RULES = {"contacts": CONTACTS, "speakers": SPEAKERS, "greetings": GREETINGS, "leftovers": LEFTOVERS}


def cases(which):
    return [
        pytest.param(passage, id=f"{rule}-{language}-{passage}")
        for rule, table in RULES.items()
        for language, tables in table.items()
        for passage in tables[which]
    ]


@pytest.mark.parametrize("passage", cases(0))
def test_what_only_greets_or_says_who_speaks_is_filler(passage):
    assert is_filler(passage)


@pytest.mark.parametrize("passage", cases(1))
def test_one_word_that_is_not_explained_makes_an_argument(passage):
    assert not is_filler(passage)


@pytest.mark.parametrize("passage", cases(0))
@pytest.mark.parametrize("claim", ["Fees must fall.", "Mills close.", "Senkt die Gebühren!"])
def test_filler_with_a_claim_before_or_after_it_argues(passage, claim):
    assert not is_filler(f"{claim} {passage}")
    assert not is_filler(f"{passage}. {claim}")
