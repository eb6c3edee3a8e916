//! What a page says of itself outside JSON-LD: meta elements, links, `<time>`, headings.

use std::collections::BTreeMap;

use dom_query::Document;

use super::json_ld::Statement;
use super::plain;
use super::tree::{Element, elements};

/// What a page says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Declared {
    /// Nothing, or something other than an article.
    #[default]
    Nothing,
    /// An article of any kind.
    Article,
    /// A news article.
    News,
}

/// What a page says of its article; each empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    /// The headline, without the site's name.
    pub(super) title: String,
    /// When it was published, as written; the surest first.
    pub(super) dates: Vec<String>,
    /// Who wrote it.
    pub(super) author: String,
    /// The outlet's name.
    pub(super) outlet: String,
    /// The language.
    pub(super) language: String,
    /// The address.
    pub(super) url: String,
    /// What it says that it is.
    pub(super) declared: Declared,
    /// Whether it says that it is something else: a front page, a video.
    pub(super) is_other: bool,
}

/// Names of meta elements that hold the date of publication.
const DATES: [&str; 26] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publicationdate",
    "publication_date",
    "published-date",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "displaydate",
    "date",
];
const AUTHORS: [&str; 9] = [
    "author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "article:author",
    "twitter:creator",
];
const OUTLETS: [&str; 6] = [
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "cre",
    "article:publisher_name",
    "application-name",
];

/// Reads the page; what JSON-LD states comes first.
pub(super) fn read(document: &Document, stated: &Statement) -> Metadata {
    let list = elements(&document.root());
    let meta = metas(&list);
    let of = |names: &[&str]| first(names.iter().filter_map(|name| meta.get(*name).cloned()));
    let links: Vec<(String, String)> = list
        .iter()
        .filter(|element| element.name == "link")
        .map(|element| (element.attribute("rel").to_ascii_lowercase(), element.attribute("href")))
        .collect();
    let canonical = links.iter().find(|(rel, _)| rel == "canonical").map(|(_, href)| href.trim().to_owned());
    let urls = canonical.into_iter().chain([of(&["og:url"]), stated.url.clone(), of(&["twitter:url"])]);
    let url = first(urls.filter(|url| url.starts_with("http")));
    let outlet = first([of(&OUTLETS[..1]), stated.outlet.clone(), of(&OUTLETS)].into_iter());
    let html = list.iter().find(|element| element.name == "html");
    let languages = html
        .map(|element| element.attribute("lang"))
        .into_iter()
        .chain([stated.language.clone(), of(&["og:locale", "content-language", "language", "dc.language"])]);
    let kind = of(&["og:type"]).to_ascii_lowercase();
    Metadata {
        title: title(&list, stated, &of(&["og:title", "twitter:title", "dc.title", "title"]), &outlet),
        dates: dates(&list, &stated.date, DATES.iter().filter_map(|name| meta.get(*name)), &url),
        author: author(&list, stated, AUTHORS.iter().filter_map(|name| meta.get(*name))),
        outlet,
        language: first(languages.map(|language| language.trim().to_owned())),
        declared: declared(
            &list,
            stated,
            kind.contains("article") || DATES.iter().any(|name| meta.contains_key(*name)),
        ),
        is_other: kind.contains("website") || kind.contains("video"),
        url,
    }
}

