//! Who speaks in each article: the mentions of speakers, as keys that are one for one person or office of an event.
//!
//! A mention that names a person or organisation among the entities has the full name as its key; what names none, such as
//! `officials`, is keyed by its words here.

use crate::article::Article;
use crate::entities::{Entities, Entity};
use crate::harvest::{ArticleRecord, QuoteKind};
use std::collections::BTreeMap;

/// What an article has of a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// The speaker, by position in [`Speakers::names`].
    pub speaker: u32,
    /// Direct quotations.
    pub n_quotes: u32,
    /// Their words.
    pub n_words: u64,
    /// The place of the first of what is quoted or reported.
    pub place: (u32, u32),
}

/// The speakers of a study.
#[derive(Debug, Default)]
pub struct Speakers {
    /// How each is called: a name as it is written most often, a role in lower case.
    pub names: Vec<String>,
    /// Whether each is a person or body with a name, not a role such as `officials`.
    pub is_named: Vec<bool>,
    /// Who is quoted directly or reported in each article, sorted by speaker.
    pub of_article: Vec<Vec<Said>>,
}

/// Who is quoted: the articles, what was seen in them, their events, and whom their names name.
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a> {
    /// The articles.
    pub articles: &'a [Article],
    /// What was seen in each.
    pub records: &'a [ArticleRecord],
    /// The event of each.
    pub event_of: &'a [u32],
    /// The entities of their names.
    pub entities: &'a Entities,
}

/// A mention in lower case, and as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    lower: String,
    shown: String,
    is_named: bool,
    /// Whether it is the full name of an entity, which nothing here improves.
    is_entity: bool,
}

/// A mention with its article and what was said.
type Mention = (u32, Key, Said);

impl Speakers {
    /// The speakers of all articles.
    #[must_use]
    pub fn of(quoted: Quoted<'_>) -> Self {
        let mut mentions = mentions(quoted);
        take_roles_for_roles(&mut mentions);
        mentions.sort_by_key(|(article, ..)| quoted.event_of.get(*article as usize).copied());
        let event = |mention: &Mention| quoted.event_of.get(mention.0 as usize);
        mentions.chunk_by_mut(|a, b| event(a) == event(b)).for_each(join_surnames);
        Self::numbered(mentions, quoted.articles.len())
    }

    fn numbered(mentions: Vec<Mention>, n_articles: usize) -> Self {
        let mut spellings: BTreeMap<(&str, bool), BTreeMap<&str, usize>> = BTreeMap::new();
        for (_, key, _) in &mentions {
            *spellings.entry((&key.lower, key.is_named)).or_default().entry(&key.shown).or_default() += 1;
        }
        let mut found = Self { of_article: vec![Vec::new(); n_articles], ..Self::default() };
        let mut numbers: BTreeMap<(&str, bool), u32> = BTreeMap::new();
        for (&key, shown) in &spellings {
            let most = shown.iter().max_by_key(|(_, n)| **n).map_or("", |(shown, _)| shown);
            numbers.insert(key, u32::try_from(found.names.len()).unwrap_or(u32::MAX));
            found.names.push(most.to_owned());
            found.is_named.push(key.1);
        }
        for (article, key, said) in &mentions {
            let speaker = numbers.get(&(key.lower.as_str(), key.is_named)).copied().unwrap_or_default();
            let all = &mut found.of_article[*article as usize];
            match all.iter_mut().find(|it| it.speaker == speaker) {
                Some(it) => {
                    it.n_quotes += said.n_quotes;
                    it.n_words += said.n_words;
                    it.place = it.place.min(said.place);
                }
                None => all.push(Said { speaker, ..*said }),
            }
        }
        found.of_article.iter_mut().for_each(|all| all.sort_unstable());
        found
    }

    /// What an article has of a speaker.
    #[must_use]
    pub fn said(&self, article: u32, speaker: u32) -> Option<&Said> {
        let all = self.of_article.get(article as usize)?;
        all.binary_search_by_key(&speaker, |it| it.speaker).ok().map(|at| &all[at])
    }
}

fn entity_key(entity: &Entity) -> Key {
    Key { lower: entity.name.to_lowercase(), shown: entity.name.to_string(), is_named: true, is_entity: true }
}

