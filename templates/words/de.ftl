# Wörter der Dokumente, Deutsch. Zahlen, Daten und Beträge kommen bereits ausgeschrieben an.

## Köpfe
title-draft = { $title } — Entwurf
sample-banner = Beispielpreise — nicht die Preisliste des Herstellers
quote-date = Angebotsdatum
valid-through = Gültig bis einschließlich
cover-begins = Supportbeginn
currency = Währung
service-level = Servicelevel
program = Lizenzprogramm
customer = Kunde
org-id = ORG ID
reference = Ihr Zeichen
contact = Zu Händen von { $name }
anonymous = Nicht angegeben
subject = { $vendor }: { $title }
quote-renewal = Verlängerungsangebot
quote-reinstatement = Angebot: Wiederaufnahme des Supports (Reinstatement)
quote-change = Supportänderung
estimate-renewal = Unverbindliche Preisindikation: Verlängerung des Supports
estimate-reinstatement = Unverbindliche Preisindikation: Wiederaufnahme des Supports (Reinstatement)
estimate-change = Unverbindliche Preisindikation: Supportänderung
says-estimate = Unverbindlich, kein Angebot; auf dieser Grundlage kann nicht bestellt werden
says-quote = Gültig bis einschließlich { $date }
says-quote-subject = Gültig bis einschließlich { $date }, vorbehaltlich der Punkte unter „{ $title }“
says-draft = Entwurf: nicht zum Versand oder zur Unterschrift
files-written = Geschriebene Dateien
files-none = Keine Datei geschrieben
draft-banner = ENTWURF — es fehlt noch: Genehmigung des Sondernachlasses von { $rate }
draft-banner-not-sent = ENTWURF — noch nicht versandt
quote-number = Angebotsnummer
estimate-date = Datum der Preisindikation
purchase-order = Ihre Bestellnummer
customer-tax-id = USt-IdNr. { $id }
seller-contact = Ihr Ansprechpartner

## Die Antwort
answer-total-tax = Gesamtbetrag brutto
answer-without-tax = netto
answer-without-named-tax = netto
answer-without-taxes = netto
answer-term = Laufzeit
answer-common-end = bis zu einem gemeinsamen Enddatum
answer-cover = Supportzeitraum
answer-from-through = { $from } bis { $through }
answer-several-terms = je Position verschieden, { $from } bis { $through }
months = { $count ->
    [one] { $shown } Monat
   *[other] { $shown } Monate
}
years = { $count ->
    [one] { $shown } Jahr
   *[other] { $shown } Jahre
}
    .dative = { $count ->
        [one] { $shown } Jahr
       *[other] { $shown } Jahren
    }
days = { $count ->
    [one] { $shown } Tag
   *[other] { $shown } Tage
}
    .dative = { $count ->
        [one] { $shown } Tag
       *[other] { $shown } Tagen
    }
licences = { $count ->
    [one] { $shown } Lizenz
   *[other] { $shown } Lizenzen
}
holdings = { $count ->
    [one] { $shown } Position
   *[other] { $shown } Positionen
}

## Das Bild der Zeit
timeline-title = Support im Zeitverlauf
timeline-covered = Mit Support
timeline-gap = Ohne Support
timeline-term = Neue Laufzeit
timeline-more = Fortsetzung am Ende unter „{ $title }“: { $lines }
timeline-row = { $label }: Support bis einschließlich { $covered }; neue Laufzeit { $from } bis { $through }
timeline-row-change = { $label }: { $from } bis { $through }
timeline-row-gap = { $label }: Support bis einschließlich { $covered }; { $days } ohne Support; neue Laufzeit { $from } bis { $through }

