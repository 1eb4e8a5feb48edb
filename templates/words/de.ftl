# Wörter der Dokumente, Deutsch. Zahlen, Daten und Beträge kommen bereits ausgeschrieben an.

## Köpfe
title-renewal = Angebot zur Verlängerung
title-reinstatement = Angebot zur Wiederherstellung
title-change = Angebot zur Änderung der Unterstützung
title-draft = { $title } — Entwurf
standing-estimate = Schätzung — kein verbindliches Angebot
standing-draft = Entwurf — noch nicht genehmigt
standing-offer = Verbindliches Angebot
sample-banner = Beispielpreise — nicht die Preisliste des Herstellers
quote-date = Datum
valid-through = Gültig bis einschließlich
cover-begins = Wiederbeginn der Abdeckung
currency = Währung
service-level = Servicelevel
program = Lizenzprogramm
customer = Kunde
org-id = ORG ID
reference = Ihr Zeichen
contact = Zu Händen von { $name }
anonymous = Kunde nicht genannt
subject = { $vendor }: { $title }

## Die Antwort
answer-total = Gesamtbetrag
answer-total-tax = Gesamtbetrag einschließlich { $tax }
answer-without-tax = ohne Steuer
answer-term = Laufzeit
answer-common-end = bis zu einem gemeinsamen letzten Tag
answer-cover = Abdeckung
answer-from-through = { $from } bis { $through }
answer-several-terms = je Lizenzbestand verschieden, { $from } bis { $through }
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
    [one] { $shown } Lizenzbestand
   *[other] { $shown } Lizenzbestände
}

## Das Bild der Zeit
timeline-title = Abdeckung im Zeitverlauf
timeline-covered = Abgedeckt
timeline-gap = Keine Abdeckung
timeline-term = Neue Laufzeit
timeline-more = { $count ->
    [one] und { $shown } weiterer Lizenzbestand, unten aufgeführt
   *[other] und { $shown } weitere Lizenzbestände, unten aufgeführt
}
timeline-row = { $label }: abgedeckt bis einschließlich { $covered }; neue Laufzeit { $from } bis { $through }
timeline-row-change = { $label }: { $from } bis { $through }
timeline-row-gap = { $label }: abgedeckt bis einschließlich { $covered }; ohne Abdeckung: { $days }; neue Laufzeit { $from } bis { $through }

