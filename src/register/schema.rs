//! The tables of a register, as one text for every database that can keep one.

/// The words that databases have of their own.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// A whole number of 64 bits.
    pub big: &'static str,
    /// Bytes.
    pub bytes: &'static str,
    /// What makes a table refuse values of another type.
    pub strict: &'static str,
    /// Text that sorts by its bytes.
    pub text: &'static str,
}

/// SQLite.
pub const SQLITE: Dialect =
    Dialect { big: "integer", bytes: "blob", strict: " strict", text: "text" };

/// PostgreSQL, where text would sort by the language of the database.
pub const POSTGRES: Dialect =
    Dialect { big: "bigint", bytes: "bytea", strict: "", text: "text collate \"C\"" };

/// What has run since a register was made, each text once and in order: `register.schema` says how
/// many have.
pub const MIGRATIONS: [&str; 2] = [TABLES, ACCESS];

/// How many of them this program knows.
pub const SCHEMA: i64 = 2;

/// Tables and indexes. Times are text in UTC (`2026-11-25T16:00:00.123Z`) and days are text in ISO
/// 8601, which sort and compare everywhere; amounts are whole minor units.
///
/// Source: the quote register, section 2.
const TABLES: &str = "
create table register (
  id int not null primary key check (id = 1),
  schema int not null, name text not null, zone text not null, number_format text not null,
  samples int not null check (samples in (0, 1)),
  vendor_approval int not null check (vendor_approval in (0, 1)),
  retention_years int not null,
  head_seq {big} not null, head_hash text not null, created_at text not null
){strict};
create table series (
  series text not null primary key, next {big} not null check (next >= 1)
){strict};
create table account (
  id text not null primary key, name text not null, proxy_user text unique,
  role text not null check (role in ('rep', 'approver', 'finance', 'admin')),
  limit_percent text, ended_at text
){strict};
create table book (
  sha256 text not null primary key, id text not null, version text not null, body {bytes} not null
){strict};
create table quote (
  number text not null primary key, series text not null references series (series),
  n {big} not null, org_id text, customer text not null,
  owner text not null references account (id), run text, run_account text,
  created_at text not null, unique (series, n), unique (run, run_account)
){strict};
create index quote_org on quote (org_id);
create table revision (
  number text not null references quote (number), rev int not null check (rev >= 1),
  state text not null check (state in ('draft', 'sent', 'accepted', 'declined', 'withdrawn',
                                       'superseded', 'annulled')),
  author text not null references account (id),
  kind text not null check (kind in ('renewal', 'reinstatement', 'change')),
  quote_date text not null, start_date text not null,
  valid_through text not null check (valid_through >= quote_date),
  currency text not null, subtotal {big} not null, tax {big} not null,
  total {big} not null check (total = subtotal + tax),
  needs text not null check (needs in ('', 'concession', 'vendor', 'concession vendor')),
  engine text not null, book_sha256 text not null references book (sha256),
  request_sha256 text not null, quote_sha256 text not null,
  json {bytes}, pdf_sha256 text, pdf {bytes}, link_sha256 text unique,
  sent_at text, erased_at text,
  primary key (number, rev),
  check (state = 'draft' or state = 'withdrawn'
         or (pdf_sha256 is not null and sent_at is not null)),
  check (json is not null or erased_at is not null)
){strict};
create unique index one_draft on revision (number) where state = 'draft';
create unique index one_standing on revision (number) where state in ('sent', 'accepted');
create index revision_due on revision (state, valid_through, number);
create table approval (
  number text not null, rev int not null,
  kind text not null check (kind in ('concession', 'vendor')),
  quote_sha256 text not null, decision text not null check (decision in ('approved', 'rejected')),
  account text not null references account (id), reason text not null, at text not null,
  primary key (number, rev, kind, quote_sha256),
  foreign key (number, rev) references revision (number, rev)
){strict};
create table acceptance (
  number text not null, rev int not null, quote_sha256 text not null, pdf_sha256 text not null,
  via text not null check (via in ('link', 'recorded')), at text not null,
  late int not null check (late in (0, 1)),
  po_number text, statement text not null, language text not null,
  salt text, person_name text, person_email text, person_role text, ip text, agent text,
  proof_sha256 text, proof {bytes}, erased_at text,
  primary key (number, rev), foreign key (number, rev) references revision (number, rev)
){strict};
create table event (
  seq {big} not null primary key check (seq >= 1), at text not null, actor text not null,
  kind text not null, number text, rev int, data text not null,
  prev text not null unique, hash text not null unique
){strict};
create index event_quote on event (number, seq);
create table reason (
  seq {big} not null primary key references event (seq), number text not null, rev int not null,
  body text not null, foreign key (number, rev) references revision (number, rev)
){strict};
create index reason_quote on reason (number);
";

