# Words of documents, English. Numbers, dates and amounts arrive already written out.
# $count selects the plural and is a number; what is shown beside it arrives as text. Behind some
# prepositions German has a form of its own, .dative.

## Heads
title-renewal = Renewal quote
title-reinstatement = Reinstatement quote
title-change = Quote for a change of support
title-draft = { $title } — draft
standing-estimate = Estimate — not an offer
standing-draft = Draft — not approved yet
standing-offer = Offer
sample-banner = Sample prices — not the vendor’s price list
quote-date = Quote date
valid-through = Valid through
cover-begins = Cover begins again
currency = Currency
service-level = Service level
program = Licensing programme
customer = Customer
org-id = ORG ID
reference = Your reference
contact = For the attention of { $name }
anonymous = Customer not named
subject = { $vendor }: { $title }

## The answer
answer-total = Total
answer-total-tax = Total including { $tax }
answer-without-tax = no tax included
answer-term = Term
answer-common-end = until one common last day
answer-cover = Cover
answer-from-through = { $from } to { $through }
answer-several-terms = different for each holding, { $from } to { $through }
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
    [one] { $shown } holding
   *[other] { $shown } holdings
}

## The picture of the time
timeline-title = Cover over time
timeline-covered = Covered
timeline-gap = No cover
timeline-term = New term
timeline-more = { $count ->
    [one] and { $shown } more holding, listed below
   *[other] and { $shown } more holdings, listed below
}
timeline-row = { $label }: covered through { $covered }; new term { $from } to { $through }
timeline-row-change = { $label }: { $from } to { $through }
timeline-row-gap = { $label }: covered through { $covered }; no cover for { $days }; new term { $from } to { $through }

## The table
lines-title = What it costs
amounts-in = Amounts in { $currency }
column-licences = Licences
column-srp = SRP
column-rate = Rate
column-unit-list = Unit list
column-discount = Discount
column-unit-net = Unit net
column-annual = Per year
column-years = Years
column-forward = New term
line-licences = { $owned } owned, { $retired } retired, { $covered } covered
line-covered-through = covered through { $date }
line-release = release { $release }
line-level = { $level }
line-term = new term { $from } to { $through }
status-renewal = Renewal in time
status-grace = Within grace: { $days } without cover, nothing extra
status-addition = Joins cover that runs
status-true-up = In use without cover since { $date }
status-raise = Rises from { $level }, so far { $amount } per licence and year
status-band = { $band }: { $days } without cover
charge-term-discount = Discount for { $years }
charge-term-discount-how = { $rate } of { $amount }
charge-concession = Concession: { $reason }
charge-concession-how = { $rate } of the new term after discount, { $amount }
charge-surcharge = Surcharge: { $plan }
charge-surcharge-how = { $rate } of the new term after discount, { $amount }
charge-licence = Licences
charge-licence-how = { $unit } for each of { $licences }
charge-back-coverage = Back coverage
charge-back-coverage-how = { $days }, { $from } to { $through }; { $daycount }: { $base } × { $share }
charge-back-coverage-times-how = { $days }, { $from } to { $through }; { $daycount }: { $base } × { $multiplier } × { $share }
charge-capped = at most { $years }
charge-in-term = the gap lies inside the new term
charge-no-day = no day is charged
charge-none-in-band = none charged in this band
charge-none-in-true-up = none charged
charge-penalty = Penalty
charge-penalty-how = { $rate } of { $what } { $base }
charge-penalty-per-line = fixed amount for the line
charge-penalty-per-month = { $unit } for each of { $months } begun
charge-penalty-per-licence = { $unit } for each of { $licences }
charge-penalty-at-least = at least { $amount }
charge-penalty-at-most = at most { $amount }
charge-penalty-waived = waived for a term of { $years } or more
charge-total = Total of this line
base-back-coverage = back coverage
base-annual = the price per year
base-forward = the new term after discount
base-srp = SRP × licences
base-last-annual = the price last paid per year
total-forward = New terms
total-term-discount = Term discount
total-concession = Concession
total-surcharge = Surcharge
total-licence = Licences
total-quote-fee = Once for this quote
total-back-coverage = Back coverage
total-penalty = Penalties
total-subtotal = Subtotal
total-tax = { $name } { $rate }
total-total = Total
payments-title = Payments: { $plan }
column-due = Due
column-net = Amount
column-tax = Tax

