# Woorden van documenten, Nederlands. Getallen, data en bedragen komen al uitgeschreven binnen.

## Koppen
title-draft = { $title } — concept
sample-banner = Voorbeeldprijzen — niet de prijslijst van de leverancier
quote-date = Offertedatum
valid-through = Geldig tot en met
cover-begins = Ingangsdatum
currency = Valuta
service-level = Serviceniveau
program = Licentieprogramma
customer = Klant
org-id = ORG ID
reference = Uw kenmerk
contact = Ter attentie van { $name }
anonymous = Niet opgegeven
subject = { $vendor }: { $title }
quote-renewal = Verlengingsofferte
quote-reinstatement = Offerte reinstatement (heractivering) support
quote-change = Wijziging support
estimate-renewal = Prijsindicatie verlenging support
estimate-reinstatement = Prijsindicatie reinstatement (heractivering) support
estimate-change = Prijsindicatie wijziging support
says-estimate = Vrijblijvend: hieraan kunnen geen rechten worden ontleend en hiermee kan niet worden besteld
says-quote = Geldig tot en met { $date }
says-quote-subject = Geldig tot en met { $date }, onder voorbehoud van de punten onder “{ $title }”
says-draft = Concept: niet versturen of ondertekenen
files-written = Geschreven bestanden
files-none = Geen bestand geschreven
draft-banner = CONCEPT — nog nodig: goedkeuring van de extra korting van { $rate }
draft-banner-not-sent = CONCEPT — nog niet verstuurd
quote-number = Offertenummer
estimate-date = Datum van de prijsindicatie
purchase-order = Uw inkoopordernummer (PO)
customer-tax-id = Btw-nummer { $id }
seller-contact = Uw contactpersoon

## Het antwoord
answer-total-tax = Totaal incl. { $tax }
answer-without-tax = excl. btw
answer-without-named-tax = excl. { $tax }
answer-without-taxes = excl. belasting
answer-term = Looptijd
answer-common-end = tot één gezamenlijke einddatum
answer-cover = Supportperiode
answer-from-through = { $from } tot en met { $through }
answer-several-terms = verschilt per product, { $from } tot en met { $through }
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
    [one] { $shown } product
   *[other] { $shown } producten
}

## Het beeld van de tijd
timeline-title = Support in de tijd
timeline-covered = Met support
timeline-gap = Zonder support
timeline-term = Nieuwe looptijd
timeline-more = Vervolg achteraan, onder “{ $title }”: { $lines }
timeline-row = { $label }: support tot en met { $covered }; nieuwe looptijd { $from } tot en met { $through }
timeline-row-change = { $label }: { $from } tot en met { $through }
timeline-row-gap = { $label }: support tot en met { $covered }; { $days } zonder support; nieuwe looptijd { $from } tot en met { $through }

## De tabel
lines-title = Prijsopbouw
annex-title = Bijlage: berekening per product
lines-continued = (vervolg)
overview-sum = Totaal { $product }
overview-text = De berekening van elk bedrag staat in de bijlage.
amounts-in = Bedragen in { $currency }
column-licences = Licenties
column-srp = Adviesprijs (SRP)
column-rate = % van adviesprijs
column-unit-list = Jaarprijs per licentie, bruto
column-discount = Korting
column-unit-net = Jaarprijs per licentie, netto
column-annual = Per jaar
column-years = Jaren
column-forward = Nieuwe looptijd
line-licences = { $owned } in bezit, { $retired } vervallen, { $covered } met support
line-covered-through = support tot en met { $date }
line-release = release { $release }
line-level = { $level }
line-sku = artikelnummer { $skus }
line-term = nieuwe looptijd { $from } tot en met { $through }
status-renewal = Op tijd verlengd
status-grace = Binnen de respijtperiode (grace period): { $days } zonder support, geen meerkosten
status-addition = Toegevoegd aan lopende support
status-true-up = In gebruik zonder support sinds { $date }
status-raise = Overstap van { $level }, tot nu toe { $amount } per licentie per jaar
status-band = { $band }: { $days } zonder support
charge-term-discount = Meerjarenkorting voor { $years }
charge-term-discount-how = { $rate } van { $amount }
charge-concession = Extra korting: { $reason }
charge-concession-how = { $rate } van de nieuwe looptijd na korting, { $amount }
charge-surcharge = Toeslag gespreide betaling: { $plan }
charge-surcharge-how = { $rate } van de nieuwe looptijd na korting, { $amount }
charge-licence = Licenties
charge-licence-how = { $unit } × { $licences }
charge-back-coverage = Terugwerkende support over de periode zonder support
charge-back-coverage-how = { $days }, { $from } tot en met { $through }; { $daycount }: { $base } × { $share }
charge-back-coverage-times-how = { $days }, { $from } tot en met { $through }; { $daycount }: { $base } × { $multiplier } × { $share }
charge-capped = ten hoogste { $years }
charge-in-term = de periode zonder support valt binnen de nieuwe looptijd
charge-no-day = er worden geen dagen in rekening gebracht
charge-none-in-band = in deze staffel geen toeslag
charge-none-in-true-up = geen toeslag
charge-penalty = Reinstatement-toeslag
charge-penalty-how = { $rate } van { $what } ({ $base })
charge-penalty-per-line = vast bedrag voor dit product
charge-penalty-per-month = { $unit } per begonnen maand, { $months }
charge-penalty-per-licence = { $unit } × { $licences }
charge-penalty-at-least = ten minste { $amount }
charge-penalty-at-most = ten hoogste { $amount }
charge-penalty-waived = vervalt bij een looptijd van { $years } of meer
charge-total = Totaal product { $number }
base-back-coverage = de terugwerkende support
base-annual = de jaarprijs
base-forward = de nieuwe looptijd na korting
base-srp = adviesprijs (SRP) × licenties
base-last-annual = de laatst betaalde jaarprijs
total-forward = Support voor de nieuwe looptijd
total-term-discount = Meerjarenkorting
total-concession = Extra korting
total-surcharge = Toeslag gespreide betaling
total-licence = Licenties
total-quote-fee = Eenmalige toeslag voor de hele offerte
total-back-coverage = Terugwerkende support
total-penalty = Reinstatement-toeslag
total-subtotal = Totaal
total-tax = { $name } { $rate }
payments-title = Betalingsschema: { $plan }
column-due = Vervaldatum
column-amount = Bedrag
column-tax = Belasting

