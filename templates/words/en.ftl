# Words of documents, English. Numbers, dates and amounts arrive already written out.
# $count selects the plural and is a number; what is shown beside it arrives as text. Behind some
# prepositions German has a form of its own, .dative.

## Heads
title-draft = { $title } — draft
sample-banner = Sample prices — not the vendor’s price list
quote-date = Quote date
valid-through = Valid through
cover-begins = Start date
currency = Currency
service-level = Service level
program = Licensing programme
customer = Customer
org-id = ORG ID
reference = Your reference
contact = For the attention of { $name }
anonymous = Not given
subject = { $vendor }: { $title }
quote-renewal = Renewal quote
quote-reinstatement = Reinstatement quote
quote-change = Support change
estimate-renewal = Estimate: renewal of support
estimate-reinstatement = Estimate: reinstatement of support
estimate-change = Estimate: change of support
says-estimate = This is an estimate, not an offer; nothing can be ordered with it
says-quote = Valid through { $date }
says-quote-subject = Valid through { $date }, subject to the points under “{ $title }”
says-draft = A draft: not to be sent or signed
files-written = Files written
files-none = No file written
draft-banner = DRAFT — still missing: approval of the additional discount of { $rate }
draft-banner-not-sent = DRAFT — not sent yet
quote-number = Quote number
estimate-date = Date of the estimate
purchase-order = Your purchase order
customer-tax-id = VAT ID { $id }
seller-contact = Your contact

## The answer
answer-total-tax = Total incl. { $tax }
answer-without-tax = excl. VAT
answer-without-named-tax = excl. { $tax }
answer-without-taxes = excl. tax
answer-term = Term
answer-common-end = to one common end date
answer-cover = Support period
answer-from-through = { $from } to { $through }
answer-several-terms = different for each product, { $from } to { $through }
months = { $count ->
    [one] { $shown } month
   *[other] { $shown } months
}
years = { $count ->
    [one] { $shown } year
   *[other] { $shown } years
}
    .dative = { $count ->
        [one] { $shown } year
       *[other] { $shown } years
    }
days = { $count ->
    [one] { $shown } day
   *[other] { $shown } days
}
    .dative = { $count ->
        [one] { $shown } day
       *[other] { $shown } days
    }
licences = { $count ->
    [one] { $shown } licence
   *[other] { $shown } licences
}
holdings = { $count ->
    [one] { $shown } product
   *[other] { $shown } products
}

## The picture of the time
timeline-title = Support over time
timeline-covered = With support
timeline-gap = Without support
timeline-term = New term
timeline-more = Continued at the end, under “{ $title }”: { $lines }
timeline-row = { $label }: support through { $covered }; new term { $from } to { $through }
timeline-row-change = { $label }: { $from } to { $through }
timeline-row-gap = { $label }: support through { $covered }; { $days } without support; new term { $from } to { $through }

