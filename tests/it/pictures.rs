//! Pictures are read by people: sixty of them without a fault.

use crate::faults::faults;
use crate::support::{Fixture, run_with, stackgen};

const NEEDS: [&str; 20] = [
    "messaging",
    "tracing",
    "cache",
    "storage",
    "web-framework",
    "api-gateway",
    "logging",
    "metrics",
    "secrets",
    "search",
    "container-orchestration",
    "service-discovery",
    "configuration",
    "testing",
    "continuous-integration",
    "service-mesh",
    "load-balancer",
    "identity",
    "rpc",
    "stream-processing",
];

/// What most is tied to.
const TIED: [&str; 10] = [
    "kubernetes",
    "prometheus",
    "opentelemetry",
    "postgresql",
    "redis",
    "kafka",
    "grafana",
    "mysql",
    "rabbitmq",
    "docker",
];

/// The lines of the sixty: stacks of four sizes in five languages, the most tied entries, categories, paths,
/// alternatives, names in other scripts, on light and dark.
fn sixty(names: &Fixture) -> Vec<String> {
    let mut lines = Vec::new();
    for language in ["go", "java", "python", "typescript", "rust"] {
        for count in [3, 7, 10, 20] {
            let needs = NEEDS[..count].join(",");
            lines.push(format!(
                "recommend --lang {language} --need {needs} --timeout 300ms"
            ));
        }
    }
    lines.extend(TIED.map(|it| format!("export --focus {it}")));
    for category in [
        "cache",
        "messaging",
        "tracing",
        "web-framework",
        "api-gateway",
        "search",
    ] {
        lines.push(format!("export --category {category}"));
    }
    lines.push("export --category cache --lang go".to_owned());
    lines.push("export --lang go".to_owned());
    lines.push("export --relation built-on".to_owned());
    lines.push("export --focus nats --depth 2".to_owned());
    lines.push("export --focus rabbitmq --limit 12 --ratio 4:3".to_owned());
    for (from, to) in [
        ("kong", "kafka"),
        ("spring-cloud-netflix", "kafka"),
        ("kong", "nginx"),
        ("netty", "redis"),
        ("go", "postgresql"),
    ] {
        lines.push(format!("path {from} {to}"));
    }
    lines.push("path mqtt elixir --count 5".to_owned());
    for entry in ["hystrix", "kafka", "zuul", "redis", "eureka"] {
        lines.push(format!("alternatives {entry}"));
    }
    lines.push("alternatives hystrix zuul".to_owned());
    lines.push("show netty --dependents".to_owned());
    lines.push("show kong".to_owned());
    lines.push("scan examples/projects/shop".to_owned());
    for ground in ["light", "dark", "transparent"] {
        lines.push(format!("export --focus nats --ground {ground}"));
    }
    lines.push(format!("export --category team --data {}", names.path));
    lines.push(format!("export --focus 消息队列 --data {}", names.path));
    lines
}

/// A list in Chinese with names that no font that comes along has.
fn chinese() -> Fixture {
    let mut text = String::from(
        "@prefix sg: <https://w3id.org/stackgen/ns#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         @prefix t: <https://w3id.org/stackgen/id/technology/> .\n\
         <https://w3id.org/stackgen/id/category/team> a sg:Category ; rdfs:label \"团队的技术清单\" .\n\
         t:mq a sg:Technology ; rdfs:label \"消息队列\" ; sg:category <https://w3id.org/stackgen/id/category/team> .\n",
    );
    for number in 1..=14 {
        text += &format!(
            "t:x{number} a sg:Technology ; rdfs:label \"分布式数据库中间件 {number}\" ; sg:integratesWith t:mq ; sg:category <https://w3id.org/stackgen/id/category/team> .\n"
        );
    }
    Fixture::new("chinese.ttl", &text)
}

