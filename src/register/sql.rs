//! Every statement of the register, as text that SQLite and PostgreSQL both take: parameters are
//! `$1…` in the order of their first use, and the hour is never asked of the database.

/// The columns of a revision, in the order in which a row of it is read, each with a prefix.
macro_rules! revision_columns {
    () => {
        revision_columns!("")
    };
    ($of:literal) => {
        columns!(
            $of,
            "number",
            "rev",
            "state",
            "author",
            "kind",
            "quote_date",
            "start_date",
            "valid_through",
            "currency",
            "subtotal",
            "tax",
            "total",
            "needs",
            "engine",
            "book_sha256",
            "request_sha256",
            "quote_sha256",
            "pdf_sha256",
            "link_sha256",
            "sent_at",
            "erased_at"
        )
    };
}

/// Columns with a prefix.
macro_rules! columns {
    ($of:literal, $first:literal $(, $column:literal)*) => {
        concat!($of, $first $(, ", ", $of, $column)*)
    };
}

/// The columns of a quote.
macro_rules! quote_columns {
    () => {
        "number, series, n, org_id, customer, owner, run, run_account, created_at"
    };
}

/// The columns of an event.
macro_rules! event_columns {
    () => {
        "seq, at, actor, kind, number, rev, data, prev, hash"
    };
}

/// The columns of an account.
macro_rules! account_columns {
    () => {
        "id, name, proxy_user, role, limit_percent, ended_at"
    };
}

/// The columns of a key.
macro_rules! key_columns {
    () => {
        "id, account, sha256, made_at, expires_at, revoked_at"
    };
}

/// The columns of a decision.
macro_rules! approval_columns {
    () => {
        "kind, quote_sha256, decision, account, reason, at"
    };
}

/// The columns of an acceptance.
macro_rules! acceptance_columns {
    () => {
        "rev, quote_sha256, pdf_sha256, via, at, late, po_number, statement, language, salt, \
         person_name, person_email, person_role, ip, agent, proof_sha256, proof, erased_at"
    };
}

/// Declares statements, and the list of all, so that a test can have each prepared.
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$meta])* pub(super) const $name: &str = $text;)+

        /// All of them, each with its name.
        pub const STATEMENTS: [(&str, &str); [$(stringify!($name)),+].len()] =
            [$((stringify!($name), $name)),+];
    };
}

