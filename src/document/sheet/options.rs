//! The options of a customer: other terms, later days, new licences.

use crate::document::language;
use crate::document::words::{Arg, Words};
use crate::engine::alternatives::{
    Alternatives, BuyingNew, CostOfWaiting, HORIZON_DAYS, Jump, NamedOption, Offer, StatusChange,
    TermOption, WaitingOption,
};
use crate::engine::book::{FirstYear, PriceBook, Status};
use crate::engine::calendar::{Date, day_after};
use crate::engine::money::Money;
use crate::engine::quote::QuoteKind;
use crate::engine::request::Request;

use super::builder::net;
use super::parts::{Chosen, OptionRow, OptionTable, Options, Plot, PlotPoint, Tick, Waiting};

/// Days on which a status changes beyond this many are left out of the table.
const CHANGES_MAX: usize = 8;
/// Upper marks of the plot's money axis.
const LEVELS_MAX: i64 = 4;

/// The options of a request, in its language.
#[must_use]
pub fn options(request: &Request, book: &PriceBook, alternatives: &Alternatives) -> Options {
    let words = Words::of(request.language);
    let writer = OptionWriter { words, request, book };
    let rows = &alternatives.waiting.options;
    let now = rows.iter().find(|option| option.days_later == 0);
    let lapsed = match now.map(|option| &option.offer) {
        Some(Offer::Offered { kind, .. }) => *kind == QuoteKind::Reinstatement,
        Some(Offer::Refused(_)) | None => true,
    };
    let buying_new = alternatives.buying_new.as_ref().filter(|_| lapsed);
    Options {
        title: words.say("options-title"),
        terms: (alternatives.terms.len() > 1).then(|| writer.terms(&alternatives.terms)),
        levels: writer.levels(now, &alternatives.levels),
        choices: writer.choices(&alternatives.choices),
        waiting: now.and_then(|now| writer.waiting(now, alternatives)),
        buying_new: buying_new.map(|new| writer.buying_new(new)),
    }
}

struct OptionWriter<'a> {
    words: Words,
    request: &'a Request,
    book: &'a PriceBook,
}

