//! Drawings inside the page: their ids must not meet those of others.

/// An SVG as a part of the page: without a prologue, its ids made its own, so that they meet no other drawing's. Only
/// tags are changed: a text may hold what looks like an id.
pub(super) fn inlined(svg: &str, name: &str) -> String {
    let svg = svg.find("<svg").map_or("", |start| &svg[start..]);
    let mut own = String::with_capacity(svg.len());
    for piece in svg.split('<').skip(1) {
        let (tag, text) = piece.split_at(piece.find('>').unwrap_or(piece.len()));
        own.push('<');
        if tag.contains('#') || tag.contains(" id=\"") || tag.contains("aria-") {
            let mut tag = tag.to_owned();
            for place in [" id=\"", "url(#", "href=\"#", "aria-labelledby=\"", "aria-describedby=\""] {
                tag = tag.replace(place, &format!("{place}{name}-"));
            }
            own.push_str(&tag);
        } else {
            own.push_str(tag);
        }
        own.push_str(text);
    }
    own
}