## Bevindingen
findings-title = Aandachtspunten
severity-warning = Belangrijk
severity-notice = Opmerking
finding-sample-prices = De prijzen zijn voorbeelden. Het is niet de prijslijst van de leverancier; op basis hiervan kan niet worden besteld.
finding-subject-to-vendor-approval = Reinstatement is onder voorbehoud van goedkeuring door { $vendor }; alleen dan geldt deze prijs.
finding-cover-interrupted = Van { $from } tot en met { $through } is er geen support ({ $lines }). Releases die in die periode uitkomen, mogen daarna niet worden gebruikt.
finding-cover-interrupted-restored = Van { $from } tot en met { $through } is er geen support ({ $lines }). Releases die in die periode uitkomen, mogen daarna wel worden gebruikt.
finding-cover-interrupted-unstated = Van { $from } tot en met { $through } is er geen support ({ $lines }). Vraag na of releases die in die periode uitkomen, daarna mogen worden gebruikt.
finding-earliest = { $date } (op zijn vroegst)
finding-level-raised = Op { $date } gaat het serviceniveau van { $from } naar { $to } ({ $lines }).
finding-not-all-in = De support voor { $product } is op { $date } afgelopen en is hier niet inbegrepen. Alle licenties van een productlijn moeten support hebben.
finding-same-holding-twice = Twee regels zijn in alles gelijk ({ $lines }). Controleer of er niets dubbel is ingevoerd.
finding-org-id-missing = Het ORG ID van de klant ontbreekt: de regels gelden per ORG ID.
finding-already-aligned = { $product } heeft al support tot en met { $date } en is hier weggelaten.
finding-uplift-capped = De prijs stijgt ten hoogste { $rate } ten opzichte van de laatst betaalde prijs: { $amount } minder per licentie per jaar ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } bereikt op { $date } End of Life, binnen de nieuwe looptijd ({ $lines }). Daarna zijn er geen beveiligingsupdates, technische support en downloads meer voor deze release.
finding-end-of-life-extended = Extended Support is mogelijk tot { $extended }, met een apart contract.
finding-service-level-mismatch = Andere softwarecontracten hebben een ander serviceniveau dan { $quoted }: { $others }. Geleverd wordt alleen het laagste niveau, { $delivered }; er wordt niets terugbetaald.
finding-service-level-other = { $product } op { $level }
finding-retirement-is-permanent = { $count ->
    [one] { $shown } licentie vervalt definitief: support is daarvoor niet meer te krijgen.
   *[other] { $shown } licenties vervallen definitief: support is daarvoor niet meer te krijgen.
}
finding-needs-approval = De extra korting van { $rate } ({ $reason }) is meer dan de { $max } die zonder goedkeuring is toegestaan: deze offerte is een concept totdat zij is goedgekeurd.
finding-no-refund = Betaalde bedragen worden niet gerestitueerd.
finding-customer-success-manager-always = { $level } omvat bij elk cloudcontract een Customer Success Manager.
finding-customer-success-manager-not-delivered = { $level } kan een Customer Success Manager omvatten, maar geleverd wordt { $delivered }, en daar hoort er geen bij.
finding-customer-success-manager-met = { $level } voor cloud omvat een Customer Success Manager: de jaarwaarde van { $value } haalt de vereiste { $threshold }.
finding-customer-success-manager-missing = { $level } voor cloud omvat een Customer Success Manager vanaf een jaarwaarde van { $threshold }. De opgegeven contracten zijn samen { $value }; het verschil is { $missing }.
finding-customer-success-manager-no-value = { $count ->
    [one] Van { $shown } contract is de jaarwaarde niet opgegeven.
   *[other] Van { $shown } contracten is de jaarwaarde niet opgegeven.
}
on-line = { $count ->
    [one] product { $shown }
   *[other] producten { $shown }
}