## Die Tabelle
lines-title = Was es kostet
amounts-in = Beträge in { $currency }
column-licences = Lizenzen
column-srp = Preisempfehlung (SRP)
column-rate = Satz
column-unit-list = Listenpreis je Lizenz
column-discount = Rabatt
column-unit-net = Nettopreis je Lizenz
column-annual = Pro Jahr
column-years = Jahre
column-forward = Neue Laufzeit
line-licences = { $owned } im Besitz, { $retired } stillgelegt, { $covered } abgedeckt
line-covered-through = abgedeckt bis einschließlich { $date }
line-release = Release { $release }
line-level = { $level }
line-term = neue Laufzeit { $from } bis { $through }
status-renewal = Rechtzeitig verlängert
status-grace = Innerhalb der Nachfrist: ohne Abdeckung { $days }, keine Mehrkosten
status-addition = Kommt zu laufender Abdeckung hinzu
status-true-up = Ohne Abdeckung genutzt seit { $date }
status-raise = Steigt von { $level }, bisher { $amount } je Lizenz und Jahr
status-band = { $band }: ohne Abdeckung { $days }
charge-term-discount = Rabatt für { $years }
charge-term-discount-how = { $rate } von { $amount }
charge-concession = Nachlass: { $reason }
charge-concession-how = { $rate } der neuen Laufzeit nach Rabatt, { $amount }
charge-surcharge = Aufschlag: { $plan }
charge-surcharge-how = { $rate } der neuen Laufzeit nach Rabatt, { $amount }
charge-licence = Lizenzen
charge-licence-how = { $unit } für jede von { $licences }
charge-back-coverage = Nachzahlung für die verstrichene Zeit
charge-back-coverage-how = { $days }, { $from } bis { $through }; { $daycount }: { $base } × { $share }
charge-back-coverage-times-how = { $days }, { $from } bis { $through }; { $daycount }: { $base } × { $multiplier } × { $share }
charge-capped = höchstens { $years }
charge-in-term = die Unterbrechung liegt in der neuen Laufzeit
charge-no-day = es wird kein Tag berechnet
charge-none-in-band = in dieser Stufe wird nichts erhoben
charge-none-in-true-up = es wird nichts erhoben
charge-penalty = Strafzuschlag
charge-penalty-how = { $rate } von: { $what } { $base }
charge-penalty-per-line = fester Betrag für die Position
charge-penalty-per-month = { $unit } je angefangenen Monat, { $months }
charge-penalty-per-licence = { $unit } für jede von { $licences }
charge-penalty-at-least = mindestens { $amount }
charge-penalty-at-most = höchstens { $amount }
charge-penalty-waived = entfällt ab einer Laufzeit von { $years }
charge-total = Summe dieser Position
base-back-coverage = Nachzahlung
base-annual = Preis pro Jahr
base-forward = neue Laufzeit nach Rabatt
base-srp = Preisempfehlung (SRP) × Lizenzen
base-last-annual = zuletzt gezahlter Preis pro Jahr
total-forward = Neue Laufzeiten
total-term-discount = Laufzeitrabatt
total-concession = Nachlass
total-surcharge = Aufschlag
total-licence = Lizenzen
total-quote-fee = Einmalig für dieses Angebot
total-back-coverage = Nachzahlung für die verstrichene Zeit
total-penalty = Strafzuschläge
total-subtotal = Zwischensumme
total-tax = { $name } { $rate }
total-total = Gesamtbetrag
payments-title = Zahlungen: { $plan }
column-due = Fällig am
column-net = Betrag
column-tax = Steuer

