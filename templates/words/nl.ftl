# Woorden van documenten, Nederlands. Getallen, data en bedragen komen al uitgeschreven binnen.

## Koppen
title-renewal = Offerte voor verlenging
title-reinstatement = Offerte voor herstel
title-change = Offerte voor wijziging van de ondersteuning
title-draft = { $title } — concept
standing-estimate = Raming — geen aanbod
standing-draft = Concept — nog niet goedgekeurd
standing-offer = Aanbod
sample-banner = Voorbeeldprijzen — niet de prijslijst van de leverancier
quote-date = Datum van de offerte
valid-through = Geldig tot en met
cover-begins = Ingangsdatum
currency = Valuta
service-level = Serviceniveau
program = Licentieprogramma
customer = Klant
org-id = ORG ID
reference = Uw kenmerk
contact = Ter attentie van { $name }
anonymous = Klant niet genoemd
subject = { $vendor }: { $title }

## Het antwoord
answer-total = Totaal
answer-total-tax = Totaal inclusief { $tax }
answer-without-tax = zonder belasting
answer-term = Termijn
answer-common-end = tot één gezamenlijke laatste dag
answer-cover = Dekking
answer-from-through = { $from } tot en met { $through }
answer-several-terms = verschilt per licentiebezit, { $from } tot en met { $through }
months = { $count ->
    [one] { $shown } maand
   *[other] { $shown } maanden
}
years = { $count ->
    [one] { $shown } jaar
   *[other] { $shown } jaar
}
    .dative = { $count ->
        [one] { $shown } jaar
       *[other] { $shown } jaar
    }
days = { $count ->
    [one] { $shown } dag
   *[other] { $shown } dagen
}
    .dative = { $count ->
        [one] { $shown } dag
       *[other] { $shown } dagen
    }
licences = { $count ->
    [one] { $shown } licentie
   *[other] { $shown } licenties
}
holdings = { $count ->
    [one] { $shown } licentiebezit
   *[other] { $shown } keer licentiebezit
}

## Het beeld van de tijd
timeline-title = Dekking in de tijd
timeline-covered = Gedekt
timeline-gap = Geen dekking
timeline-term = Nieuwe termijn
timeline-more = { $count ->
    [one] en nog { $shown } licentiebezit, hieronder vermeld
   *[other] en nog { $shown } keer licentiebezit, hieronder vermeld
}
timeline-row = { $label }: gedekt tot en met { $covered }; nieuwe termijn { $from } tot en met { $through }
timeline-row-change = { $label }: { $from } tot en met { $through }
timeline-row-gap = { $label }: gedekt tot en met { $covered }; { $days } geen dekking; nieuwe termijn { $from } tot en met { $through }