## Findings
findings-title = What to know
severity-warning = Important
severity-notice = Note
finding-sample-prices = The prices are samples. They are not the vendor’s price list, and no order can rest on them.
finding-subject-to-vendor-approval = { $vendor } has to approve the reinstatement: this price holds only then.
finding-cover-interrupted = From { $from } to { $through } there is no support ({ $lines }). Releases that come out in that time may not be used afterwards.
finding-cover-interrupted-restored = From { $from } to { $through } there is no support ({ $lines }). Releases that come out in that time may be used afterwards.
finding-cover-interrupted-unstated = From { $from } to { $through } there is no support ({ $lines }). Ask whether releases that come out in that time may be used afterwards.
finding-level-raised = The service level rises from { $from } to { $to } on { $date } ({ $lines }).
finding-not-all-in = A contract for { $product } ran out on { $date } and is not in this quote. All licences of a product line have to be covered.
finding-same-holding-twice = Two entries are the same in every detail ({ $lines }). Check that none was entered twice.
finding-org-id-missing = The customer’s ORG ID is missing: the rules count per ORG ID.
finding-already-aligned = { $product } is covered through { $date } already and is left out.
finding-uplift-capped = The price rises by at most { $rate } on the price last paid: { $amount } less per licence and year ({ $lines }).
finding-end-of-life-within-term = { $product } { $release } reaches its end of life on { $date }, inside the new term ({ $lines }). After that day there are no security fixes, no technical support and no downloads for it.
finding-end-of-life-extended = Extended support may exist until { $extended }, under a separate contract.
finding-service-level-mismatch = Other software contracts have another level than { $quoted }: { $others }. What is delivered is the lowest level, { $delivered }; nothing is refunded.
finding-service-level-other = { $product } at { $level }
finding-retirement-is-permanent = { $licences } will be retired for good and cannot be brought back under cover.
finding-needs-approval = The concession of { $rate } ({ $reason }) is more than the { $max } that may be given without approval: this quote is a draft until it is approved.
finding-no-refund = What is paid is not refunded.
finding-customer-success-manager-always = { $level } brings a customer success manager with every cloud contract.
finding-customer-success-manager-not-delivered = { $level } can bring a customer success manager, but what is delivered is { $delivered }, which brings none.
finding-customer-success-manager-met = A customer success manager comes with { $level } for cloud: the annual value of { $value } reaches the { $threshold } it takes.
finding-customer-success-manager-missing = A customer success manager comes with { $level } for cloud from an annual value of { $threshold }; the contracts given here add up to { $value }, so { $missing } is missing.
finding-customer-success-manager-no-value = { $count ->
    [one] The annual value of { $shown } contract was not given.
   *[other] The annual value of { $shown } contracts was not given.
}
on-line = { $count ->
    [one] line { $shown }
   *[other] lines { $shown }
}

## What the service level gives
benefits-title = What { $level } gives
benefits-next-title = What { $level } gives, beside { $next }
benefit-yes = yes
benefit-no = no
benefit = Benefit

## Conditions and the foot
conditions-title = Conditions
condition-english = not translated
page-of = Page { $page } of { $pages }
foot-book = { $id } { $version }, in force from { $from }
foot-receipt = Receipt { $receipt }
acceptance-title = Acceptance
acceptance-text = Signing this asks for an order on these terms. The vendor has to confirm it.
acceptance-name = Name
acceptance-date = Date
acceptance-signature = Signature
acceptance-purchase-order = Purchase order

## Day counts
daycount-actual-365 = days over 365
daycount-actual-360 = days over 360
daycount-actual-actual = whole years and days over the year’s length
daycount-30-360 = months of 30 days over 360
daycount-calendar-month = calendar months
daycount-month-and-day = whole months, and days over 365
daycount-months-up = started months
daycount-years-up = started years