## Hinweise
findings-title = Was Sie wissen sollten
severity-warning = Wichtig
severity-notice = Hinweis
finding-sample-prices = Die Preise sind Beispiele. Sie sind nicht die Preisliste des Herstellers, und auf ihrer Grundlage kann nicht bestellt werden.
finding-subject-to-vendor-approval = { $vendor } muss die Wiederherstellung genehmigen: Nur dann gilt dieser Preis.
finding-cover-interrupted = Vom { $from } bis zum { $through } gibt es keine Unterstützung ({ $lines }). Releases, die in dieser Zeit erscheinen, dürfen danach nicht genutzt werden.
finding-cover-interrupted-restored = Vom { $from } bis zum { $through } gibt es keine Unterstützung ({ $lines }). Releases, die in dieser Zeit erscheinen, dürfen danach genutzt werden.
finding-cover-interrupted-unstated = Vom { $from } bis zum { $through } gibt es keine Unterstützung ({ $lines }). Fragen Sie nach, ob Releases, die in dieser Zeit erscheinen, danach genutzt werden dürfen.
finding-level-raised = Das Servicelevel steigt am { $date } von { $from } auf { $to } ({ $lines }).
finding-not-all-in = Ein Vertrag für { $product } ist am { $date } ausgelaufen und nicht in diesem Angebot enthalten. Alle Lizenzen einer Produktlinie müssen abgedeckt werden.
finding-same-holding-twice = Zwei Einträge sind in allen Angaben gleich ({ $lines }). Prüfen Sie, ob einer doppelt eingegeben wurde.
finding-org-id-missing = Die ORG ID des Kunden fehlt: Die Regeln gelten je ORG ID.
finding-already-aligned = { $product } ist bereits bis einschließlich { $date } abgedeckt und hier weggelassen.
finding-uplift-capped = Der Preis steigt gegenüber dem zuletzt gezahlten um höchstens { $rate }: { $amount } weniger je Lizenz und Jahr ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } erreicht das Ende der Lebensdauer am { $date }, innerhalb der neuen Laufzeit ({ $lines }). Danach gibt es dafür keine Sicherheitskorrekturen, keine technische Unterstützung und keine Downloads mehr.
finding-end-of-life-extended = Erweiterte Unterstützung kann es bis zum { $extended } geben, mit einem eigenen Vertrag.
finding-service-level-mismatch = Andere Softwareverträge haben ein anderes Level als { $quoted }: { $others }. Geleistet wird das niedrigste Level, { $delivered }; erstattet wird nichts.
finding-service-level-other = { $product } mit { $level }
finding-retirement-is-permanent = Endgültig stillgelegt: { $licences }. Sie können nicht wieder abgedeckt werden.
finding-needs-approval = Der Nachlass von { $rate } ({ $reason }) ist mehr als die { $max }, die ohne Genehmigung möglich sind: Dieses Angebot ist bis zur Genehmigung ein Entwurf.
finding-no-refund = Bezahltes wird nicht erstattet.
finding-customer-success-manager-always = { $level } bringt bei jedem Cloudvertrag einen Customer Success Manager.
finding-customer-success-manager-not-delivered = Zu { $level } kann ein Customer Success Manager gehören; geleistet wird aber { $delivered }, und dazu gehört keiner.
finding-customer-success-manager-met = Zu { $level } für Cloud gehört ein Customer Success Manager: Der Jahreswert von { $value } erreicht die nötigen { $threshold }.
finding-customer-success-manager-missing = Zu { $level } für Cloud gehört ein Customer Success Manager ab einem Jahreswert von { $threshold }; die genannten Verträge ergeben { $value }, es fehlen { $missing }.
finding-customer-success-manager-no-value = { $count ->
    [one] Für { $shown } Vertrag fehlt die Angabe des Jahreswerts.
   *[other] Für { $shown } Verträge fehlt die Angabe des Jahreswerts.
}
on-line = { $count ->
    [one] Position { $shown }
   *[other] Positionen { $shown }
}

## Was das Servicelevel bietet
benefits-title = Was { $level } bietet
benefits-next-title = Was { $level } bietet, neben { $next }
benefit-yes = ja
benefit-no = nein
benefit = Leistung

## Bedingungen und Fuß
conditions-title = Bedingungen
condition-english = nicht übersetzt
page-of = Seite { $page } von { $pages }
foot-book = { $id } { $version }, in Kraft ab { $from }
foot-receipt = Rechennachweis { $receipt }
acceptance-title = Annahme
acceptance-text = Mit der Unterschrift bitten Sie um eine Bestellung zu diesen Bedingungen. Der Hersteller muss sie bestätigen.
acceptance-name = Name
acceptance-date = Datum
acceptance-signature = Unterschrift
acceptance-purchase-order = Bestellnummer

## Zählweisen
daycount-actual-365 = Tage durch 365
daycount-actual-360 = Tage durch 360
daycount-actual-actual = ganze Jahre, und Tage durch die Länge des Jahres
daycount-30-360 = Monate zu 30 Tagen durch 360
daycount-calendar-month = Kalendermonate
daycount-month-and-day = ganze Monate, und Tage durch 365
daycount-months-up = angefangene Monate
daycount-years-up = angefangene Jahre