## De tabel
lines-title = Wat het kost
amounts-in = Bedragen in { $currency }
column-licences = Licenties
column-srp = Adviesprijs (SRP)
column-rate = Percentage
column-unit-list = Bruto per licentie
column-discount = Korting
column-unit-net = Netto per licentie
column-annual = Per jaar
column-years = Jaren
column-forward = Nieuwe termijn
line-licences = { $owned } in bezit, { $retired } ingetrokken, { $covered } gedekt
line-covered-through = gedekt tot en met { $date }
line-release = release { $release }
line-level = { $level }
line-term = nieuwe termijn { $from } tot en met { $through }
status-renewal = Op tijd verlengd
status-grace = Binnen het respijt: { $days } geen dekking, zonder meerkosten
status-addition = Toegevoegd aan lopende dekking
status-true-up = In gebruik zonder dekking sinds { $date }
status-raise = Stijgt vanaf { $level }, tot nu toe { $amount } per licentie en jaar
status-band = { $band }: { $days } geen dekking
charge-term-discount = Korting voor { $years }
charge-term-discount-how = { $rate } van { $amount }
charge-concession = Tegemoetkoming: { $reason }
charge-concession-how = { $rate } van de nieuwe termijn na korting, { $amount }
charge-surcharge = Toeslag: { $plan }
charge-surcharge-how = { $rate } van de nieuwe termijn na korting, { $amount }
charge-licence = Licenties
charge-licence-how = { $unit } voor elk van { $licences }
charge-back-coverage = Naheffing verstreken periode
charge-back-coverage-how = { $days }, { $from } tot en met { $through }; { $daycount }: { $base } × { $share }
charge-back-coverage-times-how = { $days }, { $from } tot en met { $through }; { $daycount }: { $base } × { $multiplier } × { $share }
charge-capped = ten hoogste { $years }
charge-in-term = de onderbreking valt binnen de nieuwe termijn
charge-no-day = er worden geen dagen in rekening gebracht
charge-none-in-band = in deze staffel wordt niets geheven
charge-none-in-true-up = er wordt niets geheven
charge-penalty = Boete
charge-penalty-how = { $rate } van { $what } { $base }
charge-penalty-per-line = vast bedrag voor deze regel
charge-penalty-per-month = { $unit } per begonnen maand, { $months }
charge-penalty-per-licence = { $unit } voor elk van { $licences }
charge-penalty-at-least = ten minste { $amount }
charge-penalty-at-most = ten hoogste { $amount }
charge-penalty-waived = vervalt bij een termijn van { $years } of meer
charge-total = Totaal van deze regel
base-back-coverage = de naheffing
base-annual = de prijs per jaar
base-forward = de nieuwe termijn na korting
base-srp = adviesprijs (SRP) × licenties
base-last-annual = de laatst betaalde prijs per jaar
total-forward = Nieuwe termijnen
total-term-discount = Termijnkorting
total-concession = Tegemoetkoming
total-surcharge = Toeslag
total-licence = Licenties
total-quote-fee = Eenmalig voor deze offerte
total-back-coverage = Naheffing verstreken periode
total-penalty = Boetes
total-subtotal = Subtotaal
total-tax = { $name } { $rate }
total-total = Totaal
payments-title = Betalingen: { $plan }
column-due = Te betalen op
column-net = Bedrag
column-tax = Belasting

## Bevindingen
findings-title = Goed om te weten
severity-warning = Belangrijk
severity-notice = Let op
finding-sample-prices = De prijzen zijn voorbeelden. Ze zijn niet de prijslijst van de leverancier, en er kan niet op worden besteld.
finding-subject-to-vendor-approval = { $vendor } moet het herstel goedkeuren: alleen dan geldt deze prijs.
finding-cover-interrupted = Van { $from } tot en met { $through } is er geen ondersteuning ({ $lines }). Releases die in die tijd uitkomen, mogen daarna niet worden gebruikt.
finding-cover-interrupted-restored = Van { $from } tot en met { $through } is er geen ondersteuning ({ $lines }). Releases die in die tijd uitkomen, mogen daarna wel worden gebruikt.
finding-cover-interrupted-unstated = Van { $from } tot en met { $through } is er geen ondersteuning ({ $lines }). Vraag na of releases die in die tijd uitkomen, daarna mogen worden gebruikt.
finding-level-raised = Het serviceniveau gaat op { $date } omhoog van { $from } naar { $to } ({ $lines }).
finding-not-all-in = Een contract voor { $product } liep af op { $date } en zit niet in deze offerte. Alle licenties van een productlijn moeten worden gedekt.
finding-same-holding-twice = Twee opgaven zijn in alles gelijk ({ $lines }). Controleer of er niets dubbel is ingevoerd.
finding-org-id-missing = Het ORG ID van de klant ontbreekt: de regels gelden per ORG ID.
finding-already-aligned = { $product } is al gedekt tot en met { $date } en is hier weggelaten.
finding-uplift-capped = De prijs stijgt ten hoogste { $rate } ten opzichte van de laatst betaalde prijs: { $amount } minder per licentie per jaar ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } bereikt het einde van de levensduur op { $date }, binnen de nieuwe termijn ({ $lines }). Daarna zijn er geen beveiligingsupdates, technische ondersteuning en downloads meer voor deze release.
finding-end-of-life-extended = Verlengde ondersteuning is mogelijk tot { $extended }, onder een apart contract.
finding-service-level-mismatch = Andere softwarecontracten hebben een ander niveau dan { $quoted }: { $others }. Geleverd wordt het laagste niveau, { $delivered }; er wordt niets terugbetaald.
finding-service-level-other = { $product } op { $level }
finding-retirement-is-permanent = { $licences } worden voorgoed ingetrokken en kunnen niet opnieuw worden gedekt.
finding-needs-approval = De tegemoetkoming van { $rate } ({ $reason }) is meer dan de { $max } die zonder goedkeuring mag: deze offerte is een concept totdat zij is goedgekeurd.
finding-no-refund = Wat betaald is, wordt niet terugbetaald.
finding-customer-success-manager-always = { $level } geeft bij elk cloudcontract een Customer Success Manager.
finding-customer-success-manager-not-delivered = Bij { $level } kan een Customer Success Manager horen, maar geleverd wordt { $delivered }, en daar hoort er geen bij.
finding-customer-success-manager-met = Bij { $level } voor cloud hoort een Customer Success Manager: de jaarwaarde van { $value } haalt de vereiste { $threshold }.
finding-customer-success-manager-missing = Bij { $level } voor cloud hoort een Customer Success Manager vanaf een jaarwaarde van { $threshold }; de genoemde contracten zijn samen { $value } waard, zodat { $missing } ontbreekt.
finding-customer-success-manager-no-value = { $count ->
    [one] Van { $shown } contract is de jaarwaarde niet opgegeven.
   *[other] Van { $shown } contracten is de jaarwaarde niet opgegeven.
}
on-line = { $count ->
    [one] regel { $shown }
   *[other] regels { $shown }
}

