use proptest::prelude::*;

use super::*;

/// The entries of a list, one line for each.
fn shown(list: &List) -> Vec<String> {
    let show = |it: &Listed| {
        let section = it.section.join(" > ");
        format!(
            "{} [{section}] {} <{}> {}",
            it.line, it.name, it.link, it.text
        )
    };
    list.entries.iter().map(show).collect()
}

fn one(text: &str) -> String {
    let list = markdown(&format!("# T\n\n## S\n\n{text}\n"));
    assert_eq!(list.entries.len(), 1, "{text:?}: {list:?}");
    let entry = &list.entries[0];
    format!("{} <{}> {}", entry.name, entry.link, entry.text)
}

#[test]
fn items_and_rows_with_links_are_entries() {
    let list = markdown(
        "# A list\n\n- [Messaging](#messaging)\n\n## Messaging\n\n\
        - [NATS](https://nats.io/) - A broker.\n* [Rabbit MQ (c)](https://rabbitmq.com) :star: — Another\n  one.\n\n\
        ### Queues\n\n1. [`bull`](https://x.org)\n    - [part](https://y.org): of it\n\n\
        | Name | What |\n|-|-|\n| [Row](https://z.org) | in a table |\n",
    );
    assert_eq!(list.title, "A list");
    assert_eq!(
        shown(&list),
        [
            "7 [Messaging] NATS <https://nats.io/> A broker.",
            "8 [Messaging] Rabbit MQ <https://rabbitmq.com> Another one.",
            "13 [Messaging > Queues] bull <https://x.org> ",
            "14 [Messaging > Queues] part <https://y.org> of it",
            "18 [Messaging > Queues] Row <https://z.org> in a table",
        ]
    );
    assert!(list.entries[1].commercial);
    assert_eq!(list.skipped.len(), 1);
    assert_eq!(list.skipped[0].line, 3);
}

#[test]
fn one_entry_in_the_shapes_that_lists_have() {
    for text in [
        "- [NATS](https://nats.io/) - A broker.",
        "- [NATS](https://nats.io/): A broker.",
        "- [NATS](https://nats.io/) – A broker.",
        "- [NATS](https://nats.io/)—A broker.",
        "- [NATS](https://nats.io/)：A broker.",
        "- [NATS](https://nats.io/) A broker.",
        "- **[NATS](https://nats.io/)** - A broker.",
        "- [**NATS**](https://nats.io/) - A broker.",
        "- [`NATS`](https://nats.io/) - A broker.",
        "- [x] [NATS](https://nats.io/) - A broker.",
        "- :star: [NATS](https://nats.io/) - A broker.",
        "- 🔥 [NATS](https://nats.io/) 🚀 - A broker.",
        "- [NATS][n] - A broker.\n\n[n]: https://nats.io/",
        "- [NATS] - A broker.\n\n[NATS]: https://nats.io/",
        "- [NATS](https://nats.io/) ![stars](https://img.shields.io/x.svg) - A broker.",
        "- [![logo](l.png)](https://logo.org) [NATS](https://nats.io/) - A broker.",
        "- [NATS](https://nats.io/) ([code](https://github.com/nats-io)) - A broker.",
        "- [NATS](https://nats.io/) / [code](https://github.com/nats-io) - A broker.",
        "- [NATS](https://nats.io/) - A broker. ([Demo](https://d.org), [Code](https://c.org)) `MIT` `Go`",
        "- [NATS](https://nats.io/) - A broker. <sup>PDF</sup>",
        "- [NATS](https://nats.io/) - A broker. ★ 240, pushed 3 days ago",
        "- NATS - A broker. [link](https://nats.io/)",
        "- **NATS** - A broker. [website](https://nats.io/)",
        "- NATS: A broker. https://nats.io/",
        "- [NATS](#nats) <a href=\"https://nats.io/\">NATS</a> - A broker.",
        "- <a href=\"https://nats.io/\">NATS</a> - A broker.",
        "- <a name=\"nats\"></a>[NATS](https://nats.io/)<br>A broker.",
        "- [NATS](https://nats.io/)\n\n  A broker.",
        "- [NATS](https://nats.io/)\n  - A broker.",
        "> **[NATS](https://nats.io/)** <kbd>MIT</kbd><br>A broker.",
        "[NATS](https://nats.io/) - A broker.",
        "| Tool | Licence | Description |\n|-|-|-|\n| [NATS](https://nats.io/) | MIT | A broker. |",
        "| # | Name | About | Link |\n|-|-|-|-|\n| 1 | NATS | A broker. | [here](https://nats.io/) |",
        "<ul><li><a href='https://nats.io/'>NATS</a> - A broker.</li></ul>",
        "<details><summary>Click to expand</summary>\n\n- [NATS](https://nats.io/) - A broker.\n\n</details>",
        "<table><tr><td><a href='https://nats.io/'>NATS</a></td><td>A broker.</td></tr></table>",
    ] {
        assert_eq!(one(text), "NATS <https://nats.io/> A broker.", "{text}");
    }
}

