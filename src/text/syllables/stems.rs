//! The syllables of a part of a word without hyphen and clitic: first elements, endings, and runs of vowel letters.

use super::hiatus::hiatus;
use super::{MARK, Syllables, ends_any, has_vowel, is_vowel_letter, starts_any};

/// First elements of compounds that end in a silent e.
const FIRST: &[&str] = &[
    "base", "care", "cease", "date", "else", "eye", "face", "fire", "frame", "game", "gate", "guide", "home",
    "horse", "house", "lake", "life", "like", "line", "live", "love", "make", "mile", "name", "nine", "note",
    "piece", "pipe", "plate", "race", "safe", "sales", "share", "shore", "side", "smoke", "some", "space",
    "spokes", "stake", "stale", "state", "states", "store", "strike", "take", "tape", "there", "time",
    "trade", "ware", "wave", "where", "white", "whole", "wide", "wire",
];

/// What is no second element: tapering, widening, wherever, liveries.
const NO_SECOND: &[&str] =
    &["ring", "rings", "ning", "nings", "ver", "vers", "ry", "ries", "lier", "liest", "sa"];

/// After `fore` only these open the second element (not in forest, foreign, forever).
const FORE: &[&str] = &[
    "bear", "cast", "clos", "father", "front", "go", "ground", "hand", "head", "man", "men", "most", "play",
    "run", "see", "shadow", "sight", "stall", "tell", "thought", "told", "warn", "word",
];

/// Second elements that open with a vowel (`someone`, `takeover`, `homeowner`).
const VOWEL_SECOND: &[&str] = &[
    "about", "abouts", "after", "arm", "arms", "as", "in", "of", "off", "on", "one", "out", "over", "overs",
    "up", "upon",
];

/// Consonants with which a second element can open.
const ONSETS: &[&str] = &[
    "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "y", "z", "bl",
    "br", "ch", "chr", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "kn", "ph", "pl", "pr", "qu", "sc", "sch",
    "scr", "sh", "shr", "sk", "sl", "sm", "sn", "sp", "spl", "spr", "squ", "st", "str", "sw", "th", "thr",
    "tr", "tw", "wh", "wr",
];

const SUFFIXES: &[&str] = &["ings", "ing", "ments", "ment", "ness", "less", "ful", "ly"];

/// These only after a silent e (`safety`, `Iceland`, `comeback`).
const AFTER_E: &[&str] = &[
    "back", "board", "boards", "burger", "burgers", "card", "cards", "dive", "field", "groom", "hold",
    "holder", "holders", "hood", "hoods", "keeper", "keepers", "land", "lands", "mail", "maker", "makers",
    "man", "mate", "mates", "men", "port", "ship", "some", "stone", "stones", "teen", "teens", "time",
    "times", "town", "ty", "wall", "way", "ways", "well", "where", "wide", "wood", "work", "works", "yard",
    "yards",
];

/// Whether the letter stands for a vowel sound.
fn is_vowel(word: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| word[before]);
    match word[at] {
        b'u' => before != Some(b'q'),
        b'y' => {
            let before_vowel = word.get(at + 1).is_some_and(|&next| is_vowel_letter(next));
            !(before_vowel && before.is_none_or(is_vowel_letter))
        }
        letter => is_vowel_letter(letter),
    }
}

/// Runs of vowel letters, and the hiatuses inside them.
fn runs(word: &[u8]) -> usize {
    let (mut count, mut before) = (0, false);
    for at in 0..word.len() {
        let is_vowel = is_vowel(word, at);
        count += usize::from(is_vowel && (!before || hiatus(word, at - 1)));
        before = is_vowel;
    }
    count
}

/// The letter `back` places from the end.
fn from_end(word: &[u8], back: usize) -> Option<u8> {
    word.len().checked_sub(back).map(|at| word[at])
}

/// The letter `back` places from the end if it is no vowel.
fn consonant(word: &[u8], back: usize) -> Option<u8> {
    from_end(word, back).filter(|&letter| !is_vowel_letter(letter))
}

fn with(stem: &[u8], ending: &[u8]) -> Vec<u8> {
    [stem, ending].concat()
}