## Die Berechnung
explain-title = Wie jeder Betrag zustande kommt
explain-totals = Summen
explain-waiting = Abdeckung ab { $date }, { $days } später
explain-rounded = { $mode } gerundet auf { $unit }
explain-at-least = der größere Wert von { $inputs }
explain-at-most = der kleinere Wert von { $inputs }
explain-shortfall = was zwischen { $inputs } fehlt
explain-share = { $daycount }, { $from } bis { $through }
explain-share-capped = { $daycount }, { $from } bis { $through }, höchstens { $years }
explain-term-length = ganze Jahre und { $daycount }, { $from } bis { $through }
explain-nothing-no-gap = keine Unterbrechung, also wird nichts erhoben
explain-nothing-grace = die Unterbrechung liegt in der Nachfrist, also wird nichts erhoben
explain-nothing-from-expiry = die Unterbrechung liegt in der neuen Laufzeit
explain-nothing-no-day = es wird kein Tag berechnet
explain-nothing-none-in-true-up = das Preisbuch erhebt nichts für die Nutzung ohne Abdeckung
explain-nothing-first-year-included = die neue Lizenz bringt ihr erstes Jahr mit
explain-nothing-none-in-band = das Preisbuch erhebt in dieser Stufe nichts
explain-nothing-waived = entfällt bei dieser Zahl von Jahren
explain-nothing-no-term-discount = kein Rabatt für diese Zahl von Jahren
explain-nothing-no-tax = die Anfrage nennt keine Steuer
explain-clause = Klausel
explain-key = Preisbuch
explain-request = Anfrage
name-srp = Preisempfehlung (SRP)
name-rate = Satz
name-unit-list = Listenpreis je Lizenz
name-program-discount = Programmrabatt
name-unit-net = Nettopreis je Lizenz
name-quantity = Lizenzen
name-last-unit-net = zuletzt gezahlter Preis je Lizenz
name-uplift = Preissteigerung
name-unit-cap = Höchstpreis je Lizenz
name-annual = Preis pro Jahr
name-annual-at-least = Mindestpreis pro Jahr
name-term-years = Jahre
name-forward = neue Laufzeit
name-term-discount-rate = Satz des Laufzeitrabatts
name-term-discount = Laufzeitrabatt
name-forward-net = neue Laufzeit nach Rabatt
name-term-share = Laufzeit in Jahren
name-concession-rate = Satz des Nachlasses
name-concession = Nachlass
name-surcharge-rate = Satz des Aufschlags
name-surcharge = Aufschlag
name-gap-share = Anteil eines Jahres
name-back-coverage-base = Preis pro Jahr für die Nachzahlung
name-back-coverage-multiplier = Faktor
name-back-coverage = Nachzahlung
name-srp-of-all = Preisempfehlung (SRP) aller Lizenzen
name-last-annual = zuletzt gezahlter Preis pro Jahr
name-owned = Lizenzen im Besitz
name-started-months = angefangene Monate
name-penalty-part = einzelner Strafzuschlag
name-penalty-base = Grundlage des Strafzuschlags
name-penalty-rate = Satz des Strafzuschlags
name-penalty-unit = fester Strafzuschlag
name-penalty-at-least = kleinster Strafzuschlag
name-penalty-at-most = größter Strafzuschlag
name-penalty = Strafzuschlag
name-rate-from = bisheriger Satz
name-unit-list-from = bisheriger Listenpreis je Lizenz
name-unit-net-from = bisheriger Nettopreis je Lizenz
name-unit-rise = Mehrpreis je Lizenz
name-licence-discount = Rabatt auf Lizenzen
name-unit-licence = Preis einer Lizenz
name-licence = Lizenzen
name-total = Summe der Position
name-lapse-fee = Gebühr
name-penalties-at-least = kleinste Summe der Strafzuschläge
name-penalty-shortfall = fehlende Strafzuschläge
name-quote-fee = einmalig für dieses Angebot
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
name-subtotal = Zwischensumme
name-tax-rate = Steuersatz
name-tax = Steuer
name-grand-total = Gesamtbetrag
name-total-now = Gesamtbetrag jetzt
name-difference = mehr als jetzt
rounding-half-up = kaufmännisch
rounding-half-even = zur Hälfte auf gerade
rounding-up = nach oben
rounding-down = nach unten

## Ablehnungen
refused-title = Hierfür ist kein Angebot möglich
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
    .none = Lassen Sie die Regel weg: Dieses Preisbuch hat keine zur Wahl.