#[test]
fn an_entry_with_several_links_is_one() {
    let text = "- Services in C#: [Part 1](https://a.org/1), [Part 2](https://a.org/2).";
    assert_eq!(one(text), "Services in C# <https://a.org/1> ");
}

#[test]
fn figures_and_tags_are_no_description() {
    let list = markdown(
        "# T\n## S\n- [A](https://a.org) - Words. <sup>108 links, ★ 1,240, pushed 0 days ago</sup>\n- [B](https://b.org) - Words. `MIT`\n",
    );
    assert_eq!(list.entries[0].stars, Some(1240));
    assert_eq!(list.entries[0].days_since_push, Some(0));
    assert_eq!(list.entries[1].marks, ["MIT"]);
    assert_eq!(list.entries[1].text, "Words.");
}

#[test]
fn headings_make_paths_in_every_form() {
    let list = markdown(
        "Title\n=====\n\nOne\n---\n\n- [a](https://a.org)\n\n### [Two](https://two.org) :rocket:\n\n- [b](https://b.org)\n\n\
        <h2>Three <img src=x></h2>\n\n- [c](https://c.org)\n\n##四\n\n- [d](https://d.org)\n\n### Two\n\n- [e](https://e.org)\n\n\
        <details>\n<summary><b>Five</b></summary>\n\n- group\n  - [f](https://f.org)\n\n</details>\n\n## 🚀 Six\n\n- [g](https://g.org)\n",
    );
    let sections: Vec<String> = list
        .entries
        .iter()
        .map(|it| it.section.join(" > "))
        .collect();
    assert_eq!(
        sections,
        [
            "One",
            "One > Two",
            "Three",
            "四",
            "四 > Two",
            "四 > Two > Five",
            "🚀 Six"
        ]
    );
    assert_eq!(list.entries[5].groups, ["group"]);
}

#[test]
fn what_is_no_entry_is_passed_over_and_says_why() {
    let list = markdown(
        "# T\n\n- [Sponsor](https://ad.org)\n\n## Contents\n\n- [S](#s)\n- [R](#r)\n- [U](#u)\n- [V](#v)\n\n## S\n\n\
        - [a](https://a.org)\n- [b](https://b.org)\n- [c](https://c.org)\n- [d](https://d.org)\n- [e](https://e.org)\n\
        - [![x](x.png)](https://x.org)\n- [other](other.md)\n- plain\n\n## License\n\n- [CC0](https://cc.org)\n",
    );
    assert_eq!(list.entries.len(), 5, "{:?}", shown(&list));
    let skipped: Vec<(u64, &str)> = list.skipped.iter().map(|it| (it.line, &*it.why)).collect();
    let expected = [
        (3, "before the table of contents"),
        (7, "same page"),
        (8, "same page"),
        (9, "same page"),
        (10, "same page"),
        (19, "a picture"),
        (20, "another file"),
        (21, "no link"),
        (25, "about the list itself"),
    ];
    assert_eq!(skipped.len(), expected.len(), "{skipped:?}");
    for ((line, why), (at, words)) in skipped.iter().zip(expected) {
        assert!(*line == at && why.contains(words), "{line} {why}");
    }
}