/// Takes a silent ending off the word; its other vowels must be left.
fn without_silent_ending(word: &[u8]) -> Vec<u8> {
    let Some(cut) = [b"ed".as_slice(), b"es", b"e"].into_iter().find(|cut| word.ends_with(cut)) else {
        return word.to_vec();
    };
    let stem = &word[..word.len() - cut.len()];
    let Some(&last) = stem.last().filter(|_| has_vowel(stem)) else { return word.to_vec() };
    let shorter = &stem[..stem.len() - 1];
    if ends_any(stem, &["gu", "qu"])
        && has_vowel(shorter)
        && (from_end(stem, 2) == Some(b'q')
            || from_end(stem, 3).is_none_or(|letter| is_vowel_letter(letter) || letter == b'n'))
    {
        return with(shorter, &[MARK]);
    }
    if is_vowel_letter(last) {
        // A run of its own kind (die, issue, echoed) stays; played, keyed lose their ending.
        let is_played = last == b'y' && from_end(stem, 2).is_some_and(is_vowel_letter);
        return if is_played { with(stem, &[MARK]) } else { word.to_vec() };
    }
    let is_sounded = match cut {
        b"ed" => matches!(last, b't' | b'd'),
        b"es" => b"sxzcg".contains(&last) || ends_any(stem, &["ch", "sh"]),
        _ => false,
    };
    if is_sounded {
        return word.to_vec();
    }
    let other = consonant(stem, 2);
    let is_other = |letters: &[u8]| other.is_some_and(|letter| letters.contains(&letter));
    if last == b'l'
        && other.is_some()
        && !is_other(b"lrw")
        && (other != Some(b's') || consonant(stem, 3).is_some())
    {
        return with(shorter, b"el");
    }
    if last == b'r' && is_other(if cut == b"ed" { b"bcdft" } else { b"bcdgtv" }) {
        return with(shorter, b"er");
    }
    with(stem, &[MARK])
}

/// Whether `rest` is the second element of a compound whose first one ends in a silent e.
fn is_second(rest: &[u8]) -> bool {
    let is_in = |list: &[&str]| list.iter().any(|it| it.as_bytes() == rest);
    let Some(first_vowel) = rest.iter().position(|&letter| is_vowel_letter(letter)) else { return false };
    let onset = if rest.starts_with(b"qu") { &rest[..2] } else { &rest[..first_vowel] };
    let opens = ONSETS.iter().any(|it| it.as_bytes() == onset);
    opens && !is_in(NO_SECOND) || is_in(VOWEL_SECOND) || rest.starts_with(b"owner")
}

impl Syllables {
    /// The syllables of a part without hyphen and clitic, or of a stem.
    pub(super) fn of_part(&self, word: &[u8]) -> usize {
        if let Some(count) = self.exception(word) {
            return count;
        }
        if let Some(count) = self.of_compound(word) {
            return count;
        }
        // dra-mat-ic-ly
        let fewer = usize::from(word.ends_with(b"ically"));
        self.of_derived(word).map_or_else(
            || {
                let bare = word.strip_suffix(b"s").unwrap_or(word);
                let extra = usize::from(ends_any(bare, &["ism", "asm", "thm"]));
                (extra + runs(&without_silent_ending(word))).saturating_sub(fewer).max(1)
            },
            |count| count.saturating_sub(fewer),
        )
    }

    fn of_compound(&self, word: &[u8]) -> Option<usize> {
        for head in FIRST {
            if let Some(rest) = word.strip_prefix(head.as_bytes())
                && rest.len() > 1
                && has_vowel(rest)
                && is_second(rest)
            {
                return Some(1 + self.of_part(rest));
            }
        }
        if let Some(rest) = word.strip_prefix(b"fore")
            && starts_any(rest, FORE)
        {
            return Some(1 + self.of_part(rest));
        }
        for head in ["every", "any"] {
            if let Some(rest) = word.strip_prefix(head.as_bytes())
                && (rest.is_empty() || has_vowel(rest))
            {
                return Some(2 + if rest.is_empty() { 0 } else { self.of_part(rest) });
            }
        }
        (word.starts_with(b"mc") && word.len() > 3).then(|| 1 + self.of_part(&word[2..]))
    }

    /// The syllables of a stem and an ending that is sounded.
    fn of_derived(&self, word: &[u8]) -> Option<usize> {
        for suffix in SUFFIXES {
            let Some(stem) = word.strip_suffix(suffix.as_bytes()) else { continue };
            let is_ing = suffix.starts_with("ing");
            if !has_vowel(stem) || stem.len() <= if is_ing { 1 } else { 2 } {
                continue;
            }
            // A stem before -ing has lost its e already. The e of -edly is sounded: allegedly.
            if is_ing {
                let is_guing = stem.ends_with(b"gu") && from_end(stem, 3).is_none_or(is_vowel_letter);
                let stem = if is_guing { &stem[..stem.len() - 1] } else { stem };
                return Some(runs(&with(stem, &[MARK])) + 1);
            }
            if matches!(*suffix, "ly" | "ness")
                && stem.ends_with(b"ed")
                && consonant(stem, 3).is_some()
                && has_vowel(&stem[..stem.len() - 2])
            {
                return Some(runs(stem) + 1);
            }
            return Some(self.of_part(stem) + 1);
        }
        for suffix in AFTER_E {
            if let Some(stem) = word.strip_suffix(suffix.as_bytes())
                && stem.ends_with(b"e")
                && consonant(stem, 2).is_some()
                && has_vowel(&stem[..stem.len() - 1])
                && stem != b"tele"
            {
                return Some(self.of_part(stem) + self.of_part(suffix.as_bytes()));
            }
        }
        None
    }
}