refusal-no-book-none = Es ist kein Preisbuch geladen.
    .hint = Nennen Sie einen Ordner mit Preisbüchern.
refusal-no-book-which = Es sind mehrere Preisbücher geladen, und die Anfrage nennt keines.
    .hint = Nennen Sie eines: { $known }.
refusal-no-book-unknown = Es gibt kein Preisbuch „{ $given }“.
refusal-no-book-early = Am { $day } ist noch kein Preisbuch „{ $book }“ in Kraft: Das erste beginnt am { $first }.
    .hint = Wählen Sie ein Datum ab dem { $first }, oder fügen Sie ein früheres Preisbuch hinzu.
refusal-no-book-ended = Am { $day } ist kein Preisbuch „{ $book }“ mehr in Kraft: Das letzte endete am { $through }.
    .hint = Wählen Sie ein Datum bis zum { $through }, oder fügen Sie ein späteres Preisbuch hinzu.
refusal-no-price = Es gibt keinen Preis in { $currency }.
    .hint = Preise gibt es in { $known }.
refusal-no-rate = Es gibt keinen Satz für { $level } beim Status „{ $status }“.
    .hint = Wählen Sie ein anderes Servicelevel, oder bitten Sie den Pfleger des Preisbuchs um einen Satz.
refusal-term-not-offered = Eine Laufzeit von { $years } wird nicht angeboten.
    .hint = Wählen Sie eine Laufzeit von { $min } bis { $max } Jahren.
refusal-no-common-end = Dieses Preisbuch lässt nicht alle Laufzeiten an einem Tag enden.
    .hint = Lassen Sie den gemeinsamen letzten Tag weg, und wählen Sie eine Laufzeit von { $min } bis { $max } Jahren.
refusal-common-end = Vom { $from } bis zum { $through } ist keine angebotene Laufzeit: Es müssen { $min } bis { $max } Jahre sein.
    .hint = Wählen Sie einen anderen gemeinsamen letzten Tag.
refusal-start-in-the-past = Die Abdeckung kann nicht am { $start } beginnen, vor dem Datum des Angebots { $date }.
    .hint = Wählen Sie den { $date } oder einen späteren Tag.
refusal-too-early = Diese Verlängerung wird ab dem { $date } verkauft, { $months } vor dem Ende der Unterstützung.
    .hint = Fragen Sie das Angebot am { $date } oder später erneut an.
refusal-payment-not-offered = Der Zahlungsplan „{ $plan }“ ist bei diesem Angebot nicht möglich.
    .hint = Änderungen an laufender Unterstützung werden auf einmal gezahlt: Lassen Sie den Zahlungsplan weg.
    .common-end = Mit einem gemeinsamen letzten Tag wird alles auf einmal gezahlt: Lassen Sie den Zahlungsplan weg.
refusal-retired-exceeds-owned = { $retired } stillzulegen ist mehr als die { $owned } im Besitz.
    .hint = Legen Sie höchstens so viele still, wie im Besitz sind.
refusal-nothing-to-cover = Alle Lizenzen werden stillgelegt: Es bleibt nichts abzudecken.
    .hint = Lassen Sie den Lizenzbestand weg, oder legen Sie weniger Lizenzen still.
refusal-nothing-owned = Es sind keine Lizenzen vorhanden: Es gibt nichts abzudecken.
    .hint = Lassen Sie den Lizenzbestand weg, oder geben Sie die Anzahl der vorhandenen Lizenzen an.
refusal-partial-coverage = { $stated } würden abgedeckt, die All-in-Regel verlangt aber alle { $due }.
    .hint = Decken Sie alle Lizenzen ab, oder legen Sie endgültig still, was nicht mehr genutzt wird.
refusal-mixed-service-levels = Software mit verschiedenen Servicelevels in einem Angebot: { $levels }.
    .hint = Wählen Sie ein Servicelevel für alle Software; Hardware darf abweichen.
