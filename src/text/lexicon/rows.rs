//! What the readers of all forms hand over: categories, one in the other, and entries with their lines.

use super::{Entry, Lexicon, Repeated};
use crate::text::visible::{is_hidden, visible};
use std::collections::BTreeMap;

/// How deep categories may lie in each other.
const DEEPEST: usize = 20;

/// How many problems of a file are told at once.
const TOLD: usize = 5;

/// How much of an entry a message shows, in characters.
const SHOWN: usize = 60;

/// A category as a file has it.
struct Node {
    parent: Option<usize>,
    /// The names from the outermost category to this one, joined by full stops.
    name: String,
    depth: usize,
}

/// An entry with its category, by its position among the nodes, and its line.
struct Row {
    node: usize,
    line: u64,
    entry: Entry,
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Rows {
    nodes: Vec<Node>,
    by_name: BTreeMap<(Option<usize>, String), usize>,
    rows: Vec<Row>,
    problems: Vec<String>,
    n_problems: usize,
}

/// A message with its line.
pub(super) fn at_line(line: u64, problem: &str) -> String {
    format!("line {line}: {problem}")
}

impl Rows {
    /// The category of this name inside `parent`, made when it is new.
    ///
    /// # Errors
    /// A name that is empty or holds control characters, or categories that lie too deep in each other.
    pub(super) fn category(&mut self, parent: Option<usize>, name: &str, line: u64) -> Result<usize, String> {
        let name = name.trim();
        if name.is_empty() {
            return Err(at_line(line, "the category is empty; give it a name"));
        }
        if name.chars().any(is_hidden) {
            let shown = visible(name, SHOWN);
            return Err(at_line(
                line,
                &format!("the category `{shown}` has a control character; take it out"),
            ));
        }
        let key = (parent, name.to_owned());
        if let Some(&known) = self.by_name.get(&key) {
            return Ok(known);
        }
        let outer = parent.map(|parent| &self.nodes[parent]);
        let depth = outer.map_or(1, |outer| outer.depth + 1);
        if depth > DEEPEST {
            return Err(at_line(
                line,
                &format!("categories lie more than {DEEPEST} deep in each other; write them flatter"),
            ));
        }
        let name = outer.map_or_else(|| name.to_owned(), |outer| format!("{}.{name}", outer.name));
        self.nodes.push(Node { parent, name, depth });
        self.by_name.insert(key, self.nodes.len() - 1);
        Ok(self.nodes.len() - 1)
    }

    /// Takes in an entry of a category; what is wrong with it is told by [`Rows::finish`], with other such problems.
    pub(super) fn entry(&mut self, node: usize, line: u64, (text, weight, word_class): (&str, &str, &str)) {
        match Entry::parse(text.trim(), weight, word_class) {
            Ok(entry) => self.rows.push(Row { node, line, entry }),
            Err(problem) => self.problem(line, &problem),
        }
    }

    /// Notes that a line cannot be used.
    pub(super) fn problem(&mut self, line: u64, problem: &str) {
        self.n_problems += 1;
        if self.problems.len() < TOLD {
            self.problems.push(at_line(line, problem));
        }
    }

    /// The lexicon: each category counts what those inside it hold too, each entry once.
    ///
    /// # Errors
    /// What is wrong with entries, the first few with their lines; a file without an entry; an entry that stands in one
    /// category twice with two meanings.
    pub(super) fn finish(self, name: &str) -> Result<Lexicon, String> {
        let Self { nodes, rows, mut problems, n_problems, .. } = self;
        if n_problems > problems.len() {
            problems.push(format!("and {} more", n_problems - problems.len()));
        }
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }
        if rows.is_empty() {
            return Err("the file holds no entry".to_owned());
        }
        let outwards = |node: usize| std::iter::successors(Some(node), |&node| nodes[node].parent);
        let mut is_used = vec![false; nodes.len()];
        rows.iter().for_each(|row| is_used[row.node] = true);
        for node in (0..nodes.len()).rev().filter(|&node| is_used[node]).collect::<Vec<_>>() {
            outwards(node).for_each(|node| is_used[node] = true);
        }
        let used = nodes.iter().zip(&is_used).filter(|(_, is_used)| **is_used);
        let mut categories: Vec<String> = used.map(|(node, _)| node.name.clone()).collect();
        categories.sort_unstable();
        categories.dedup();
        let position = |node: usize| categories.binary_search(&nodes[node].name).unwrap_or_default();
        let mut filler = Filler { categories: &categories, ..Filler::default() };
        for row in &rows {
            filler.put(position(row.node), row, true)?;
        }
        for row in &rows {
            for node in outwards(row.node).skip(1) {
                filler.put(position(node), row, false)?;
            }
        }
        let Filler { entries, repeated, .. } = filler;
        Ok(Lexicon { name: name.to_owned(), categories, entries, repeated })
    }
}

/// What tells the entries of a category apart: their words and their word class.
type Identity = (usize, Vec<super::entry::Word>, Option<crate::text::WordClass>);

/// The entries of a lexicon as it is filled.
#[derive(Default)]
struct Filler<'a> {
    categories: &'a [String],
    /// The entry and its line by what it stands for.
    seen: BTreeMap<Identity, (usize, u64)>,
    entries: Vec<Entry>,
    repeated: Vec<Repeated>,
}

impl Filler<'_> {
    /// Puts an entry into a category: its own, or one further out.
    fn put(&mut self, category: usize, row: &Row, is_own: bool) -> Result<(), String> {
        let Row { line, entry, .. } = row;
        let identity = (category, entry.words.clone(), entry.word_class);
        let Some(&(known, first)) = self.seen.get(&identity) else {
            self.seen.insert(identity, (self.entries.len(), *line));
            self.entries.push(Entry { category, ..entry.clone() });
            return Ok(());
        };
        let other = &mut self.entries[known];
        let folded = |entry: &Entry| entry.text.trim_start_matches('!').to_lowercase();
        let is_same = if other.is_exclusion == entry.is_exclusion {
            other.weight.total_cmp(&entry.weight).is_eq()
        } else {
            // `!amnesty's` and `amnesty` are one word, which is no slip that a reader of the file can see.
            is_own && folded(other) != folded(entry)
        };
        if is_same {
            if is_own {
                self.repeated.push(Repeated { entry: known, line: *line, first_line: first });
            }
            return Ok(());
        }
        if !is_own && other.is_exclusion != entry.is_exclusion {
            // What one of the inner categories counts, the outer counts too.
            if other.is_exclusion {
                *other = Entry { category, ..entry.clone() };
            }
            return Ok(());
        }
        let (text, name) = (&entry.text, &self.categories[category]);
        let what = if other.is_exclusion == entry.is_exclusion {
            format!("weighs {} there and {} here", other.weight, entry.weight)
        } else {
            "is counted in one and passed over in the other".to_owned()
        };
        let how = if is_own { "stands in" } else { "counts for" };
        Err(at_line(
            *line,
            &format!("`{text}` {how} {name} already, from line {first}, and {what}; keep one"),
        ))
    }
}
