//! The rows of an account, read: what they ask for together, and all that is wrong with each.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::batch::rows::account_cells::{AccountCells, KindCells, RowKind};
use crate::batch::rows::columns::{TERM_YEARS, TableColumns, column, column_of};
use crate::batch::rows::row::{RowCells, RowFault, TableRow, missing};
use crate::batch::settings::Due;
use crate::engine::calendar::Date;
use crate::engine::priced::AskedAs;
use crate::engine::record::Differ as _;
use crate::engine::refusal::LinePlace;
use crate::engine::request::{
    Addition, Concession, Customer, HoldingRef, Label, OtherContract, Raise, Request, Seller, Tax,
    Taxes,
};
use crate::engine::text::for_message;

/// What is wrong with the rows of an account, by the place of the row among them; in the order in
/// which it was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults(BTreeMap<usize, Vec<RowFault>>);

impl Faults {
    pub(super) fn push(&mut self, place: usize, fault: RowFault) {
        let own = self.0.entry(place).or_default();
        if !own.contains(&fault) {
            own.push(fault);
        }
    }

    fn extend(&mut self, place: usize, faults: &mut Vec<RowFault>) {
        for fault in faults.drain(..) {
            self.push(place, fault);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Drops what depends on other rows of the account: that they do not agree, and all of a row
    /// with an amount in their currency.
    pub(super) fn forget_others(&mut self, rows: &[TableRow], columns: &TableColumns) {
        self.0.retain(|place, own| {
            own.retain(|fault| fault.code != INCONSISTENT);
            let cells = rows.get(*place).and_then(|row| row.cells(columns).ok());
            !own.is_empty() && !cells.is_some_and(|cells| cells.borrows_currency())
        });
    }

    /// The place of the first row that something is wrong with.
    pub(super) fn first(&self) -> Option<usize> {
        self.0.keys().next().copied()
    }

    /// What is wrong with one row.
    pub(super) fn of(&self, place: usize) -> impl Iterator<Item = &RowFault> {
        self.0.get(&place).into_iter().flatten()
    }
}

/// So many rows that do not agree are named, as all rows of the account say each of them.
const DIFFERENCES_MAX: usize = 8;

/// The code of rows of an account that do not agree.
const INCONSISTENT: &str = "inconsistent-account";

/// What a reason calls a row: by where it stands in its account, from 1, so that it is the same
/// however the table was cut or sorted.
pub(super) const fn row_in_account(place: usize) -> usize {
    place.saturating_add(1)
}

/// The rows of an account, read, with all that is wrong with them.
#[derive(Debug, Clone)]
pub(super) struct ReadAccount<'row> {
    pub(super) account: AccountRows<'row>,
    pub(super) faults: Faults,
}

impl<'row> ReadAccount<'row> {
    /// Reads the rows of an account.
    pub(super) fn of(rows: &'row [TableRow], basis: (&'row TableColumns, Date, Due)) -> Self {
        let mut faults = Faults::default();
        let account = AccountRows::read(rows, basis, &mut faults);
        Self { account, faults }
    }
}

/// What the rows of an account ask for.
#[derive(Debug, Clone)]
pub(super) struct AccountRows<'row> {
    pub(super) rows: &'row [TableRow],
    /// Whose they are.
    pub(super) org_id: Cow<'row, str>,
    /// What they agree on; `None` where no row says it.
    pub(super) shared: Option<AccountCells<'row>>,
    pub(super) holdings: Vec<HoldingRef<'row>>,
    pub(super) additions: Vec<Addition>,
    pub(super) raises: Vec<Raise>,
    /// Contracts outside the quote, those that are not due among them.
    pub(super) others: Vec<OtherContract>,
    /// The level that raises lead to.
    pub(super) level: Option<&'row str>,
    /// Which row each line is from.
    places: LineRows,
    /// Places of rows whose cover does not end in the days asked for.
    pub(super) not_due: Vec<usize>,
}

/// Places of rows among those of an account, by the line that they ask for.
#[derive(Debug, Clone, Default)]
struct LineRows {
    holdings: Vec<usize>,
    additions: Vec<usize>,
    raises: Vec<usize>,
    others: Vec<usize>,
}

/// A row that is being read.
struct OpenRow<'row> {
    place: usize,
    cells: RowCells<'row>,
    kind: KindCells<'row>,
}