refusal-upgrade = Ein Wechsel zu { $to } gilt für alle Software, aber { $product } bleibt bis zum { $date } bei { $level }.
    .hint = Heben Sie auch diesen Vertrag an, oder verlängern Sie mit dem jetzigen Level.
refusal-release-end-of-life = Release { $release } hat am { $date } das Ende der Lebensdauer erreicht: Dafür gibt es keine Abdeckung.
    .hint = Wechseln Sie zuerst zu einem späteren Release.
    .extended = Erweiterte Unterstützung kann es bis zum { $extended } geben, mit einem eigenen Vertrag.
refusal-reinstatement-not-offered = Nach { $days } ohne Abdeckung wird keine Wiederherstellung mehr angeboten.
    .hint = Der letzte Tag war der { $date }. Kaufen Sie stattdessen neue Lizenzen.
    .never = Das Preisbuch bietet keine Wiederherstellung. Kaufen Sie stattdessen neue Lizenzen.
refusal-quoted-by-vendor = Nach so langer Zeit ohne Unterstützung kann nur { $vendor } einen Preis nennen ({ $band }).
    .hint = Bitten Sie { $vendor } um ein Angebot.
refusal-release-needed = Der Preis hängt vom genutzten Release ab, und das ist nicht genannt.
    .hint = Nennen Sie das Release. Bekannt sind: { $known }.
refusal-last-price-missing = Der Preis hängt davon ab, was eine Lizenz zuletzt gekostet hat, und das ist nicht angegeben.
    .hint = Geben Sie den zuletzt gezahlten Preis je Lizenz und Jahr an.
refusal-mid-term-not-offered = Dieses Preisbuch hat keinen Preis für Änderungen an laufender Unterstützung.
    .hint = Lassen Sie die Änderung weg, oder fragen Sie sie mit der nächsten Verlängerung an.
refusal-true-up-not-offered = Dieses Preisbuch hat keinen Preis für Lizenzen, die ohne Unterstützung genutzt wurden.
    .hint = Fragen Sie den Hersteller, oder lassen Sie weg, seit wann sie genutzt wurden.
refusal-contract-not-running = Die Unterstützung endet am { $ends }, vor der Änderung am { $start }.
    .hint = Fragen Sie stattdessen eine Verlängerung an.
refusal-used-since-not-past = Die Nutzung ohne Unterstützung würde am { $since } beginnen, nicht vor dem { $start }.
    .hint = Geben Sie den Tag an, an dem die Lizenzen zuerst genutzt wurden, oder lassen Sie ihn weg.
refusal-not-a-raise = { $to } ist keine Anhebung gegenüber { $from }: Das Level ist nicht höher, oder es kostet nicht mehr.
    .hint = Wählen Sie ein höheres Servicelevel.
refusal-order-too-small = Die Bestellung beträgt { $subtotal }; das Minimum ist { $least }.
    .hint = Nehmen Sie Lizenzen oder Jahre hinzu, oder bestellen Sie zusammen mit etwas anderem.
refusal-term-consumed = Die neue Laufzeit würde am { $through } enden, bevor die Abdeckung am { $start } beginnt.
    .hint = Wählen Sie eine längere Laufzeit.
refusal-amount-too-large = Ein Betrag ist zu groß, um berechnet zu werden.
    .hint = Prüfen Sie die Zahl der Lizenzen.