## Wat het serviceniveau geeft
benefits-title = Wat { $level } geeft
benefits-next-title = Wat { $level } geeft, naast { $next }
benefit-yes = ja
benefit-no = nee
benefit = Voordeel

## Voorwaarden en voet
conditions-title = Voorwaarden
condition-english = niet vertaald
page-of = Pagina { $page } van { $pages }
foot-book = { $id } { $version }, van kracht vanaf { $from }
foot-receipt = Rekenbewijs { $receipt }
acceptance-title = Akkoord
acceptance-text = Met een handtekening vraagt u om een order onder deze voorwaarden. De leverancier moet die bevestigen.
acceptance-name = Naam
acceptance-date = Datum
acceptance-signature = Handtekening
acceptance-purchase-order = Inkooporder

## Dagtellingen
daycount-actual-365 = dagen gedeeld door 365
daycount-actual-360 = dagen gedeeld door 360
daycount-actual-actual = hele jaren, en dagen gedeeld door de lengte van het jaar
daycount-30-360 = maanden van 30 dagen gedeeld door 360
daycount-calendar-month = kalendermaanden
daycount-month-and-day = hele maanden, en dagen gedeeld door 365
daycount-months-up = begonnen maanden
daycount-years-up = begonnen jaren

## De berekening
explain-title = Hoe elk bedrag tot stand komt
explain-totals = Totalen
explain-waiting = Dekking vanaf { $date }, { $days } later
explain-rounded = afgerond { $mode } op { $unit }
explain-at-least = het grootste van { $inputs }
explain-at-most = het kleinste van { $inputs }
explain-shortfall = wat ontbreekt tussen { $inputs }
explain-share = { $daycount }, { $from } tot en met { $through }
explain-share-capped = { $daycount }, { $from } tot en met { $through }, ten hoogste { $years }
explain-term-length = hele jaren en { $daycount }, { $from } tot en met { $through }
explain-nothing-no-gap = geen onderbreking, dus niets geheven
explain-nothing-grace = de onderbreking valt binnen het respijt, dus niets geheven
explain-nothing-from-expiry = de onderbreking valt binnen de nieuwe termijn
explain-nothing-no-day = er worden geen dagen in rekening gebracht
explain-nothing-none-in-true-up = het prijsboek heft niets voor gebruik zonder dekking
explain-nothing-first-year-included = bij de nieuwe licentie hoort het eerste jaar
explain-nothing-none-in-band = het prijsboek heft in deze staffel niets
explain-nothing-waived = vervalt bij dit aantal jaren
explain-nothing-no-term-discount = geen korting voor dit aantal jaren
explain-nothing-no-tax = de aanvraag noemt geen belasting
explain-clause = Bepaling
explain-key = Prijsboek
explain-request = Aanvraag
name-srp = adviesprijs (SRP)
name-rate = percentage
name-unit-list = bruto per licentie
name-program-discount = programmakorting
name-unit-net = netto per licentie
name-quantity = licenties
name-last-unit-net = laatst betaalde prijs per licentie
name-uplift = prijsstijging
name-unit-cap = hoogste prijs per licentie
name-annual = prijs per jaar
name-annual-at-least = laagste prijs per jaar
name-term-years = jaren
name-forward = nieuwe termijn
name-term-discount-rate = percentage termijnkorting
name-term-discount = termijnkorting
name-forward-net = nieuwe termijn na korting
name-term-share = termijn in jaren
name-concession-rate = percentage tegemoetkoming
name-concession = tegemoetkoming
name-surcharge-rate = percentage toeslag
name-surcharge = toeslag
name-gap-share = deel van een jaar
name-back-coverage-base = prijs per jaar voor de naheffing
name-back-coverage-multiplier = factor
name-back-coverage = naheffing
name-srp-of-all = adviesprijs (SRP) van alle licenties
name-last-annual = laatst betaalde prijs per jaar
name-owned = licenties in bezit
name-started-months = begonnen maanden
name-penalty-part = afzonderlijke boete
name-penalty-base = grondslag van de boete
name-penalty-rate = boetepercentage
name-penalty-unit = vaste boete
name-penalty-at-least = kleinste boete
name-penalty-at-most = grootste boete
name-penalty = boete
name-rate-from = percentage tot nu toe
name-unit-list-from = bruto per licentie tot nu toe
name-unit-net-from = netto per licentie tot nu toe
name-unit-rise = meerprijs per licentie
name-licence-discount = korting op licenties
name-unit-licence = prijs van een licentie
name-licence = licenties
name-total = totaal van de regel
name-lapse-fee = vergoeding
name-penalties-at-least = kleinste som van de boetes
name-penalty-shortfall = ontbrekende boetes
name-quote-fee = eenmalig voor deze offerte
name-paid-in-parts = in gelijke deelbetalingen betaald
name-part-of-all = deel
name-payment-part = gelijke deelbetaling
name-later-parts = latere deelbetalingen
name-later-part-count = aantal latere deelbetalingen
name-payment-net = eerste deelbetaling
name-paid-so-far = tot nu toe betaald
name-tax-so-far = belasting tot nu toe
name-tax-before = eerdere belasting
name-payment-tax = belasting op deze deelbetaling
name-payment-total = deelbetaling met belasting
name-tax-part = afzonderlijke belasting
name-subtotal = subtotaal
name-tax-rate = belastingpercentage
name-tax = belasting
name-grand-total = totaal
name-total-now = totaal nu
name-difference = meer dan nu
rounding-half-up = vanaf de helft naar boven
rounding-half-even = bij de helft naar even
rounding-up = naar boven
rounding-down = naar beneden