/// What JSON-LD, microdata and Open Graph say together.
fn declared(list: &[Element<'_>], stated: &Statement, says_article: bool) -> Declared {
    let types: Vec<String> =
        list.iter().map(|element| element.attribute("itemtype")).filter(|it| !it.is_empty()).collect();
    let has_body =
        || list.iter().any(|element| element.attribute("itemprop").eq_ignore_ascii_case("articleBody"));
    if stated.is_news || types.iter().any(|name| name.contains("NewsArticle")) {
        Declared::News
    } else if stated.is_article
        || says_article
        || types.iter().any(|name| name.ends_with("Article"))
        || has_body()
    {
        Declared::Article
    } else {
        Declared::Nothing
    }
}

fn first(values: impl Iterator<Item = String>) -> String {
    values.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
}

/// The meta elements by name, property or itemprop in small letters; of several the first that is not empty.
fn metas(list: &[Element<'_>]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for element in list.iter().filter(|element| element.name == "meta") {
        let content = plain(&element.attribute("content"));
        for name in ["name", "property", "itemprop", "http-equiv"] {
            let name = element.attribute(name).trim().to_ascii_lowercase();
            if !name.is_empty() && !content.is_empty() {
                found.entry(name).or_insert_with(|| content.clone());
            }
        }
    }
    found
}

/// JSON-LD's headline; a heading that the page's titles repeat; those titles without the site's name; any top heading.
fn title(list: &[Element<'_>], stated: &Statement, social: &str, outlet: &str) -> String {
    let text = |element: &Element<'_>| plain(&element.node.text());
    let whole = list.iter().find(|element| element.name == "title").map(text).unwrap_or_default();
    let heads: Vec<String> = list
        .iter()
        .filter(|element| element.name == "h1")
        .map(text)
        .filter(|it| !it.is_empty())
        .take(5)
        .collect();
    let cut = ["...", "…"].iter().any(|end| stated.title.ends_with(end));
    if !stated.title.is_empty() && stated.is_article && !cut {
        return stated.title.clone();
    }
    let repeated = heads.iter().find(|head| {
        head.len() >= 15
            && [social, &whole].iter().any(|title| title.to_lowercase().contains(&head.to_lowercase()))
    });
    if let Some(head) = repeated {
        return head.clone();
    }
    let only = if let [head] = heads.as_slice() { head.clone() } else { String::new() };
    first(
        [without_site(social, outlet), only, without_site(&whole, outlet), stated.title.clone()].into_iter(),
    )
}

/// A title without ` | The Site` behind it.
fn without_site(title: &str, outlet: &str) -> String {
    const SEPARATORS: [&str; 7] = [" | ", " – ", " — ", " - ", " :: ", " » ", " · "];
    let outlet = outlet.to_lowercase();
    let mut title = title.trim();
    // Twice, as a section's name may stand before the site's.
    for _ in 0..2 {
        let cut = SEPARATORS.iter().find_map(|separator| {
            let (rest, site) = title.rsplit_once(separator)?;
            let is_named = !outlet.is_empty() && site.to_lowercase().contains(&outlet);
            // Without a name to compare with: a bar parts the site, and a dash does when little stands behind it.
            let is_short = site.split_whitespace().count() <= 3 && rest.split_whitespace().count() >= 4;
            (is_named || (outlet.is_empty() && (*separator == " | " || is_short))).then(|| rest.trim())
        });
        let Some(rest) = cut.filter(|rest| !rest.is_empty()) else { break };
        title = rest;
    }
    title.to_owned()
}

/// All places of a date, the surest first.
fn dates<'a>(
    list: &[Element<'_>],
    stated: &str,
    metas: impl Iterator<Item = &'a String>,
    url: &str,
) -> Vec<String> {
    let mut found = vec![stated.to_owned()];
    found.extend(metas.cloned());
    let value = |element: &Element<'_>| {
        let attributes = ["datetime", "content", "title"].map(|name| element.attribute(name));
        first(attributes.into_iter().chain([plain(&element.node.text())]))
    };
    let published = |element: &&Element<'_>| {
        element.attribute("itemprop").to_ascii_lowercase().contains("datepublished")
            || (element.name == "time" && element.node.has_attr("pubdate"))
    };
    found.extend(list.iter().filter(published).map(value).take(3));
    let times = list.iter().filter(|element| element.name == "time" || element.words.contains(" published "));
    found.extend(times.map(value).filter(|value| value.len() <= 60).take(3));
    found.extend(date_in(url));
    let mut kept: Vec<String> = Vec::new();
    for date in found.iter().map(|date| date.trim()) {
        if !date.is_empty() && kept.iter().all(|it| it != date) {
            kept.push(date.to_owned());
        }
    }
    kept
}

/// The day in an address such as `/2026/03/04/slug` or `/2026-03-04-slug`.
fn date_in(url: &str) -> Option<String> {
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|run| {
        let [year, month, day] = run else { return None };
        let number =
            |part: &str, length: usize| (part.len() <= length).then(|| part.parse::<u32>().ok()).flatten();
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let is_date = (1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// JSON-LD's authors, a meta element, `rel=author`, `itemprop=author`, or the line that says "By ...".
fn author<'a>(list: &[Element<'_>], stated: &Statement, metas: impl Iterator<Item = &'a String>) -> String {
    let is_name = |name: &String| {
        !name.is_empty()
            && name.len() <= 120
            && !name.contains("://")
            && !name.starts_with('@')
            && !name.contains("www.")
    };
    let text = |element: &Element<'_>| without_by(&plain(&element.node.text()));
    let marked = list.iter().filter(|element| {
        element.attribute("rel").split_whitespace().any(|it| it == "author")
            || element.attribute("itemprop").split_whitespace().any(|it| it == "author")
    });
    let marked = marked.map(|element| {
        let content = element.attribute("content");
        if content.is_empty() { text(element) } else { plain(&content) }
    });
    let lines = list.iter().filter(|element| element.words.contains(" byline "));
    let lines = lines
        .map(|element| plain(&element.node.text()))
        .filter(|line| line.to_lowercase().starts_with("by "));
    let all = [stated.author.clone()].into_iter().chain(metas.cloned()).chain(marked).chain(lines);
    first(all.map(|name| without_by(&name)).filter(is_name))
}

fn without_by(name: &str) -> String {
    let is_by = name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("by "));
    name.get(if is_by { 3 } else { 0 }..).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Metadata {
        read(&Document::from(html), &Statement::default())
    }

    #[test]
    fn meta_elements_are_read_whatever_their_attribute_is_called() {
        let found = of("<html lang=en-GB><head><meta property=og:site_name content='The Post'><meta name=Author content='By Ann Lee'>
            <meta property=og:title content='A long story of things | The Post'><link rel=canonical href='https://post.example/2026/3/4/x'>
            <meta itemprop=datePublished content=2026-03-04T09:00:00Z><h1>A long story of things</h1>");
        assert_eq!(
            (&*found.title, &*found.author, &*found.outlet),
            ("A long story of things", "Ann Lee", "The Post")
        );
        assert_eq!(
            (found.dates.join(" "), &*found.language),
            ("2026-03-04T09:00:00Z 2026-03-04".into(), "en-GB")
        );
    }

    #[test]
    fn a_title_loses_the_site_and_keeps_its_own_dashes() {
        assert_eq!(without_site("One - two | The Post", "The Post"), "One - two");
        assert_eq!(without_site("Council votes to close bridge - Post", ""), "Council votes to close bridge");
        assert_eq!(without_site("Bridge closed - what now", "The Post"), "Bridge closed - what now");
    }
}