## Wahlmöglichkeiten
options-title = Was Sie sonst tun können
terms-title = Eine andere Laufzeit
terms-text = Dieselbe Abdeckung für eine andere Zahl von Jahren.
column-term = Laufzeit
column-cover-through = Abgedeckt bis
column-total = Gesamtbetrag
column-per-year = Je Jahr
terms-not-possible = nicht möglich
levels-title = Ein anderes Servicelevel
levels-text = Dasselbe mit einem anderen Servicelevel.
column-level = Servicelevel
choices-title = Eine andere Regel
choices-text = Dasselbe nach einer anderen Regel für eine Unterbrechung.
column-choice = Regel
waiting-title = Abwarten
waiting-text = Was es kostet, wenn die Abdeckung später wieder beginnt, zu den Preisen von heute. Bis dahin gibt es keine Unterstützung.
waiting-text-renewal = Was es kostet, wenn Sie später verlängern, zu den Preisen von heute. Nach dem letzten abgedeckten Tag gibt es keine Unterstützung.
waiting-text-change = Was es kostet, wenn die Änderung später beginnt, zu den heutigen Preisen.
column-start = Beginn der Abdeckung
column-later = Später um
column-change = Was sich an dem Tag ändert
column-difference = Mehr als jetzt
waiting-now = jetzt
waiting-change = { $lines }: { $status }
waiting-more = { $count ->
    [one] Der Gesamtbetrag springt an { $shown } weiteren Tag, um weniger.
   *[other] Der Gesamtbetrag springt an { $shown } weiteren Tagen, um weniger.
}
waiting-jump = { $amount } an dem Tag
waiting-price-begins = ab diesem Tag bestellbar
waiting-price-ends = ab diesem Tag nicht möglich
waiting-not-possible = Ab dem { $date } gibt es keinen Preis mehr.
waiting-plot = Der Gesamtbetrag nach dem Tag, an dem die Abdeckung wieder beginnt: { $first } am { $from }, { $last } am { $through }.
waiting-plot-refused = Der Gesamtbetrag nach dem Tag, an dem die Abdeckung wieder beginnt: { $first } am { $from }; ab dem { $until } wird es nicht mehr angeboten.
status-name-renewal = Verlängerung
status-name-grace = Nachfrist
status-name-refused = nicht mehr angeboten
buying-title = Neue Lizenzen kaufen
buying-text = Neue Lizenzen statt der Abdeckung der alten: Jede bringt ihr erstes Jahr Unterstützung mit. Gezählt werden nur Lizenzen, nicht die Arbeit der Umstellung.
buying-text-extra = Neue Lizenzen statt der Abdeckung der alten, mit ihrer Unterstützung. Gezählt werden nur Lizenzen, nicht die Arbeit der Umstellung.
buying-cheaper-now = Neu zu kaufen ist jetzt günstiger.
buying-cheaper-from = Neu zu kaufen ist ab dem { $date } günstiger.
buying-never-cheaper = In den nächsten { $days } ist ein Neukauf nicht günstiger.
buying-only-way = Ab dem { $date } können die alten Lizenzen nicht mehr abgedeckt werden: Dann bleibt nur der Neukauf.
buying-licences-alone = Neue Lizenzen
buying-only-way-now = Die alten Lizenzen können nicht mehr abgedeckt werden: Es bleibt nur der Neukauf.
column-what = Was
buying-licences = Neue Lizenzen mit ihrem ersten Jahr
buying-support = Unterstützung für weitere { $years }
buying-tax = { $name } { $rate }
buying-total = Gesamtbetrag
compare-title = Wahlmöglichkeiten

