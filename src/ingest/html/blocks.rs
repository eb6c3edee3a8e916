//! From a document tree to its text, block by block: paragraphs, headings, list items, quotations.

use dom_query::{NodeData, NodeRef};

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph, or text of any other element.
    Text,
    /// A heading of any level.
    Heading,
    /// An item of a list, or a cell of a definition.
    Item,
    /// A quotation set off from the text.
    Quote,
}

/// One block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The text: one line, but where the page breaks it; no white space around it.
    pub(super) text: String,
    /// What it is.
    pub(super) kind: Kind,
    /// How many bytes of the text stand in links.
    pub(super) link_bytes: usize,
}

impl Block {
    /// Whether nearly all of it is a link or several.
    pub(super) fn is_link(&self) -> bool {
        self.link_bytes * 10 >= self.text.len() * 7
    }

    /// Whether it reads like prose: it ends as a sentence does, or is long.
    pub(super) fn is_prose(&self) -> bool {
        let ends = self.text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ' ']);
        self.kind != Kind::Heading
            && !self.is_link()
            && (self.text.len() >= 120
                || (self.text.len() >= 25 && ends.ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])))
    }
}

/// The bytes of prose in blocks.
pub(super) fn prose_bytes(blocks: &[Block]) -> usize {
    blocks.iter().filter(|block| block.is_prose()).map(|block| block.text.len()).sum()
}

/// The blocks as text, a blank line between two.
pub(super) fn join(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// What an element does to the text around and in it.
enum Role {
    /// It starts and ends a block, of this kind where it says one.
    Block(Option<Kind>),
    Inline,
    /// Inline, but styled at will: as a label, a column, a line of its own.
    Span,
    Link,
    Break,
    Cell,
    Preformatted,
    Silent,
}

fn role(name: &str) -> Role {
    match name {
        "span" => Role::Span,
        "script" | "style" | "noscript" | "template" | "iframe" | "object" | "embed" | "svg" | "canvas"
        | "audio" | "video" | "head" | "title" | "button" | "select" | "textarea" | "input" | "datalist"
        | "map" => Role::Silent,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Block(Some(Kind::Heading)),
        "li" | "dd" | "dt" => Role::Block(Some(Kind::Item)),
        "blockquote" => Role::Block(Some(Kind::Quote)),
        "pre" => Role::Preformatted,
        "br" => Role::Break,
        "td" | "th" => Role::Cell,
        "a" => Role::Link,
        "address" | "article" | "aside" | "body" | "caption" | "center" | "details" | "dialog" | "dir"
        | "div" | "dl" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "header" | "hgroup"
        | "hr" | "html" | "legend" | "main" | "menu" | "nav" | "ol" | "p" | "section" | "summary"
        | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" => Role::Block(None),
        _ => Role::Inline,
    }
}

/// What is still to be done in the walk.
enum Step<'a> {
    Open(NodeRef<'a>),
    EndBlock,
    EndKind,
    EndLink,
    EndSpan,
    EndPreformatted,
}

/// The text being written.
#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    line: String,
    link_bytes: usize,
    /// The lists, headings and quotations that are open.
    kinds: Vec<Kind>,
    links: usize,
    preformatted: usize,
    /// Line breaks since the last word: one ends a line, two end the block.
    breaks: usize,
    is_space: bool,
    /// Whether a span started or ended since the last word.
    at_span: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.is_space = true;
                self.breaks += usize::from(self.preformatted > 0 && c == '\n');
            } else if !is_invisible(c) {
                self.push_visible(c);
            }
        }
    }

    fn push_visible(&mut self, c: char) {
        // `<span>Credit</span><span>Jo Doe</span>` is no word; style sheets keep such apart.
        self.is_space |= self.at_span && c.is_uppercase() && self.line.ends_with(char::is_lowercase);
        self.at_span = false;
        if self.breaks > 1 && self.preformatted == 0 {
            self.flush();
        }
        if !self.line.is_empty() {
            match (self.breaks, self.is_space) {
                (0, true) => self.line.push(' '),
                (0, false) => {}
                (_, _) => self.line.push('\n'),
            }
        }
        (self.breaks, self.is_space) = (0, false);
        self.line.push(c);
        self.link_bytes += if self.links > 0 { c.len_utf8() } else { 0 };
    }

    fn flush(&mut self) {
        if !self.line.is_empty() {
            let kind = self.kinds.last().copied().unwrap_or(Kind::Text);
            let text = std::mem::take(&mut self.line);
            self.blocks.push(Block { text, kind, link_bytes: self.link_bytes });
        }
        (self.link_bytes, self.breaks, self.is_space) = (0, 0, false);
    }
}

