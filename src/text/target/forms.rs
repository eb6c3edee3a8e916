//! Forms of English verbs and nouns, made by rule.

/// Calls `see` with a plain verb and what may be its forms in -s, -ed and -ing; some are no words, which no text holds.
pub(super) fn inflections(verb: &str, mut see: impl FnMut(&str)) {
    see(verb);
    let Some(last) = verb.chars().next_back() else { return };
    let head = &verb[..verb.len() - last.len_utf8()];
    let before = head.chars().next_back().unwrap_or(' ');
    match last {
        'e' => {
            see(&format!("{verb}s"));
            see(&format!("{verb}d"));
            see(&format!("{head}ing"));
            see(&format!("{verb}ing"));
            if before == 'i' {
                see(&format!("{}ying", &head[..head.len() - 1]));
            }
            return;
        }
        'y' if !is_vowel(before) => {
            see(&format!("{head}ies"));
            see(&format!("{head}ied"));
            see(&format!("{verb}ing"));
            return;
        }
        _ => see(&plural(verb)),
    }
    see(&format!("{verb}ed"));
    see(&format!("{verb}ing"));
    if "bdgklmnprtz".contains(last) && is_vowel(before) {
        see(&format!("{verb}{last}ed"));
        see(&format!("{verb}{last}ing"));
    }
    if last == 'c' {
        see(&format!("{verb}ked"));
        see(&format!("{verb}king"));
    }
}

/// The form of a noun or verb in -s.
pub(super) fn plural(noun: &str) -> String {
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel));
    if let Some(stem) = stem {
        return format!("{stem}ies");
    }
    let is_hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| noun.ends_with(ending));
    format!("{noun}{}", if is_hissing { "es" } else { "s" })
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::{inflections, plural};

    #[test]
    fn regular_forms_follow_the_spelling() {
        for (verb, expected) in [
            ("attack", "attack attacks attacked attacking"),
            ("praise", "praise praises praised praising praiseing"),
            ("slam", "slam slams slamed slaming slammed slamming"),
            ("deny", "deny denies denied denying"),
            ("lie", "lie lies lied liing lieing lying"),
            ("veto", "veto vetoes vetoed vetoing"),
            ("panic", "panic panics paniced panicing panicked panicking"),
        ] {
            let mut found = Vec::new();
            inflections(verb, |form| found.push(form.to_owned()));
            assert_eq!(found.join(" "), expected);
        }
        assert_eq!([plural("boss"), plural("ally"), plural("critic")], ["bosses", "allies", "critics"]);
    }
}