## The table
lines-title = Price breakdown
annex-title = Annex: calculation per product
lines-continued = (continued)
overview-sum = Total { $product }
overview-text = How each amount is calculated is in the annex.
amounts-in = Amounts in { $currency }
column-licences = Licences
column-srp = SRP
column-rate = % of SRP
column-unit-list = List price per licence per year
column-discount = Discount
column-unit-net = Net price per licence per year
column-annual = Per year
column-years = Years
column-forward = New term
line-licences = { $owned } owned, { $retired } no longer needed, { $covered } with support
line-covered-through = support through { $date }
line-release = release { $release }
line-level = { $level }
line-sku = SKU { $skus }
line-term = new term { $from } to { $through }
status-renewal = Renewed on time
status-grace = Within the grace period: { $days } without support, no extra charge
status-addition = Added to running support
status-true-up = In use without support since { $date }
status-raise = Moves up from { $level }, so far { $amount } per licence per year
status-band = { $band }: { $days } without support
charge-term-discount = Multi-year discount for { $years }
charge-term-discount-how = { $rate } of { $amount }
charge-concession = Additional discount: { $reason }
charge-concession-how = { $rate } of the new term after discount, { $amount }
charge-surcharge = Instalment surcharge: { $plan }
charge-surcharge-how = { $rate } of the new term after discount, { $amount }
charge-licence = Licences
charge-licence-how = { $unit } × { $licences }
charge-back-coverage = Back support for the lapsed period
charge-back-coverage-how = { $days }, { $from } to { $through }; { $daycount }: { $base } × { $share }
charge-back-coverage-times-how = { $days }, { $from } to { $through }; { $daycount }: { $base } × { $multiplier } × { $share }
charge-capped = at most { $years }
charge-in-term = the lapsed period lies inside the new term
charge-no-day = no day is charged
charge-none-in-band = no charge in this band
charge-none-in-true-up = no charge
charge-penalty = Reinstatement fee
charge-penalty-how = { $rate } of { $what } ({ $base })
charge-penalty-per-line = fixed amount for this product
charge-penalty-per-month = { $unit } for each started month, { $months }
charge-penalty-per-licence = { $unit } × { $licences }
charge-penalty-at-least = at least { $amount }
charge-penalty-at-most = at most { $amount }
charge-penalty-waived = waived for a term of { $years } or more
charge-total = Total for product { $number }
base-back-coverage = the back support
base-annual = the annual price
base-forward = the new term after discount
base-srp = SRP × licences
base-last-annual = the annual price last paid
total-forward = Support for the new term
total-term-discount = Multi-year discount
total-concession = Additional discount
total-surcharge = Instalment surcharge
total-licence = Licences
total-quote-fee = One-time fee for the whole quote
total-back-coverage = Back support
total-penalty = Reinstatement fee
total-subtotal = Total
total-tax = { $name } { $rate }
payments-title = Payment schedule: { $plan }
column-due = Due
column-amount = Amount
column-tax = Tax

## Findings
findings-title = Points to note
severity-warning = Important
severity-notice = Note
finding-sample-prices = The prices are samples. They are not the vendor’s price list, and they cannot be ordered from.
finding-subject-to-vendor-approval = Reinstatement is subject to approval by { $vendor }; this price holds only once it is given.
finding-cover-interrupted = From { $from } to { $through } there is no support ({ $lines }). Releases that come out in that time may not be used afterwards.
finding-cover-interrupted-restored = From { $from } to { $through } there is no support ({ $lines }). Releases that come out in that time may be used afterwards.
finding-cover-interrupted-unstated = From { $from } to { $through } there is no support ({ $lines }). Ask whether releases that come out in that time may be used afterwards.
finding-earliest = { $date } (at the earliest)
finding-level-raised = The service level rises from { $from } to { $to } on { $date } ({ $lines }).
finding-not-all-in = Support for { $product } ran out on { $date } and is not included here. All licences of a product line must have support.
finding-same-holding-twice = Two entries are the same in every detail ({ $lines }). Check that nothing was entered twice.
finding-org-id-missing = The customer’s ORG ID is missing: the rules apply per ORG ID.
finding-already-aligned = { $product } already has support through { $date } and is left out.
finding-uplift-capped = The price rises by at most { $rate } on the price last paid: { $amount } less per licence per year ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } reaches End of Life on { $date }, within the new term ({ $lines }). After that day there are no security fixes, no technical support and no downloads for this release.
finding-end-of-life-extended = Extended Support may be available until { $extended }, under a separate contract.
finding-service-level-mismatch = Other software contracts have another level than { $quoted }: { $others }. Only the lowest level is delivered, { $delivered }; nothing is refunded.
finding-service-level-other = { $product } at { $level }
finding-retirement-is-permanent = { $count ->
    [one] { $shown } licence is given up for good: support for it cannot be bought again.
   *[other] { $shown } licences are given up for good: support for them cannot be bought again.
}
finding-needs-approval = The additional discount of { $rate } ({ $reason }) is more than the { $max } that may be given without approval: this quote is a draft until it is approved.
finding-no-refund = Amounts paid are not refunded.
finding-customer-success-manager-always = { $level } includes a Customer Success Manager with every cloud contract.
finding-customer-success-manager-not-delivered = { $level } can include a Customer Success Manager, but the level delivered is { $delivered }, which includes none.
finding-customer-success-manager-met = { $level } for cloud includes a Customer Success Manager: the annual value of { $value } reaches the required { $threshold }.
finding-customer-success-manager-missing = { $level } for cloud includes a Customer Success Manager from an annual value of { $threshold }. The contracts given here add up to { $value }; the difference is { $missing }.
finding-customer-success-manager-no-value = { $count ->
    [one] The annual value of { $shown } contract was not given.
   *[other] The annual value of { $shown } contracts was not given.
}
on-line = { $count ->
    [one] product { $shown }
   *[other] products { $shown }
}