## Die Tabelle
lines-title = Preisaufstellung
annex-title = Anhang: Berechnung je Position
lines-continued = (Fortsetzung)
overview-sum = Summe { $product }
overview-text = Die Berechnung jedes Betrags steht im Anhang.
amounts-in = Beträge in { $currency }
column-licences = Lizenzen
column-srp = UVP (SRP)
column-rate = % der UVP
column-unit-list = Jahrespreis je Lizenz (Liste)
column-discount = Rabatt
column-unit-net = Jahrespreis je Lizenz (nach Rabatt)
column-annual = Pro Jahr
column-years = Jahre
column-forward = Neue Laufzeit
line-licences = { $owned } im Bestand, { $retired } entfallen, { $covered } mit Support
line-covered-through = Support bis einschließlich { $date }
line-release = Release { $release }
line-level = { $level }
line-sku = Artikelnummer { $skus }
line-term = neue Laufzeit { $from } bis { $through }
status-renewal = Rechtzeitig verlängert
status-grace = Innerhalb der Kulanzfrist (Grace Period): { $days } ohne Support, keine Mehrkosten
status-addition = Kommt zu laufendem Support hinzu
status-true-up = Ohne Support genutzt seit dem { $date }
status-raise = Wechsel von { $level }, bisher { $amount } pro Lizenz und Jahr
status-band = { $band }: { $days } ohne Support
charge-term-discount = Mehrjahresrabatt für { $years }
charge-term-discount-how = { $rate } von { $amount }
charge-concession = Sondernachlass: { $reason }
charge-concession-how = { $rate } der neuen Laufzeit nach Rabatt, { $amount }
charge-surcharge = Ratenzuschlag: { $plan }
charge-surcharge-how = { $rate } der neuen Laufzeit nach Rabatt, { $amount }
charge-licence = Lizenzen
charge-licence-how = { $unit } × { $licences }
charge-back-coverage = Nachberechnung der Supportlücke (rückwirkend)
charge-back-coverage-how = { $days }, { $from } bis { $through }; { $daycount }: { $base } × { $share }
charge-back-coverage-times-how = { $days }, { $from } bis { $through }; { $daycount }: { $base } × { $multiplier } × { $share }
charge-capped = höchstens { $years }
charge-in-term = die Supportlücke liegt in der neuen Laufzeit
charge-no-day = es wird kein Tag berechnet
charge-none-in-band = in dieser Stufe keine Gebühr
charge-none-in-true-up = keine Gebühr
charge-penalty = Reinstatement-Gebühr
charge-penalty-how = { $rate } auf { $what } ({ $base })
charge-penalty-per-line = fester Betrag für diese Position
charge-penalty-per-month = { $unit } je angefangenen Monat, { $months }
charge-penalty-per-licence = { $unit } × { $licences }
charge-penalty-at-least = mindestens { $amount }
charge-penalty-at-most = höchstens { $amount }
charge-penalty-waived = entfällt ab einer Laufzeit von { $years }
charge-total = Summe Position { $number }
base-back-coverage = die Nachberechnung der Supportlücke
base-annual = den Jahrespreis
base-forward = die neue Laufzeit nach Rabatt
base-srp = UVP (SRP) × Lizenzen
base-last-annual = den zuletzt gezahlten Jahrespreis
total-forward = Support für die neue Laufzeit
total-term-discount = Mehrjahresrabatt
total-concession = Sondernachlass
total-surcharge = Ratenzuschlag
total-licence = Lizenzen
total-quote-fee = Einmalige Gebühr für das ganze Angebot
total-back-coverage = Nachberechnung der Supportlücke
total-penalty = Reinstatement-Gebühr
total-subtotal = Gesamtbetrag
total-tax = { $name } { $rate }
payments-title = Zahlungsplan: { $plan }
column-due = Fällig am
column-amount = Betrag
column-tax = Steuer

## Hinweise
findings-title = Hinweise
severity-warning = Wichtig
severity-notice = Hinweis
finding-sample-prices = Die Preise sind Beispiele und nicht die Preisliste des Herstellers. Auf ihrer Grundlage kann nicht bestellt werden.
finding-subject-to-vendor-approval = Die Wiederaufnahme des Supports (Reinstatement) bedarf der Zustimmung von { $vendor }; nur dann gilt dieser Preis.
finding-cover-interrupted = Vom { $from } bis zum { $through } besteht kein Support ({ $lines }). Releases, die in dieser Zeit erscheinen, dürfen danach nicht genutzt werden.
finding-cover-interrupted-restored = Vom { $from } bis zum { $through } besteht kein Support ({ $lines }). Releases, die in dieser Zeit erscheinen, dürfen danach genutzt werden.
finding-cover-interrupted-unstated = Vom { $from } bis zum { $through } besteht kein Support ({ $lines }). Fragen Sie nach, ob Releases, die in dieser Zeit erscheinen, danach genutzt werden dürfen.
finding-earliest = { $date } (frühestens)
finding-level-raised = Das Servicelevel wechselt am { $date } von { $from } zu { $to } ({ $lines }).
finding-not-all-in = Der Support für { $product } ist am { $date } ausgelaufen und hier nicht enthalten. Für alle Lizenzen einer Produktlinie muss Support bestehen.
finding-same-holding-twice = Zwei Positionen sind in allen Angaben gleich ({ $lines }). Bitte prüfen Sie, ob etwas doppelt eingegeben wurde.
finding-org-id-missing = Die ORG ID des Kunden fehlt: Die Regeln gelten je ORG ID.
finding-already-aligned = { $product } hat bereits Support bis einschließlich { $date } und ist hier nicht enthalten.
finding-uplift-capped = Der Preis steigt gegenüber dem zuletzt gezahlten um höchstens { $rate }: { $amount } weniger pro Lizenz und Jahr ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } erreicht am { $date } sein End of Life (Supportende), innerhalb der neuen Laufzeit ({ $lines }). Danach gibt es für dieses Release keine Sicherheitsupdates, keinen technischen Support und keine Downloads mehr.
finding-end-of-life-extended = Extended Support ist bis zum { $extended } über einen separaten Vertrag möglich.
finding-service-level-mismatch = Andere Softwareverträge haben ein anderes Servicelevel als { $quoted }: { $others }. Erbracht wird nur das niedrigste Servicelevel, { $delivered }; erstattet wird nichts.
finding-service-level-other = { $product } mit { $level }
finding-retirement-is-permanent = { $count ->
    [one] { $shown } Lizenz entfällt endgültig: Support ist dafür nicht mehr erhältlich.
   *[other] { $shown } Lizenzen entfallen endgültig: Support ist dafür nicht mehr erhältlich.
}
finding-needs-approval = Der Sondernachlass von { $rate } ({ $reason }) übersteigt die { $max }, die ohne Genehmigung möglich sind: Dieses Angebot ist bis zur Genehmigung ein Entwurf.
finding-no-refund = Bereits gezahlte Beträge werden nicht erstattet.
finding-customer-success-manager-always = { $level } umfasst bei jedem Cloud-Vertrag einen Customer Success Manager.
finding-customer-success-manager-not-delivered = { $level } kann einen Customer Success Manager umfassen; erbracht wird aber { $delivered }, und dazu gehört keiner.
finding-customer-success-manager-met = { $level } für Cloud umfasst einen Customer Success Manager: Der Jahreswert von { $value } erreicht die erforderlichen { $threshold }.
finding-customer-success-manager-missing = { $level } für Cloud umfasst einen Customer Success Manager ab einem Jahreswert von { $threshold }. Die angegebenen Verträge ergeben zusammen { $value }; die Differenz beträgt { $missing }.
finding-customer-success-manager-no-value = { $count ->
    [one] Für { $shown } Vertrag fehlt die Angabe des Jahreswerts.
   *[other] Für { $shown } Verträge fehlt die Angabe des Jahreswerts.
}
on-line = { $count ->
    [one] Position { $shown }
   *[other] Positionen { $shown }
}