## Wat het serviceniveau geeft
benefit-yes = ja
benefit-no = nee
benefit-from = vanaf { $amount }
benefit-up-to = tot en met { $amount }
benefit = Dienst
benefits-levels-title = Serviceniveaus vergeleken
benefits-alike = Op elk niveau: { $benefits }

## Voorwaarden en voet
conditions-title = Voorwaarden
condition-english = alleen in het Engels
page-of = Pagina { $page } van { $pages }
foot-book = { $id } { $version }, geldig vanaf { $from }
foot-receipt = Berekeningskenmerk { $receipt }
foot-register = register { $head }
acceptance-title = Akkoord
acceptance-text = Door ondertekening plaatst u een bestelling onder deze voorwaarden, onder voorbehoud van acceptatie door de leverancier.
acceptance-name = Naam
acceptance-date = Datum
acceptance-signature = Handtekening
mail-subject = Offerte { $document } voor { $customer }
mail-greeting = Geachte { $name },
mail-greeting-nobody = Geachte heer/mevrouw,
mail-body = In de bijlage vindt u onze offerte { $document } van { $total }, geldig tot en met { $day }.
mail-link = U kunt de offerte hier bekijken en accepteren:
mail-closing = Met vriendelijke groet,
accepted-statement = Namens { $customer } ga ik akkoord met offerte { $document } van { $total }, geldig tot en met { $day }.
acceptance-purchase-order = Inkoopordernummer (PO)
conditions-terms = Daarnaast gelden de algemene voorwaarden van { $name }:
conditions-reference = De aandachtspunten en voorwaarden van het volledige document met berekeningskenmerk { $receipt } zijn van toepassing.
internal-banner = INTERN — niet voor de klant
internal-title = Intern: voor de verkoper
internal-value = Waarde
internal-max = Korting die zonder goedkeuring mag worden gegeven
internal-given = Gegeven korting
internal-last = Laatst betaalde jaarprijs per licentie, regel { $number }
acceptance-function = Functie
acceptance-place = Plaats

## Dagtellingen
daycount-actual-365 = werkelijk aantal dagen / 365
daycount-actual-360 = werkelijk aantal dagen / 360
daycount-actual-actual = hele jaren, en dagen / lengte van het jaar
daycount-30-360 = maanden van 30 dagen / 360
daycount-calendar-month = kalendermaanden
daycount-month-and-day = hele maanden, en dagen / 365
daycount-months-up = begonnen maanden
daycount-years-up = begonnen jaren