## The working
explain-title = How each amount comes about
explain-totals = Totals
explain-waiting = Cover from { $date }, { $days } later
explain-rounded = rounded { $mode } to { $unit }
explain-at-least = the larger of { $inputs }
explain-at-most = the smaller of { $inputs }
explain-shortfall = what is missing between { $inputs }
explain-share = { $daycount }, { $from } to { $through }
explain-share-capped = { $daycount }, { $from } to { $through }, at most { $years }
explain-term-length = whole years and { $daycount }, { $from } to { $through }
explain-nothing-no-gap = no gap, so nothing is charged
explain-nothing-grace = the gap is within grace, so nothing is charged
explain-nothing-from-expiry = the gap lies inside the new term
explain-nothing-no-day = no day is charged
explain-nothing-none-in-true-up = the price book charges none for use without cover
explain-nothing-first-year-included = the new licence carries its first year
explain-nothing-none-in-band = the price book charges none in this band
explain-nothing-waived = waived for this number of years
explain-nothing-no-term-discount = no discount for this number of years
explain-nothing-no-tax = the request names no tax
explain-clause = Clause
explain-key = Price book
explain-request = Request
name-srp = SRP
name-rate = rate
name-unit-list = unit list
name-program-discount = programme discount
name-unit-net = unit net
name-quantity = licences
name-last-unit-net = price last paid per licence
name-uplift = rise
name-unit-cap = most per licence
name-annual = price per year
name-annual-at-least = least price per year
name-term-years = years
name-forward = new term
name-term-discount-rate = term discount rate
name-term-discount = term discount
name-forward-net = new term after discount
name-term-share = term in years
name-concession-rate = concession rate
name-concession = concession
name-surcharge-rate = surcharge rate
name-surcharge = surcharge
name-gap-share = share of a year
name-back-coverage-base = price per year for back coverage
name-back-coverage-multiplier = multiplier
name-back-coverage = back coverage
name-srp-of-all = SRP of all licences
name-last-annual = price last paid per year
name-owned = licences owned
name-started-months = months begun
name-penalty-part = one penalty
name-penalty-base = base of the penalty
name-penalty-rate = penalty rate
name-penalty-unit = fixed penalty
name-penalty-at-least = least penalty
name-penalty-at-most = greatest penalty
name-penalty = penalty
name-rate-from = rate so far
name-unit-list-from = unit list so far
name-unit-net-from = unit net so far
name-unit-rise = rise per licence
name-licence-discount = discount on licences
name-unit-licence = price of a licence
name-licence = licences
name-total = total of the line
name-lapse-fee = fee
name-penalties-at-least = least sum of penalties
name-penalty-shortfall = missing penalties
name-quote-fee = once for this quote
name-paid-in-parts = paid in equal parts
name-part-of-all = part
name-payment-part = equal part
name-later-parts = later parts
name-later-part-count = number of later parts
name-payment-net = first part
name-paid-so-far = paid so far
name-tax-so-far = tax so far
name-tax-before = tax before
name-payment-tax = tax on this part
name-payment-total = part with tax
name-tax-part = one tax
name-subtotal = subtotal
name-tax-rate = tax rate
name-tax = tax
name-grand-total = total
name-total-now = total now
name-difference = more than now
rounding-half-up = half up
rounding-half-even = half to even
rounding-up = up
rounding-down = down

## Refusals
refused-title = This cannot be quoted
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
refusal-no-rate = There is no rate for { $level } when the status is “{ $status }”.
    .hint = Choose another service level, or ask the keeper of the price book for a rate.
refusal-term-not-offered = A term of { $years } is not offered.
    .hint = Choose a term from { $min } to { $max } years.
refusal-no-common-end = This price book does not let all terms end on one day.
    .hint = Leave the common end out and choose a term from { $min } to { $max } years.
refusal-common-end = From { $from } to { $through } is not a term on offer: it must be { $min } to { $max } years.
    .hint = Choose another common last day.
refusal-start-in-the-past = Cover cannot begin on { $start }, before the quote date { $date }.
    .hint = Choose a start on { $date } or later.
refusal-too-early = This renewal is sold from { $date }, { $months } before support ends.
    .hint = Ask for the quote again on { $date } or later.
refusal-payment-not-offered = The payment plan “{ $plan }” is not possible for this quote.
    .hint = Changes to running support are paid at once: leave the plan out.
    .common-end = With one common last day all is paid at once: leave the plan out.
