//! How sums stand in JSON: a value as its text, and a map as the list of its entries.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::money::Currency;
use crate::engine::quote::QuoteKind;

/// A value that has one text, and can be read from it.
pub(crate) trait OneText: Sized {
    fn text(&self) -> String;

    /// `None` where the text is not that of a value.
    fn of_text(text: &str) -> Option<Self>;
}

impl OneText for Currency {
    fn text(&self) -> String {
        self.code().to_owned()
    }

    fn of_text(text: &str) -> Option<Self> {
        Self::from_code(text)
    }
}

impl OneText for QuoteKind {
    fn text(&self) -> String {
        self.word().to_owned()
    }

    fn of_text(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind)
    }
}

/// For `#[serde(with = …)]`: a value as its text.
pub(crate) mod text {
    use super::{Deserialize, Deserializer, Error, OneText, Serializer};

    pub(crate) fn serialize<T: OneText, S: Serializer>(
        value: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.text())
    }

    pub(crate) fn deserialize<'text, Value: OneText, From: Deserializer<'text>>(
        from: From,
    ) -> Result<Value, From::Error> {
        let text = String::deserialize(from)?;
        Value::of_text(&text)
            .ok_or_else(|| From::Error::custom(format!("`{text}` means nothing here")))
    }
}

/// For `#[serde(with = …)]`: a map as a list of objects, each with the fields of its key and value.
pub(crate) mod entries {
    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;
    use serde_json::Value;

    use super::{Deserialize, Deserializer, Error, Serialize, Serializer};

    #[derive(Serialize)]
    struct KeyedTotal<Key, Total> {
        #[serde(flatten)]
        key: Key,
        #[serde(flatten)]
        total: Total,
    }

    pub(crate) fn serialize<Key: Serialize, Total: Serialize, To: Serializer>(
        map: &BTreeMap<Key, Total>,
        to: To,
    ) -> Result<To::Ok, To::Error> {
        to.collect_seq(map.iter().map(|(key, total)| KeyedTotal { key, total }))
    }

    pub(crate) fn deserialize<'text, Key, Total, From>(
        from: From,
    ) -> Result<BTreeMap<Key, Total>, From::Error>
    where
        Key: DeserializeOwned + Ord,
        Total: DeserializeOwned,
        From: Deserializer<'text>,
    {
        let entries = Vec::<Value>::deserialize(from)?.into_iter();
        let entry = |entry: Value| Ok((Key::deserialize(&entry)?, Total::deserialize(&entry)?));
        entries.map(entry).collect::<Result<_, serde_json::Error>>().map_err(From::Error::custom)
    }
}