#[test]
fn sixty_pictures_have_no_fault() {
    let names = chinese();
    let lines = sixty(&names);
    assert!(lines.len() >= 60, "{}", lines.len());
    let drawn = |line: &String| {
        let svg = stackgen(&format!("{line} --format svg")).ok();
        (line.clone(), faults(&svg))
    };
    let halves: Vec<_> = std::thread::scope(|scope| {
        let halves = lines.chunks(lines.len().div_ceil(2));
        let threads: Vec<_> = halves
            .map(|half| scope.spawn(move || half.iter().map(drawn).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|it| it.join().expect("no picture panics"))
            .collect()
    });
    let wrong: Vec<String> = halves
        .iter()
        .filter(|(_, faults)| !faults.0.is_empty())
        .map(|(line, faults)| format!("{line}: {}\n{faults}", faults.0.len()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_picture_with_faults_is_told() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"200\" font-family=\"DejaVu Sans\">\
        <g id=\"t0\"><path d=\"M0,50 H100 V90 H0 z\" fill=\"#fff\"/></g>\
        <g id=\"t1\"><path d=\"M300,50 H400 V90 H300 z\" fill=\"#fff\"/><text x=\"350\" y=\"70\" font-size=\"14\">wider than its box</text></g>\
        <g id=\"t2\"><path d=\"M600,50 H700 V90 H600 z\" fill=\"#fff\"/></g>\
        <g id=\"e0-2\"><path d=\"M100,70 L600,70\" fill=\"none\" stroke=\"#000\"/></g></svg>";
    let told = faults(svg).0.join("\n");
    assert!(told.contains("the line 0-2 goes behind box 1"), "{told}");
    assert!(told.contains("wider than its room"), "{told}");
    assert_eq!(faults(svg).0.len(), 2, "{told}");
}

#[test]
fn the_pictures_of_the_documentation_are_current() {
    let root = env!("CARGO_MANIFEST_DIR");
    for (line, file) in DOCUMENTED {
        let drawn = stackgen(line).ok();
        let kept = std::fs::read_to_string(format!("{root}/{file}")).unwrap_or_default();
        if std::env::var_os("RENEW").is_some() {
            std::fs::write(format!("{root}/{file}"), &drawn).expect("the file can be written");
        } else {
            assert!(
                drawn == kept,
                "{file} is not what `stackgen {line}` draws; RENEW=1 renews it"
            );
        }
    }
}

/// The pictures that README and docs show, and what draws them.
const DOCUMENTED: &[(&str, &str)] = &[
    (
        "export --focus rabbitmq --depth 1 --format svg",
        "docs/rabbitmq.svg",
    ),
    (
        "recommend --lang go --need messaging,tracing,cache,storage,web-framework,api-gateway --format svg",
        "docs/stack.svg",
    ),
    ("path kong kafka --format svg", "docs/path.svg"),
];

#[test]
fn a_picture_has_the_ratio_asked_for() {
    let svg = stackgen("export --focus nats --ratio 4:3 --format svg").ok();
    let number = |name: &str| -> f64 {
        let rest = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let ratio = number("width") / number("height");
    assert!((ratio - 4.0 / 3.0).abs() < 0.01, "{ratio}");
    for wrong in ["0:9", "wide", "16:", "-1", "1:90"] {
        let run = stackgen(&format!("export --focus nats --ratio={wrong} --format svg"));
        assert_eq!(run.status, 2, "{wrong}");
        assert!(run.stderr.contains("such as 16:9"), "{}", run.stderr);
    }
}

#[test]
fn what_is_not_drawn_is_counted() {
    let few = stackgen("export --focus kubernetes --limit 20 --format svg").ok();
    let all = stackgen("export --focus kubernetes --all --format svg").ok();
    assert!(few.contains(" more</text>"));
    assert!(!all.contains(" more</text>"));
    assert!(few.len() < all.len() / 2);
}

#[test]
fn a_dark_picture_is_dark_and_a_light_one_follows_the_viewer() {
    let dark = stackgen("export --focus nats --ground dark --format svg").ok();
    assert!(dark.contains("fill=\"#0f172a\"") && !dark.contains("prefers-color-scheme"));
    let auto = stackgen("export --focus nats --format svg").ok();
    assert!(auto.contains("fill=\"#ffffff\"") && auto.contains("prefers-color-scheme: dark"));
    let none = stackgen("export --focus nats --ground transparent --format svg").ok();
    assert!(!none.contains("class=\"ground\""));
}

#[test]
fn a_png_has_the_scale_asked_for() {
    let width = |scale: &str| {
        let line = format!("path kong kafka --format png --scale {scale}");
        let words: Vec<&str> = line.split(' ').collect();
        let png = run_with(&words, b"", &[]).bytes;
        u32::from_be_bytes(png[16..20].try_into().unwrap())
    };
    assert_eq!(width("3"), 3 * width("1"));
}

#[test]
fn no_address_that_runs_something_becomes_a_link() {
    let data = Fixture::new(
        "links.ttl",
        "@prefix sg: <https://w3id.org/stackgen/ns#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         @prefix t: <https://w3id.org/stackgen/id/technology/> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n\
         t:a a sg:Technology ; rdfs:label \"A\" ; foaf:homepage <javascript:alert(1)> ; sg:builtOn t:b .\n\
         t:b a sg:Technology ; rdfs:label \"</script><b>\" ; foaf:homepage <https://b.example/?x=1&y=2> .\n",
    );
    let svg = stackgen(&format!(
        "export --focus a --format svg --data {}",
        data.path
    ))
    .ok();
    assert!(!svg.contains("href=\"javascript"));
    assert!(
        svg.contains("href=\"https://b.example/?x=1&amp;y=2\""),
        "{svg}"
    );
    let page = stackgen(&format!(
        "export --focus a --format html --data {}",
        data.path
    ))
    .ok();
    assert_eq!(
        page.matches("</script>").count(),
        2,
        "only the page's own end"
    );
}

#[test]
fn a_ranking_of_several_gives_each_its_share_and_a_png_says_what_no_font_has() {
    let svg = stackgen("alternatives hystrix zuul --format svg").ok();
    assert!(svg.contains("The best for each: 12 of 20."), "{svg}");
    assert_eq!(svg.matches(">6. ").count(), 2, "{svg}");
    assert!(!svg.contains(">7. "), "{svg}");
    // Two code points that stand for nothing, so that no font has them.
    let list = Fixture::new(
        "list.md",
        "# L\n\n## Message brokers\n\n- [Queue \u{378}](https://example.org/mq) - built on NATS.\n",
    );
    let png = list.beside("list.png");
    let run = stackgen(&format!("export --all --data {} -o {png}", list.path));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("no font on this machine"),
        "{}",
        run.stderr
    );
}