refusal-retired-exceeds-owned = { $retired } to be retired is more than the { $owned } owned.
    .hint = Retire at most as many as are owned.
refusal-nothing-to-cover = All licences are retired: nothing is left to cover.
    .hint = Leave the holding out, or retire fewer licences.
refusal-nothing-owned = No licences are owned, so there is nothing to cover.
    .hint = Leave the holding out, or give the number of licences owned.
refusal-partial-coverage = { $stated } would be covered, but the all-in rule asks for all { $due }.
    .hint = Cover all licences, or retire for good those that are no longer used.
refusal-mixed-service-levels = Software at different service levels in one quote: { $levels }.
    .hint = Choose one service level for all software; hardware may differ.
refusal-upgrade = A rise to { $to } takes all software along, but { $product } stays at { $level } until { $date }.
    .hint = Raise that contract too, or renew at the present level.
refusal-release-end-of-life = Release { $release } reached its end of life on { $date }: there is no cover for it.
    .hint = Upgrade to a later release first.
    .extended = Extended support may exist until { $extended }, under a separate contract.
refusal-reinstatement-not-offered = After { $days } without cover, reinstatement is not offered any more.
    .hint = The last day was { $date }. Buy new licences instead.
    .never = The price book offers no reinstatement. Buy new licences instead.
refusal-quoted-by-vendor = After so long without support only { $vendor } can name a price ({ $band }).
    .hint = Ask { $vendor } for a quote.
refusal-release-needed = The price depends on the release in use, which is not named.
    .hint = Name the release. Known are: { $known }.
refusal-last-price-missing = The price depends on what a licence cost last, which is not given.
    .hint = Give the price last paid per licence and year.
refusal-mid-term-not-offered = This price book has no price for changes to running support.
    .hint = Leave the change out, or ask for it with the next renewal.
refusal-true-up-not-offered = This price book has no price for licences used without support.
    .hint = Ask the vendor, or leave out since when they were used.
refusal-contract-not-running = The support ends on { $ends }, before the change on { $start }.
    .hint = Ask for a renewal instead.
refusal-used-since-not-past = Use without support would begin on { $since }, not before { $start }.
    .hint = Give the day on which the licences were first used, or leave it out.
refusal-not-a-raise = { $to } is not a rise from { $from }: it is no higher level, or costs no more.
    .hint = Choose a higher service level.
refusal-order-too-small = The order comes to { $subtotal }; the least is { $least }.
    .hint = Add licences or years, or order together with something else.
refusal-term-consumed = The new term would end on { $through }, before cover begins on { $start }.
    .hint = Choose a longer term.
refusal-amount-too-large = An amount is too large to be computed.
    .hint = Check the number of licences.

## Options
options-title = What else you could do
terms-title = Another term
terms-text = The same cover for another number of years.
column-term = Term
column-cover-through = Cover through
column-total = Total
column-per-year = A year
terms-not-possible = not possible
levels-title = Another service level
levels-text = The same at another service level.
column-level = Service level
choices-title = Another rule
choices-text = The same by another rule for a lapse.
column-choice = Rule
waiting-title = Waiting
waiting-text = What it costs if cover begins again later, at the prices of today. Until then there is no support.
waiting-text-renewal = What it costs if you renew later, at the prices of today. After the last covered day there is no support.
waiting-text-change = What it costs if the change begins later, at the prices of today.
column-start = Cover begins
column-later = Later by
column-change = What changes that day
column-difference = More than now
waiting-now = now
waiting-change = { $lines }: { $status }
waiting-more = { $count ->
    [one] The total jumps on { $shown } more day, by less.
   *[other] The total jumps on { $shown } more days, by less.
}
waiting-jump = { $amount } on that day
waiting-price-begins = can be ordered from this day
waiting-price-ends = not possible from this day
waiting-not-possible = From { $date } there is no price any more.
waiting-plot = The total by the day on which cover begins again: { $first } on { $from }, { $last } on { $through }.
waiting-plot-refused = The total by the day on which cover begins again: { $first } on { $from }; from { $until } it is not offered any more.
status-name-renewal = renewal
status-name-grace = grace
status-name-refused = not offered any more
buying-title = Buying new licences
buying-text = New licences instead of cover for the old ones: each carries its first year of support. This counts licences only, not the work of moving to them.
buying-text-extra = New licences instead of cover for the old ones, with their support. This counts licences only, not the work of moving to them.
buying-cheaper-now = Buying new is cheaper now.
buying-cheaper-from = Buying new is cheaper from { $date }.
buying-never-cheaper = Within the next { $days }, buying new does not become cheaper.
buying-only-way = From { $date } the old licences cannot be brought back under cover: buying new is then the only way.
buying-licences-alone = New licences
buying-only-way-now = The old licences cannot be brought back under cover: buying new is the only way.
column-what = What
buying-licences = New licences with their first year
buying-support = Support for { $years } more
buying-tax = { $name } { $rate }
buying-total = Total
compare-title = Alternatives

