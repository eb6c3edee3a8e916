//! What a page says of its article in JSON-LD (schema.org), damaged or not.
//!
//! Sites write it by templates, so that line ends stand inside strings, commas before brackets, and comments or CDATA marks
//! around the whole; newspapers' users and trafilatura's issue list report each of these.

use serde_json::{Map, Value};

use super::{fragment_text, plain};

/// What the page's JSON-LD says; empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Statement {
    /// The headline.
    pub(super) title: String,
    /// The whole text, a blank line between paragraphs where it has them.
    pub(super) text: String,
    /// When it was published, as written.
    pub(super) date: String,
    /// The authors, by ", ".
    pub(super) author: String,
    /// The publisher.
    pub(super) outlet: String,
    /// The language.
    pub(super) language: String,
    /// The address.
    pub(super) url: String,
    /// Whether it is a live blog.
    pub(super) is_live: bool,
    /// Whether it is an article at all.
    pub(super) is_article: bool,
    /// Whether it is said to be news.
    pub(super) is_news: bool,
}

/// Types of schema.org that are articles.
const TYPES: [&str; 16] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "Report",
    "SatiricalArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "TechArticle",
];

/// Reads the scripts of a page; the first article is it, one with a headline or a text before one without.
pub(super) fn read(scripts: &[String]) -> Statement {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut objects = Vec::new();
    values.iter().for_each(|value| collect(value, &mut objects));
    let articles = || objects.iter().copied().filter(|object| kind(object).is_some());
    let has =
        |object: &&Map<String, Value>, key| object.get(key).is_some_and(|value| !text_of(value).is_empty());
    // The updates of a live blog are articles, too.
    let article = articles()
        .find(|object| is_type(object, "LiveBlogPosting"))
        .or_else(|| articles().find(|object| has(object, "articleBody")))
        .or_else(|| articles().find(|object| has(object, "headline")))
        .or_else(|| articles().next());
    let page = || objects.iter().copied().find(|object| is_type(object, "WebPage"));
    let Some(article) = article else {
        // A page may still say when it was published and by whom.
        return page().map_or_else(Statement::default, |page| Statement {
            title: String::new(),
            ..state(page, &objects)
        });
    };
    let mut statement = Statement { is_article: true, ..state(article, &objects) };
    if statement.date.is_empty() {
        statement.date = page().map(|page| state(page, &objects).date).unwrap_or_default();
    }
    statement
}

fn state(object: &Map<String, Value>, objects: &[&Map<String, Value>]) -> Statement {
    let get = |key: &str| object.get(key).map(text_of).unwrap_or_default();
    let first = |keys: &[&str]| keys.iter().map(|key| get(key)).find(|it| !it.is_empty()).unwrap_or_default();
    let names = |key: &str| object.get(key).map(|value| names(value, objects).join(", ")).unwrap_or_default();
    let is_live = is_type(object, "LiveBlogPosting");
    let mut text = body(&get("articleBody"));
    if is_live && let Some(Value::Array(updates)) = object.get("liveBlogUpdate") {
        let updates: Vec<String> = updates.iter().filter_map(Value::as_object).map(update).collect();
        text = [vec![text], updates]
            .concat()
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
    }
    let page = object.get("mainEntityOfPage");
    let page = page.and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str())).unwrap_or_default();
    let url = first(&["url", "@id"]);
    Statement {
        title: plain(&first(&["headline", "name"])),
        text,
        date: first(&["datePublished", "dateCreated"]),
        author: names("author"),
        outlet: names("publisher"),
        language: first(&["inLanguage"]),
        url: [url.as_str(), page]
            .into_iter()
            .find(|url| url.starts_with("http"))
            .unwrap_or_default()
            .to_owned(),
        is_live,
        is_article: false,
        is_news: kind(object).is_some_and(|name| {
            name.ends_with("NewsArticle") || matches!(name, "Report" | "LiveBlogPosting")
        }),
    }
}

fn update(object: &Map<String, Value>) -> String {
    let get = |key: &str| object.get(key).map(text_of).unwrap_or_default();
    let parts = [plain(&get("headline")), body(&get("articleBody"))];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A text in JSON-LD, which may be HTML, escaped HTML, or plain with single line ends between paragraphs.
fn body(text: &str) -> String {
    let unescaped = if text.contains("&lt;") && !text.contains('<') { plain(text) } else { text.to_owned() };
    let is_markup = ["<p", "<br", "</", "<div"].iter().any(|tag| unescaped.contains(tag));
    if is_markup {
        fragment_text(&unescaped)
    } else {
        fragment_text(&unescaped.replace('\r', "").replace('\n', "\n\n"))
    }
}

/// The type, where it is an article's.
fn kind(object: &Map<String, Value>) -> Option<&'static str> {
    TYPES.into_iter().find(|name| is_type(object, name))
}