## Weigeringen
refused-title = Hiervoor is geen offerte mogelijk
did-you-mean = Bedoelde u “{ $nearest }”?
known-ids = Bekend in dit prijsboek: { $known }.
refusal-unknown-product-line = Er is geen productlijn “{ $given }”.
refusal-unknown-edition = Er is in deze productlijn geen editie “{ $given }”.
refusal-unknown-release = Er is in deze productlijn geen release “{ $given }”.
    .none = Laat de release weg: van deze productlijn is er geen bekend.
refusal-unknown-service-level = Er is geen serviceniveau “{ $given }”.
refusal-unknown-program = Er is geen licentieprogramma “{ $given }”.
refusal-unknown-payment = Er is geen betaalplan “{ $given }”.
    .none = Laat het betaalplan weg: dit prijsboek heeft er geen.
refusal-unknown-choice = Er is geen regeling “{ $given }” om te kiezen.
    .none = Laat de regeling weg: dit prijsboek kent er geen om te kiezen.
refusal-no-book-none = Er is geen prijsboek geladen.
    .hint = Noem een map met prijsboeken.
refusal-no-book-which = Er zijn meer prijsboeken geladen en de aanvraag noemt er geen.
    .hint = Noem er een: { $known }.
refusal-no-book-unknown = Er is geen prijsboek “{ $given }”.
refusal-no-book-early = Op { $day } is nog geen prijsboek “{ $book }” van kracht: het eerste begint op { $first }.
    .hint = Kies een offertedatum vanaf { $first }, of voeg een eerder prijsboek toe.
refusal-no-book-ended = Op { $day } is geen prijsboek “{ $book }” meer van kracht: het laatste eindigde op { $through }.
    .hint = Kies een offertedatum tot en met { $through }, of voeg een later prijsboek toe.