## What the service level gives
benefit-yes = yes
benefit-no = no
benefit-from = from { $amount }
benefit-up-to = up to { $amount }
benefit = Service
benefits-levels-title = Service levels compared
benefits-alike = At every level: { $benefits }

## Conditions and the foot
conditions-title = Conditions
condition-english = in English only
page-of = Page { $page } of { $pages }
foot-book = { $id } { $version }, in force from { $from }
foot-receipt = Calculation reference { $receipt }
foot-register = register { $head }
acceptance-title = Acceptance
acceptance-text = By signing you place an order on these terms, subject to acceptance by the vendor.
acceptance-name = Name
acceptance-date = Date
acceptance-signature = Signature
mail-subject = Quote { $document } for { $customer }
mail-greeting = Dear { $name },
mail-greeting-nobody = Dear Sir or Madam,
mail-body = Please find attached our quote { $document } of { $total }, valid through { $day }.
mail-link = You can view and accept it here:
mail-closing = Kind regards,
accepted-statement = On behalf of { $customer } I accept quote { $document } of { $total }, valid through { $day }.
acceptance-purchase-order = Purchase order number
conditions-terms = The terms of { $name } apply as well:
conditions-reference = The notes and conditions of the full document with calculation reference { $receipt } apply.
internal-banner = INTERNAL — not for the customer
internal-title = Internal: for the seller
internal-value = Value
internal-max = Discount that may be given without approval
internal-given = Discount given
internal-last = Price last paid per licence per year, line { $number }
acceptance-function = Function
acceptance-place = Place

## Day counts
daycount-actual-365 = actual days / 365
daycount-actual-360 = actual days / 360
daycount-actual-actual = whole years, and days / length of the year
daycount-30-360 = months of 30 days / 360
daycount-calendar-month = calendar months
daycount-month-and-day = whole months, and days / 365
daycount-months-up = started months
daycount-years-up = started years

## The working
explain-title = How each amount is calculated
explain-totals = Totals
explain-waiting = Support from { $date }, { $days } later
explain-rounded = rounded { $mode } to { $unit }
explain-at-least = the larger of { $inputs }
explain-at-most = the smaller of { $inputs }
explain-shortfall = the difference between { $inputs }
explain-share = { $daycount }, { $from } to { $through }
explain-share-capped = { $daycount }, { $from } to { $through }, at most { $years }
explain-term-length = whole years and { $daycount }, { $from } to { $through }
explain-nothing-no-gap = no lapse, so no charge
explain-nothing-grace = within the grace period, so no charge
explain-nothing-from-expiry = the lapsed period lies inside the new term
explain-nothing-no-day = no day is charged
explain-nothing-none-in-true-up = no charge in the price book for use without support
explain-nothing-first-year-included = the new licence includes its first year
explain-nothing-none-in-band = no charge in the price book for this band
explain-nothing-waived = waived for this number of years
explain-nothing-no-term-discount = no discount for this number of years
explain-nothing-no-tax = the request names no tax
explain-clause = Clause
explain-key = Source: price book { $version }, { $key }
explain-request = Source: request, { $key }
name-srp = SRP
name-rate = percentage of SRP
name-unit-list = list price per licence per year
name-program-discount = programme discount
name-unit-net = net price per licence per year
name-quantity = licences
name-last-unit-net = price last paid per licence per year
name-uplift = price increase
name-unit-cap = highest price per licence per year
name-annual = annual price
name-annual-at-least = lowest annual price
name-term-years = years
name-forward = new term
name-term-discount-rate = multi-year discount rate
name-term-discount = multi-year discount
name-forward-net = new term after discount
name-term-share = term in years
name-concession-rate = additional discount rate
name-concession = additional discount
name-surcharge-rate = instalment surcharge rate
name-surcharge = instalment surcharge
name-gap-share = share of a year
name-back-coverage-base = annual price for back support
name-back-coverage-multiplier = multiplier
name-back-coverage = back support
name-srp-of-all = SRP of all licences
name-last-annual = annual price last paid
name-owned = licences owned
name-started-months = started months
name-penalty-part = single reinstatement fee
name-penalty-base = base of the reinstatement fee
name-penalty-rate = rate of the reinstatement fee
name-penalty-unit = fixed reinstatement fee
name-penalty-at-least = minimum reinstatement fee
name-penalty-at-most = maximum reinstatement fee
name-penalty = reinstatement fee
name-rate-from = percentage of SRP so far
name-unit-list-from = list price per licence per year so far
name-unit-net-from = net price per licence per year so far
name-unit-rise = increase per licence per year
name-licence-discount = discount on licences
name-unit-licence = price of a licence
name-licence = licences
name-total = total for the product
name-lapse-fee = one-time fee after a lapse
name-penalties-at-least = minimum sum of reinstatement fees
name-penalty-shortfall = difference to the minimum
name-quote-fee = one-time fee for the whole quote
name-paid-in-parts = paid in equal instalments
name-part-of-all = part
name-payment-part = equal instalment
name-later-parts = later instalments
name-later-part-count = number of later instalments
name-payment-net = first instalment
name-paid-so-far = paid so far
name-tax-so-far = tax so far
name-tax-before = tax before
name-payment-tax = tax on this instalment
name-payment-total = instalment with tax
name-tax-part = single tax
name-subtotal = total before tax
name-tax-rate = tax rate
name-tax = tax
name-grand-total = total to pay
name-total-now = total now
name-difference = extra cost
rounding-half-up = half up
rounding-half-even = half to even
rounding-up = up
rounding-down = down