fn mentions(quoted: Quoted<'_>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    // Most mentions stand in many articles.
    let mut keys: BTreeMap<&str, Option<Key>> = BTreeMap::new();
    for (article, record) in quoted.articles.iter().zip(quoted.records) {
        // What is quoted in a mixed report has rows of its own: the report has no words of its speaker beside them.
        for quote in record.quotes.iter().filter(|it| it.kind != QuoteKind::Scare) {
            let text = quote.speaker.and_then(|(start, end)| article.text.get(start as usize..end as usize));
            let entity = quoted.entities.speaker(record.article, quote).map(entity_key);
            let of_text = |text| keys.entry(text).or_insert_with(|| key_of(text)).clone();
            let Some(key) = entity.or_else(|| text.and_then(of_text)) else { continue };
            let is_direct = quote.kind == QuoteKind::Direct;
            let said = Said {
                speaker: 0,
                n_quotes: u32::from(is_direct),
                n_words: if is_direct { u64::from(quote.n_words) } else { 0 },
                place: (quote.start, quote.end),
            };
            mentions.push((record.article, key, said));
        }
    }
    mentions
}

/// Words before a name that are none of it.
const TITLES: &str = "mr mrs ms miss dr prof professor sir dame lord lady president vice vice-president sen senator rep \
    representative congressman congresswoman gov governor mayor minister prime chancellor secretary \
    judge justice chief police sheriff officer sgt sergeant lt lieutenant capt captain maj major col \
    colonel gen general attorney pope king queen prince princess chairman chairwoman director spokesman \
    spokeswoman spokesperson detective rev reverend coach speaker deputy foreign republican democratic \
    democrat former then state house senate majority minority leader";
/// Words that open a noun phrase.
const OPENINGS: &str = "the a an this that these those his her their its our my your one two three some many several most \
    other another both few all any each no only even but and as while when according to";
/// Speakers without a name or role.
const PRONOUNS: &str = "i you he she it we they who whom which what him her them us me someone somebody anyone everyone \
    everybody nobody none others here there himself herself themselves that this these those one some \
    many most both all another several few other it's he's she's they're";
/// Words that end the name of a body, whose words before are none of a title: `State Department`.
const BODIES: &str = "administration agency assembly association authority board bureau cabinet center centre commission \
    committee conference congress council court department federation force guard house institute league \
    ministry office parliament party police senate service society treasury union university";
/// Words in lower case that may stand inside a name.
const INSIDE: &str = "of de del van von der den ter bin ibn al el la le du da dos di and the for &";
/// Words behind a name.
const BEHIND: &str = "jr sr ii iii iv";

/// A word without what stands around it: marks, and the possessive.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(|it: char| !it.is_alphanumeric());
    ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Whether a word is the party and state of a member of Congress: `D-Ohio`.
fn is_affiliation(word: &str) -> bool {
    ["D-", "R-", "I-"].iter().any(|party| word.strip_prefix(party).is_some_and(is_capital))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|it| it.eq_ignore_ascii_case(word))
}

/// The key of a mention; `None` for a pronoun.
fn key_of(mention: &str) -> Option<Key> {
    let mention = mention.split(['(', ',', ';', '\n']).next().unwrap_or("");
    let is_word = |word: &&str| !word.is_empty() && !is_affiliation(word);
    let words: Vec<&str> = mention.split_whitespace().map(bare).filter(is_word).collect();
    let n_opening = words.iter().take_while(|word| is_in(OPENINGS, word)).count();
    let words = &words[n_opening..];
    if words.is_empty() || words.len() == 1 && is_in(PRONOUNS, words[0]) {
        return None;
    }
    Some(name_in(words).map_or_else(|| role(words), named))
}