refusal-no-price = Er is geen prijs in { $currency }.
    .hint = Er zijn prijzen in { $known }.
refusal-no-rate = Er is geen percentage voor { $level } bij de status “{ $status }”.
    .hint = Kies een ander serviceniveau, of vraag de beheerder van het prijsboek om een percentage.
refusal-term-not-offered = Een termijn van { $years } wordt niet aangeboden.
    .hint = Kies een termijn van { $min } tot en met { $max } jaar.
refusal-no-common-end = Dit prijsboek laat niet alle termijnen op één dag eindigen.
    .hint = Laat de gezamenlijke laatste dag weg en kies een termijn van { $min } tot en met { $max } jaar.
refusal-common-end = Van { $from } tot en met { $through } is geen termijn die wordt aangeboden: het moeten { $min } tot en met { $max } jaar zijn.
    .hint = Kies een andere gezamenlijke laatste dag.
refusal-start-in-the-past = De dekking kan niet ingaan op { $start }, vóór de offertedatum { $date }.
    .hint = Kies { $date } of later als ingangsdatum.
refusal-too-early = Deze verlenging is te koop vanaf { $date }, { $months } voordat de ondersteuning afloopt.
    .hint = Vraag de offerte op { $date } of later opnieuw aan.
refusal-payment-not-offered = Het betaalplan “{ $plan }” is voor deze offerte niet mogelijk.
    .hint = Wijzigingen van lopende ondersteuning worden in één keer betaald: laat het betaalplan weg.
    .common-end = Bij één gezamenlijke laatste dag wordt alles in één keer betaald: laat het betaalplan weg.
refusal-retired-exceeds-owned = Er zouden er { $retired } worden ingetrokken, meer dan de { $owned } in bezit.
    .hint = Trek er ten hoogste zoveel in als er in bezit zijn.
refusal-nothing-to-cover = Alle licenties worden ingetrokken: er blijft niets te dekken over.
    .hint = Laat dit licentiebezit weg, of trek minder licenties in.
refusal-nothing-owned = Er zijn geen licenties in bezit: er valt niets te dekken.
    .hint = Laat dit licentiebezit weg, of vul in hoeveel licenties er in bezit zijn.
refusal-partial-coverage = Er zouden er { $stated } worden gedekt, maar de all-in regel vraagt alle { $due }.
    .hint = Dek alle licenties, of trek voorgoed in wat niet meer in gebruik is.
refusal-mixed-service-levels = Software op verschillende serviceniveaus in één offerte: { $levels }.
    .hint = Kies één serviceniveau voor alle software; hardware mag afwijken.
refusal-upgrade = Een overstap naar { $to } geldt voor alle software, maar { $product } blijft tot en met { $date } op { $level }.
    .hint = Verhoog ook dat contract, of verleng op het huidige niveau.
refusal-release-end-of-life = Release { $release } bereikte het einde van de levensduur op { $date }: daarvoor is geen dekking.
    .hint = Stap eerst over op een latere release.
    .extended = Verlengde ondersteuning is mogelijk tot { $extended }, onder een apart contract.
refusal-reinstatement-not-offered = Na { $days } zonder dekking is herstel niet meer mogelijk.
    .hint = De laatste dag was { $date }. Koop in plaats daarvan nieuwe licenties.
    .never = Het prijsboek biedt geen herstel. Koop in plaats daarvan nieuwe licenties.
refusal-quoted-by-vendor = Na zo lange tijd zonder ondersteuning kan alleen { $vendor } een prijs noemen ({ $band }).
    .hint = Vraag { $vendor } om een offerte.
refusal-release-needed = De prijs hangt af van de release die in gebruik is, en die is niet genoemd.
    .hint = Noem de release. Bekend zijn: { $known }.
refusal-last-price-missing = De prijs hangt af van wat een licentie het laatst kostte, en dat is niet opgegeven.
    .hint = Geef de laatst betaalde prijs per licentie per jaar op.
refusal-mid-term-not-offered = Dit prijsboek heeft geen prijs voor wijzigingen van lopende ondersteuning.
    .hint = Laat de wijziging weg, of vraag die aan bij de volgende verlenging.
refusal-true-up-not-offered = Dit prijsboek heeft geen prijs voor licenties die zonder ondersteuning zijn gebruikt.
    .hint = Vraag het de leverancier, of laat weg sinds wanneer ze zijn gebruikt.