## The page of the estimator
page-title = What does it cost to renew support?
page-lead = An estimate for software that you own: in time, or after cover has lapsed. It is not an offer, and nothing that you fill in is kept.
page-example = These numbers are an example. Put in your own.
page-language = Language
page-skip = Go to the answer
page-holding = Holding { $number }
page-whole = For the whole estimate
page-release-and-level = Release and own service level
page-dates = Dates
page-choose = Please choose
page-optional = (optional)
page-calculate = Calculate
page-add = Add a holding
page-remove = Remove holding { $number }
page-pdf = Download as PDF
page-link = Link to this estimate
page-copy = Copy the link
page-copied = The link is copied.
page-news = { $label }: { $total }
labelled = { $label }: { $text }
page-how = How it comes about
page-see = What to do
page-no-total = No price yet
page-failed = The price could not be worked out anew. Choose “Calculate” to try again.
page-wrong = { $count ->
    [one] { $shown } field needs your attention
   *[other] { $shown } fields need your attention
}
page-wrong-text = The price appears here as soon as the fields that are marked are in order.
page-refused-text = The rules give no price for this. Here is why, and what you can do.
fault-not-found = There is nothing at this address
fault-not-found-text = The estimator is one page; this is not its address.
fault-busy = Too much is asked of the estimator just now
fault-busy-text = Please wait a moment and try again. Nothing is lost: what you filled in is in the address of this page.
fault-other = This did not work
fault-other-text = Please try again. What you filled in is in the address of this page.
fault-home = To the estimator

## The fields of the page
field-book = Price book
field-product-line = Product
field-edition = Edition
field-owned = Licences owned
field-retire = Licences to retire
    .help = No longer used, and given up for good
field-covered-through = Last day with cover
field-release = Release
    .none = not known
field-own-level = Own service level
    .none = as the whole estimate
field-quote-date = Quote date
    .help = Prices of this day; the link keeps it
field-start = Cover begins again
    .help = Left empty: on the quote date

## What is wrong with a field
problem-missing-key = This is missing.
    .hint = Please fill it in.
problem-wrong-type = “{ $given }” is not a whole number.
    .hint = Write digits only, for example 500.
problem-out-of-range = “{ $given }” is out of range.
    .hint = Numbers begin at 0; dates lie between 1900 and 2199.
problem-bad-date = “{ $given }” is not a date.
    .hint = Write year-month-day, for example 2026-11-24, of a day that exists.
problem-text-too-long = This text has more than { $most } characters.
    .hint = Shorten it.
problem-control-character = There is an invisible character in this text.
    .hint = Choose the entry anew.
problem-unknown-currency = “{ $given }” is not a currency.
    .hint = Choose one from the list.
problem-unknown-language = There is no page in the language “{ $given }”.
    .hint = Choose one of the four languages.
problem-unknown-key = The link holds “{ $given }”, which this page does not know.
    .hint = Choose “Calculate” to leave it out.
problem-syntax = The link holds “{ $given }” twice.
    .hint = Choose “Calculate” to keep the last one.
problem-list-too-long = More than { $most } holdings do not fit in one estimate.
    .hint = Divide them over several estimates.
problem-empty-list = There is no holding.
    .hint = Add one.

## Languages and joining
list-and = { $start } and { $last }
