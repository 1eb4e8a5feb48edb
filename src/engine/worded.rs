//! Values that a price book names by a word.

/// Declares an enum whose values each have a word: the enum, all words with their values (`ALL`),
/// and the word of a value.
macro_rules! worded {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$value_meta:meta])* $value:ident = $word:literal),+ $(,)?
        }
        $(#[$word_meta:meta])*
        fn $word_fn:ident
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $($(#[$value_meta])* $value,)+
        }

        impl $name {
            /// Each value with its word.
            $vis const ALL: [(&'static str, Self); [$($word),+].len()] =
                [$(($word, Self::$value)),+];

            $(#[$word_meta])*
            #[must_use]
            $vis const fn $word_fn(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }
        }
    };
}

pub(crate) use worded;