## Die Seite der Schätzung
page-title = Was kostet es, den Support zu verlängern?
page-lead = Eine Schätzung für Software, die Sie schon besitzen: rechtzeitig, oder nachdem die Abdeckung abgelaufen ist. Sie ist kein Angebot, und was Sie eingeben, wird nicht gespeichert.
page-example = Das ist ein Beispiel. Tragen Sie Ihre eigenen Angaben ein.
page-language = Sprache
page-skip = Zum Ergebnis
page-holding = Lizenzbestand { $number }
page-whole = Für die ganze Schätzung
page-release-and-level = Release und eigenes Servicelevel
page-dates = Daten
page-choose = Bitte wählen
page-optional = (freiwillig)
page-calculate = Berechnen
page-add = Lizenzbestand hinzufügen
page-remove = Lizenzbestand { $number } entfernen
page-pdf = Als PDF herunterladen
page-link = Link zu dieser Schätzung
page-copy = Link kopieren
page-copied = Der Link ist kopiert.
page-news = { $label } ist { $total }
labelled = { $label }: { $text }
page-how = Wie es dazu kommt
page-see = Was Sie tun können
page-no-total = Noch kein Preis
page-failed = Der Preis konnte nicht neu berechnet werden. Wählen Sie „Berechnen“, um es noch einmal zu versuchen.
page-wrong = { $count ->
    [one] { $shown } Feld braucht Ihre Aufmerksamkeit
   *[other] { $shown } Felder brauchen Ihre Aufmerksamkeit
}
page-wrong-text = Der Preis erscheint hier, sobald die markierten Felder in Ordnung sind.
page-refused-text = Die Regeln geben dafür keinen Preis. Hier steht, warum, und was Sie tun können.
fault-not-found = Unter dieser Adresse gibt es nichts
fault-not-found-text = Die Schätzung ist eine einzige Seite; dies ist nicht ihre Adresse.
fault-busy = Gerade wird zu viel gefragt
fault-busy-text = Bitte warten Sie einen Augenblick und versuchen Sie es erneut. Nichts geht verloren: Was Sie eingegeben haben, steht in der Adresse dieser Seite.
fault-other = Das hat nicht geklappt
fault-other-text = Bitte versuchen Sie es erneut. Was Sie eingegeben haben, steht in der Adresse dieser Seite.
fault-home = Zur Schätzung

## Die Felder der Seite
field-book = Preisbuch
field-product-line = Produkt
field-edition = Edition
field-owned = Lizenzen im Besitz
field-retire = Stillzulegende Lizenzen
    .help = Nicht mehr genutzt und für immer aufgegeben
field-covered-through = Letzter Tag der Abdeckung
field-release = Release
    .none = nicht bekannt
field-own-level = Eigenes Servicelevel
    .none = wie die ganze Schätzung
field-quote-date = Tag der Schätzung
    .help = Preise dieses Tages; der Link behält ihn
field-start = Wiederbeginn der Abdeckung
    .help = Leer gelassen: am Tag der Schätzung

## Was an einem Feld nicht stimmt
problem-missing-key = Das fehlt noch.
    .hint = Bitte füllen Sie es aus.
problem-wrong-type = „{ $given }“ ist keine ganze Zahl.
    .hint = Schreiben Sie nur Ziffern, zum Beispiel 500.
problem-out-of-range = „{ $given }“ liegt außerhalb der Grenzen.
    .hint = Zahlen beginnen bei 0; Tage liegen zwischen 1900 und 2199.
problem-bad-date = „{ $given }“ ist kein Datum.
    .hint = Schreiben Sie Jahr-Monat-Tag, zum Beispiel 2026-11-24, eines Tages, den es gibt.
problem-text-too-long = Dieser Text hat mehr als { $most } Zeichen.
    .hint = Kürzen Sie ihn.
problem-control-character = In diesem Text steht ein unsichtbares Zeichen.
    .hint = Wählen Sie den Eintrag neu.
problem-unknown-currency = „{ $given }“ ist keine Währung.
    .hint = Wählen Sie eine aus der Liste.
problem-unknown-language = Es gibt keine Seite in der Sprache „{ $given }“.
    .hint = Wählen Sie eine der vier Sprachen.
problem-unknown-key = Im Link steht „{ $given }“, was diese Seite nicht kennt.
    .hint = Wählen Sie „Berechnen“, um es wegzulassen.
problem-syntax = Im Link steht „{ $given }“ zweimal.
    .hint = Wählen Sie „Berechnen“, um das letzte zu behalten.
problem-list-too-long = Mehr als { $most } Lizenzbestände passen nicht in eine Schätzung.
    .hint = Verteilen Sie sie auf mehrere Schätzungen.
problem-empty-list = Es gibt keinen Lizenzbestand.
    .hint = Fügen Sie einen hinzu.

## Sprachen und Aufzählungen
list-and = { $start } und { $last }