impl<'row> AccountRows<'row> {
    /// All that is wrong with the rows goes to `faults`.
    fn read(
        rows: &'row [TableRow],
        (columns, quote_date, due): (&'row TableColumns, Date, Due),
        faults: &mut Faults,
    ) -> Self {
        let key = rows.first().and_then(|row| columns.key(&row.record));
        let mut account = Self {
            rows,
            org_id: key.unwrap_or_default(),
            shared: None,
            holdings: Vec::with_capacity(rows.len()),
            additions: Vec::new(),
            raises: Vec::new(),
            others: Vec::new(),
            level: None,
            places: LineRows::default(),
            not_due: Vec::new(),
        };
        let (said, term_said, found) = (None, None, Vec::new());
        let mut reading =
            AccountReading { columns, quote_date, due, said, term_said, differences: 0, found };
        // Other contracts need no currency of their own.
        let named = |row: &TableRow| row.cells(columns).ok()?.currency();
        let currency = if columns.says_kinds { rows.iter().find_map(named) } else { None };
        for (place, row) in rows.iter().enumerate() {
            match row.cells(columns) {
                Err(fault) => faults.push(place, fault),
                Ok(cells) => {
                    account.take((place, cells.in_currency(currency)), &mut reading, faults);
                }
            }
            faults.extend(place, &mut reading.found);
        }
        account
    }

    #[inline]
    fn take(
        &mut self,
        (place, cells): (usize, RowCells<'row>),
        reading: &mut AccountReading<'row>,
        faults: &mut Faults,
    ) {
        let found = &mut reading.found;
        // Whose it is was read for the first row alone.
        if let Err(fault) = cells.org_id() {
            found.push(fault);
        }
        let Some(kind) = cells.kind(found) else { return };
        match kind.row_kind {
            RowKind::Holding if is_left_out(reading.due, &cells) => {
                self.not_due.push(place);
                self.take_other(&OpenRow { place, cells, kind }, found);
                return;
            }
            RowKind::Holding => {
                if let Some(holding) = cells.holding(found) {
                    self.holdings.push(holding);
                    self.places.holdings.push(place);
                }
            }
            RowKind::Addition => {
                if let Some(addition) = cells.addition(&kind, found) {
                    self.additions.push(addition);
                    self.places.additions.push(place);
                }
            }
            RowKind::Raise => self.take_raise(&OpenRow { place, cells, kind }, found),
            RowKind::Other => {
                self.take_other(&OpenRow { place, cells, kind }, found);
                return;
            }
        }
        self.agree(&OpenRow { place, cells, kind }, reading, faults);
    }

    fn take_other(&mut self, row: &OpenRow<'row>, found: &mut Vec<RowFault>) {
        if let Some(other) = row.cells.other(&row.kind, found) {
            self.others.push(other);
            self.places.others.push(row.place);
        }
    }

    fn take_raise(&mut self, row: &OpenRow<'row>, found: &mut Vec<RowFault>) {
        let Some((raise, to)) = row.cells.raise(&row.kind, found) else { return };
        match self.level {
            Some(level) if level != to => {
                let reason = format!(
                    "the raises of an account must lead to one level: `service_level` is `{}` \
                     here and `{}` before",
                    for_message(to),
                    for_message(level)
                );
                found.push(RowFault::new(INCONSISTENT, reason).of(column(LEVEL)));
            }
            Some(_) | None => self.level = Some(to),
        }
        self.raises.push(raise);
        self.places.raises.push(row.place);
    }

    /// Holds what a row says about its account against what the first one said.
    #[inline]
    fn agree(
        &mut self,
        row: &OpenRow<'row>,
        reading: &mut AccountReading<'row>,
        faults: &mut Faults,
    ) {
        let Some(own) = self.rows.get(row.place) else { return };
        let is_holding = row.kind.row_kind == RowKind::Holding;
        if let Some(said) = &reading.said
            && reading.columns.same_shared(&said.row.record, &own.record)
            && (said.is_whole && (said.has_term || !is_holding))
        {
            return;
        }
        let Some(mut next) = row.cells.account(reading.quote_date, &mut reading.found) else {
            return;
        };
        if is_holding && next.term_years.is_none() {
            reading.found.push(missing(TERM_YEARS));
        }
        let before = reading.found.len();
        reading.found.extend(half_said(&next));
        let is_whole = reading.found.len() == before;
        let has_term = next.term_years.is_some();
        let said = SaidRow { row: own, place: row.place, has_term, is_whole };
        // Changes are for no term: they may leave it out, and another row says it.
        if has_term && reading.term_said.is_none() {
            reading.term_said = Some(said);
        }
        let Some(first) = &mut self.shared else {
            self.shared = Some(next);
            reading.said = Some(said);
            return;
        };
        first.term_years = first.term_years.or(next.term_years);
        next.term_years = next.term_years.or(first.term_years);
        if let Some(name) = first.difference(&next) {
            reading.disagree(name, &said, (self.rows, faults));
        }
    }

    /// Which row a line is from.
    pub(super) fn row_of(&self, line: LinePlace) -> Option<usize> {
        let (rows, place) = match line {
            LinePlace::Holding(place) => (&self.places.holdings, place),
            LinePlace::Addition(place) => (&self.places.additions, place),
            LinePlace::Raise(place) => (&self.places.raises, place),
        };
        rows.get(place).copied()
    }

    /// The number of its first row.
    pub(super) fn first_number(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.number)
    }

    /// The rows that lines are from.
    pub(super) fn rows_of_lines(&self) -> impl Iterator<Item = usize> {
        let LineRows { holdings, additions, raises, .. } = &self.places;
        holdings.iter().chain(additions).chain(raises).copied()
    }

    /// The holdings, each with the place of its row.
    pub(super) fn holdings_with_rows(&self) -> impl Iterator<Item = (&HoldingRef<'row>, usize)> {
        self.holdings.iter().zip(self.places.holdings.iter().copied())
    }

    /// Whether a row says that it is a contract outside the quote.
    pub(super) fn is_other_contract(&self, place: usize) -> bool {
        self.places.others.binary_search(&place).is_ok() && !self.is_not_due(place)
    }

    /// Whether a row is not due.
    pub(super) fn is_not_due(&self, place: usize) -> bool {
        // They are found in the order of the rows.
        self.not_due.binary_search(&place).is_ok()
    }

    /// The contracts whose rows are not due, each with the place of its row.
    pub(super) fn others_not_due(&self) -> impl Iterator<Item = (&OtherContract, usize)> {
        let others = self.others.iter().zip(self.places.others.iter().copied());
        others.filter(|(_, place)| self.is_not_due(*place))
    }

    /// The level of its raises, or else of its first line.
    pub(super) fn first_level(&self) -> Option<&str> {
        let holding = || self.holdings.first().and_then(|holding| holding.service_level);
        let addition = || self.additions.first()?.service_level.as_ref().map(Label::as_str);
        self.level.or_else(holding).or_else(addition)
    }

    /// What it asks for, to tell whether that was changed.
    pub(super) fn asked(&self) -> impl PartialEq + use<'row> {
        let lines = (self.additions.clone(), self.raises.clone(), self.others.clone());
        (self.shared, self.level, self.holdings.clone(), lines)
    }

