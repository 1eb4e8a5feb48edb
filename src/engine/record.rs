//! Tables described once: what their keys are, how they are read, written and lent.
//!
//! A table of a request is declared by the macro `record!`: each line is a key with its presence
//! and its type. From it come the struct, its reading from the tree
//! ([`FromNode`](super::node::FromNode)), its one fixed form ([`Shaped::to_node`]), its description
//! for other programs ([`TableShape`]) and, where asked for, a borrowed twin that can be read from
//! the cells of a row.

use unicode_normalization::UnicodeNormalization as _;

use super::calendar::Date;
use super::money::{Currency, Money};
use super::node::{COUNT_MAX, Node, NodeValue};
use super::percent::Percent;

/// A table, for a description of the request.
#[derive(Debug, Clone, Copy)]
pub struct TableShape {
    /// The name of its type.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its keys, in the order of the fixed form.
    pub keys: &'static [KeyShape],
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct KeyShape {
    /// The key.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether it has to be there.
    pub presence: Presence,
    /// What its value is, or each item of its list.
    pub shape: ValueShape,
}

/// Whether a key has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has to.
    Needed,
    /// It may be left out.
    Optional,
    /// It is a list of so many; one that may be empty may be left out.
    List {
        /// Fewest items.
        least: usize,
        /// Most items.
        most: usize,
    },
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum ValueShape {
    /// A name, an id, or another text of one line.
    Label,
    /// A whole number from 0.
    Count {
        /// The largest.
        most: u64,
    },
    /// A civil date.
    Date,
    /// A civil date, or the word `latest`.
    CommonEnd,
    /// A percentage of at most 100%.
    Percentage,
    /// An amount in the currency of the request.
    Amount,
    /// The price of one unit in the currency of the request, of up to six decimals.
    UnitPrice,
    /// True or false.
    Flag,
    /// A table, or a list of such tables.
    OneOrMore(&'static TableShape),
    /// The code of a currency.
    Currency,
    /// The tag of a language of documents.
    Language,
    /// A table.
    Table(&'static TableShape),
}

/// What values of a type look like, and their one fixed form.
pub trait Shaped {
    /// What they look like.
    const SHAPE: ValueShape;

    /// The fixed form.
    fn to_node(&self) -> Node<'_>;
}

/// What can be lent without its text being copied, and owned again.
pub trait Lend: Sized {
    /// The value, borrowed.
    type Lent<'a>: Copy;

    /// Lends it.
    fn lend(&self) -> Self::Lent<'_>;

    /// Owns what was lent; `None` where it is no such value.
    fn own(lent: Self::Lent<'_>) -> Option<Self>;
}

/// Values that are lent as copies: what they look like, and their fixed form.
macro_rules! shaped {
    ($($type:ty: $shape:expr, $value:ident => $node:expr;)+) => {$(
        impl $crate::engine::record::Shaped for $type {
            const SHAPE: ValueShape = $shape;

            fn to_node(&self) -> Node<'_> {
                let $value = self;
                $node
            }
        }

        impl $crate::engine::record::Same for $type {
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }

        impl $crate::engine::record::Lend for $type {
            type Lent<'a> = Self;

            #[inline(always)]
            fn lend(&self) -> Self {
                *self
            }

            fn own(lent: Self) -> Option<Self> {
                Some(lent)
            }
        }
    )+};
}

shaped! {
    u32: ValueShape::Count { most: 4_294_967_295 }, count => Node::count((*count).into());
    u64: ValueShape::Count { most: COUNT_MAX }, count => Node::count(*count);
    Date: ValueShape::Date, date => Node::of(NodeValue::Date(*date));
    Percent: ValueShape::Percentage, percent => Node::text(percent.to_string());
    Money: ValueShape::Amount, money => Node::text(money.to_string());
    Currency: ValueShape::Currency, currency => Node::text(currency.code());
    bool: ValueShape::Flag, flag => Node::of(NodeValue::Boolean(*flag));
}

/// Whether two values read the same to a person.
pub trait Same {
    /// Whether they do.
    fn same(&self, other: &Self) -> bool;
}

/// What can differ from its like in one of its keys.
pub trait Differ {
    /// The first key in which two of them differ, to a person who reads them.
    fn difference(&self, other: &Self) -> Option<&'static str>;
}

/// Letters and their marks may be one character or two (Unicode NFC).
impl Same for &str {
    fn same(&self, other: &Self) -> bool {
        self == other || (!(self.is_ascii() && other.is_ascii()) && self.nfc().eq(other.nfc()))
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.same(other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// A list in its fixed form.
pub fn list_to_node<T: Shaped>(items: &[T]) -> Node<'_> {
    Node::of(NodeValue::List(items.iter().map(Shaped::to_node).collect()))
}

/// Declares a table of a request: a struct, and all that is read and written of it.
///
/// Each key has its presence before it:
///
/// | presence | the key | the field |
/// |---|---|---|
/// | `[need]` | has to be there | `T` |
/// | `[may]` | may be left out | `Option<T>` |
/// | `[or VALUE]` | may be left out for this value, and then is not in the fixed form | `T` |
/// | `[else FUNCTION]` | may be left out: the function of the table's cursor then gives it | `T` |
/// | `[list MOST]` | a list that may be left out | `Vec<T>` |
/// | `[some MOST or KEYS]` | a list of at least one item, or one of the other keys | `Vec<T>` |
/// | `[may or FUNCTION]` | may be left out where the function allows it | `Option<T>` |
///
/// A field may differ from its key: `holdings as "holding"`. With `lent as NAME` there is a
/// borrowed twin of that name, which can be read from the cells of a row; it may have no lists.
/// `cells NAME` in place of `struct NAME` declares such a twin alone.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident lent as $lent:ident {
            $(
                $(#[doc = $key_doc:literal])+
                [$($presence:tt)+] $field:ident: $type:ident
            ),+ $(,)?
        }
    ) => {
        record! {
            $(#[doc = $doc])+
            pub struct $name {
                $($(#[doc = $key_doc])+ [$($presence)+] $field: $type),+
            }
        }

        record! {
            #[doc = concat!("[`", stringify!($name), "`], borrowed.")]
            pub cells $lent {
                $($(#[doc = $key_doc])+ [$($presence)+] $field: $type),+
            }
        }

        impl $name {
            /// Lends it.
            #[must_use]
            #[inline]
            pub fn as_ref(&self) -> $lent<'_> {
                $lent { $($field: record!(@lend [$($presence)+] &self.$field)),+ }
            }
        }

        impl $lent<'_> {
            /// Owns it; `None` where a text is none that a request may hold.
            #[must_use]
            pub fn to_owned(&self) -> Option<$name> {
                $(
                    let $field = record!(@own [$($presence)+] self.$field, $type);
                )+
                Some($name { $($field),+ })
            }
        }
    };

    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $(
                $(#[doc = $key_doc:literal])+
                [$($presence:tt)+] $field:ident $(as $key:literal)? : $type:ident
            ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $(
                $(#[doc = $key_doc])+
                pub $field: record!(@type [$($presence)+] $type),
            )+
        }

        impl $name {
            /// The table, for a description of the request.
            pub const TABLE: $crate::engine::record::TableShape =
                $crate::engine::record::TableShape {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    keys: record!(@keys
                        $($(#[doc = $key_doc])+ [$($presence)+] $field $(as $key)?: $type),+
                    ),
                };
        }

        impl $crate::engine::record::Shaped for $name {
            const SHAPE: $crate::engine::record::ValueShape =
                $crate::engine::record::ValueShape::Table(&Self::TABLE);

            fn to_node(&self) -> $crate::engine::node::Node<'_> {
                let mut entries = Vec::with_capacity(Self::TABLE.keys.len());
                $(
                    let node = record!(@write [$($presence)+] &self.$field);
                    let key = record!(@key $field $($key)?);
                    entries.extend(node.map(|node| $crate::engine::node::Entry::of(key, node)));
                )+
                $crate::engine::node::Node::table(entries)
            }
        }

        impl<'a> $crate::engine::node::FromNode<'a> for $name {
            fn from_node(
                at: $crate::engine::node::Cursor<'_, 'a>,
            ) -> $crate::engine::node::Read<Self> {
                let mut table = at.table()?;
                $(
                    let $field: $crate::engine::node::Read<record!(@type [$($presence)+] $type)> =
                        record!(@read [$($presence)+] table, record!(@key $field $($key)?), $type);
                )+
                table.finish();
                Ok(Self { $($field: $field?),+ })
            }
        }

    };

    (
        $(#[doc = $doc:expr])+
        $vis:vis cells $name:ident {
            $(
                $(#[doc = $key_doc:literal])+
                [$($presence:tt)+] $field:ident: $type:ident
            ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        $vis struct $name<'a> {
            $(
                $(#[doc = $key_doc])+
                $vis $field: record!(@lent_type [$($presence)+] $type),
            )+
        }

        impl<'a> $name<'a> {
            /// The keys, in the order in which the cells come.
            $vis const KEYS: &'static [$crate::engine::record::KeyShape] = record!(@keys
                $($(#[doc = $key_doc])+ [$($presence)+] $field: $type),+
            );

            /// Reads it from the cells of a row, which come in the order of the keys; all that is
            /// wrong is reported.
            ///
            /// # Errors
            /// A cell is wrong, or empty where it must not be.
            #[inline(always)]
            $vis fn from_cells(
                cells: &mut impl $crate::engine::node::CellSource<'a>,
            ) -> $crate::engine::node::Read<Self> {
                $(
                    let $field = cells.next();
                    let $field = record!(@cell [$($presence)+] cells, $field);
                )+
                Ok(Self { $($field: $field?),+ })
            }

        }

        impl $crate::engine::record::Differ for $name<'_> {
            fn difference(&self, other: &Self) -> Option<&'static str> {
                $(
                    if !$crate::engine::record::Same::same(&self.$field, &other.$field) {
                        return Some(stringify!($field));
                    }
                )+
                None
            }
        }
    };

    (@keys $(
        $(#[doc = $key_doc:literal])+
        [$($presence:tt)+] $field:ident $(as $key:literal)? : $type:ident
    ),+) => {
        &[$(
            $crate::engine::record::KeyShape {
                key: record!(@key $field $($key)?),
                doc: concat!($($key_doc, "\n"),+),
                presence: record!(@presence [$($presence)+]),
                shape: <$type as $crate::engine::record::Shaped>::SHAPE,
            },
        )+]
    };

    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };

    (@type [may] $type:ty) => { Option<$type> };
    (@type [list $most:expr] $type:ty) => { Vec<$type> };
    (@type [some $most:tt or $others:expr] $type:ty) => { Vec<$type> };
    (@type [may or $unless:expr] $type:ty) => { Option<$type> };
    (@type [$($presence:tt)+] $type:ty) => { $type };

    (@presence [need]) => { $crate::engine::record::Presence::Needed };
    (@presence [list $most:expr]) => {
        $crate::engine::record::Presence::List { least: 0, most: $most }
    };
    (@presence [some $most:tt or $others:expr]) => {
        $crate::engine::record::Presence::List { least: 0, most: $most }
    };
    (@presence [$($presence:tt)+]) => { $crate::engine::record::Presence::Optional };

    (@read [need] $table:ident, $key:expr, $type:ty) => { $table.need::<$type>($key) };
    (@read [may] $table:ident, $key:expr, $type:ty) => { $table.may::<$type>($key) };
    (@read [or $default:expr] $table:ident, $key:expr, $type:ty) => {
        $table.may::<$type>($key).map(|given| given.unwrap_or($default))
    };
    (@read [else $default:expr] $table:ident, $key:expr, $type:ty) => {
        match $table.may::<$type>($key) {
            Ok(Some(given)) => Ok(given),
            Ok(None) => ($default)(&mut $table),
            Err(reported) => Err(reported),
        }
    };
    (@read [list $most:expr] $table:ident, $key:expr, $type:ty) => {
        $table.list::<$type>($key, $most)
    };
    (@read [some $most:tt or $others:expr] $table:ident, $key:expr, $type:ty) => {
        if $others.iter().any(|key| $table.has(key)) {
            $table.list::<$type>($key, $most)
        } else {
            $table.some::<$type>($key, $most)
        }
    };
    (@read [may or $unless:expr] $table:ident, $key:expr, $type:ty) => {
        match $table.may::<$type>($key) {
            Ok(None) => ($unless)(&mut $table).map(|()| None),
            given => given,
        }
    };

    (@write [may] $value:expr) => {
        $value.as_ref().map($crate::engine::record::Shaped::to_node)
    };
    (@write [or $default:expr] $value:expr) => {
        (*$value != $default).then(|| $crate::engine::record::Shaped::to_node($value))
    };
    (@write [list $most:expr] $value:expr) => {
        (!$value.is_empty()).then(|| $crate::engine::record::list_to_node($value))
    };
    (@write [some $most:tt or $others:expr] $value:expr) => {
        (!$value.is_empty()).then(|| $crate::engine::record::list_to_node($value))
    };
    (@write [may or $unless:expr] $value:expr) => {
        $value.as_ref().map($crate::engine::record::Shaped::to_node)
    };
    (@write [$($presence:tt)+] $value:expr) => {
        Some($crate::engine::record::Shaped::to_node($value))
    };

    (@lent_type [may] $type:ident) => { Option<record!(@lent_value $type)> };
    (@lent_type [$($presence:tt)+] $type:ident) => { record!(@lent_value $type) };

    // Spelled out rather than `<Label as Lend>::Lent<'a>`, so that a borrowed twin may be used
    // where a shorter life is asked for.
    (@lent_value Label) => { &'a str };
    (@lent_value $type:ident) => { $type };

    (@lend [may] $value:expr) => { $value.as_ref().map($crate::engine::record::Lend::lend) };
    (@lend [$($presence:tt)+] $value:expr) => { $crate::engine::record::Lend::lend($value) };

    (@cell [need] $cells:ident, $read:ident) => {
        match $read {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err($cells.missing()),
            Err(reported) => Err(reported),
        }
    };
    (@cell [may] $cells:ident, $read:ident) => { $read };
    (@cell [or $default:expr] $cells:ident, $read:ident) => {
        $read.map(|given| given.unwrap_or($default))
    };

    (@own [may] $value:expr, $type:ty) => {
        match $value {
            None => None,
            Some(value) => Some(<$type as $crate::engine::record::Lend>::own(value)?),
        }
    };
    (@own [$($presence:tt)+] $value:expr, $type:ty) => {
        <$type as $crate::engine::record::Lend>::own($value)?
    };
}

pub(crate) use {record, shaped};