## Refusals
refused-title = No price can be calculated for this
did-you-mean = Did you mean “{ $nearest }”?
known-ids = Known in this price book: { $known }.
refusal-unknown-product-line = There is no product line “{ $given }”.
refusal-unknown-edition = There is no edition “{ $given }” in this product line.
refusal-unknown-release = There is no release “{ $given }” in this product line.
    .none = Leave the release out: none is known for this product line.
refusal-unknown-service-level = There is no service level “{ $given }”.
refusal-unknown-program = There is no licensing programme “{ $given }”.
refusal-unknown-payment = There is no payment plan “{ $given }”.
    .none = Leave the payment plan out: this price book has none.
refusal-unknown-choice = There is no rule “{ $given }” to choose.
    .none = Leave the rule out: this price book has none to choose.
refusal-no-book-none = No price book is loaded.
    .hint = Name a folder with price books.
refusal-no-book-which = Several price books are loaded and the request names none.
    .hint = Name one: { $known }.
refusal-no-book-unknown = There is no price book “{ $given }”.
refusal-no-book-early = On { $day } no price book “{ $book }” is in force yet: the first begins on { $first }.
    .hint = Choose a quote date from { $first }, or add an earlier price book.
refusal-no-book-ended = On { $day } no price book “{ $book }” is in force any more: the last ended on { $through }.
    .hint = Choose a quote date up to { $through }, or add a later price book.
refusal-no-price = There is no price in { $currency }.
    .hint = Prices are in { $known }.
refusal-no-rate = There is no percentage for { $level } when the status is “{ $status }”.
    .hint = Choose another service level, or ask whoever keeps the price book for a percentage.
refusal-term-not-offered = A term of { $years } is not offered.
    .hint = Choose a term from { $min } to { $max } years.
refusal-no-common-end = This price book does not let all terms end on one day.
    .hint = Leave the common end date out and choose a term from { $min } to { $max } years.
refusal-common-end = From { $from } to { $through } is not a term on offer: it must be { $min } to { $max } years.
    .hint = Choose another common end date.
refusal-start-in-the-past = Support cannot start on { $start }, before the quote date { $date }.
    .hint = Choose a start date on { $date } or later.
refusal-too-early = This renewal can be ordered from { $date }, { $months } before support ends.
    .hint = Ask for the quote again on { $date } or later.
refusal-payment-not-offered = The payment plan “{ $plan }” is not possible for this quote.
    .hint = Changes to running support are paid at once: leave the plan out.
    .common-end = With one common end date everything is paid at once: leave the plan out.
refusal-retired-exceeds-owned = { $retired } licences no longer needed is more than the { $owned } owned.
    .hint = Give at most as many as are owned.
refusal-nothing-to-cover = None of the licences is needed any longer: nothing is left to support.
    .hint = Leave the product out, or keep some of the licences.
refusal-nothing-owned = No licences are owned, so there is nothing to support.
    .hint = Leave the product out, or give the number of licences owned.