## De berekening
explain-title = Zo is elk bedrag berekend
explain-totals = Totalen
explain-waiting = Support vanaf { $date }, { $days } later
explain-rounded = afgerond op { $unit } ({ $mode })
explain-at-least = het hoogste van { $inputs }
explain-at-most = het laagste van { $inputs }
explain-shortfall = het verschil tussen { $inputs }
explain-share = { $daycount }, { $from } tot en met { $through }
explain-share-capped = { $daycount }, { $from } tot en met { $through }, ten hoogste { $years }
explain-term-length = hele jaren en { $daycount }, { $from } tot en met { $through }
explain-nothing-no-gap = geen periode zonder support, dus geen toeslag
explain-nothing-grace = binnen de respijtperiode (grace period), dus geen toeslag
explain-nothing-from-expiry = de periode zonder support valt binnen de nieuwe looptijd
explain-nothing-no-day = er worden geen dagen in rekening gebracht
explain-nothing-none-in-true-up = volgens het prijsboek geen toeslag voor gebruik zonder support
explain-nothing-first-year-included = de nieuwe licentie is inclusief het eerste jaar
explain-nothing-none-in-band = volgens het prijsboek geen toeslag in deze staffel
explain-nothing-waived = vervalt bij dit aantal jaren
explain-nothing-no-term-discount = geen korting voor dit aantal jaren
explain-nothing-no-tax = de aanvraag noemt geen belasting
explain-clause = Bepaling
explain-key = Bron: prijsboek { $version }, { $key }
explain-request = Bron: aanvraag, { $key }
name-srp = adviesprijs (SRP)
name-rate = percentage van de adviesprijs
name-unit-list = jaarprijs per licentie, bruto
name-program-discount = programmakorting
name-unit-net = jaarprijs per licentie, netto
name-quantity = licenties
name-last-unit-net = laatst betaalde jaarprijs per licentie
name-uplift = prijsstijging
name-unit-cap = hoogste jaarprijs per licentie
name-annual = jaarprijs
name-annual-at-least = laagste jaarprijs
name-term-years = jaren
name-forward = nieuwe looptijd
name-term-discount-rate = percentage meerjarenkorting
name-term-discount = meerjarenkorting
name-forward-net = nieuwe looptijd na korting
name-term-share = looptijd in jaren
name-concession-rate = percentage extra korting
name-concession = extra korting
name-surcharge-rate = toeslagpercentage gespreide betaling
name-surcharge = toeslag gespreide betaling
name-gap-share = deel van een jaar
name-back-coverage-base = jaarprijs voor terugwerkende support
name-back-coverage-multiplier = factor
name-back-coverage = terugwerkende support
name-srp-of-all = adviesprijs (SRP) van alle licenties
name-last-annual = laatst betaalde jaarprijs
name-owned = licenties in bezit
name-started-months = begonnen maanden
name-penalty-part = afzonderlijke reinstatement-toeslag
name-penalty-base = grondslag van de reinstatement-toeslag
name-penalty-rate = toeslagpercentage
name-penalty-unit = vaste reinstatement-toeslag
name-penalty-at-least = minimale reinstatement-toeslag
name-penalty-at-most = maximale reinstatement-toeslag
name-penalty = reinstatement-toeslag
name-rate-from = percentage van de adviesprijs tot nu toe
name-unit-list-from = jaarprijs per licentie tot nu toe, bruto
name-unit-net-from = jaarprijs per licentie tot nu toe, netto
name-unit-rise = meerprijs per licentie per jaar
name-licence-discount = korting op licenties
name-unit-licence = prijs van een licentie
name-licence = licenties
name-total = totaal van het product
name-lapse-fee = eenmalige toeslag na een onderbreking
name-penalties-at-least = minimum voor alle reinstatement-toeslagen samen
name-penalty-shortfall = verschil met het minimum
name-quote-fee = eenmalige toeslag voor de hele offerte
name-paid-in-parts = in gelijke termijnbedragen betaald
name-part-of-all = deel
name-payment-part = gelijk termijnbedrag
name-later-parts = latere termijnbedragen
name-later-part-count = aantal latere termijnbedragen
name-payment-net = eerste termijnbedrag
name-paid-so-far = tot nu toe betaald
name-tax-so-far = belasting tot nu toe
name-tax-before = eerdere belasting
name-payment-tax = belasting op dit termijnbedrag
name-payment-total = termijnbedrag met belasting
name-tax-part = afzonderlijke belasting
name-subtotal = totaal vóór belasting
name-tax-rate = belastingpercentage
name-tax = belasting
name-grand-total = totaal te betalen
name-total-now = totaal nu
name-difference = meerkosten
rounding-half-up = vanaf de helft naar boven
rounding-half-even = precies de helft naar het even cijfer
rounding-up = naar boven
rounding-down = naar beneden

## Weigeringen
refused-title = Hiervoor kunnen wij geen prijs berekenen
did-you-mean = Bedoelde u “{ $nearest }”?
known-ids = Bekend in dit prijsboek: { $known }.
refusal-unknown-product-line = Er is geen productlijn “{ $given }”.
refusal-unknown-edition = Er is in deze productlijn geen editie “{ $given }”.
refusal-unknown-release = Er is in deze productlijn geen release “{ $given }”.
    .none = Laat de release weg: van deze productlijn is er geen bekend.
refusal-unknown-service-level = Er is geen serviceniveau “{ $given }”.
refusal-unknown-program = Er is geen licentieprogramma “{ $given }”.
refusal-unknown-payment = Er is geen betalingsschema “{ $given }”.
    .none = Laat het betalingsschema weg: dit prijsboek heeft er geen.
refusal-unknown-choice = Er is geen regeling “{ $given }” om te kiezen.
    .none = Laat de regeling weg: dit prijsboek kent er geen om te kiezen.
refusal-no-book-none = Er is geen prijsboek geladen.
    .hint = Noem een map met prijsboeken.
refusal-no-book-which = Er zijn meer prijsboeken geladen en de aanvraag noemt er geen.
    .hint = Noem er een: { $known }.
refusal-no-book-unknown = Er is geen prijsboek “{ $given }”.
refusal-no-book-early = Op { $day } is nog geen prijsboek “{ $book }” geldig: het eerste begint op { $first }.
    .hint = Kies een offertedatum vanaf { $first }, of voeg een eerder prijsboek toe.
refusal-no-book-ended = Op { $day } is geen prijsboek “{ $book }” meer geldig: het laatste eindigde op { $through }.
    .hint = Kies een offertedatum tot en met { $through }, of voeg een later prijsboek toe.
refusal-no-price = Er is geen prijs in { $currency }.
    .hint = Er zijn prijzen in { $known }.
refusal-no-rate = Er is geen percentage voor { $level } bij de status “{ $status }”.
    .hint = Kies een ander serviceniveau, of vraag de beheerder van het prijsboek om een percentage.