fn is_type(object: &Map<String, Value>, name: &str) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|it| it.rsplit(['/', '#', ':']).next() == Some(name));
    match object.get("@type").or_else(|| object.get("type")) {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(value) => is(value),
        None => false,
    }
}

/// All objects, outer before inner. The depth is bounded by the parser.
fn collect<'a>(value: &'a Value, into: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, into)),
        Value::Object(object) => {
            into.push(object);
            object.values().for_each(|value| collect(value, into));
        }
        _ => {}
    }
}

/// A value as text: a string, a number, the first of an array, `@value` or `name` of an object.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(text_of).find(|text| !text.is_empty()).unwrap_or_default(),
        Value::Object(object) => {
            let inner =
                object.get("@value").or_else(|| object.get("name")).or_else(|| object.get("alternateName"));
            inner.filter(|inner| inner.is_string()).map(text_of).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The names of persons or organisations; an object that is only a reference is looked up.
fn names(value: &Value, objects: &[&Map<String, Value>]) -> Vec<String> {
    let mut found = Vec::new();
    let values =
        if let Value::Array(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
    for value in values.iter().take(50) {
        let mut name = text_of(value);
        if let (true, Some(id)) = (name.is_empty(), value.get("@id").and_then(Value::as_str)) {
            let is_it = |object: &&&Map<String, Value>| {
                object.get("@id").and_then(Value::as_str) == Some(id) && object.contains_key("name")
            };
            name = objects
                .iter()
                .find(is_it)
                .and_then(|object| object.get("name"))
                .map(text_of)
                .unwrap_or_default();
        }
        let name = plain(&name);
        if !name.is_empty() && !name.starts_with("http") && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// The value of a script: as it stands, else mended, else what stands before its first damage.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let mended = mend(script);
    serde_json::Deserializer::from_str(&mended).into_iter().next()?.ok()
}

/// Escapes control characters within strings, takes out commas before closing brackets and text before the first bracket.
fn mend(script: &str) -> String {
    let start = script.find(['{', '[']).unwrap_or(script.len());
    let mut mended = String::with_capacity(script.len());
    let (mut in_string, mut is_escaped) = (false, false);
    for c in script.get(start..).unwrap_or_default().chars() {
        if in_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            match c {
                '\n' => mended.push_str("\\n"),
                '\r' => {}
                c if c.is_control() => mended.push(' '),
                c => mended.push(c),
            }
            continue;
        }
        if matches!(c, '}' | ']') {
            mended.truncate(mended.trim_end().trim_end_matches(',').trim_end().len());
        }
        in_string = c == '"';
        mended.push(c);
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(script: &str) -> Statement {
        read(&[script.to_owned()])
    }

    #[test]
    fn an_article_is_found_in_a_graph_and_its_references_are_followed() {
        let script = r##"{"@context": "https://schema.org", "@graph": [
            {"@type": "WebPage", "@id": "#page", "datePublished": "2026-03-04"},
            {"@type": ["NewsArticle"], "headline": "A &amp; B", "author": [{"@id": "#p"}, {"name": "Bo"}], "publisher": {"@id": "#o"}},
            {"@type": "Person", "@id": "#p", "name": "Ann"}, {"@type": "Organization", "@id": "#o", "name": "Post"}]}"##;
        let found = one(script);
        assert_eq!(
            (&*found.title, &*found.author, &*found.outlet, &*found.date),
            ("A & B", "Ann, Bo", "Post", "2026-03-04")
        );
    }

    #[test]
    fn damage_is_mended() {
        let found = one(
            "<!-- {\"@type\": \"http://schema.org/Report\", \"headline\": \"Two\nlines\", \"articleBody\": \"<p>a</p><p>b\", },] -->",
        );
        assert_eq!((&*found.title, &*found.text), ("Two lines", "a\n\nb"));
        assert_eq!(one("{\"@type\": \"Article\"").title, "");
        assert!(!one(&"[".repeat(100_000)).is_article);
    }

    #[test]
    fn a_live_blog_is_its_updates() {
        let found = one(
            r#"{"@type": "LiveBlogPosting", "liveBlogUpdate": [{"headline": "H", "articleBody": "one\ntwo"}]}"#,
        );
        assert_eq!((found.is_live, &*found.text), (true, "H\n\none\n\ntwo"));
    }
}