refusal-contract-not-running = De ondersteuning eindigt op { $ends }, vóór de wijziging op { $start }.
    .hint = Vraag in plaats daarvan een verlenging aan.
refusal-used-since-not-past = Het gebruik zonder ondersteuning zou beginnen op { $since }, niet vóór { $start }.
    .hint = Geef de dag op waarop de licenties voor het eerst zijn gebruikt, of laat die weg.
refusal-not-a-raise = { $to } is geen verhoging ten opzichte van { $from }: het niveau is niet hoger, of het kost niet meer.
    .hint = Kies een hoger serviceniveau.
refusal-order-too-small = De bestelling komt uit op { $subtotal }; het minimum is { $least }.
    .hint = Voeg licenties of jaren toe, of bestel er iets anders bij.
refusal-term-consumed = De nieuwe termijn zou eindigen op { $through }, voordat de dekking ingaat op { $start }.
    .hint = Kies een langere termijn.
refusal-amount-too-large = Een bedrag is te groot om te berekenen.
    .hint = Controleer het aantal licenties.

## Keuzes
options-title = Wat u nog meer kunt doen
terms-title = Een andere termijn
terms-text = Dezelfde dekking voor een ander aantal jaren.
column-term = Termijn
column-cover-through = Gedekt tot en met
column-total = Totaal
column-per-year = Per jaar
terms-not-possible = niet mogelijk
levels-title = Een ander serviceniveau
levels-text = Hetzelfde op een ander serviceniveau.
column-level = Serviceniveau
choices-title = Een andere regeling
choices-text = Hetzelfde volgens een andere regeling voor een onderbreking.
column-choice = Regeling
waiting-title = Wachten
waiting-text = Wat het kost als de dekking later ingaat, tegen de prijzen van vandaag. Tot dan is er geen ondersteuning.
waiting-text-renewal = Wat het kost als u later verlengt, tegen de prijzen van vandaag. Na de laatste gedekte dag is er geen ondersteuning.
waiting-text-change = Wat het kost als de wijziging later ingaat, tegen de prijzen van vandaag.
column-start = Ingangsdatum
column-later = Later
column-change = Wat er die dag verandert
column-difference = Meer dan nu
waiting-now = nu
waiting-change = { $lines }: { $status }
waiting-more = { $count ->
    [one] Op nog { $shown } dag verspringt het totaal, met een kleiner bedrag.
   *[other] Op nog { $shown } dagen verspringt het totaal, met een kleiner bedrag.
}
waiting-jump = { $amount } op die dag
waiting-price-begins = vanaf deze dag te bestellen
waiting-price-ends = vanaf deze dag niet mogelijk
waiting-not-possible = Vanaf { $date } is er geen prijs meer.
waiting-plot = Het totaal naar de dag waarop de dekking ingaat: { $first } op { $from }, { $last } op { $through }.
waiting-plot-refused = Het totaal naar de dag waarop de dekking ingaat: { $first } op { $from }; vanaf { $until } is het niet meer mogelijk.
status-name-renewal = verlenging
status-name-grace = respijt
status-name-refused = niet meer mogelijk
buying-title = Nieuwe licenties kopen
buying-text = Nieuwe licenties in plaats van dekking voor de oude: bij elk hoort het eerste jaar ondersteuning. Alleen licenties tellen mee, niet het werk van de overstap.
buying-text-extra = Nieuwe licenties in plaats van dekking voor de oude, met hun ondersteuning. Alleen licenties tellen mee, niet het werk van de overstap.
buying-cheaper-now = Nieuw kopen is nu goedkoper.
buying-cheaper-from = Nieuw kopen is goedkoper vanaf { $date }.
buying-never-cheaper = In de komende { $days } wordt nieuw kopen niet goedkoper.
buying-only-way = Vanaf { $date } kunnen de oude licenties niet meer worden gedekt: dan is nieuw kopen de enige weg.
buying-licences-alone = Nieuwe licenties
buying-only-way-now = De oude licenties kunnen niet meer worden gedekt: nieuw kopen is de enige weg.
column-what = Wat
buying-licences = Nieuwe licenties met hun eerste jaar
buying-support = Ondersteuning voor nog { $years }
buying-tax = { $name } { $rate }
buying-total = Totaal
compare-title = Keuzes

