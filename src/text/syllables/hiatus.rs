//! Where a syllable begins between two vowel letters (`cha-os`, `ne-on`, but `health`, `boat`).

use super::{MARK, has_vowel};

/// What follows re- before an a: react, reappear, not reach, ready, realm, reason.
const RE_A: &[&str] = &[
    "ct", "djust", "dmit", "ffirm", "lign", "lloc", "pp", "rrang", "rrest", "ssembl", "ssert", "ssess",
    "ssign", "ssu", "wak",
];

/// A pair of vowel letters and what stands beside it.
#[derive(Clone, Copy)]
struct Pair<'a> {
    left: &'a [u8],
    right: &'a [u8],
    /// What is right of the pair without the mark of a silent e.
    bare: &'a [u8],
    /// Whether no vowel stands left of it.
    is_first: bool,
}

impl Pair<'_> {
    fn starts(&self, any: &[&str]) -> bool {
        any.iter().any(|it| self.right.starts_with(it.as_bytes()))
    }

    fn ends(&self, any: &[&str]) -> bool {
        any.iter().any(|it| self.left.ends_with(it.as_bytes()))
    }

    /// Whether the letter before is one of these; the start of the word counts as any of them.
    fn after(&self, letters: &str) -> bool {
        self.left.last().is_none_or(|last| letters.as_bytes().contains(last))
    }

    fn left_is(&self, any: &[&str]) -> bool {
        any.iter().any(|it| self.left == it.as_bytes())
    }

    fn right_is(&self, any: &[&str]) -> bool {
        any.iter().any(|it| self.right == it.as_bytes())
    }

    fn bare_is(&self, any: &[&str]) -> bool {
        any.iter().any(|it| self.bare == it.as_bytes())
    }

    /// Whether the letter before is this one.
    fn last_is(&self, letter: u8) -> bool {
        self.left.last() == Some(&letter)
    }
}

/// Whether a syllable begins between the vowel letters at `at` and `at + 1`.
pub(super) fn hiatus(word: &[u8], at: usize) -> bool {
    let (left, right) = (&word[..at], &word[at + 2..]);
    // A silent e that was taken off has left a mark: `increase` must not end like `areas`, nor `voice` like `stoic`.
    let n_marks = right.iter().rev().take_while(|&&byte| byte == MARK).count();
    let pair = Pair { left, right, bare: &right[..right.len() - n_marks], is_first: !has_vowel(left) };
    match (word[at], word[at + 1]) {
        (b'i', b'a') => ia(pair),
        (b'i', b'e') => ie(pair),
        (b'i', b'o') => io(pair),
        (b'i', b'u') => !pair.last_is(b'g'),
        (b'i', b'i') | (b'y', b'i') => true,
        (b'e', b'a') => ea(pair),
        (b'e', second) => after_e(pair, second),
        (b'a', second) => after_a(pair, second),
        (b'o', second) => after_o(pair, second),
        (b'u', second) => after_u(pair, second),
        (b'y', b'e') => pair.is_first && pair.right_is(&["r", "rs"]),
        (b'y', b'a' | b'o') => pair.is_first,
        _ => false,
    }
}

fn ia(pair: Pair<'_>) -> bool {
    if pair.starts(&["ng"]) && !pair.left_is(&["tr"]) || pair.starts(&["o"]) {
        return false;
    }
    if pair.is_first || pair.left_is(&["ant"]) {
        return true;
    }
    if pair.after("ctsgx") {
        return !pair.last_is(b'g') && pair.starts(&["t", "sm", "st", "ry", "ri", "lit", "nit"]);
    }
    if pair.right_is(&["ges"]) || pair.bare_is(&["g"]) {
        return false;
    }
    if pair.last_is(b'l') {
        if pair.ends(&["ll"]) || pair.starts(&["r", "m"]) {
            return false;
        }
        return !pair.starts(&["n"]) || pair.starts(&["nt", "nc"]);
    }
    true
}

fn ie(pair: Pair<'_>) -> bool {
    if pair.starts(&["t"]) {
        return true;
    }
    if pair.starts(&["nc", "nt", "nn"]) {
        return pair.is_first || !pair.after("ctl");
    }
    if pair.starts(&["nat"]) {
        return true;
    }
    if pair.is_first {
        return pair.starts(&["rr"]);
    }
    if pair.right_is(&["n", "ns"]) {
        return !pair.after("ct");
    }
    if pair.right_is(&["l", "ls"]) || pair.bare_is(&["ll"]) {
        return !pair.last_is(b'n');
    }
    pair.right_is(&["r", "rs", "st"])
}

fn io(pair: Pair<'_>) -> bool {
    if pair.starts(&["ng"]) {
        return false;
    }
    if pair.is_first {
        return true;
    }
    if pair.starts(&["n"]) {
        return !pair.after("stgcxhln");
    }
    if pair.starts(&["us"]) {
        return !pair.after("ctgx") && !pair.ends(&["ll"]);
    }
    if pair.starts(&["r"]) {
        return !pair.after("nv");
    }
    true
}