impl OptionWriter<'_> {
    /// A head of amounts that are without tax, which it says.
    fn net(&self, key: &str) -> String {
        net(self.words, self.request.taxes(), key)
    }

    fn terms(&self, terms: &[TermOption]) -> OptionTable {
        let row = |option: &TermOption| {
            let (through, total) = match &option.offer {
                Offer::Offered { totals, cover_through, .. } => {
                    (self.words.write(*cover_through), self.words.write(totals.subtotal))
                }
                Offer::Refused(_) => ("–".to_owned(), self.words.say("terms-not-possible")),
            };
            let per_year =
                option.per_year_net.map_or("–".to_owned(), |amount| self.words.write(amount));
            let years = self.words.counted("years", option.years);
            let chosen = if Some(option.years) == self.request.term_years {
                Chosen::Yes
            } else {
                Chosen::No
            };
            OptionRow { cells: vec![years, through, total, per_year], chosen }
        };
        OptionTable {
            title: self.words.say("terms-title"),
            text: vec![self.words.say("terms-text")],
            columns: vec![
                self.words.say("column-term"),
                self.words.say("column-cover-through"),
                self.net("total-subtotal"),
                self.net("column-per-year"),
            ],
            rows: terms.iter().map(row).collect(),
        }
    }

    fn waiting(&self, now: &WaitingOption, alternatives: &Alternatives) -> Option<Waiting> {
        let Offer::Offered { kind, .. } = &now.offer else { return None };
        let waiting = &alternatives.waiting;
        let shown = shown(&waiting.options);
        let rows = shown.iter().map(|option| self.waiting_row(option)).collect();
        let text = match kind {
            QuoteKind::Renewal => "waiting-text-renewal",
            QuoteKind::Change => "waiting-text-change",
            QuoteKind::Reinstatement => "waiting-text",
        };
        let mut text = vec![self.words.say(text)];
        text.extend(self.between(waiting));
        if waiting.more_jumps > 0 {
            text.push(self.words.counted("waiting-more", waiting.more_jumps as u64));
        }
        if let Some(date) = waiting.not_possible_from {
            text.push(self.words.say_with("waiting-not-possible", &[("date", date.into())]));
        }
        let table = OptionTable {
            title: self.words.say("waiting-title"),
            text,
            columns: vec![
                self.words.say("column-start"),
                self.words.say("column-later"),
                self.words.say("column-change"),
                self.net("total-subtotal"),
                self.net("column-difference"),
            ],
            rows,
        };
        Some(Waiting { table, plot: self.plot(alternatives)? })
    }

    /// How the total goes between the days that have a row.
    fn between(&self, waiting: &CostOfWaiting) -> Option<String> {
        let nets: Vec<(Date, Option<Money>)> =
            waiting.curve.iter().map(|point| (point.date, point.net)).collect();
        let jumps: Vec<Date> = waiting
            .options
            .iter()
            .filter(|option| option.jump.is_some())
            .map(|option| option.start)
            .collect();
        let same = |pair: &&[(Date, Option<Money>)]| match pair {
            [(_, before), (date, after)] => before == after || jumps.contains(date),
            _ => true,
        };
        let steady = nets.windows(2).take_while(|pair| same(pair)).count() + 1;
        if steady >= nets.len() {
            return Some(self.words.say("waiting-steady"));
        }
        // The first stretch alone may be without a change.
        let until = jumps.first().filter(|jump| {
            let before = nets.iter().take_while(|(date, _)| date < *jump);
            let mut before = before.map(|(_, net)| net);
            let first = before.next();
            first.is_some() && before.all(|net| Some(net) == first)
        });
        Some(match until {
            Some(date) => self.words.say_with("waiting-same", &[("date", (*date).into())]),
            None => {
                let mut changes = nets.windows(2).filter(|pair| !same(pair));
                // Of days in a row both prices are known: what changes between them is a step.
                let is_step = |pair: &[(Date, Option<Money>)]| match pair {
                    [(before, _), (date, _)] => day_after(*before) == *date,
                    _ => true,
                };
                let key = if changes.all(is_step) { "waiting-steps" } else { "waiting-grows" };
                self.words.say(key)
            }
        })
    }

    /// All levels with a price, the lowest first, where there is another one.
    fn levels(&self, now: Option<&WaitingOption>, others: &[NamedOption]) -> Option<OptionTable> {
        let own = self.request.service_level.as_str();
        let mut levels: Vec<(&str, &Offer, Chosen)> = others
            .iter()
            .map(|option| (option.id.as_str(), &option.offer, Chosen::No))
            .chain(now.map(|now| (own, &now.offer, Chosen::Yes)))
            .collect();
        let rank = |id: &str| self.book.level(id).map(|level| level.rank);
        levels.sort_by_key(|(id, ..)| rank(id));
        let keys = ["levels-title", "levels-text", "column-level"];
        (!others.is_empty()).then(|| self.named(keys, levels.into_iter()))
    }

    /// What things of the book come to, a row each, by the keys of title, text and first head.
    fn named<'n>(
        &self,
        [title, text, column]: [&str; 3],
        things: impl Iterator<Item = (&'n str, &'n Offer, Chosen)>,
    ) -> OptionTable {
        let row = |(id, offer, chosen): (&str, &Offer, Chosen)| OptionRow {
            cells: vec![self.name_of(id), self.net_of(offer)],
            chosen,
        };
        OptionTable {
            title: self.words.say(title),
            text: vec![self.words.say(text)],
            columns: vec![self.words.say(column), self.net("total-subtotal")],
            rows: things.map(row).collect(),
        }
    }

    /// What an offer comes to without tax, or that there is none.
    fn net_of(&self, offer: &Offer) -> String {
        match offer.net() {
            Some(net) => self.words.write(net),
            None => self.words.say("terms-not-possible"),
        }
    }

    /// Other rules for a lapse, where there are any.
    fn choices(&self, options: &[NamedOption]) -> Option<OptionTable> {
        let keys = ["choices-title", "choices-text", "column-choice"];
        let choices = options.iter().map(|option| (option.id.as_str(), &option.offer, Chosen::No));
        (!options.is_empty()).then(|| self.named(keys, choices))
    }

    /// The name of a service level or of a rule to choose.
    fn name_of(&self, id: &str) -> String {
        let choice = || {
            let (name, _) = self.book.choice(id)?.name.in_language(self.words.language());
            Some(name.to_owned())
        };
        let level = self.book.level(id).map(|level| level.name.clone());
        level.or_else(choice).unwrap_or_default()
    }

    fn waiting_row(&self, option: &WaitingOption) -> OptionRow {
        let price = option.price.as_ref().filter(|_| option.days_later > 0);
        let difference = price.map_or("–".to_owned(), |price| {
            language::more(self.words.language(), price.more_net)
        });
        let later = match option.days_later {
            0 => self.words.say("waiting-now"),
            days => self.words.counted("days", days),
        };
        let total = match option.offer.net() {
            Some(net) => self.words.write(net),
            None => self.words.say("status-name-refused"),
        };
        OptionRow {
            cells: vec![
                self.words.write(option.start),
                later,
                self.happens(option),
                total,
                difference,
            ],
            chosen: if option.days_later == 0 { Chosen::Yes } else { Chosen::No },
        }
    }

    /// For example `holdings 1 and 2: Recovery`.
    /// What happens on a day, in words.
    fn happens(&self, option: &WaitingOption) -> String {
        let changes = self.changes(&option.changes);
        let jump = match option.jump {
            None => String::new(),
            Some(Jump::PriceBegins) => self.words.say("waiting-price-begins"),
            Some(Jump::PriceEnds) if !changes.is_empty() => String::new(),
            Some(Jump::PriceEnds) => self.words.say("waiting-price-ends"),
            Some(Jump::By(total)) => {
                let amount = option.jump_net.unwrap_or(total);
                let amount = language::more(self.words.language(), amount);
                self.words.say_with("waiting-jump", &[("amount", Arg::Text(&amount))])
            }
        };
        let both = [changes, jump];
        both.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
    }

    fn changes(&self, changes: &[StatusChange]) -> String {
        const NAMED_MAX: usize = 4;
        let mut by_status: Vec<(Option<Status>, Vec<usize>)> = Vec::new();
        for change in changes {
            match by_status.iter_mut().find(|(status, _)| *status == change.to) {
                Some((_, holdings)) => holdings.push(change.holding),
                None => by_status.push((change.to, vec![change.holding])),
            }
        }
        let one = |(status, holdings): &(Option<Status>, Vec<usize>)| {
            let status = self.status(*status);
            if self.request.holdings.len() == 1 {
                return status;
            }
            let lines = Arg::holdings(holdings, NAMED_MAX);
            let values = [("lines", lines), ("status", Arg::Text(&status))];
            self.words.say_with("waiting-change", &values)
        };
        by_status.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn status(&self, status: Option<Status>) -> String {
        match status {
            None => self.words.say("status-name-refused"),
            Some(Status::Renewal) => self.words.say("status-name-renewal"),
            Some(Status::Grace) => self.words.say("status-name-grace"),
            // Holdings alone change their status.
            Some(status) => self.book.band(status).map_or(String::new(), |band| band.name.clone()),
        }
    }

    fn plot(&self, alternatives: &Alternatives) -> Option<Plot> {
        let curve = &alternatives.waiting.curve;
        let priced = || curve.iter().filter_map(|point| Some((point.date, point.net?)));
        let (first_date, first) = priced().next()?;
        let (last_date, last) = priced().next_back()?;
        let refused = curve.iter().find(|point| point.net.is_none() && point.date > last_date);
        let mut values = vec![("first", first.into()), ("from", first_date.into())];
        let key = match refused {
            Some(point) => {
                values.push(("until", point.date.into()));
                "waiting-plot-refused"
            }
            None => {
                values.extend([("last", last.into()), ("through", last_date.into())]);
                "waiting-plot"
            }
        };
        let range = priced().fold((first.minor(), first.minor()), |(least, most), (_, total)| {
            (least.min(total.minor()), most.max(total.minor()))
        });
        let changes = alternatives
            .waiting
            .options
            .iter()
            .filter(|option| !option.changes.is_empty() || option.jump.is_some());
        Some(Plot {
            points: curve
                .iter()
                .filter(|point| point.date <= last_date)
                .map(|point| PlotPoint {
                    date: point.date,
                    minor: point.net.map(Money::minor),
                    label: self.words.write(point.date),
                })
                .collect(),
            marks: changes
                .take(CHANGES_MAX)
                .map(|option| Tick { date: option.start, label: self.happens(option) })
                .collect(),
            levels: levels(range)
                .into_iter()
                .map(|minor| (minor, self.words.write(Money::from_minor(minor, first.currency()))))
                .collect(),
            description: self.words.say_with(key, &values),
        })
    }

    fn buying_new(&self, new: &BuyingNew) -> OptionTable {
        let row = |label: String, amount: Money| OptionRow {
            cells: vec![label, self.words.write(amount)],
            chosen: Chosen::No,
        };
        let extra = self.book.sales().first_year == FirstYear::Extra;
        let licences = if extra { "buying-licences-alone" } else { "buying-licences" };
        let mut rows = vec![row(self.words.say(licences), new.licences)];
        if new.support_years > 0 {
            let label = self.words.counted("buying-support", new.support_years);
            rows.push(row(label, new.support));
        }
        rows.push(row(self.net("total-subtotal"), new.subtotal));
        let text = if extra { "buying-text-extra" } else { "buying-text" };
        let mut text = vec![self.words.say(text)];
        text.extend(self.break_even(new));
        OptionTable {
            title: self.words.say("buying-title"),
            text,
            columns: vec![self.words.say("column-what"), self.net("column-amount")],
            rows,
        }
    }

    fn break_even(&self, new: &BuyingNew) -> Vec<String> {
        let say_date = |key: &str, date: Date| self.words.say_with(key, &[("date", date.into())]);
        let start = self.request.start;
        if new.only_way_from == Some(start) {
            return vec![self.words.say("buying-only-way-now")];
        }
        let mut text = vec![match new.cheaper_from {
            Some(date) if date == start => self.words.say("buying-cheaper-now"),
            Some(date) => say_date("buying-cheaper-from", date),
            None => {
                let values = [("days", Arg::counted("days.dative", HORIZON_DAYS))];
                self.words.say_with("buying-never-cheaper", &values)
            }
        }];
        text.extend(new.only_way_from.map(|date| say_date("buying-only-way", date)));
        text
    }
}

