//! Headings: which are open, which is the title, which are about the list itself.

use super::entry;
use crate::base::slug::slug;

/// One heading.
pub(super) struct Heading {
    /// Its depth: 16 for each level; a summary stands one below the heading it is under.
    rank: u16,
    pub(super) text: String,
    /// Where it leads, if it is a link.
    pub(super) href: String,
    /// Where the link leads that its next words are part of.
    pub(super) open_link: String,
    pub(super) line: u32,
    /// The first paragraph below it.
    pub(super) paragraph: String,
    /// The headings around it.
    pub(super) parents: Vec<usize>,
    pub(super) has_children: bool,
}

impl Heading {
    pub(super) fn new(level: u8, line: u32) -> Self {
        Self {
            rank: u16::from(level) * 16,
            text: String::new(),
            href: String::new(),
            open_link: String::new(),
            line,
            paragraph: String::new(),
            parents: Vec::new(),
            has_children: false,
        }
    }

    /// Adds words. A link without words, such as a picture, is none of the heading.
    pub(super) fn push(&mut self, words: &str) {
        self.text.push_str(words);
        if self.href.is_empty() && entry::has_words(words) {
            self.href = std::mem::take(&mut self.open_link);
        }
    }
}

/// No list has more headings inside each other.
const DEEPEST: usize = 32;

/// All headings of a document.
#[derive(Default)]
pub(super) struct Headings {
    pub(super) all: Vec<Heading>,
    /// Numbers of those that are open, the outermost first.
    pub(super) open: Vec<usize>,
}

impl Headings {
    pub(super) fn begin(&mut self, mut heading: Heading) {
        let text = entry::clean(&heading.text);
        let text = text.trim_end_matches(['¶', '#', '🔗', '§', ' ']);
        text.clone_into(&mut heading.text);
        if heading.text.is_empty() {
            return;
        }
        while let Some(last) = self.open.last()
            && self.all[*last].rank >= heading.rank
        {
            self.open.pop();
        }
        if let Some(last) = self.open.last() {
            self.all[*last].has_children = true;
        }
        heading.parents.clone_from(&self.open);
        self.open.push(self.all.len());
        self.all.push(heading);
    }

    /// A summary is the heading of what it unfolds, unless it only says so.
    pub(super) fn begin_summary(&mut self, text: &str, line: u32) {
        let words = slug(text);
        let only_unfolds = words.split('-').any(|word| UNFOLD.contains(&word))
            || UNFOLD
                .iter()
                .any(|word| !word.is_ascii() && text.contains(word));
        if only_unfolds || self.open.len() >= DEEPEST {
            return;
        }
        let around = self.open.last().map_or(0, |last| self.all[*last].rank);
        let mut heading = Heading::new(0, line);
        heading.rank = around + 1;
        text.clone_into(&mut heading.text);
        self.begin(heading);
    }

    /// The first words below the innermost heading.
    pub(super) fn say(&mut self, words: impl FnOnce() -> String) {
        if let Some(last) = self.open.last()
            && self.all[*last].paragraph.is_empty()
            && !self.all[*last].href.is_empty()
        {
            self.all[*last].paragraph = words();
        }
    }

    /// The heading that names the list: the first one, if it is the only one of the highest level or no entry stands
    /// directly below it.
    pub(super) fn title(&self, has_entries: impl Fn(usize) -> bool) -> Option<usize> {
        let first = self.all.first().filter(|first| first.rank == 16)?;
        let alone = self.all.iter().filter(|it| it.rank == first.rank).count() == 1;
        (alone || !has_entries(0)).then_some(0)
    }
}

/// Words of a summary that only says that there is more.
const UNFOLD: &[&str] = &[
    "click",
    "expand",
    "show",
    "view",
    "toggle",
    "collapse",
    "see",
    "more",
    "details",
    "unfold",
    "展开",
    "点击",
    "펼치기",
    "раскрыть",
];

/// Headings of what is about the list itself, as slugs or as they are where they have no ASCII.
const ABOUT: &[&str] = &[
    "contributing",
    "contribute",
    "how-to-contribute",
    "contribution",
    "contributions",
    "contribution-guidelines",
    "contributing-guidelines",
    "contribution-guide",
    "contributors",
    "our-contributors",
    "license",
    "licence",
    "copyright",
    "sponsors",
    "sponsor",
    "our-sponsors",
    "sponsorship",
    "sponsorships",
    "backers",
    "supporters",
    "star-history",
    "stargazers",
    "stargazers-over-time",
    "acknowledgments",
    "acknowledgements",
    "acknowledgment",
    "acknowledgement",
    "code-of-conduct",
    "maintainers",
    "thanks",
    "credits",
    "special-thanks",
    "changelog",
    "lizenz",
    "mitwirken",
    "mitwirkende",
    "beitragen",
    "licencia",
    "contribuir",
    "contribuer",
    "contributeurs",
    "contribuindo",
    "licenca",
    "licenza",
    "翻译",
    "贡献",
    "贡献者",
    "贡献指南",
    "如何贡献",
    "许可证",
    "许可",
    "协议",
    "授权",
    "赞助",
    "致谢",
    "貢献",
    "ライセンス",
    "コントリビュート",
    "기여",
    "기여하기",
    "라이선스",
    "лицензия",
    "участие",
    "本项目的参与者",
    "如何参与本项目？",
    "如何为列表贡献新资源？",
];

/// Headings of tables of contents.
const CONTENTS: &[&str] = &[
    "contents",
    "table-of-contents",
    "toc",
    "index",
    "inhalt",
    "inhaltsverzeichnis",
    "sommaire",
    "table-des-matieres",
    "contenido",
    "contenidos",
    "indice",
    "tabla-de-contenidos",
    "tabla-de-contenido",
    "sumario",
    "conteudo",
    "spis-tresci",
    "icindekiler",
    "目录",
    "目錄",
    "目次",
    "목차",
    "содержание",
    "оглавление",
    "зміст",
    "فهرست",
    "المحتويات",
];

/// Whether what stands under this heading is about the list itself.
pub(super) fn is_about_the_list(heading: &str) -> bool {
    is_one_of(heading, ABOUT)
}

/// Whether this heading names a table of contents.
pub(super) fn is_contents(heading: &str) -> bool {
    is_one_of(heading, CONTENTS)
}

fn is_one_of(heading: &str, known: &[&str]) -> bool {
    let folded = slug(heading);
    let plain = heading
        .trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '？')
        .to_lowercase();
    known.contains(&folded.as_str()) || (folded.is_empty() && known.contains(&plain.as_str()))
}