## Was das Servicelevel bietet
benefit-yes = ja
benefit-no = nein
benefit-from = ab { $amount }
benefit-up-to = bis zu { $amount }
benefit = Leistung
benefits-levels-title = Servicelevel im Vergleich
benefits-alike = In jedem Servicelevel: { $benefits }

## Bedingungen und Fuß
conditions-title = Bedingungen
condition-english = nur auf Englisch
page-of = Seite { $page } von { $pages }
foot-book = { $id } { $version }, gültig ab { $from }
foot-receipt = Berechnungsnachweis { $receipt }
foot-register = Register { $head }
acceptance-title = Auftragserteilung
acceptance-text = Mit Ihrer Unterschrift bestellen Sie zu diesen Bedingungen; der Vertrag kommt mit Bestätigung des Herstellers zustande.
acceptance-name = Name
acceptance-date = Datum
acceptance-signature = Unterschrift
mail-subject = Angebot { $document } für { $customer }
mail-greeting = Guten Tag { $name },
mail-greeting-nobody = Guten Tag,
mail-body = anbei erhalten Sie unser Angebot { $document } über { $total }, gültig bis { $day }.
mail-link = Hier können Sie das Angebot ansehen und annehmen:
mail-closing = Mit freundlichen Grüßen
accepted-statement = Im Namen von { $customer } nehme ich das Angebot { $document } über { $total } an, gültig bis { $day }.
acceptance-purchase-order = Ihre Bestellnummer
conditions-terms = Außerdem gelten die Allgemeinen Geschäftsbedingungen von { $name }:
conditions-reference = Es gelten die Hinweise und Bedingungen des vollständigen Dokuments mit dem Berechnungsnachweis { $receipt }.
internal-banner = INTERN — nicht für den Kunden
internal-title = Intern: für den Vertrieb
internal-value = Wert
internal-max = Rabatt, der ohne Freigabe gewährt werden darf
internal-given = Gewährter Rabatt
internal-last = Zuletzt gezahlter Jahrespreis je Lizenz, Position { $number }
acceptance-function = Funktion
acceptance-place = Ort

## Zählweisen
daycount-actual-365 = tatsächliche Tage / 365
daycount-actual-360 = tatsächliche Tage / 360
daycount-actual-actual = ganze Jahre, und Tage / Länge des Jahres
daycount-30-360 = Monate zu 30 Tagen / 360
daycount-calendar-month = Kalendermonate
daycount-month-and-day = ganze Monate, und Tage / 365
daycount-months-up = angefangene Monate
daycount-years-up = angefangene Jahre