refusal-term-not-offered = Een looptijd van { $years } wordt niet aangeboden.
    .hint = Kies een looptijd van { $min } tot en met { $max } jaar.
refusal-no-common-end = In dit prijsboek kunnen niet alle looptijden op dezelfde dag eindigen.
    .hint = Laat de gezamenlijke einddatum weg en kies een looptijd van { $min } tot en met { $max } jaar.
refusal-common-end = Van { $from } tot en met { $through } is geen looptijd die wordt aangeboden: het moeten { $min } tot en met { $max } jaar zijn.
    .hint = Kies een andere gezamenlijke einddatum.
refusal-start-in-the-past = De support kan niet ingaan op { $start }, vóór de offertedatum { $date }.
    .hint = Kies { $date } of later als ingangsdatum.
refusal-too-early = Deze verlenging is te bestellen vanaf { $date }, { $months } voordat de support afloopt.
    .hint = Vraag de offerte op { $date } of later opnieuw aan.
refusal-payment-not-offered = Het betalingsschema “{ $plan }” is voor deze offerte niet mogelijk.
    .hint = Wijzigingen van lopende support worden in één keer betaald: laat het betalingsschema weg.
    .common-end = Bij één gezamenlijke einddatum wordt alles in één keer betaald: laat het betalingsschema weg.
refusal-retired-exceeds-owned = Er zouden { $retired } licenties vervallen, meer dan de { $owned } in bezit.
    .hint = Laat er ten hoogste zoveel vervallen als er in bezit zijn.
refusal-nothing-to-cover = Alle licenties vervallen: er blijft niets over voor support.
    .hint = Laat dit product weg, of laat minder licenties vervallen.
refusal-nothing-owned = Er zijn geen licenties in bezit: er is niets om support voor af te nemen.
    .hint = Laat dit product weg, of vul in hoeveel licenties er in bezit zijn.
refusal-partial-coverage = Er zou support zijn voor { $stated } licenties, maar de all-in-regel vraagt alle { $due }.
    .hint = Neem support af voor alle licenties, of laat vervallen wat niet meer nodig is.
refusal-mixed-service-levels = Software op verschillende serviceniveaus in één offerte: { $levels }.
    .hint = Kies één serviceniveau voor alle software; hardware mag afwijken.
refusal-upgrade = Een overstap naar { $to } geldt voor alle software, maar { $product } blijft tot en met { $date } op { $level }.
    .hint = Stap ook met dat contract over, of verleng op het huidige niveau.
refusal-release-end-of-life = Release { $release } heeft op { $date } End of Life bereikt: daarvoor is geen support meer.
    .hint = Stap eerst over op een latere release.
    .extended = Extended Support is mogelijk tot { $extended }, met een apart contract.
refusal-reinstatement-not-offered = Na { $days } zonder support is reinstatement niet meer mogelijk.
    .hint = De laatste dag was { $date }. Schaf in plaats daarvan nieuwe licenties aan.
    .never = Reinstatement is hier niet mogelijk. Schaf in plaats daarvan nieuwe licenties aan.
refusal-quoted-by-vendor = Na zo lange tijd zonder support kan alleen { $vendor } een prijs noemen ({ $band }).
    .hint = Vraag { $vendor } om een offerte.
refusal-release-needed = De prijs hangt af van de release die in gebruik is, en die is niet opgegeven.
    .hint = Geef de release op. Bekend zijn: { $known }.
refusal-last-price-missing = De prijs hangt af van wat een licentie het laatst kostte, en dat is niet opgegeven.
    .hint = Geef de laatst betaalde jaarprijs per licentie op.
refusal-mid-term-not-offered = Dit prijsboek heeft geen prijs voor wijzigingen van lopende support.
    .hint = Laat de wijziging weg, of vraag die aan bij de volgende verlenging.
refusal-true-up-not-offered = Dit prijsboek heeft geen prijs voor licenties die zonder support zijn gebruikt.
    .hint = Vraag het de leverancier, of laat weg sinds wanneer ze in gebruik zijn.
refusal-contract-not-running = De support eindigt op { $ends }, vóór de wijziging op { $start }.
    .hint = Vraag in plaats daarvan een verlenging aan.
refusal-used-since-not-past = Het gebruik zonder support zou beginnen op { $since }, niet vóór { $start }.
    .hint = Geef de dag op waarop de licenties voor het eerst zijn gebruikt, of laat die weg.
refusal-not-a-raise = { $to } is geen stap omhoog vanaf { $from }: het niveau is niet hoger, of het kost niet meer.
    .hint = Kies een hoger serviceniveau.
refusal-order-too-small = De bestelling komt uit op { $subtotal }; het minimum is { $least }.
    .hint = Voeg licenties of jaren toe, of bestel er iets anders bij.
refusal-term-consumed = De nieuwe looptijd zou eindigen op { $through }, voordat de support ingaat op { $start }.
    .hint = Kies een langere looptijd.