refusal-partial-coverage = { $stated } licences would have support, but the all-in rule asks for all { $due }.
    .hint = Include all licences, or name those that are no longer needed.
refusal-mixed-service-levels = Software at different service levels in one quote: { $levels }.
    .hint = Choose one service level for all software; hardware may differ.
refusal-upgrade = A move to { $to } takes all software along, but { $product } stays at { $level } until { $date }.
    .hint = Move that contract up too, or renew at the present level.
refusal-release-end-of-life = Release { $release } reached End of Life on { $date }: there is no support for it.
    .hint = Upgrade to a later release first.
    .extended = Extended Support may be available until { $extended }, under a separate contract.
refusal-reinstatement-not-offered = After { $days } without support, reinstatement is no longer available.
    .hint = The last day was { $date }. Buy new licences instead.
    .never = Reinstatement is not available here. Buy new licences instead.
refusal-quoted-by-vendor = After so long without support only { $vendor } can name a price ({ $band }).
    .hint = Ask { $vendor } for a quote.
refusal-release-needed = The price depends on the release in use, which is not named.
    .hint = Name the release. Known releases: { $known }.
refusal-last-price-missing = The price depends on what was last paid per licence, which is not given.
    .hint = Give the price last paid per licence per year.
refusal-mid-term-not-offered = This price book has no price for changes to running support.
    .hint = Leave the change out, or ask for it with the next renewal.
refusal-true-up-not-offered = This price book has no price for licences used without support.
    .hint = Ask the vendor, or leave out since when they have been in use.
refusal-contract-not-running = Support ends on { $ends }, before the change on { $start }.
    .hint = Ask for a renewal instead.
refusal-used-since-not-past = Use without support would begin on { $since }, not before { $start }.
    .hint = Give the day on which the licences were first used, or leave it out.
refusal-not-a-raise = { $to } is not a move up from { $from }: it is no higher level, or costs no more.
    .hint = Choose a higher service level.
refusal-order-too-small = The order comes to { $subtotal }; the minimum is { $least }.
    .hint = Add licences or years, or order together with something else.
refusal-term-consumed = The new term would end on { $through }, before support starts on { $start }.
    .hint = Choose a longer term.
refusal-amount-too-large = An amount is too large to be calculated.
    .hint = Check the number of licences.

## Options
options-title = Alternatives
terms-title = Terms compared
terms-text = The same support for another number of years.
column-term = Term
column-cover-through = Support through
column-per-year = Per year
terms-not-possible = not possible
levels-title = Other service levels
levels-text = The same at another service level.
column-level = Service level
choices-title = Other rules
choices-text = The same by another rule for a lapse.
column-choice = Rule
waiting-title = Starting later
waiting-text = What it costs if support starts later, at today’s prices. Until then there is no support.
waiting-text-renewal = What it costs if you renew later, at today’s prices. After the last day of support there is none.
waiting-text-change = What it costs if the change takes effect later, at today’s prices.
column-start = Start date
column-later = Delay
column-change = What changes that day
column-difference = Extra cost
waiting-now = now
waiting-change = { $lines }: { $status }
waiting-more = { $count ->
    [one] The total changes by a smaller amount on { $shown } more day.
   *[other] The total changes by a smaller amount on { $shown } more days.
}
waiting-jump = { $amount } on that day
waiting-price-begins = can be ordered from this day
waiting-price-ends = not possible from this day
waiting-not-possible = From { $date } there is no price any more.
waiting-same = Until { $date } the price stays the same.
waiting-steady = Between these days the price stays the same.
waiting-grows = Between these days the price rises a little from day to day.
waiting-steps = Between these days the price rises in smaller steps.
waiting-plot = The total by start date: { $first } on { $from }, { $last } on { $through }.
waiting-plot-refused = The total by start date: { $first } on { $from }; from { $until } it is no longer available.
status-name-renewal = renewal
status-name-grace = grace period
status-name-refused = no longer available
buying-title = Buying new licences
buying-text = New licences instead of support for those you own: each includes its first year of support. This counts the licences only, not the work of moving to them.
buying-text-extra = New licences instead of support for those you own, with support for the new ones. This counts the licences only, not the work of moving to them.
buying-cheaper-now = New licences are cheaper now.
buying-cheaper-from = New licences are cheaper from { $date }.
buying-never-cheaper = Within the next { $days }, new licences do not become cheaper.
buying-only-way = From { $date } support for the licences you own is no longer available: only new licences remain.
buying-licences-alone = New licences
buying-only-way-now = Support for the licences you own is no longer available: only new licences remain.
column-what = Item
buying-licences = New licences with their first year of support
buying-support = { $count ->
    [one] { $shown } more year of support
   *[other] { $shown } more years of support
}