## Die Berechnung
explain-title = So wird jeder Betrag berechnet
explain-totals = Summen
explain-waiting = Support ab { $date }, { $days } später
explain-rounded = gerundet auf { $unit } ({ $mode })
explain-at-least = der höhere Wert von { $inputs }
explain-at-most = der niedrigere Wert von { $inputs }
explain-shortfall = die Differenz zwischen { $inputs }
explain-share = { $daycount }, { $from } bis { $through }
explain-share-capped = { $daycount }, { $from } bis { $through }, höchstens { $years }
explain-term-length = ganze Jahre und { $daycount }, { $from } bis { $through }
explain-nothing-no-gap = keine Supportlücke, daher keine Gebühr
explain-nothing-grace = innerhalb der Kulanzfrist (Grace Period), daher keine Gebühr
explain-nothing-from-expiry = die Supportlücke liegt in der neuen Laufzeit
explain-nothing-no-day = es wird kein Tag berechnet
explain-nothing-none-in-true-up = laut Preisbuch keine Gebühr für die Nutzung ohne Support
explain-nothing-first-year-included = die neue Lizenz enthält ihr erstes Jahr
explain-nothing-none-in-band = laut Preisbuch keine Gebühr in dieser Stufe
explain-nothing-waived = entfällt bei dieser Zahl von Jahren
explain-nothing-no-term-discount = kein Rabatt für diese Zahl von Jahren
explain-nothing-no-tax = die Anfrage nennt keine Steuer
explain-clause = Klausel
explain-key = Quelle: Preisbuch { $version }, { $key }
explain-request = Quelle: Anfrage, { $key }
name-srp = UVP (SRP)
name-rate = Prozentsatz der UVP
name-unit-list = Jahrespreis je Lizenz (Liste)
name-program-discount = Programmrabatt
name-unit-net = Jahrespreis je Lizenz (nach Rabatt)
name-quantity = Lizenzen
name-last-unit-net = zuletzt gezahlter Jahrespreis je Lizenz
name-uplift = Preiserhöhung
name-unit-cap = höchster Jahrespreis je Lizenz
name-annual = Jahrespreis
name-annual-at-least = Mindestjahrespreis
name-term-years = Jahre
name-forward = neue Laufzeit
name-term-discount-rate = Satz des Mehrjahresrabatts
name-term-discount = Mehrjahresrabatt
name-forward-net = neue Laufzeit nach Rabatt
name-term-share = Laufzeit in Jahren
name-concession-rate = Satz des Sondernachlasses
name-concession = Sondernachlass
name-surcharge-rate = Satz des Ratenzuschlags
name-surcharge = Ratenzuschlag
name-gap-share = Anteil eines Jahres
name-back-coverage-base = Jahrespreis für die Nachberechnung
name-back-coverage-multiplier = Faktor
name-back-coverage = Nachberechnung der Supportlücke
name-srp-of-all = UVP (SRP) aller Lizenzen
name-last-annual = zuletzt gezahlter Jahrespreis
name-owned = Lizenzen im Bestand
name-started-months = angefangene Monate
name-penalty-part = einzelne Reinstatement-Gebühr
name-penalty-base = Berechnungsgrundlage der Gebühr
name-penalty-rate = Gebührensatz
name-penalty-unit = feste Reinstatement-Gebühr
name-penalty-at-least = Mindestbetrag der Gebühr
name-penalty-at-most = Höchstbetrag der Gebühr
name-penalty = Reinstatement-Gebühr
name-rate-from = bisheriger Prozentsatz der UVP
name-unit-list-from = bisheriger Jahrespreis je Lizenz (Liste)
name-unit-net-from = bisheriger Jahrespreis je Lizenz (nach Rabatt)
name-unit-rise = Mehrpreis je Lizenz und Jahr
name-licence-discount = Rabatt auf Lizenzen
name-unit-licence = Preis einer Lizenz
name-licence = Lizenzen
name-total = Summe der Position
name-lapse-fee = einmalige Gebühr nach einer Supportlücke
name-penalties-at-least = Mindestsumme der Reinstatement-Gebühren
name-penalty-shortfall = Differenz zum Mindestbetrag
name-quote-fee = einmalige Gebühr für das ganze Angebot
name-paid-in-parts = in gleichen Raten gezahlt
name-part-of-all = Anteil
name-payment-part = gleiche Rate
name-later-parts = spätere Raten
name-later-part-count = Zahl der späteren Raten
name-payment-net = erste Rate
name-paid-so-far = bisher gezahlt
name-tax-so-far = Steuer bisher
name-tax-before = Steuer davor
name-payment-tax = Steuer auf diese Rate
name-payment-total = Rate mit Steuer
name-tax-part = einzelne Steuer
name-subtotal = Gesamtbetrag netto
name-tax-rate = Steuersatz
name-tax = Steuer
name-grand-total = zu zahlender Gesamtbetrag
name-total-now = Gesamtbetrag jetzt
name-difference = Mehrkosten
rounding-half-up = kaufmännisch
rounding-half-even = bei genau der Hälfte zur geraden Ziffer
rounding-up = nach oben
rounding-down = nach unten

## Ablehnungen
refused-title = Hierfür lässt sich kein Preis berechnen
did-you-mean = Meinten Sie „{ $nearest }“?
known-ids = Bekannt in diesem Preisbuch: { $known }.
refusal-unknown-product-line = Es gibt keine Produktlinie „{ $given }“.
refusal-unknown-edition = In dieser Produktlinie gibt es keine Edition „{ $given }“.
refusal-unknown-release = In dieser Produktlinie gibt es kein Release „{ $given }“.
    .none = Lassen Sie das Release weg: Für diese Produktlinie ist keines bekannt.
refusal-unknown-service-level = Es gibt kein Servicelevel „{ $given }“.
refusal-unknown-program = Es gibt kein Lizenzprogramm „{ $given }“.
refusal-unknown-payment = Es gibt keinen Zahlungsplan „{ $given }“.
    .none = Lassen Sie den Zahlungsplan weg: Dieses Preisbuch hat keinen.
refusal-unknown-choice = Es gibt keine Regel „{ $given }“ zur Auswahl.
    .none = Lassen Sie die Regel weg: Dieses Preisbuch hat keine zur Auswahl.
refusal-no-book-none = Es ist kein Preisbuch geladen.
    .hint = Geben Sie einen Ordner mit Preisbüchern an.
refusal-no-book-which = Es sind mehrere Preisbücher geladen, und die Anfrage nennt keines.
    .hint = Geben Sie eines an: { $known }.
refusal-no-book-unknown = Es gibt kein Preisbuch „{ $given }“.
refusal-no-book-early = Am { $day } ist noch kein Preisbuch „{ $book }“ gültig: Das erste gilt ab dem { $first }.
    .hint = Wählen Sie ein Datum ab dem { $first }, oder fügen Sie ein früheres Preisbuch hinzu.
refusal-no-book-ended = Am { $day } ist kein Preisbuch „{ $book }“ mehr gültig: Das letzte endete am { $through }.
    .hint = Wählen Sie ein Datum bis zum { $through }, oder fügen Sie ein späteres Preisbuch hinzu.
refusal-no-price = Es gibt keinen Preis in { $currency }.
    .hint = Preise gibt es in { $known }.
refusal-no-rate = Es gibt keinen Prozentsatz für { $level } beim Status „{ $status }“.
    .hint = Wählen Sie ein anderes Servicelevel, oder bitten Sie den Verantwortlichen für das Preisbuch um einen Prozentsatz.
refusal-term-not-offered = Eine Laufzeit von { $years } wird nicht angeboten.
    .hint = Wählen Sie eine Laufzeit von { $min } bis { $max } Jahren.