refusal-amount-too-large = Een bedrag is te groot om te berekenen.
    .hint = Controleer het aantal licenties.

## Alternatieven
options-title = Alternatieven
terms-title = Looptijden vergeleken
terms-text = Dezelfde support voor een ander aantal jaren.
column-term = Looptijd
column-cover-through = Support tot en met
column-per-year = Per jaar
terms-not-possible = niet mogelijk
levels-title = Andere serviceniveaus
levels-text = Hetzelfde op een ander serviceniveau.
column-level = Serviceniveau
choices-title = Andere regelingen
choices-text = Hetzelfde volgens een andere regeling voor een onderbreking.
column-choice = Regeling
waiting-title = Later ingaan
waiting-text = De kosten bij een latere ingangsdatum, op basis van de huidige prijzen. Tot die datum is er geen support.
waiting-text-renewal = De kosten als u later verlengt, op basis van de huidige prijzen. Na de einddatum is er geen support.
waiting-text-change = De kosten als de wijziging later ingaat, op basis van de huidige prijzen.
column-start = Ingangsdatum
column-later = Uitstel
column-change = Wat er die dag verandert
column-difference = Meerkosten
waiting-now = nu
waiting-change = { $lines }: { $status }
waiting-more = { $count ->
    [one] Op nog { $shown } dag verandert het totaal, met een kleiner bedrag.
   *[other] Op nog { $shown } dagen verandert het totaal, met een kleiner bedrag.
}
waiting-jump = { $amount } op die dag
waiting-price-begins = vanaf deze dag te bestellen
waiting-price-ends = vanaf deze dag niet mogelijk
waiting-not-possible = Vanaf { $date } is er geen prijs meer.
waiting-same = Tot { $date } blijft de prijs gelijk.
waiting-steady = Tussen deze dagen blijft de prijs gelijk.
waiting-grows = Tussen deze dagen loopt de prijs per dag iets op.
waiting-steps = Tussen deze dagen stijgt de prijs in kleinere stappen.
waiting-plot = Het totaal per ingangsdatum: { $first } op { $from }, { $last } op { $through }.
waiting-plot-refused = Het totaal per ingangsdatum: { $first } op { $from }; vanaf { $until } is het niet meer mogelijk.
status-name-renewal = verlenging
status-name-grace = respijtperiode (grace period)
status-name-refused = niet meer mogelijk
buying-title = Aanschaf van nieuwe licenties
buying-text = Nieuwe licenties in plaats van support op de bestaande, elk inclusief het eerste jaar support. Alleen de licenties tellen mee, niet de kosten van de overstap.
buying-text-extra = Nieuwe licenties in plaats van support op de bestaande, met support voor de nieuwe. Alleen de licenties tellen mee, niet de kosten van de overstap.
buying-cheaper-now = Aanschaf van nieuwe licenties is nu voordeliger.
buying-cheaper-from = Aanschaf van nieuwe licenties is voordeliger vanaf { $date }.
buying-never-cheaper = In de komende { $days } wordt aanschaf van nieuwe licenties niet voordeliger.
buying-only-way = Vanaf { $date } is support op de bestaande licenties niet meer mogelijk: dan rest alleen de aanschaf van nieuwe licenties.
buying-licences-alone = Nieuwe licenties
buying-only-way-now = Support op de bestaande licenties is niet meer mogelijk: er rest alleen de aanschaf van nieuwe licenties.
column-what = Omschrijving
buying-licences = Nieuwe licenties inclusief het eerste jaar support
buying-support = { $count ->
    [one] Support voor nog { $shown } jaar
   *[other] Support voor nog { $shown } jaar
}