/// Who comes in over a network: with a key, or signed in; and the answers that are given again to
/// somebody who asks again. Of a key and a session there is only the digest.
///
/// Source: the quote register, section 2.
const ACCESS: &str = "
create table access_key (
  id text not null primary key, account text not null references account (id),
  sha256 text not null unique, made_at text not null, expires_at text, revoked_at text
){strict};
create table session (
  sha256 text not null primary key, account text not null references account (id),
  csrf text not null, expires_at text not null
){strict};
create table request_key (
  account text not null references account (id), request_key text not null,
  fingerprint text not null, status int not null, body text not null, at text not null,
  primary key (account, request_key)
){strict};
";

/// What keeps the log and the sealed columns from being changed by accident, for SQLite. Who owns
/// the file can take them away: the chain of the log is what shows that.
pub const SQLITE_TRIGGERS: &str = "
create trigger event_is_kept before delete on event
begin select raise(abort, 'an event is never deleted'); end;
create trigger event_is_final before update on event
begin select raise(abort, 'an event is never changed'); end;
create trigger revision_is_kept before delete on revision
begin select raise(abort, 'a revision is never deleted'); end;
create trigger revision_is_sealed before update of number, rev, author, kind, quote_date,
  start_date, valid_through, currency, subtotal, tax, total, needs, engine, book_sha256,
  request_sha256, quote_sha256 on revision
begin select raise(abort, 'a revision is sealed'); end;
create trigger revision_content_is_sealed before update of json on revision
when new.json is not null or new.erased_at is null
begin select raise(abort, 'a revision is sealed'); end;
";

/// The same for PostgreSQL.
pub const POSTGRES_TRIGGERS: &str = "
create function register_refuses() returns trigger language plpgsql as
$$ begin raise exception '%', tg_argv[0]; end $$;
create trigger event_is_kept before delete on event
for each row execute function register_refuses('an event is never deleted');
create trigger events_are_kept before truncate on event
for each statement execute function register_refuses('an event is never deleted');
create trigger event_is_final before update on event
for each row execute function register_refuses('an event is never changed');
create trigger revision_is_kept before delete on revision
for each row execute function register_refuses('a revision is never deleted');
create trigger revisions_are_kept before truncate on revision
for each statement execute function register_refuses('a revision is never deleted');
create trigger revision_is_sealed before update of number, rev, author, kind, quote_date,
  start_date, valid_through, currency, subtotal, tax, total, needs, engine, book_sha256,
  request_sha256, quote_sha256 on revision
for each row execute function register_refuses('a revision is sealed');
create trigger revision_content_is_sealed before update of json on revision
for each row when (new.json is not null or new.erased_at is null)
execute function register_refuses('a revision is sealed');
";

/// A text of SQL in the words of a database; the word `text` in it is always the type.
#[must_use]
pub fn in_dialect(text: &str, dialect: Dialect) -> String {
    text.replace("{big}", dialect.big)
        .replace("{bytes}", dialect.bytes)
        .replace("{strict}", dialect.strict)
        .replace(" text", &format!(" {}", dialect.text))
}