refusal-no-common-end = In diesem Preisbuch können nicht alle Laufzeiten am selben Tag enden.
    .hint = Lassen Sie das gemeinsame Enddatum weg, und wählen Sie eine Laufzeit von { $min } bis { $max } Jahren.
refusal-common-end = Vom { $from } bis zum { $through } ist keine angebotene Laufzeit: Es müssen { $min } bis { $max } Jahre sein.
    .hint = Wählen Sie ein anderes gemeinsames Enddatum.
refusal-start-in-the-past = Der Support kann nicht am { $start } beginnen, vor dem Angebotsdatum { $date }.
    .hint = Wählen Sie den { $date } oder einen späteren Tag.
refusal-too-early = Diese Verlängerung ist ab dem { $date } erhältlich, { $months } vor dem Ende des Supports.
    .hint = Fragen Sie das Angebot am { $date } oder später erneut an.
refusal-payment-not-offered = Der Zahlungsplan „{ $plan }“ ist bei diesem Angebot nicht möglich.
    .hint = Änderungen an laufendem Support werden auf einmal gezahlt: Lassen Sie den Zahlungsplan weg.
    .common-end = Bei einem gemeinsamen Enddatum wird alles auf einmal gezahlt: Lassen Sie den Zahlungsplan weg.
refusal-retired-exceeds-owned = { $retired } nicht mehr benötigte Lizenzen sind mehr als die { $owned } im Bestand.
    .hint = Geben Sie höchstens so viele an, wie im Bestand sind.
refusal-nothing-to-cover = Alle Lizenzen entfallen: Es bleibt nichts, wofür Support nötig wäre.
    .hint = Lassen Sie die Position weg, oder lassen Sie weniger Lizenzen entfallen.
refusal-nothing-owned = Es sind keine Lizenzen vorhanden: Es gibt nichts, wofür Support nötig wäre.
    .hint = Lassen Sie die Position weg, oder geben Sie die Anzahl der vorhandenen Lizenzen an.
refusal-partial-coverage = Support bestünde nur für { $stated } Lizenzen, die All-in-Regel verlangt ihn für alle { $due }.
    .hint = Nehmen Sie alle Lizenzen auf, oder geben Sie an, welche Sie nicht mehr benötigen.
refusal-mixed-service-levels = Software mit verschiedenen Servicelevels in einem Angebot: { $levels }.
    .hint = Wählen Sie ein Servicelevel für alle Software; Hardware darf abweichen.
refusal-upgrade = Ein Wechsel zu { $to } gilt für alle Software, aber { $product } bleibt bis zum { $date } bei { $level }.
    .hint = Wechseln Sie auch mit diesem Vertrag, oder verlängern Sie mit dem jetzigen Servicelevel.
refusal-release-end-of-life = Release { $release } hat am { $date } sein End of Life (Supportende) erreicht: Dafür gibt es keinen Support mehr.
    .hint = Wechseln Sie zuerst zu einem späteren Release.
    .extended = Extended Support ist bis zum { $extended } über einen separaten Vertrag möglich.
refusal-reinstatement-not-offered = Nach { $days } ohne Support ist eine Wiederaufnahme (Reinstatement) nicht mehr möglich.
    .hint = Der letzte Tag war der { $date }. Kaufen Sie stattdessen neue Lizenzen.
    .never = Eine Wiederaufnahme (Reinstatement) ist hier nicht möglich. Kaufen Sie stattdessen neue Lizenzen.
refusal-quoted-by-vendor = Nach so langer Zeit ohne Support kann nur { $vendor } einen Preis nennen ({ $band }).
    .hint = Bitten Sie { $vendor } um ein Angebot.
refusal-release-needed = Der Preis hängt vom genutzten Release ab, und das ist nicht angegeben.
    .hint = Geben Sie das Release an. Bekannt sind: { $known }.
refusal-last-price-missing = Der Preis hängt davon ab, was eine Lizenz zuletzt gekostet hat, und das ist nicht angegeben.
    .hint = Geben Sie den zuletzt gezahlten Jahrespreis je Lizenz an.
refusal-mid-term-not-offered = Dieses Preisbuch hat keinen Preis für Änderungen an laufendem Support.
    .hint = Lassen Sie die Änderung weg, oder fragen Sie sie mit der nächsten Verlängerung an.
refusal-true-up-not-offered = Dieses Preisbuch hat keinen Preis für Lizenzen, die ohne Support genutzt wurden.
    .hint = Fragen Sie den Hersteller, oder lassen Sie weg, seit wann sie genutzt werden.
refusal-contract-not-running = Der Support endet am { $ends }, vor der Änderung am { $start }.
    .hint = Fragen Sie stattdessen eine Verlängerung an.
refusal-used-since-not-past = Die Nutzung ohne Support würde am { $since } beginnen, nicht vor dem { $start }.
    .hint = Geben Sie den Tag an, an dem die Lizenzen zuerst genutzt wurden, oder lassen Sie ihn weg.
refusal-not-a-raise = { $to } ist kein Aufstieg gegenüber { $from }: Das Servicelevel ist nicht höher, oder es kostet nicht mehr.
    .hint = Wählen Sie ein höheres Servicelevel.
refusal-order-too-small = Die Bestellung beträgt { $subtotal }; der Mindestbetrag ist { $least }.
    .hint = Nehmen Sie Lizenzen oder Jahre hinzu, oder bestellen Sie zusammen mit etwas anderem.
refusal-term-consumed = Die neue Laufzeit würde am { $through } enden, bevor der Support am { $start } beginnt.
    .hint = Wählen Sie eine längere Laufzeit.