/// The name at the end of a phrase: `Ann Lee` of `police spokeswoman Ann Lee`; none in `a spokesman for Ann Lee`.
fn name_in<'a>(words: &'a [&'a str]) -> Option<&'a [&'a str]> {
    let end = words.len() - words.iter().rev().take_while(|word| is_in(BEHIND, word)).count();
    let words = &words[..end];
    let belongs = |at: &usize| is_capital(words[*at]) || *at > 0 && is_in(INSIDE, words[*at]);
    let first = (0..end).rev().take_while(belongs).last()?;
    let is_of_another = words[..first].last().is_some_and(|before| !is_capital(before))
        && words[..first].iter().any(|it| ["for", "of", "with", "at", "from", "in"].contains(it))
        || !is_capital(words[first])
        || !is_capital(words[end - 1]);
    let is_body = is_in(BODIES, words[end - 1]);
    let last_title = (first..end).rev().find(|&at| is_in(TITLES, words[at]) && !is_body);
    let name = &words[last_title.map_or(first, |title| title + 1)..end];
    (!is_of_another && name.first().is_some_and(|word| is_capital(word))).then_some(name)
}

fn named(words: &[&str]) -> Key {
    let last = words.len() - 1;
    let is_initial = |at: usize| at > 0 && at < last && words[at].chars().count() == 1;
    let kept: Vec<&str> =
        words.iter().enumerate().filter(|(at, _)| !is_initial(*at)).map(|(_, word)| *word).collect();
    let shown = kept.join(" ");
    Key { lower: shown.to_lowercase(), shown, is_named: true, is_entity: false }
}

fn role(words: &[&str]) -> Key {
    let lower = words.join(" ").to_lowercase();
    Key { shown: lower.clone(), lower, is_named: false, is_entity: false }
}

/// Whether a key is a single word that may be a role or a surname.
fn is_open(key: &Key) -> bool {
    key.is_named && !key.is_entity && !key.lower.contains(' ')
}

/// A word that opens a sentence has a capital: `Officials said` is the role `officials` where that stands elsewhere.
fn take_roles_for_roles(mentions: &mut [Mention]) {
    let mut roles: Vec<String> =
        mentions.iter().filter(|it| !it.1.is_named).map(|it| it.1.lower.clone()).collect();
    roles.sort_unstable();
    roles.dedup();
    for (_, key, _) in mentions.iter_mut().filter(|it| is_open(&it.1)) {
        if roles.binary_search(&key.lower).is_ok() {
            *key = role(&[&key.lower]);
        }
    }
}

/// Takes a surname for the one full name of the event that ends in it; where several do, for the one of its article.
fn join_surnames(mentions: &mut [Mention]) {
    let mut full: Vec<(String, u32, Key)> = Vec::new();
    for (article, key, _) in mentions.iter().filter(|it| it.1.is_named) {
        if let Some((_, surname)) = key.lower.rsplit_once(' ') {
            full.push((surname.to_owned(), *article, key.clone()));
        }
    }
    full.sort();
    full.dedup();
    for (article, key, _) in mentions.iter_mut().filter(|it| is_open(&it.1)) {
        let from = full.partition_point(|(surname, ..)| *surname < key.lower);
        let to = full.partition_point(|(surname, ..)| *surname <= key.lower);
        let those = &full[from..to];
        let joined = one_of(those.iter())
            .or_else(|| one_of(those.iter().filter(|(_, its_article, _)| its_article == article)));
        if let Some(joined) = joined {
            *key = joined;
        }
    }
}

/// The key that all of these have; `None` where they differ.
fn one_of<'a>(mut found: impl Iterator<Item = &'a (String, u32, Key)>) -> Option<Key> {
    let (_, _, first) = found.next()?;
    found.all(|(.., other)| other.lower == first.lower).then(|| first.clone())
}

#[cfg(test)]
mod tests {
    use super::{Key, Said, join_surnames, key_of};

    fn key(mention: &str) -> String {
        key_of(mention).map_or(String::new(), |key| key.shown)
    }

    #[test]
    fn titles_possessives_and_initials_are_none_of_a_name() {
        let cases = [
            ("Sen. Ann Lee’s", "Ann Lee"),
            ("police spokeswoman Ann B. Lee", "Ann Lee"),
            ("Prime Minister Lee", "Lee"),
            ("Bram van der Ley Jr.", "Bram van der Ley"),
            ("the Ministry of Works", "Ministry of Works"),
            ("Port Lasker Mayor Ann Lee", "Ann Lee"),
            ("the State Harbour Office", "State Harbour Office"),
            ("a spokesman for Ann Lee", "spokesman for ann lee"),
            ("The harbour officials", "harbour officials"),
            ("The President", "president"),
            ("they", ""),
            ("D-Ohio", ""),
            ("", ""),
        ];
        for (mention, shown) in cases {
            assert_eq!(key(mention), shown, "{mention}");
        }
    }

    #[test]
    fn a_surname_is_joined_to_the_one_full_name_that_ends_in_it() {
        let said = Said { speaker: 0, n_quotes: 1, n_words: 1, place: (0, 1) };
        let joined = |mentions: &[(u32, &str)]| -> Vec<String> {
            let of = |&(article, text): &(u32, &str)| (article, key_of(text).unwrap(), said);
            let mut all: Vec<(u32, Key, Said)> = mentions.iter().map(of).collect();
            join_surnames(&mut all);
            all.into_iter().map(|(_, key, _)| key.shown).collect()
        };
        assert_eq!(joined(&[(0, "Ann Lee"), (1, "Lee")]), ["Ann Lee", "Ann Lee"]);
        assert_eq!(joined(&[(0, "Ann Lee"), (1, "Bo Lee"), (1, "Lee"), (2, "Lee")])[2..], ["Bo Lee", "Lee"]);
    }
}