/// The days that tell something: today, those on which the total jumps, and of the others those on
/// which it differs from the day before in the table; of days without a price the first alone.
fn shown(options: &[WaitingOption]) -> Vec<&WaitingOption> {
    let mut shown: Vec<&WaitingOption> = Vec::new();
    for option in options {
        let last = shown.last().map(|last| last.offer.net());
        let is_event = option.jump.is_some() || !option.changes.is_empty();
        let differs = last != Some(option.offer.net());
        if last.is_none() || differs || (is_event && option.offer.net().is_some()) {
            shown.push(option);
        }
    }
    shown
}

/// Round values that span a range: steps of 1, 2 or 5 times a power of ten.
fn levels((least, most): (i64, i64)) -> Vec<i64> {
    let span = most.saturating_sub(least).max(1);
    let mut steps = (0..=18).flat_map(|power| [1, 2, 5].map(|part| part * 10_i64.pow(power)));
    let step = steps.find(|step| span / step <= LEVELS_MAX).unwrap_or(i64::MAX);
    let first = least.div_euclid(step).saturating_mul(step);
    (0..=LEVELS_MAX + 2)
        .map(|count| first.saturating_add(count.saturating_mul(step)))
        .take_while(|level| *level < most.saturating_add(step))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::levels;

    #[test]
    fn levels_are_round_and_span_the_range() {
        assert_eq!(levels((1_234, 5_678)), [1_000, 2_000, 3_000, 4_000, 5_000, 6_000]);
        assert_eq!(levels((100, 100)), [100]);
        let wide = levels((0, i64::MAX));
        assert!(wide.len() > 2 && wide.is_sorted());
    }
}