refusal-amount-too-large = Ein Betrag ist zu groß, um berechnet zu werden.
    .hint = Prüfen Sie die Zahl der Lizenzen.

## Alternativen
options-title = Alternativen
terms-title = Laufzeiten im Vergleich
terms-text = Derselbe Support für eine andere Zahl von Jahren.
column-term = Laufzeit
column-cover-through = Support bis einschließlich
column-per-year = Pro Jahr
terms-not-possible = nicht möglich
levels-title = Andere Servicelevel
levels-text = Dasselbe mit einem anderen Servicelevel.
column-level = Servicelevel
choices-title = Andere Regeln
choices-text = Dasselbe nach einer anderen Regel für eine Supportlücke.
column-choice = Regel
waiting-title = Späterer Beginn
waiting-text = Was es kostet, wenn der Support später beginnt, zu den heutigen Preisen. Bis dahin besteht kein Support.
waiting-text-renewal = Was es kostet, wenn Sie später verlängern, zu den heutigen Preisen. Nach dem letzten Tag des Supports besteht keiner mehr.
waiting-text-change = Was es kostet, wenn die Änderung später beginnt, zu den heutigen Preisen.
column-start = Supportbeginn
column-later = Verschiebung
column-change = Was sich an dem Tag ändert
column-difference = Mehrkosten
waiting-now = jetzt
waiting-change = { $lines }: { $status }
waiting-more = { $count ->
    [one] An { $shown } weiteren Tag ändert sich der Gesamtbetrag um weniger.
   *[other] An { $shown } weiteren Tagen ändert sich der Gesamtbetrag um weniger.
}
waiting-jump = { $amount } an diesem Tag
waiting-price-begins = ab diesem Tag bestellbar
waiting-price-ends = ab diesem Tag nicht möglich
waiting-not-possible = Ab dem { $date } gibt es keinen Preis mehr.
waiting-same = Bis zum { $date } bleibt der Preis gleich.
waiting-steady = Zwischen diesen Tagen bleibt der Preis gleich.
waiting-grows = Zwischen diesen Tagen steigt der Preis von Tag zu Tag ein wenig.
waiting-steps = Zwischen diesen Tagen steigt der Preis in kleineren Schritten.
waiting-plot = Der Gesamtbetrag nach Supportbeginn: { $first } am { $from }, { $last } am { $through }.
waiting-plot-refused = Der Gesamtbetrag nach Supportbeginn: { $first } am { $from }; ab dem { $until } ist es nicht mehr möglich.
status-name-renewal = Verlängerung
status-name-grace = Kulanzfrist (Grace Period)
status-name-refused = nicht mehr möglich
buying-title = Neukauf von Lizenzen
buying-text = Neue Lizenzen statt Support für die vorhandenen, jeweils mit dem ersten Jahr Support. Gerechnet sind nur die Lizenzen, nicht der Aufwand der Umstellung.
buying-text-extra = Neue Lizenzen statt Support für die vorhandenen, mit Support für die neuen. Gerechnet sind nur die Lizenzen, nicht der Aufwand der Umstellung.
buying-cheaper-now = Ein Neukauf ist jetzt günstiger.
buying-cheaper-from = Ab dem { $date } ist ein Neukauf günstiger.
buying-never-cheaper = In den nächsten { $days } ist ein Neukauf nicht günstiger.
buying-only-way = Ab dem { $date } ist für die vorhandenen Lizenzen kein Support mehr erhältlich: Dann bleibt nur der Neukauf.
buying-licences-alone = Neue Lizenzen
buying-only-way-now = Für die vorhandenen Lizenzen ist kein Support mehr erhältlich: Es bleibt nur der Neukauf.
column-what = Position
buying-licences = Neue Lizenzen mit dem ersten Jahr Support
buying-support = { $count ->
    [one] Support für { $shown } weiteres Jahr
   *[other] Support für { $shown } weitere Jahre
}