## The page of the estimator
page-title = What does it cost to renew support?
page-lead = An estimate for software you already own: renewed on time, or after support has lapsed. It is not an offer, and nothing you enter is kept.
page-example = This is an example. Enter your own details.
page-language = Language
page-skip = Go to the result
page-holding = Product { $number }
page-whole = For all products
page-release-and-level = Release and service level of this product
page-dates = Dates
page-choose = Please choose
page-optional = (optional)
page-calculate = Calculate
page-add = Add a product
page-remove = Remove product { $number }
page-pdf = Download as PDF
page-link = Link to this estimate
page-copy = Copy the link
page-copied = The link is copied.
next-text = { $issuer } can turn this estimate into a quote.
next-ask = Ask for a quote
next-text-refused = { $issuer } can tell you what is possible.
next-ask-refused = Get in touch
next-subject = Request for a quote: { $title }
next-mail = Please send me a quote for this estimate:
next-subject-refused = Question about support
next-mail-refused = I found no price for this. What is possible?
next-mail-long = (The link is too long for this mail: I attach the PDF.)
page-news = { $label }: { $total }
labelled = { $label }: { $text }
page-how = How this is calculated
page-see = What to do
page-no-total = No price yet
page-failed = The price could not be updated. Choose “Calculate” to try again.
page-wrong = { $count ->
    [one] { $shown } field needs your attention
   *[other] { $shown } fields need your attention
}
page-wrong-text = The price appears here as soon as the marked fields are in order.
page-refused-text = Here is why, and what you can do.
page-stands = This estimate is valid through { $date }.
page-stood = This estimate was valid through { $date } and no longer is: prices may have changed.
page-anew = Calculate at today’s prices
page-meaning = What does “{ $label }” mean?
page-elsewhere = Contracts that run elsewhere
page-elsewhere-text = Other support contracts that you have with this vendor and that are not in this estimate. The rules count them: a vendor may ask for one service level everywhere.
page-contract = Contract { $number }
page-add-contract = Add a contract
page-remove-contract = Remove contract { $number }
page-tax = Tax
page-tax-text = Only if you want to see the total including tax.
page-glossary = What do these words mean?
gloss-reinstatement-name = Reinstatement of support
gloss-reinstatement = It starts again after it has lapsed.
gloss-srp = Suggested retail price: what the vendor recommends as the price of a new licence. A year of support costs a percentage of it.
gloss-back-coverage = Support for the time in which you had none, charged afterwards.
gloss-penalty = What the vendor charges on top because support had lapsed.
fault-not-found = There is nothing at this address
fault-not-found-text = The estimator is a single page, at another address.
fault-busy = The estimator is very busy just now
fault-busy-text = Please wait a moment and try again. Nothing is lost: what you entered is in the address of this page.
fault-other = This did not work
fault-other-text = Please try again. What you entered is in the address of this page.
fault-home = To the estimator

## The page behind a customer’s link
link-for = For { $customer }
link-valid = Valid through { $day }, { $place } time
link-was-valid = This quote was valid through { $day }, { $place } time, and can no longer be accepted. Please ask for a new one.
link-go = Accept or decline
link-accept-title = Accept this quote
link-name = Your name
link-email = Your email address
link-function = Your job title
link-kept = What you enter is kept with the quote, together with the time, your network address and your browser.
link-accept = Accept the quote
link-decline-title = Decline this quote
link-decline-text = The link stops working once you decline.
link-reason = Your reason
link-reason-price = It costs too much
link-reason-competitor = We chose another supplier
link-reason-not-needed = We do not need it any more
link-reason-postponed = We are putting it off
link-reason-other = Another reason
link-decline = Decline the quote
link-accepted = This quote has been accepted
link-accepted-text = { $name } accepted it on { $day } at { $time }, { $place } time.
link-accepted-recorded = { $name } accepted it. This was recorded on { $day } at { $time }, { $place } time.
link-declined = You have declined this quote
link-declined-text = Thank you for letting us know. The link no longer works.
link-ended = This link no longer works
link-ended-text = The quote it led to no longer stands.
link-unknown = There is no quote at this link
link-unknown-text = Please check that the address is complete, as it stands in the message you received.
link-contact = { $issuer } will be glad to help.
link-other-document = The form belonged to a different document. Please read this one before you accept it.
link-no-address = “{ $given }” is not an email address.
    .hint = Enter for example name@example.com.