## De pagina van de prijsindicatie
page-title = Wat kost het om support te verlengen?
page-lead = Een prijsindicatie voor software die u al bezit: op tijd verlengd, of nadat de support is verlopen. Ze is vrijblijvend, en wat u invult wordt niet bewaard.
page-example = Dit is een voorbeeld. Vul uw eigen gegevens in.
page-language = Taal
page-skip = Naar de uitkomst
page-holding = Product { $number }
page-whole = Voor alle producten
page-release-and-level = Release en serviceniveau van dit product
page-dates = Datums
page-choose = Maak een keuze
page-optional = (optioneel)
page-calculate = Berekenen
page-add = Product toevoegen
page-remove = Product { $number } verwijderen
page-pdf = Downloaden als PDF
page-link = Link naar deze prijsindicatie
page-copy = Link kopiëren
page-copied = De link is gekopieerd.
next-text = { $issuer } kan van deze prijsindicatie een offerte maken.
next-ask = Offerte aanvragen
next-text-refused = { $issuer } kan u vertellen wat er mogelijk is.
next-ask-refused = Contact opnemen
next-subject = Offerteaanvraag: { $title }
next-mail = Graag ontvang ik een offerte op basis van deze prijsindicatie:
next-subject-refused = Vraag over support
next-mail-refused = Hiervoor vond ik geen prijs. Wat is er mogelijk?
next-mail-long = (De link is te lang voor deze e-mail: de pdf stuur ik mee.)
page-news = { $label } is { $total }
labelled = { $label }: { $text }
page-how = Zo is dit berekend
page-see = Wat u kunt doen
page-no-total = Nog geen prijs
page-failed = De prijs kon niet worden bijgewerkt. Kies “Berekenen” om het nog eens te proberen.
page-wrong = { $count ->
    [one] { $shown } veld vraagt uw aandacht
   *[other] { $shown } velden vragen uw aandacht
}
page-wrong-text = De prijs verschijnt hier zodra de gemarkeerde velden in orde zijn.
page-refused-text = Hieronder staat waarom, en wat u kunt doen.
page-stands = Deze prijsindicatie geldt tot en met { $date }.
page-stood = Deze prijsindicatie gold tot en met { $date }, en nu niet meer: de prijzen kunnen veranderd zijn.
page-anew = Berekenen met de prijzen van vandaag
page-meaning = Wat betekent “{ $label }”?
page-elsewhere = Andere lopende contracten
page-elsewhere-text = Andere supportcontracten die u bij deze leverancier hebt en die niet in deze prijsindicatie staan. Ze tellen mee voor de regels: een leverancier kan overal hetzelfde serviceniveau eisen.
page-contract = Lopend contract { $number }
page-add-contract = Contract toevoegen
page-remove-contract = Contract { $number } verwijderen
page-tax = Belasting
page-tax-text = Alleen als u het totaal inclusief belasting wilt zien.
page-glossary = Wat betekenen deze woorden?
gloss-reinstatement-name = Reinstatement (heractivering)
gloss-reinstatement = Support die weer ingaat nadat ze is verlopen.
gloss-srp = De adviesprijs van de leverancier voor een nieuwe licentie (suggested retail price). Een jaar support kost een percentage daarvan.
gloss-back-coverage = Support over de tijd waarin u geen support had; die wordt achteraf in rekening gebracht.
gloss-penalty = Wat de leverancier extra rekent omdat de support was verlopen.
fault-not-found = Op dit adres staat niets
fault-not-found-text = De prijsindicatie is één pagina, op een ander adres.
fault-busy = Het is nu te druk
fault-busy-text = Wacht even en probeer het opnieuw. Er gaat niets verloren: wat u hebt ingevuld, staat in het adres van deze pagina.
fault-other = Dit is niet gelukt
fault-other-text = Probeer het opnieuw. Wat u hebt ingevuld, staat in het adres van deze pagina.
fault-home = Naar de prijsindicatie

## De pagina achter de link van een klant
link-for = Voor { $customer }
link-valid = Geldig tot en met { $day }, tijd in { $place }
link-was-valid = Deze offerte was geldig tot en met { $day }, tijd in { $place }, en kan niet meer worden geaccepteerd. Vraag een nieuwe aan.
link-go = Accepteren of afwijzen
link-accept-title = Deze offerte accepteren
link-name = Uw naam
link-email = Uw e-mailadres
link-function = Uw functie
link-kept = Wat u invult, wordt bij de offerte bewaard, samen met het tijdstip, uw netwerkadres en uw browser.
link-accept = Offerte accepteren
link-decline-title = Deze offerte afwijzen
link-decline-text = Zodra u afwijst, werkt de link niet meer.
link-reason = Uw reden
link-reason-price = Het is te duur
link-reason-competitor = Wij kiezen een andere leverancier
link-reason-not-needed = Wij hebben het niet meer nodig
link-reason-postponed = Wij stellen het uit
link-reason-other = Een andere reden
link-decline = Offerte afwijzen
link-accepted = Deze offerte is geaccepteerd
link-accepted-text = { $name } heeft de offerte geaccepteerd op { $day } om { $time } uur, tijd in { $place }.
link-accepted-recorded = { $name } heeft de offerte geaccepteerd. Dit is vastgelegd op { $day } om { $time } uur, tijd in { $place }.
link-declined = U hebt deze offerte afgewezen
link-declined-text = Bedankt voor uw bericht. De link werkt niet meer.
link-ended = Deze link werkt niet meer
link-ended-text = De offerte waar hij naartoe leidde, geldt niet meer.
link-unknown = Bij deze link hoort geen offerte
link-unknown-text = Controleer of het adres volledig is, zoals het in het bericht staat dat u hebt ontvangen.
link-contact = { $issuer } helpt u graag verder.
link-other-document = Het formulier hoorde bij een ander document. Lees dit document voordat u het accepteert.
link-no-address = “{ $given }” is geen e-mailadres.
    .hint = Vul bijvoorbeeld naam@example.com in.
link-not-agreed = Het vakje is niet aangevinkt.
    .hint = Vink het aan om de offerte te accepteren.
