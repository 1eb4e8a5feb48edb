# Words of documents, English of the United States: what differs from en.ftl.

program = Licensing program
customer-tax-id = Tax ID { $id }
answer-without-tax = excl. tax
licences = { $count ->
    [one] { $shown } license
   *[other] { $shown } licenses
}
column-licences = Licenses
column-unit-list = List price per license per year
column-unit-net = Net price per license per year
status-raise = Moves up from { $level }, so far { $amount } per license per year
charge-surcharge = Installment surcharge: { $plan }
charge-licence = Licenses
base-srp = SRP × licenses
total-surcharge = Installment surcharge
total-licence = Licenses
finding-not-all-in = Support for { $product } ran out on { $date } and is not included here. All licenses of a product line must have support.
finding-uplift-capped = The price rises by at most { $rate } on the price last paid: { $amount } less per license per year ({ $lines }).
finding-retirement-is-permanent = { $count ->
    [one] { $shown } license is given up for good: support for it cannot be bought again.
   *[other] { $shown } licenses are given up for good: support for them cannot be bought again.
}
internal-last = Price last paid per license per year, line { $number }
explain-nothing-first-year-included = the new license includes its first year
name-unit-list = list price per license per year
name-program-discount = program discount
name-unit-net = net price per license per year
name-quantity = licenses
name-last-unit-net = price last paid per license per year
name-unit-cap = highest price per license per year
name-surcharge-rate = installment surcharge rate
name-surcharge = installment surcharge
name-srp-of-all = SRP of all licenses
name-owned = licenses owned
name-unit-list-from = list price per license per year so far
name-unit-net-from = net price per license per year so far
name-unit-rise = increase per license per year
name-licence-discount = discount on licenses
name-unit-licence = price of a license
name-licence = licenses
name-paid-in-parts = paid in equal installments
name-payment-part = equal installment
name-later-parts = later installments
name-later-part-count = number of later installments
name-payment-net = first installment
name-payment-tax = tax on this installment
name-payment-total = installment with tax
refusal-unknown-program = There is no licensing program “{ $given }”.
refusal-retired-exceeds-owned = { $retired } licenses no longer needed is more than the { $owned } owned.
    .hint = Give at most as many as are owned.
refusal-nothing-to-cover = None of the licenses is needed any longer: nothing is left to support.
    .hint = Leave the product out, or keep some of the licenses.
refusal-nothing-owned = No licenses are owned, so there is nothing to support.
    .hint = Leave the product out, or give the number of licenses owned.
refusal-partial-coverage = { $stated } licenses would have support, but the all-in rule asks for all { $due }.
    .hint = Include all licenses, or name those that are no longer needed.
refusal-reinstatement-not-offered = After { $days } without support, reinstatement is no longer available.
    .hint = The last day was { $date }. Buy new licenses instead.
    .never = Reinstatement is not available here. Buy new licenses instead.
refusal-last-price-missing = The price depends on what was last paid per license, which is not given.
    .hint = Give the price last paid per license per year.
refusal-true-up-not-offered = This price book has no price for licenses used without support.
    .hint = Ask the vendor, or leave out since when they have been in use.
refusal-used-since-not-past = Use without support would begin on { $since }, not before { $start }.
    .hint = Give the day on which the licenses were first used, or leave it out.
refusal-order-too-small = The order comes to { $subtotal }; the minimum is { $least }.
    .hint = Add licenses or years, or order together with something else.
refusal-amount-too-large = An amount is too large to be calculated.
    .hint = Check the number of licenses.
buying-title = Buying new licenses
buying-text = New licenses instead of support for those you own: each includes its first year of support. This counts the licenses only, not the work of moving to them.
buying-text-extra = New licenses instead of support for those you own, with support for the new ones. This counts the licenses only, not the work of moving to them.
buying-cheaper-now = New licenses are cheaper now.
buying-cheaper-from = New licenses are cheaper from { $date }.
buying-never-cheaper = Within the next { $days }, new licenses do not become cheaper.
buying-only-way = From { $date } support for the licenses you own is no longer available: only new licenses remain.
buying-licences-alone = New licenses
buying-only-way-now = Support for the licenses you own is no longer available: only new licenses remain.
buying-licences = New licenses with their first year of support
field-owned = Licenses owned
field-retire = Licenses you no longer need
    .help = They cannot be brought back