    /// Its request; holdings have levels of their own where they differ from its `level`.
    pub(super) fn request(&self, level: &str, quote_date: Date) -> Option<Request> {
        let shared = self.shared.as_ref()?;
        let holding = |holding: &HoldingRef<'_>| {
            let own = holding.service_level.filter(|own| *own != level);
            HoldingRef { service_level: own, ..*holding }.to_owned()
        };
        let program = Label::of(shared.program)?;
        let org_id = Label::of(&self.org_id)?;
        let mut request = Request::new(quote_date, shared.currency, Label::of(level)?, 1, program);
        request.term_years = shared.term_years;
        request.book = shared.book.and_then(Label::of);
        request.start = shared.start.unwrap_or(quote_date);
        request.common_end = shared.common_end;
        request.concession = concession(shared);
        request.language = shared.language;
        request.taxes = taxes(shared);
        request.payment = shared.payment.and_then(Label::of);
        request.lapse_choice = shared.lapse_choice.and_then(Label::of);
        request.quote_number = shared.quote_number.and_then(Label::of);
        request.customer = customer(shared, org_id);
        request.seller = seller(shared);
        request.holdings = self.holdings.iter().map(holding).collect::<Option<Vec<_>>>()?;
        request.additions.clone_from(&self.additions);
        request.raises.clone_from(&self.raises);
        request.other_contracts.clone_from(&self.others);
        Some(request)
    }

    /// The level of the quote as a whole: that of its raises, or else of its first software line.
    pub(super) fn level_of<'a>(
        &'a self,
        lines: impl Iterator<Item = (AskedAs<'a>, bool)>,
    ) -> Option<&'a str> {
        let mut first = None;
        let mut software = None;
        for (asked, is_software) in lines {
            let level = match asked {
                AskedAs::Holding(holding) => holding.service_level,
                AskedAs::Addition(addition) => addition.service_level.as_ref().map(Label::as_str),
                AskedAs::Raise(..) => self.level,
            };
            first = first.or(level);
            software = software.or(level.filter(|_| is_software));
        }
        self.level.or(software).or(first)
    }
}

const LEVEL: &str = "service_level";

/// What is read with, and what was found wrong with a row.
struct AccountReading<'row> {
    columns: &'row TableColumns,
    quote_date: Date,
    due: Due,
    /// The row that said first what the rows agree on.
    said: Option<SaidRow<'row>>,
    /// The one that said the term first.
    term_said: Option<SaidRow<'row>>,
    /// How many rows did not agree.
    differences: usize,
    found: Vec<RowFault>,
}

