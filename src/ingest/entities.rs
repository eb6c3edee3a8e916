//! HTML entities in fields of text (`&#8217;`, `&amp;`): decoded where a text was evidently escaped, and only there.

use super::clean::of_windows_1252;

/// The names of U+00A0 to U+00FF in HTML, in order.
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Other names that texts of newsrooms hold.
const OTHERS: &[(&str, char)] = &[
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("permil", '‰'),
    ("prime", '′'),
    ("Prime", '″'),
    ("euro", '€'),
    ("trade", '™'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
    ("minus", '−'),
    ("larr", '←'),
    ("rarr", '→'),
];

/// The five that any text must escape, escaped or not.
const MARKUP: &[(&str, char)] = &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];

/// The longest entity, `&#1114111;` and any name being shorter.
const MAX_BYTES: usize = 12;

/// An entity at the start of a text.
#[derive(Clone, Copy)]
struct Entity {
    stands_for: char,
    n_bytes: usize,
    /// Whether nobody but an escaping program writes it.
    is_sure: bool,
}

/// A `&` of a text: its place, and the entity that it begins, if it does.
type Ampersand = (usize, Option<Entity>);

/// The text with its entities decoded, or `None` where it was not evidently escaped.
///
/// A text was escaped when it holds an entity that nobody writes by hand, a number or the name of a sign other than
/// the five of markup; or when each of its `&` begins an entity. A text that holds `<` or `>` as such keeps `&lt;` and
/// `&gt;`. It was escaped twice when each `&` is an `&amp;` that leads an entity, and is then decoded twice.
pub(super) fn decode(text: &str) -> Option<String> {
    if !text.contains('&') {
        return None;
    }
    if let Some(once) = decode_once(text, double) {
        return decode_once(&once, single).or(Some(once));
    }
    decode_once(text, single)
}

/// Decodes each entity when `how` says of the text that it was escaped.
fn decode_once(text: &str, how: fn(&str, &[Ampersand]) -> bool) -> Option<String> {
    let entities: Vec<Ampersand> =
        text.match_indices('&').map(|(at, _)| (at, entity(text.get(at..).unwrap_or_default()))).collect();
    if !how(text, &entities) {
        return None;
    }
    let keeps_angles = text.contains(['<', '>']);
    let mut decoded = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, entity) in entities {
        let Some(entity) = entity.filter(|it| !(keeps_angles && matches!(it.stands_for, '<' | '>'))) else {
            continue;
        };
        decoded.push_str(text.get(copied..at).unwrap_or_default());
        decoded.push(entity.stands_for);
        copied = at + entity.n_bytes;
    }
    decoded.push_str(text.get(copied..).unwrap_or_default());
    (decoded != text).then_some(decoded)
}

fn single(_: &str, entities: &[Ampersand]) -> bool {
    entities.iter().any(|(_, entity)| entity.is_some_and(|it| it.is_sure))
        || entities.iter().all(|(_, entity)| entity.is_some())
}

fn double(text: &str, entities: &[Ampersand]) -> bool {
    entities.iter().all(|(at, found)| {
        let behind = text.get(at + "&amp;".len()..).filter(|_| found.is_some_and(|it| it.stands_for == '&'));
        // `&` again, for as long as an entity can be.
        let inner = behind.map(|behind| format!("&{}", behind.chars().take(MAX_BYTES).collect::<String>()));
        inner.is_some_and(|inner| entity(&inner).is_some())
    })
}

/// The entity with which the text starts, closed by a semicolon.
fn entity(text: &str) -> Option<Entity> {
    let (end, _) = text.bytes().take(MAX_BYTES).enumerate().find(|(_, byte)| *byte == b';')?;
    let name = text.get(1..end)?;
    let n_bytes = end + 1;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let named = char::from_u32(code.ok()?)?;
        // Browsers too take these for windows-1252.
        let stands_for = if named.is_control() && !matches!(named, '\t' | '\n' | '\r') {
            of_windows_1252(named)?
        } else {
            named
        };
        return Some(Entity { stands_for, n_bytes, is_sure: true });
    }
    let find = |list: &[(&str, char)]| list.iter().find(|(other, _)| *other == name).map(|(_, c)| *c);
    if let Some(stands_for) = find(MARKUP) {
        return Some(Entity { stands_for, n_bytes, is_sure: false });
    }
    let latin = || ('\u{A0}'..='\u{FF}').zip(LATIN_1.split_whitespace()).find(|(_, other)| *other == name);
    let stands_for = find(OTHERS).or_else(|| latin().map(|(c, _)| c))?;
    Some(Entity { stands_for, n_bytes, is_sure: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_is_decoded() {
        for (escaped, plain) in [
            ("It&#8217;s &ldquo;so&rdquo; &#x2014; R&D at M & S", "It’s “so” — R&D at M & S"),
            ("AT&amp;T &lt;3 &quot;it&quot;", "AT&T <3 \"it\""),
            ("caf&eacute;&nbsp;&#146;s", "café\u{A0}’s"),
            ("It&amp;#8217;s R&amp;amp;D", "It’s R&D"),
            ("<p>1 &lt; 2 &amp; 3&hellip;</p>", "<p>1 &lt; 2 & 3…</p>"),
            ("&yuml;&ETH;", "ÿÐ"),
        ] {
            assert_eq!(decode(escaped).as_deref(), Some(plain), "{escaped}");
        }
    }

    #[test]
    fn what_was_not_escaped_stays() {
        for plain in [
            "no sign of it",
            "M&S and R&D; AT&T",
            "write &amp; for & in HTML",
            "a & b &lt c",
            "&#0; &#xD800; &#99999999; &unknown;",
            "?a=1&copy=2&lt=3",
        ] {
            assert_eq!(decode(plain), None, "{plain}");
        }
        assert_eq!(
            decode("&amp;amp; is &quot;&amp;&quot;").as_deref(),
            Some("&amp; is \"&\""),
            "escaped once"
        );
        assert_eq!(LATIN_1.split_whitespace().count(), 96);
    }
}