## Die Seite der Preisindikation
page-title = Was kostet es, den Support zu verlängern?
page-lead = Eine unverbindliche Preisindikation für Software, die Sie bereits besitzen: rechtzeitig verlängert, oder nachdem der Support abgelaufen ist. Sie ist kein Angebot, und Ihre Eingaben werden nicht gespeichert.
page-example = Dies ist ein Beispiel. Tragen Sie Ihre eigenen Angaben ein.
page-language = Sprache
page-skip = Zum Ergebnis
page-holding = Position { $number }
page-whole = Für alle Positionen
page-release-and-level = Release und Servicelevel dieser Position
page-dates = Termine
page-choose = Bitte wählen
page-optional = (optional)
page-calculate = Berechnen
page-add = Position hinzufügen
page-remove = Position { $number } entfernen
page-pdf = Als PDF herunterladen
page-link = Link zu dieser Preisindikation
page-copy = Link kopieren
page-copied = Der Link ist kopiert.
next-text = { $issuer } erstellt Ihnen auf Grundlage dieser Preisindikation ein Angebot.
next-ask = Angebot anfordern
next-text-refused = { $issuer } kann Ihnen sagen, was möglich ist.
next-ask-refused = Kontakt aufnehmen
next-subject = Angebotsanfrage: { $title }
next-mail = Bitte senden Sie mir ein Angebot auf Grundlage dieser Preisindikation:
next-subject-refused = Frage zum Support
next-mail-refused = Hierfür habe ich keinen Preis gefunden. Was ist möglich?
next-mail-long = (Der Link ist für diese E-Mail zu lang: Ich füge das PDF bei.)
page-news = { $label } ist { $total }
labelled = { $label }: { $text }
page-how = So wird gerechnet
page-see = Was Sie tun können
page-no-total = Noch kein Preis
page-failed = Der Preis konnte nicht aktualisiert werden. Wählen Sie „Berechnen“, um es noch einmal zu versuchen.
page-wrong = { $count ->
    [one] { $shown } Feld braucht Ihre Aufmerksamkeit
   *[other] { $shown } Felder brauchen Ihre Aufmerksamkeit
}
page-wrong-text = Der Preis erscheint hier, sobald die markierten Felder in Ordnung sind.
page-refused-text = Gründe und Möglichkeiten
page-stands = Diese Preisindikation gilt bis einschließlich { $date }.
page-stood = Diese Preisindikation galt bis einschließlich { $date } und gilt nicht mehr: Die Preise können sich geändert haben.
page-anew = Mit den heutigen Preisen berechnen
page-meaning = Was bedeutet „{ $label }“?
page-elsewhere = Weitere laufende Verträge
page-elsewhere-text = Andere Supportverträge, die Sie bei diesem Hersteller haben und die nicht zu dieser Preisindikation gehören. Sie zählen für die Regeln: Ein Hersteller kann überall dasselbe Servicelevel verlangen.
page-contract = Vertrag { $number }
page-add-contract = Vertrag hinzufügen
page-remove-contract = Vertrag { $number } entfernen
page-tax = Steuer
page-tax-text = Nur wenn Sie den Gesamtbetrag einschließlich Steuer sehen möchten.
page-glossary = Was bedeuten diese Wörter?
gloss-reinstatement-name = Wiederaufnahme des Supports (Reinstatement)
gloss-reinstatement = Support, der nach einer Lücke wieder beginnt.
gloss-srp = Die unverbindliche Preisempfehlung des Herstellers für eine neue Lizenz (suggested retail price). Ein Jahr Support kostet einen Prozentsatz davon.
gloss-back-coverage = Support für die Zeit, in der Sie keinen hatten; er wird nachträglich berechnet.
gloss-penalty = Was der Hersteller zusätzlich berechnet, weil der Support abgelaufen war.
fault-not-found = Unter dieser Adresse gibt es nichts
fault-not-found-text = Die Preisindikation ist eine einzige Seite, unter einer anderen Adresse.
fault-busy = Derzeit gehen zu viele Anfragen ein
fault-busy-text = Bitte warten Sie einen Augenblick und versuchen Sie es erneut. Nichts geht verloren: Ihre Eingaben stehen in der Adresse dieser Seite.
fault-other = Das hat nicht geklappt
fault-other-text = Bitte versuchen Sie es erneut. Ihre Eingaben stehen in der Adresse dieser Seite.
fault-home = Zur Preisindikation

## Die Seite hinter dem Link eines Kunden
link-for = Für { $customer }
link-valid = Gültig bis einschließlich { $day }, Ortszeit { $place }
link-was-valid = Dieses Angebot war bis einschließlich { $day }, Ortszeit { $place }, gültig und kann nicht mehr angenommen werden. Bitte fordern Sie ein neues an.
link-go = Annehmen oder ablehnen
link-accept-title = Dieses Angebot annehmen
link-name = Ihr Name
link-email = Ihre E-Mail-Adresse
link-function = Ihre Funktion
link-kept = Ihre Angaben werden mit dem Angebot aufbewahrt, ebenso der Zeitpunkt, Ihre Netzwerkadresse und Ihr Browser.
link-accept = Angebot annehmen
link-decline-title = Dieses Angebot ablehnen
link-decline-text = Sobald Sie ablehnen, funktioniert der Link nicht mehr.
link-reason = Ihr Grund
link-reason-price = Es ist zu teuer
link-reason-competitor = Wir haben uns für einen anderen Anbieter entschieden
link-reason-not-needed = Wir brauchen es nicht mehr
link-reason-postponed = Wir verschieben es
link-reason-other = Ein anderer Grund
link-decline = Angebot ablehnen
link-accepted = Dieses Angebot wurde angenommen
link-accepted-text = { $name } hat es am { $day } um { $time } Uhr, Ortszeit { $place }, angenommen.
link-accepted-recorded = { $name } hat es angenommen. Das wurde am { $day } um { $time } Uhr, Ortszeit { $place }, festgehalten.
link-declined = Sie haben dieses Angebot abgelehnt
link-declined-text = Danke für Ihre Rückmeldung. Der Link funktioniert nicht mehr.
link-ended = Dieser Link funktioniert nicht mehr
link-ended-text = Das Angebot, zu dem er führte, gilt nicht mehr.
link-unknown = Zu diesem Link gibt es kein Angebot
link-unknown-text = Bitte prüfen Sie, ob die Adresse vollständig ist, so wie sie in Ihrer Nachricht steht.
link-contact = { $issuer } hilft Ihnen gern weiter.
link-other-document = Das Formular gehörte zu einem anderen Dokument. Bitte lesen Sie dieses, bevor Sie es annehmen.
link-no-address = „{ $given }“ ist keine E-Mail-Adresse.
    .hint = Geben Sie zum Beispiel name@example.com ein.
link-not-agreed = Das Kästchen ist nicht angekreuzt.
    .hint = Kreuzen Sie es an, um das Angebot anzunehmen.
link-no-reason = Es ist kein Grund ausgewählt.
    .hint = Wählen Sie den aus, der am besten passt.