link-not-agreed = The box is not ticked.
    .hint = Tick it to accept the quote.
link-no-reason = No reason is chosen.
    .hint = Choose the one that fits best.
link-busy-text = Please wait a moment and try again.
link-fault-text = Please open the link again and try once more.

## The fields of the page
field-book = Price book
field-product-line = Product
field-edition = Edition
field-owned = Licences owned
field-retire = Licences you no longer need
field-covered-through = Last day of current support
field-release = Release
    .none = not known
field-own-level = Service level of this product
    .none = as for all products
field-quote-date = Date of the estimate
field-start = Start date
field-runs-through = Last day of support
field-annual-value = Value per year
field-tax-name = Name of the tax
field-tax-rate = Rate

## What explains a field: below its label, and behind a mark
help-retire = They cannot be brought back
help-quote-date = The prices of this day apply; the link keeps it
help-start = If left empty: the date of the estimate
help-service-level = Not sure? Take the first, and compare.
help-program = Not sure? Take the first: it gives the highest price.
help-annual-value = In the currency of the estimate
help-tax-name = For example VAT
help-tax-rate = For example 21%
meaning-book = The prices and the rules of a vendor.
meaning-edition = The edition decides the price of a licence. You find it on your order or your last invoice.
meaning-owned = All licences of this product that you own, used or not. Support is usually for all of them or for none.
meaning-retire = To retire a licence is to give it up for good: it costs nothing here, and can never have support again.
meaning-covered-through = The last day on which you had support, or still have it. You find it on your last contract or invoice.
meaning-release = The version that you use. It decides until when the vendor gives support: its End of Life. Not sure? Leave it open.
meaning-own-level = Only if this product has another level than the others, as hardware may.
meaning-service-level = How much help you get from the vendor, and how quickly. The first level is the lowest; the estimate compares what the levels give and cost.
meaning-answer-term = For how long you buy support. The estimate shows the other terms side by side.
meaning-program = The agreement under which you buy licences. It decides your discount; you find it on your order.

## What is wrong with a field
problem-missing-key = This is missing.
    .hint = Please fill it in.
problem-wrong-type = “{ $given }” is not a whole number.
    .hint = Enter digits only, for example 500.
problem-out-of-range = “{ $given }” is out of range.
    .hint = Numbers start at 0; dates lie between 1900 and 2199.
problem-bad-date = “{ $given }” is not a date.
    .hint = Enter year-month-day, for example 2026-11-24, of a day that exists.
problem-ambiguous-number = “{ $given }” could mean two numbers.
    .hint = Write it without separators, for example 1250.
problem-bad-amount = “{ $given }” is not an amount.
    .hint = Enter for example 1250 or 1250.50.
problem-bad-percent = “{ $given }” is not a percentage.
    .hint = Enter for example 21% or 8.5%.
problem-text-too-long = This text has more than { $most } characters.
    .hint = Shorten it.
problem-control-character = There is an invisible character in this text.
    .hint = Choose the entry again.
problem-unknown-currency = “{ $given }” is not a currency.
    .hint = Choose one from the list.
problem-unknown-language = There is no page in the language “{ $given }”.
    .hint = Choose one of the languages on the page.
problem-unknown-key = The link contains “{ $given }”, which this page does not know.
    .hint = Choose “Calculate” to leave it out.
problem-syntax = The link contains “{ $given }” twice.
    .hint = Choose “Calculate” to keep the last one.
problem-list-too-long = More than { $most } products do not fit in one estimate.
    .hint = Divide them over several estimates.
problem-empty-list = There is no product.
    .hint = Add one.
problem-quote-number-not-taken = An estimate has no quote number.
    .hint = Leave the number out of the link; for a quote, ask for one.

## Languages and joining
list-and = { $start } and { $last }