## De pagina van de raming
page-title = Wat kost het om support te verlengen?
page-lead = Een raming voor software die u al bezit: op tijd, of nadat de dekking is verlopen. Het is geen aanbod, en wat u invult wordt niet bewaard.
page-example = Dit is een voorbeeld. Vul uw eigen gegevens in.
page-language = Taal
page-skip = Naar de uitkomst
page-holding = Licentiebezit { $number }
page-whole = Voor de hele raming
page-release-and-level = Release en eigen serviceniveau
page-dates = Datums
page-choose = Maak een keuze
page-optional = (niet verplicht)
page-calculate = Berekenen
page-add = Licentiebezit toevoegen
page-remove = Licentiebezit { $number } weghalen
page-pdf = Downloaden als PDF
page-link = Link naar deze raming
page-copy = Link kopiëren
page-copied = De link is gekopieerd.
page-news = { $label } is { $total }
labelled = { $label }: { $text }
page-how = Hoe dit tot stand komt
page-see = Wat u kunt doen
page-no-total = Nog geen prijs
page-failed = De prijs kon niet opnieuw worden berekend. Kies “Berekenen” om het nog eens te proberen.
page-wrong = { $count ->
    [one] { $shown } veld vraagt uw aandacht
   *[other] { $shown } velden vragen uw aandacht
}
page-wrong-text = De prijs verschijnt hier zodra de gemarkeerde velden in orde zijn.
page-refused-text = De regels geven hiervoor geen prijs. Hier staat waarom, en wat u kunt doen.
fault-not-found = Op dit adres staat niets
fault-not-found-text = De raming is één pagina; dit is niet haar adres.
fault-busy = Er wordt nu te veel gevraagd
fault-busy-text = Wacht even en probeer het opnieuw. Er gaat niets verloren: wat u hebt ingevuld, staat in het adres van deze pagina.
fault-other = Dit is niet gelukt
fault-other-text = Probeer het opnieuw. Wat u hebt ingevuld, staat in het adres van deze pagina.
fault-home = Naar de raming

## De velden van de pagina
field-book = Prijsboek
field-product-line = Product
field-edition = Editie
field-owned = Licenties in bezit
field-retire = In te trekken licenties
    .help = Niet meer in gebruik, en voorgoed opgegeven
field-covered-through = Laatste dag met dekking
field-release = Release
    .none = niet bekend
field-own-level = Eigen serviceniveau
    .none = zoals de hele raming
field-quote-date = Offertedatum
    .help = Prijzen van deze dag; de link bewaart hem
field-start = Ingangsdatum van de dekking
    .help = Leeg gelaten: de offertedatum

## Wat er mis is met een veld
problem-missing-key = Dit ontbreekt nog.
    .hint = Vul het in.
problem-wrong-type = “{ $given }” is geen geheel getal.
    .hint = Schrijf alleen cijfers, bijvoorbeeld 500.
problem-out-of-range = “{ $given }” valt buiten de grenzen.
    .hint = Getallen beginnen bij 0; datums liggen tussen 1900 en 2199.
problem-bad-date = “{ $given }” is geen datum.
    .hint = Schrijf jaar-maand-dag, bijvoorbeeld 2026-11-24, van een dag die bestaat.
problem-text-too-long = Deze tekst heeft meer dan { $most } tekens.
    .hint = Maak hem korter.
problem-control-character = Er staat een onzichtbaar teken in deze tekst.
    .hint = Kies opnieuw uit de lijst.
problem-unknown-currency = “{ $given }” is geen valuta.
    .hint = Kies er een uit de lijst.
problem-unknown-language = Er is geen pagina in de taal “{ $given }”.
    .hint = Kies een van de vier talen.
problem-unknown-key = In de link staat “{ $given }”, en dat kent deze pagina niet.
    .hint = Kies “Berekenen” om het weg te laten.
problem-syntax = In de link staat “{ $given }” twee keer.
    .hint = Kies “Berekenen” om de laatste te houden.
problem-list-too-long = Meer dan { $most } keer licentiebezit past niet in één raming.
    .hint = Verdeel het over meer ramingen.
problem-empty-list = Er is geen licentiebezit.
    .hint = Voeg het toe.

## Talen en opsommingen
list-and = { $start } en { $last }