link-busy-text = Bitte warten Sie einen Augenblick und versuchen Sie es erneut.
link-fault-text = Bitte öffnen Sie den Link erneut und versuchen Sie es noch einmal.

## Die Felder der Seite
field-book = Preisbuch
field-product-line = Produkt
field-edition = Edition
field-owned = Lizenzen im Bestand
field-retire = Nicht mehr benötigte Lizenzen
field-covered-through = Letzter Tag des bisherigen Supports
field-release = Release
    .none = nicht bekannt
field-own-level = Servicelevel dieser Position
    .none = wie alle Positionen
field-quote-date = Datum der Preisindikation
field-start = Supportbeginn
field-runs-through = Letzter Tag des Supports
field-annual-value = Wert pro Jahr
field-tax-name = Name der Steuer
field-tax-rate = Steuersatz

## Was ein Feld erklärt: unter seiner Beschriftung, und hinter einem Zeichen
help-retire = Sie entfallen endgültig
help-quote-date = Es gelten die Preise dieses Tages; der Link behält das Datum bei
help-start = Bleibt das Feld leer, gilt das Datum der Preisindikation
help-service-level = Nicht sicher? Nehmen Sie das erste und vergleichen Sie.
help-program = Nicht sicher? Nehmen Sie das erste: Es ergibt den höchsten Preis.
help-annual-value = In der Währung der Preisindikation
help-tax-name = Zum Beispiel MwSt.
help-tax-rate = Zum Beispiel 19 %
meaning-book = Die Preise und die Regeln eines Herstellers.
meaning-edition = Die Edition bestimmt den Preis einer Lizenz. Sie steht auf Ihrer Bestellung oder Ihrer letzten Rechnung.
meaning-owned = Alle Lizenzen dieses Produkts, die Sie besitzen, genutzt oder nicht. Support gibt es meist für alle oder für keine.
meaning-retire = Auf diese Lizenzen verzichten Sie endgültig (retire): Sie kosten hier nichts und können nie wieder Support erhalten.
meaning-covered-through = Der letzte Tag, an dem Sie Support hatten oder noch haben. Er steht auf Ihrem letzten Vertrag oder Ihrer letzten Rechnung.
meaning-release = Die Version, die Sie nutzen. Sie bestimmt, bis wann der Hersteller Support leistet: ihr End of Life. Nicht sicher? Lassen Sie das Feld offen.
meaning-own-level = Nur wenn dieses Produkt ein anderes Servicelevel hat als die übrigen, wie es bei Hardware möglich ist.
meaning-service-level = Wie viel Hilfe Sie vom Hersteller erhalten, und wie schnell. Das erste Servicelevel ist das niedrigste; die Preisindikation vergleicht, was die Servicelevel bieten und kosten.
meaning-answer-term = Für wie lange Sie Support kaufen. Die Preisindikation stellt die Laufzeiten nebeneinander.
meaning-program = Der Vertrag, über den Sie Lizenzen kaufen. Er bestimmt Ihren Rabatt und steht auf Ihrer Bestellung.

## Was an einem Feld nicht stimmt
problem-missing-key = Das fehlt noch.
    .hint = Bitte füllen Sie es aus.
problem-wrong-type = „{ $given }“ ist keine ganze Zahl.
    .hint = Geben Sie nur Ziffern ein, zum Beispiel 500.
problem-out-of-range = „{ $given }“ liegt außerhalb der Grenzen.
    .hint = Zahlen beginnen bei 0; Tage liegen zwischen 1900 und 2199.
problem-bad-date = „{ $given }“ ist kein Datum.
    .hint = Schreiben Sie Jahr-Monat-Tag, zum Beispiel 2026-11-24; den Tag muss es geben.
problem-ambiguous-number = „{ $given }“ kann zwei Zahlen bedeuten.
    .hint = Schreiben Sie sie ohne Trennzeichen, zum Beispiel 1250.
problem-bad-amount = „{ $given }“ ist kein Betrag.
    .hint = Geben Sie zum Beispiel 1250 oder 1250,50 ein.
problem-bad-percent = „{ $given }“ ist kein Prozentsatz.
    .hint = Geben Sie zum Beispiel 19 % oder 8,5 % ein.
problem-text-too-long = Dieser Text hat mehr als { $most } Zeichen.
    .hint = Kürzen Sie ihn.
problem-control-character = In diesem Text steht ein unsichtbares Zeichen.
    .hint = Wählen Sie den Eintrag neu.
problem-unknown-currency = „{ $given }“ ist keine Währung.
    .hint = Wählen Sie eine aus der Liste.
problem-unknown-language = Es gibt keine Seite in der Sprache „{ $given }“.
    .hint = Wählen Sie eine der Sprachen auf der Seite.
problem-unknown-key = Im Link steht „{ $given }“, was diese Seite nicht kennt.
    .hint = Wählen Sie „Berechnen“, um es wegzulassen.
problem-syntax = Im Link steht „{ $given }“ zweimal.
    .hint = Wählen Sie „Berechnen“, um das letzte zu behalten.
problem-list-too-long = Mehr als { $most } Positionen passen nicht in eine Preisindikation.
    .hint = Verteilen Sie sie auf mehrere Preisindikationen.
problem-empty-list = Es gibt keine Position.
    .hint = Fügen Sie eine hinzu.
problem-quote-number-not-taken = Eine Preisindikation hat keine Angebotsnummer.
    .hint = Entfernen Sie die Nummer aus dem Link; ein Angebot erhalten Sie auf Anfrage.

## Sprachen und Aufzählungen
list-and = { $start } und { $last }