link-no-reason = Er is geen reden gekozen.
    .hint = Kies de reden die het best past.
link-busy-text = Wacht even en probeer het opnieuw.
link-fault-text = Open de link opnieuw en probeer het nog eens.

## De velden van de pagina
field-book = Prijsboek
field-product-line = Product
field-edition = Editie
field-owned = Licenties in bezit
field-retire = Licenties die u niet meer nodig hebt
field-covered-through = Einddatum huidige support
field-release = Release
    .none = niet bekend
field-own-level = Serviceniveau van dit product
    .none = zoals alle producten
field-quote-date = Datum van de prijsindicatie
field-start = Ingangsdatum
field-runs-through = Einddatum van de support
field-annual-value = Waarde per jaar
field-tax-name = Naam van de belasting
field-tax-rate = Tarief

## Wat een veld uitlegt: onder het opschrift, en achter een teken
help-retire = Deze vervallen definitief
help-quote-date = De prijzen van deze dag gelden; de link bewaart de datum
help-start = Niet ingevuld: de datum van de prijsindicatie
help-service-level = Weet u het niet? Neem het eerste, en vergelijk.
help-program = Weet u het niet? Neem het eerste: dat geeft de hoogste prijs.
help-annual-value = In de valuta van de prijsindicatie
help-tax-name = Bijvoorbeeld btw
help-tax-rate = Bijvoorbeeld 21%
meaning-book = De prijzen en de regels van een leverancier.
meaning-edition = De editie bepaalt de prijs van een licentie. Ze staat op uw bestelling of uw laatste factuur.
meaning-owned = Alle licenties van dit product die u bezit, in gebruik of niet. Support geldt meestal voor allemaal of voor geen enkele.
meaning-retire = U doet definitief afstand van deze licenties (retire): ze kosten hier niets, en kunnen nooit meer support krijgen.
meaning-covered-through = De laatste dag waarop u support had, of nog hebt. Deze dag staat op uw laatste contract of factuur.
meaning-release = De versie die u gebruikt. Ze bepaalt tot wanneer de leverancier support geeft: de End of Life. Weet u het niet? Laat het dan open.
meaning-own-level = Alleen als dit product een ander niveau heeft dan de andere, zoals bij hardware kan.
meaning-service-level = Hoeveel hulp u van de leverancier krijgt, en hoe snel. Het eerste niveau is het laagste; de prijsindicatie vergelijkt wat de niveaus bieden en kosten.
meaning-answer-term = Voor hoe lang u support koopt. De prijsindicatie toont de andere looptijden ernaast.
meaning-program = De overeenkomst waaronder u licenties koopt. Ze bepaalt uw korting, en staat op uw bestelling.

## Wat er mis is met een veld
problem-missing-key = Dit ontbreekt nog.
    .hint = Vul het in.
problem-wrong-type = “{ $given }” is geen geheel getal.
    .hint = Vul alleen cijfers in, bijvoorbeeld 500.
problem-out-of-range = “{ $given }” valt buiten de grenzen.
    .hint = Getallen beginnen bij 0; datums liggen tussen 1900 en 2199.
problem-bad-date = “{ $given }” is geen datum.
    .hint = Schrijf jaar-maand-dag, bijvoorbeeld 2026-11-24, van een dag die bestaat.
problem-ambiguous-number = “{ $given }” kan twee getallen betekenen.
    .hint = Schrijf het zonder scheidingstekens, bijvoorbeeld 1250.
problem-bad-amount = “{ $given }” is geen bedrag.
    .hint = Vul bijvoorbeeld 1250 of 1250,50 in.
problem-bad-percent = “{ $given }” is geen percentage.
    .hint = Vul bijvoorbeeld 21% of 8,5% in.
problem-text-too-long = Deze tekst heeft meer dan { $most } tekens.
    .hint = Maak hem korter.
problem-control-character = Er staat een onzichtbaar teken in deze tekst.
    .hint = Kies opnieuw uit de lijst.
problem-unknown-currency = “{ $given }” is geen valuta.
    .hint = Kies er een uit de lijst.
problem-unknown-language = Er is geen pagina in de taal “{ $given }”.
    .hint = Kies een van de talen op de pagina.
problem-unknown-key = In de link staat “{ $given }”, en dat kent deze pagina niet.
    .hint = Kies “Berekenen” om het weg te laten.
problem-syntax = In de link staat “{ $given }” twee keer.
    .hint = Kies “Berekenen” om de laatste te houden.
problem-list-too-long = Meer dan { $most } producten passen niet in één prijsindicatie.
    .hint = Verdeel ze over meer prijsindicaties.
problem-empty-list = Er is geen product.
    .hint = Voeg er een toe.
problem-quote-number-not-taken = Een prijsindicatie heeft geen offertenummer.
    .hint = Haal het nummer uit de link; een offerte krijgt u op aanvraag.

## Talen en opsommingen
list-and = { $start } en { $last }