statements! {
    SETTINGS = "select schema, name, zone, number_format, samples, vendor_approval, \
        retention_years, head_seq, head_hash, created_at from register where id = 1";
    INSERT_REGISTER = "insert into register (id, schema, name, zone, number_format, samples, \
        vendor_approval, retention_years, head_seq, head_hash, created_at) \
        values (1, $1, $2, $3, $4, $5, $6, $7, 0, $8, $9)";
    SET_SCHEMA = "update register set schema = $1 where id = 1";
    /// Orders writers: whoever has it is the next to write.
    NEXT_EVENT = "update register set head_seq = head_seq + 1 where id = 1 \
        returning head_seq, head_hash";
    SET_HEAD = "update register set head_hash = $1 where id = 1";
    INSERT_EVENT = "insert into event (seq, at, actor, kind, number, rev, data, prev, hash) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LAST_EVENT_AT = "select at from event order by seq desc limit 1";
    EVENTS_AFTER = concat!(
        "select ",
        event_columns!(),
        " from event where seq > $1 order by seq limit $2"
    );
    LAST_EVENT_OF_QUOTE = "select seq from event where number = $1 order by seq desc limit 1";
    EVENTS_OF_QUOTE = concat!(
        "select ",
        event_columns!(),
        " from event where number = $1 order by seq"
    );

    INSERT_ACCOUNT = "insert into account (id, name, proxy_user, role, limit_percent) \
        values ($1, $2, $3, $4, $5)";
    ACCOUNT = concat!("select ", account_columns!(), " from account where id = $1");
    ACCOUNTS = concat!("select ", account_columns!(), " from account order by id");
    END_ACCOUNT = "update account set ended_at = $1 where id = $2 and ended_at is null";

    INSERT_KEY = "insert into access_key (id, account, sha256, made_at, expires_at) \
        values ($1, $2, $3, $4, $5)";
    KEY = concat!("select ", key_columns!(), " from access_key where id = $1");
    KEY_OF_DIGEST = concat!("select ", key_columns!(), " from access_key where sha256 = $1");
    KEYS = concat!("select ", key_columns!(), " from access_key order by account, made_at, id");
    REVOKE_KEY = "update access_key set revoked_at = $1 where id = $2 and revoked_at is null";

    INSERT_SESSION = "insert into session (sha256, account, csrf, expires_at) \
        values ($1, $2, $3, $4)";
    SESSION = "select account, csrf, expires_at from session where sha256 = $1";
    END_SESSION = "delete from session where sha256 = $1";
    END_SESSIONS_OF = "delete from session where account = $1";
    END_OLD_SESSIONS = "delete from session where expires_at <= $1";
    ACCOUNT_OF_PROXY_USER = concat!(
        "select ",
        account_columns!(),
        " from account where proxy_user = $1"
    );

    NEW_SERIES = "insert into series (series, next) values ($1, 1) on conflict (series) do nothing";
    NEXT_NUMBER = "update series set next = next + 1 where series = $1 returning next - 1";
    ALL_SERIES = "select series, next from series order by series";

    INSERT_BOOK = "insert into book (sha256, id, version, body) values ($1, $2, $3, $4) \
        on conflict (sha256) do nothing";
    HAS_BOOK = "select 1 from book where sha256 = $1";
    BOOK = "select body from book where sha256 = $1";
    BOOKS = "select sha256, id, version, body from book order by sha256";

    INSERT_QUOTE = "insert into quote (number, series, n, org_id, customer, owner, run, \
        run_account, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    QUOTE = concat!("select ", quote_columns!(), " from quote where number = $1");
    QUOTES_AFTER = concat!(
        "select ",
        quote_columns!(),
        " from quote where number > $1 order by number limit $2"
    );
    QUOTES_BETWEEN = concat!(
        "select ",
        quote_columns!(),
        " from quote where number between $1 and $2"
    );
    COUNT_QUOTES = "select count(*) from quote";
    QUOTE_OF_RUN = concat!(
        "select ",
        quote_columns!(),
        " from quote where run = $1 and run_account = $2"
    );
    /// A quote of a customer that stands, of another run.
    ALSO_OPEN = "select q.number from quote q join revision r on r.number = q.number \
        where q.org_id = $1 and (q.run is null or q.run <> $2) \
        and r.state in ('sent', 'accepted') order by q.number limit 1";
    QUOTES_OF_RUN = "select number from quote where run = $1 order by number";
    RENAME_CUSTOMER = "update quote set customer = $1 where number = $2";

    INSERT_REVISION = "insert into revision (number, rev, state, author, kind, quote_date, \
        start_date, valid_through, currency, subtotal, tax, total, needs, engine, book_sha256, \
        request_sha256, quote_sha256, json) values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, \
        $10, $11, $12, $13, $14, $15, $16, $17)";
    REVISION = concat!(
        "select ",
        revision_columns!(),
        " from revision where number = $1 and rev = $2"
    );
    REVISIONS = concat!(
        "select ",
        revision_columns!(),
        " from revision where number = $1 order by rev"
    );
    REVISIONS_BETWEEN = concat!(
        "select ",
        revision_columns!(),
        ", json, pdf from revision where number between $1 and $2 order by number, rev"
    );
    /// The revisions in a state that are what their quotes show, the next to end first.
    SHOWN_IN_STATE = concat!(
        "select ",
        revision_columns!("r."),
        ", q.org_id, q.customer, q.owner, q.run, q.run_account, q.created_at, q.series, q.n \
         from revision r join quote q on q.number = r.number where r.state = $1 and \
         (r.valid_through, r.number) > ($2, $3) and (r.state in ('sent', 'accepted') or not \
         exists (select 1 from revision s where s.number = r.number and (s.rev > r.rev or \
         s.state in ('sent', 'accepted')))) order by r.valid_through, r.number limit $4"
    );
    /// The revisions in a state that are the newest of their quotes, be it behind one that was
    /// sent; none of a quote that is accepted, whose later drafts lead nowhere.
    NEWEST_IN_STATE = concat!(
        "select ",
        revision_columns!("r."),
        ", q.org_id, q.customer, q.owner, q.run, q.run_account, q.created_at, q.series, q.n \
         from revision r join quote q on q.number = r.number where r.state = $1 and \
         (r.valid_through, r.number) > ($2, $3) and not exists (select 1 from revision s \
         where s.number = r.number and (s.rev > r.rev or s.state = 'accepted')) \
         order by r.valid_through, r.number limit $4"
    );
    /// The one that stands, else the newest.
    SHOWN_OF_QUOTE = concat!(
        "select ",
        revision_columns!(),
        " from revision where number = $1 order by case when state in ('sent', 'accepted') \
         then 0 else 1 end, rev desc limit 1"
    );
    REVISION_OF_LINK = concat!(
        "select ",
        revision_columns!(),
        " from revision where link_sha256 = $1"
    );
    SHOWN_OF_QUOTE_REV = "select rev from revision where number = $1 \
        order by case when state in ('sent', 'accepted') then 0 else 1 end, rev desc limit 1";
    CONTENT = "select json from revision where number = $1 and rev = $2";
    PDF = "select pdf from revision where number = $1 and rev = $2";
    /// The one statement that changes a state: it touches one row, or the state moved meanwhile.
    MOVE = "update revision set state = $1 where number = $2 and rev = $3 and state = $4";
    SEND = "update revision set state = 'sent', pdf_sha256 = $1, pdf = $2, link_sha256 = $3, \
        sent_at = $4 where number = $5 and rev = $6 and state = 'draft'";
    RENEW_LINK = "update revision set link_sha256 = $1 where number = $2 and rev = $3 \
        and state = $4";

    INSERT_APPROVAL = "insert into approval (number, rev, kind, quote_sha256, decision, account, \
        reason, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
    APPROVALS = concat!(
        "select ",
        approval_columns!(),
        " from approval where number = $1 and rev = $2 order by at, kind"
    );
    APPROVALS_BETWEEN = concat!(
        "select ",
        approval_columns!(),
        ", number, rev from approval where number between $1 and $2"
    );
    INSERT_REASON = "insert into reason (seq, number, rev, body) values ($1, $2, $3, $4)";
    REASONS_OF_QUOTE = "select seq, rev, body from reason where number = $1 order by seq";
    REASONS_BETWEEN = "select seq, rev, body, number from reason where number between $1 and $2";
    /// Rows that belong to nothing: no program makes any.
    STRAYS = "select 'revision', number, rev from revision \
        where number not in (select number from quote) \
        union all select 'approval', number, rev from approval a where not exists \
        (select 1 from revision r where r.number = a.number and r.rev = a.rev) \
        union all select 'acceptance', number, rev from acceptance a where not exists \
        (select 1 from revision r where r.number = a.number and r.rev = a.rev) \
        union all select 'reason', number, rev from reason a where not exists \
        (select 1 from revision r where r.number = a.number and r.rev = a.rev)";
    INSERT_ACCEPTANCE = "insert into acceptance (number, rev, quote_sha256, pdf_sha256, via, at, \
        late, po_number, statement, language, salt, person_name, person_email, person_role, ip, \
        agent, proof_sha256, proof) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
        $13, $14, $15, $16, $17, $18)";
    ACCEPTANCES = concat!(
        "select ",
        acceptance_columns!(),
        " from acceptance where number = $1 order by rev"
    );
    /// Without what the customer's page does not show.
    ACCEPTANCE_SHOWN = "select via, at, late, po_number, statement, language, person_name \
        from acceptance where number = $1 and rev = $2";
    ACCEPTANCES_BETWEEN = concat!(
        "select ",
        acceptance_columns!(),
        ", number from acceptance where number between $1 and $2 order by rev"
    );

    ERASE_CONTENT = "update revision set json = null, pdf = null, erased_at = $1 \
        where number = $2 and erased_at is null";
    ERASE_CUSTOMER = "update quote set customer = '(erased)' where number = $1";
    ERASE_APPROVALS = "update approval set reason = '' where number = $1";
    ANSWER = "select fingerprint, status, body, at from request_key \
        where account = $1 and request_key = $2";
    INSERT_ANSWER = "insert into request_key (account, request_key, fingerprint, status, body, at) \
        values ($1, $2, $3, $4, $5, $6)";
    END_ANSWER = "delete from request_key where account = $1 and request_key = $2";
    /// Looks at all of them: for an hour that is seldom.
    END_ANSWERS = "delete from request_key where at < $1";
    /// Answers that name it: the number is a text in their JSON, or all that they hold. A number
    /// that merely begins or ends with it is another one's.
    ERASE_ANSWERS = "delete from request_key \
        where body = $1 or body like '%\"' || $1 || '\"%'";
    ERASE_REASONS = "delete from reason where number = $1";
    ERASE_ACCEPTANCE = "update acceptance set statement = '', salt = null, \
        person_name = null, person_email = null, person_role = null, ip = null, agent = null, \
        proof = null, erased_at = $1 where number = $2 and erased_at is null";
}