fn ea(pair: Pair<'_>) -> bool {
    if pair.starts(&["u"]) {
        return pair.left_is(&["r"]) && pair.starts(&["uth"]);
    }
    if pair.ends(&["e"])
        || pair.starts(&["t"]) && (pair.ends(&["cr"]) && !pair.starts(&["tur"]) || pair.ends(&["th"]))
        || pair.starts(&["li"]) && pair.ends(&["r"])
    {
        return true;
    }
    if pair.left_is(&["r"]) {
        return pair.starts(RE_A);
    }
    if pair.left_is(&["pr"]) {
        return pair.starts(&["mb", "rr", "ss"]);
    }
    if pair.is_first {
        return false;
    }
    if pair.right_is(&["", "s"]) {
        return pair.after("rdchm");
    }
    if pair.right_is(&["n", "ns"]) {
        return pair.after("rpbnw");
    }
    pair.right_is(&["l"]) && pair.last_is(b'r')
}

fn after_e(pair: Pair<'_>, second: u8) -> bool {
    match second {
        b'e' if pair.left_is(&["r"]) => {
            pair.starts(&["lect", "nt", "xam", "stab", "val", "mpl", "mph", "ng"])
        }
        b'e' => {
            pair.left_is(&["pr"]) && pair.starts(&["mpt", "xist", "min"])
                || pair.left_is(&["d"]) && pair.starts(&["mph", "sc"])
        }
        b'i' if pair.left_is(&["r"]) => {
            pair.starts(&["nf", "nse", "nst", "nv", "nt", "nc", "mag", "mb", "mp", "ter", "gnit", "ssu"])
        }
        b'i' => {
            pair.starts(&["ty"])
                || pair.left_is(&["d"]) && pair.starts(&["s", "f"])
                || pair.ends(&["th"]) && pair.starts(&["s"])
        }
        b'o' if pair.starts(&["u"]) => !pair.after("gc"),
        b'o' if pair.last_is(b'g') => pair.is_first && !pair.starts(&["rg"]),
        b'o' if pair.starts(&["p"]) && pair.after("plj") => false,
        b'o' => !pair.ends(&["ch"]),
        b'u' if pair.left_is(&["r"]) => pair.starts(&["n", "s", "p"]),
        b'u' => pair.right_is(&["m", "ms"]) || pair.right_is(&["s"]) && !pair.is_first,
        _ => false,
    }
}

fn after_a(pair: Pair<'_>, second: u8) -> bool {
    match second {
        b'i' => {
            pair.right_is(&["c", "cs"])
                || pair.starts(&["cism", "sm", "ty"])
                || pair.left_is(&["n"]) && pair.starts(&["v"])
        }
        b'o' => pair.left.is_empty() || pair.starts(&["s", "t"]),
        _ => false,
    }
}

fn after_o(pair: Pair<'_>, second: u8) -> bool {
    match second {
        b'a' if pair.right_is(&["", "h"]) => true,
        b'a' if pair.ends(&["cr"]) => pair.starts(&["t"]),
        b'a' => {
            pair.starts(&["ct"])
                || pair.left_is(&["c"]) && pair.starts(&["li", "le", "ut"])
                || pair.left.is_empty() && pair.starts(&["s"])
        }
        b'e' if pair.ends(&["p"]) => pair.starts(&["t", "m"]),
        b'e' if pair.left_is(&["c"]) => pair.starts(&["x", "rc", "d", "ff"]),
        b'e' => {
            pair.right_is(&["r", "rs"])
                || pair.starts(&["con"])
                || pair.is_first && pair.right_is(&["l", "ls"])
        }
        b'i' if pair.right_is(&["c", "cs"]) || pair.starts(&["ca", "cism", "sm"]) => true,
        b'i' if pair.starts(&["nc"]) => pair.ends(&["c"]),
        b'i' if pair.bare_is(&["n", "ns"]) => pair.ends(&["her"]),
        b'i' => pair.starts(&["st"]) && !pair.is_first,
        b'o' => {
            pair.ends(&["c"]) && pair.starts(&["pera", "rd", "pt"])
                || pair.left_is(&["z"]) && pair.starts(&["l"])
        }
        _ => false,
    }
}

fn after_u(pair: Pair<'_>, second: u8) -> bool {
    match second {
        b'a' if pair.starts(&["bl"]) || pair.right_is(&["b"]) => true,
        b'a' if pair.after("gq") || pair.starts(&["d"]) || pair.last_is(b's') && pair.starts(&["v", "s"]) => {
            false
        }
        b'a' => !(pair.last_is(b'j') || pair.is_first && pair.after("khs")),
        b'e' => {
            !pair.after("gq")
                && (pair.starts(&["e", "l", "nc", "nt", "nz", "t", "z"]) || pair.right_is(&["r", "rs"]))
        }
        b'i' if pair.starts(&["ty"]) => true,
        b'i' if pair.last_is(b'g') => false,
        b'i' if pair.starts(&["s"]) => pair.ends(&["lo"]) || pair.starts(&["sm", "st"]),
        b'i' => pair.bare_is(&["d", "ds", "n", "ns", "nous"]) || pair.starts(&["cid", "ti", "dit"]),
        b'o' => pair.starts(&["us"]) || !pair.last_is(b'g') && !pair.starts(&["y", "r"]),
        b'u' => pair.starts(&["m"]),
        _ => false,
    }
}