#[test]
fn html_pages_read_as_their_markdown_does() {
    let page = "<!DOCTYPE html><html><head><title>x</title><script>'<li><a href=\"https://s.org\">s</a>'</script></head><body>\
        <nav><ul><li><a href='https://nav.org'>nav</a></ul></nav><article><h1>T</h1><ul><li><a href='#s'>S</a></ul>\
        <h2>S &amp; more<a class=anchor href=#s>¶</a></h2><ul>\n<li><a href='https://a.org'>A</a> - Words\n<li><a href='https://b.org'><b>B</b></a>\
        <ul><li><a href=https://c.org>C</a>: more</ul></ul><dl><dt><a href='https://d.org'>D</a><dd>said</dl></article>\
        <footer><ul><li><a href='https://f.org'>f</a></ul></footer></body></html>";
    assert_eq!(
        shown(&html(page)),
        [
            "2 [S & more] A <https://a.org> Words",
            "3 [S & more] B <https://b.org> ",
            "3 [S & more] C <https://c.org> more",
            "3 [S & more] D <https://d.org> said",
        ]
    );
}

#[test]
fn deep_and_long_texts_end_soon() {
    let n = 100_000;
    for text in [
        "- ".repeat(n),
        "> ".repeat(n),
        ">".repeat(n) + "a\n" + &"b\n".repeat(n),
        "- ".repeat(n) + "a\n" + &"b\n".repeat(n),
        "1. ".repeat(n) + "a\n" + &"b\n".repeat(n),
        "- https://a.org ".repeat(n / 10),
        "<ul><li>".to_owned() + &"word ".repeat(n) + &"<ul></ul>".repeat(n),
        "<summary>a</summary>".repeat(n),
        "[".repeat(n),
        "<ul><li>".repeat(n),
        "<details>".repeat(n),
        "<b><a href=x>".repeat(n),
        "</li></ul>".repeat(n),
        "<table><tr><td>".repeat(n),
        "*_`".repeat(n),
        "- [a](https://a.org) (".to_owned() + &"(".repeat(n),
        "- [a](https://a.org) - ".to_owned() + &"[b](https://b.org) ".repeat(n / 10),
        "|".repeat(n),
        "# a\n".repeat(n),
    ] {
        let _ = markdown(&text);
        let _ = html(&text);
    }
}

/// A name without marks of Markdown.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9]{1,12}( [A-Z][a-z0-9]{1,8})?"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_reads_without_panic(text in "\\PC*") {
        let _ = (markdown(&text), html(&text));
    }

    #[test]
    fn texts_made_of_marks_read_without_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "- ", "\n", "[a](https://a.org)", "[b](#b)", "<li>", "</li>", "<ul>", "</ul>", "<a href=https://c.org>", "</a>", "(", ")", "[", "]",
        " - ", "：", "`x`", "**", "# ", "## h\n", "| ", "|-|\n", "<table>", "<tr>", "<td>", "</table>", "<details>", "<summary>", "</summary>",
        "</details>", "<sup>", "</sup>", "★ 1", ":star:", "\u{e000}", "\u{e003}", "é", "<h2>", "</h2>", "<br>", "  ", "\t", "https://d.org", "<dd>", "<!--",
    ]), 0..60)) {
        let text = parts.concat();
        let _ = (markdown(&text), html(&text));
    }

    #[test]
    fn entries_written_as_a_list_come_back(entries in prop::collection::vec((name(), "[a-z]{1,8}", "[A-Z][a-z]{1,8}( [a-z]{2,8}){0,5}\\.?"), 1..12)) {
        let mut text = String::from("# Title\n\n## Section\n\n");
        let mut page = String::from("<h1>Title</h1><h2>Section</h2><ul>");
        let mut expected = Vec::new();
        for (name, host, words) in entries {
            let link = format!("https://{host}.org/");
            text += &format!("- [{name}]({link}) - {words}\n");
            page += &format!("<li><a href=\"{link}\">{name}</a> - {words}</li>");
            expected.push((name, link, words, vec!["Section".to_owned()]));
        }
        for list in [markdown(&text), html(&page)] {
            let read: Vec<_> = list.entries.into_iter().map(|it| (it.name, it.link, it.text, it.section)).collect();
            prop_assert_eq!(&read, &expected);
        }
    }
}