/// A row that says something of its account.
#[derive(Clone, Copy)]
struct SaidRow<'row> {
    row: &'row TableRow,
    place: usize,
    /// Whether it says the term.
    has_term: bool,
    /// Whether it says nothing by halves.
    is_whole: bool,
}

impl<'row> AccountReading<'row> {
    /// Rejects all rows of an account in which one does not agree with those before.
    fn disagree(
        &mut self,
        name: &'static str,
        own: &SaidRow<'_>,
        (rows, faults): (&[TableRow], &mut Faults),
    ) {
        let Some(column) = column_of(name) else { return };
        let first = if column == TERM_YEARS { self.term_said } else { self.said };
        let Some(first) = first.filter(|_| self.differences < DIFFERENCES_MAX) else { return };
        self.differences += 1;
        let shown = |row: &TableRow| {
            let cell = self.columns.raw(&row.record, column).unwrap_or_default();
            match String::from_utf8_lossy(cell).trim() {
                "" => "nothing".to_owned(),
                text => format!("`{}`", for_message(text)),
            }
        };
        let reason = format!(
            "the rows of an account must agree: `{name}` is {} in its row {} and {} in its row {}",
            shown(first.row),
            row_in_account(first.place),
            shown(own.row),
            row_in_account(own.place)
        );
        for place in 0..rows.len() {
            let fault = RowFault::new(INCONSISTENT, reason.clone());
            faults.push(place, fault.of(column));
        }
    }
}

/// Whether a holding is not asked for; one that does not say is.
fn is_left_out(due: Due, cells: &RowCells<'_>) -> bool {
    if due.from.is_none() && due.through.is_none() {
        return false;
    }
    let date = cells.covered_through().ok().flatten();
    date.is_some_and(|date| {
        due.from.is_some_and(|from| date < from)
            || due.through.is_some_and(|through| date > through)
    })
}

/// Cells that say nothing without another one that is empty.
fn half_said(shared: &AccountCells<'_>) -> impl Iterator<Item = RowFault> {
    [
        (shared.concession_rate.is_some(), shared.concession_reason.is_some(), CONCESSION),
        (shared.tax_name.is_some(), shared.tax_rate.is_some(), ["tax_name", "tax_rate"]),
        (shared.tax_name_2.is_some(), shared.tax_rate_2.is_some(), ["tax_name_2", "tax_rate_2"]),
    ]
    .into_iter()
    .filter_map(|(first, second, [one, other])| match (first, second) {
        (true, false) => Some(missing(column_of(other)?)),
        (false, true) => Some(missing(column_of(one)?)),
        (true, true) | (false, false) => None,
    })
}

const CONCESSION: [&str; 2] = ["concession_rate", "concession_reason"];

fn concession(shared: &AccountCells<'_>) -> Option<Concession> {
    let (rate, reason) = (shared.concession_rate?, Label::of(shared.concession_reason?)?);
    Some(Concession { rate, reason })
}

/// The taxes of an account.
pub(super) fn taxes(shared: &AccountCells<'_>) -> Option<Taxes> {
    let tax = |name: Option<&str>, rate, note: Option<&str>| {
        Some(Tax { name: Label::of(name?)?, rate: rate?, note: note.and_then(Label::of) })
    };
    let first = tax(shared.tax_name, shared.tax_rate, shared.tax_note);
    let second = tax(shared.tax_name_2, shared.tax_rate_2, None);
    let taxes: Vec<Tax> = first.into_iter().chain(second).collect();
    (!taxes.is_empty()).then_some(Taxes(taxes))
}

fn customer(shared: &AccountCells<'_>, org_id: Label) -> Option<Customer> {
    let label = |cell: Option<&str>| cell.and_then(Label::of);
    let lines = [shared.address_1, shared.address_2, shared.address_3, shared.address_4];
    let mut customer = Customer::new(Label::of(shared.customer)?, Some(org_id));
    customer.contact = label(shared.contact);
    customer.address = lines.into_iter().filter_map(label).collect();
    customer.country = label(shared.country);
    customer.reference = label(shared.reference);
    customer.tax_id = label(shared.tax_id);
    customer.email = label(shared.email);
    customer.purchase_order = label(shared.purchase_order);
    Some(customer)
}

fn seller(shared: &AccountCells<'_>) -> Option<Seller> {
    let label = |cell: Option<&str>| cell.and_then(Label::of);
    let seller = Seller {
        name: label(shared.seller_name),
        phone: label(shared.seller_phone),
        email: label(shared.seller_email),
    };
    let says = seller.name.is_some() || seller.phone.is_some() || seller.email.is_some();
    says.then_some(seller)
}