/// Marks that guide a browser and are not seen: soft hyphens, zero-width spaces, stray byte order marks.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\0')
}

/// The text below `root`, block by block. Scripts, forms' controls and embedded objects give none.
pub(super) fn blocks(root: &NodeRef<'_>) -> Vec<Block> {
    let mut writer = Writer::default();
    // No recursion: a page may be nested deeper than a stack is.
    let mut steps = vec![Step::Open(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(node) => open(node, &mut writer, &mut steps),
            Step::EndBlock => writer.flush(),
            Step::EndKind => {
                writer.flush();
                writer.kinds.pop();
            }
            Step::EndSpan => writer.at_span = true,
            Step::EndLink => writer.links -= 1,
            Step::EndPreformatted => {
                writer.flush();
                writer.preformatted -= 1;
            }
        }
    }
    writer.flush();
    writer.blocks
}

fn open<'a>(node: NodeRef<'a>, writer: &mut Writer, steps: &mut Vec<Step<'a>>) {
    let role = node.query_or(None, |inner| match &inner.data {
        NodeData::Text { contents } => {
            writer.push(contents);
            None
        }
        NodeData::Element(element) => Some(role(&element.name.local)),
        NodeData::Document | NodeData::Fragment => Some(Role::Inline),
        _ => None,
    });
    match role {
        None | Some(Role::Silent) => return,
        Some(Role::Inline) => {}
        Some(Role::Span) => {
            writer.at_span = true;
            steps.push(Step::EndSpan);
        }
        Some(Role::Cell) => writer.is_space = true,
        Some(Role::Break) => {
            writer.breaks += 1;
            return;
        }
        Some(Role::Link) => {
            writer.links += 1;
            steps.push(Step::EndLink);
        }
        Some(Role::Block(None)) => {
            writer.flush();
            steps.push(Step::EndBlock);
        }
        Some(Role::Block(Some(kind))) => {
            writer.flush();
            writer.kinds.push(kind);
            steps.push(Step::EndKind);
        }
        Some(Role::Preformatted) => {
            writer.flush();
            writer.preformatted += 1;
            steps.push(Step::EndPreformatted);
        }
    }
    let mut child = node.last_child();
    while let Some(node) = child {
        steps.push(Step::Open(node));
        child = node.prev_sibling();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn texts(html: &str) -> Vec<String> {
        blocks(&Document::from(html).root()).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn two_line_breaks_end_a_paragraph_and_one_a_line() {
        assert_eq!(texts("<div>One<br> two<br/>\n<br>three</div>"), ["One\ntwo", "three"]);
        assert_eq!(texts("<pre>a\n\n b</pre><p>c\n d"), ["a\nb", "c d"]);
    }

    #[test]
    fn words_are_joined_and_parted_as_a_browser_shows_them() {
        assert_eq!(texts("<p>in<b>ter</b>na\u{AD}tional&nbsp;&amp; <i> more</i>"), ["international & more"]);
        assert_eq!(texts("<table><tr><td>a</td><td>b</td></tr><tr><td>c"), ["a b", "c"]);
        assert_eq!(texts("<p><span>Photo</span><span>Jo</span> <span>M</span>ore"), ["Photo Jo More"]);
        assert_eq!(texts("<p>a<script>x</script>b<noscript>no</noscript>"), ["ab"]);
    }
}
