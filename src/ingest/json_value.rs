//! JSON objects as records: the fields wanted are kept, all else is passed over without being built.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::fields::{Field, FieldMap, Slot};
use super::record::Record;

/// More keys than articles have; a hostile file could hold a new one in each record.
const MAX_KEYS: usize = 10_000;

/// The keys of a file, each resolved once.
pub(super) struct Keys<'a> {
    map: &'a FieldMap,
    known: BTreeMap<String, Arc<[Slot]>>,
}

impl<'a> Keys<'a> {
    /// No keys yet.
    pub(super) fn new(map: &'a FieldMap) -> Self {
        Self { map, known: BTreeMap::new() }
    }

    /// The keys seen, and the paths that a map leads to.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    fn slots(&mut self, key: &str) -> Arc<[Slot]> {
        if let Some(slots) = self.known.get(key) {
            return slots.clone();
        }
        let slots: Arc<[Slot]> = self.map.slots(key).into();
        if self.known.len() < MAX_KEYS {
            self.known.insert(key.to_owned(), slots.clone());
        }
        slots
    }
}

/// The lists of objects found in a value, of which one may be the list of all records.
#[derive(Default)]
pub(super) struct Lists {
    /// Each list's elements; `None` for one that is no object.
    pub(super) lists: Vec<Vec<Option<Record>>>,
    /// Whether the value itself is a list.
    pub(super) is_list: bool,
}

/// Reads one object into a record, and gathers the lists in it where `lists` is given.
pub(super) struct RecordSeed<'a, 'b> {
    pub(super) keys: &'a mut Keys<'b>,
    pub(super) record: &'a mut Record,
    pub(super) lists: Option<&'a mut Lists>,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let slots = self.keys.slots(&key);
            if slots.is_empty() && self.lists.is_none() && !self.keys.map.leads_through(&key) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let lists = self.lists.as_deref_mut();
            let (keys, record) = (&mut *self.keys, &mut *self.record);
            map.next_value_seed(ValueSeed { keys, record, lists, slots: &slots, path: &key })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let Some(lists) = self.lists else {
            return Err(A::Error::invalid_type(Unexpected::Seq, &"an object"));
        };
        lists.is_list = true;
        lists.lists.push(Vec::new());
        read_list(list, self.keys, Some(lists)).map(|_| ())
    }
}

/// Reads one value for the fields in `slots`: a string, a number, a list of strings, or an object with a name.
struct ValueSeed<'a, 'b> {
    keys: &'a mut Keys<'b>,
    record: &'a mut Record,
    lists: Option<&'a mut Lists>,
    slots: &'a [Slot],
    path: &'a str,
}

impl ValueSeed<'_, '_> {
    fn offer(self, value: Cow<'_, str>) {
        self.record.offer(self.slots, value);
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.offer(Cow::Borrowed(value));
        Ok(())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.offer(Cow::Owned(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.offer(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.offer(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        // Display writes 12.0 as 12, as an id that went through a spreadsheet should be.
        self.offer(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.offer(Cow::Borrowed(""));
        Ok(())
    }

    /// A list of strings: authors in one line, paragraphs of a text each in its own.
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let strings = read_list(list, self.keys, self.lists)?;
        let is_text = self.slots.iter().any(|(field, _)| *field == Field::Text);
        self.record.offer(self.slots, Cow::Owned(strings.join(if is_text { "\n" } else { ", " })));
        Ok(())
    }

    /// An object: its name, for feeds that write `{"source": {"name": "…"}}`, and what a map leads to.
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let path = format!("{}.{key}", self.path);
            let mapped = self.keys.map.at_path(&path);
            let slots = if mapped.is_empty() && matches!(key.as_str(), "name" | "title") {
                self.slots
            } else {
                &mapped
            };
            if slots.is_empty() && self.lists.is_none() && !self.keys.map.leads_through(&path) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if !mapped.is_empty() {
                self.keys.slots(&path);
            }
            let lists = self.lists.as_deref_mut();
            let (keys, record) = (&mut *self.keys, &mut *self.record);
            map.next_value_seed(ValueSeed { keys, record, lists, slots, path: &path })?;
        }
        Ok(())
    }
}

/// Reads a list: its objects into the last of `lists`, its strings and numbers to be returned.
fn read_list<'de, A: SeqAccess<'de>>(
    mut list: A,
    keys: &mut Keys<'_>,
    mut lists: Option<&mut Lists>,
) -> Result<Vec<String>, A::Error> {
    let mut strings = Vec::new();
    let mut has_own_list = lists.as_ref().is_some_and(|lists| lists.is_list);
    while let Some(item) = list.next_element_seed(ItemSeed { keys })? {
        let record = match item {
            Item::Record(record) => Some(*record),
            Item::Text(text) => {
                strings.push(text);
                None
            }
            Item::Other => None,
        };
        let Some(lists) = lists.as_deref_mut() else { continue };
        if record.is_some() && !has_own_list {
            lists.lists.push(Vec::new());
            has_own_list = true;
        }
        if has_own_list && let Some(last) = lists.lists.last_mut() {
            last.push(record);
        }
    }
    Ok(strings)
}

/// An element of a list.
enum Item {
    /// An object, read as a record.
    Record(Box<Record>),
    /// A string or a number.
    Text(String),
    /// Anything else.
    Other,
}

struct ItemSeed<'a, 'b> {
    keys: &'a mut Keys<'b>,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_, '_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_, '_> {
    type Value = Item;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Item, E> {
        Ok(Item::Text(value.to_owned()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Item, E> {
        Ok(Item::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Item, E> {
        Ok(Item::Text(value.to_string()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_unit<E: Error>(self) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Item, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Item::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Item, A::Error> {
        let mut record = Record::default();
        RecordSeed { keys: self.keys, record: &mut record, lists: None }.visit_map(map)?;
        Ok(Item::Record(Box::new(record)))
    }
}
