use crate::support::{Fixture, small, stackgen};

#[test]
fn the_best_fit_for_a_need_comes_with_its_reasons_and_candidates() {
    let json = stackgen("recommend --lang go --need messaging --format json").json();
    assert_eq!(json["query"]["languages"][0], "go");
    let stack = &json["stacks"][0];
    assert_eq!(stack["optimal"], true);
    assert_eq!(stack["bound"], stack["score"]);
    let pick = &stack["picks"][0];
    assert_eq!(pick["need"], "messaging");
    assert_eq!(pick["entry"], pick["candidates"][0]["entry"]);
    assert_eq!(pick["candidates"].as_array().unwrap().len(), 5);
    let scores: Vec<f64> = pick["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    for reason in pick["reasons"].as_array().unwrap() {
        let value = reason["value"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&value), "{reason}");
        assert!(!reason["text"].as_str().unwrap().is_empty());
    }
}

#[test]
fn the_score_is_the_weighted_mean_of_the_reasons() {
    let json = stackgen("recommend --lang go --need messaging,tracing,cache --format json").json();
    for pick in json["stacks"][0]["picks"].as_array().unwrap() {
        let sum = |of: &dyn Fn(&serde_json::Value) -> f64| -> f64 {
            pick["reasons"].as_array().unwrap().iter().map(of).sum()
        };
        let weights = sum(&|reason| reason["weight"].as_f64().unwrap());
        let weighted =
            sum(&|reason| reason["weight"].as_f64().unwrap() * reason["value"].as_f64().unwrap());
        let score = pick["score"].as_f64().unwrap();
        assert!(
            (weighted / weights - score).abs() < 0.001,
            "{} is not {score}",
            weighted / weights
        );
    }
}

/// Alone, Alpha is a little ahead of Beta, far ahead of Poor, and Fork is a copy of Beta; Trace is a library that needs
/// Beta, Panel one that needs Poor.
const TIES: &str = r#"
@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix t: <https://w3id.org/stackgen/id/technology/> . @prefix c: <https://w3id.org/stackgen/id/category/> .
@prefix l: <https://w3id.org/stackgen/id/language/> .
l:go a sg:Language ; rdfs:label "Go" . l:any a sg:Language ; rdfs:label "Any" .
c:messaging a sg:Need, sg:Category ; rdfs:label "Messaging" .
c:tracing a sg:Need, sg:Category ; rdfs:label "Tracing" .
c:panels a sg:Need, sg:Category ; rdfs:label "Panels" .
t:alpha a sg:Technology ; rdfs:label "Alpha" ; sg:category c:messaging ; sg:purpose c:messaging ;
  sg:status "active" ; sg:license "MIT" ; sg:stars 20 ; sg:integratesWith t:trace , t:panel .
t:beta a sg:Technology ; rdfs:label "Beta" ; sg:category c:messaging ; sg:purpose c:messaging ;
  sg:status "active" ; sg:license "MIT" .
t:fork a sg:Technology ; rdfs:label "Fork" ; sg:category c:messaging ; sg:purpose c:messaging ;
  sg:status "active" ; sg:license "MIT" ; sg:builtOn t:beta ; sg:alternativeTo t:beta .
t:poor a sg:Technology ; rdfs:label "Poor" ; sg:category c:messaging ; sg:status "active" ; sg:license "MIT" .
t:trace a sg:Technology ; rdfs:label "Trace" ; sg:category c:tracing ; sg:purpose c:tracing ; sg:madeFor l:go ;
  sg:status "active" ; sg:license "MIT" ; sg:builtOn t:beta .
t:panel a sg:Technology ; rdfs:label "Panel" ; sg:category c:panels ; sg:purpose c:panels ; sg:madeFor l:go ;
  sg:status "active" ; sg:license "MIT" ; sg:builtOn t:poor .
"#;

fn first_pick(data: &Fixture, line: &str) -> serde_json::Value {
    let line = format!("recommend {line} --format json --data {}", data.path);
    stackgen(&line).json()["stacks"][0]["picks"][0].clone()
}

#[test]
fn a_tie_decides_between_near_draws_and_tells_its_price() {
    let data = Fixture::new("ties.ttl", TIES);
    assert_eq!(first_pick(&data, "--need messaging")["entry"], "alpha");
    for line in [
        "--need messaging --need tracing",
        "--need messaging --with trace",
    ] {
        let pick = first_pick(&data, line);
        assert_eq!(pick["entry"], "beta", "{line}");
        assert_eq!(pick["forgone"]["entry"], "alpha", "{line}");
        assert!(pick["forgone"]["score"].as_f64() > pick["alone"].as_f64());
    }
    let text = stackgen(&format!(
        "recommend --need messaging --with trace --data {}",
        data.path
    ))
    .ok();
    assert!(
        text.contains("decided by Beta: Trace is built on it."),
        "{text}"
    );
}

const UNEQUAL: &str = r#"
@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix t: <https://w3id.org/stackgen/id/technology/> . @prefix c: <https://w3id.org/stackgen/id/category/> .
c:messaging a sg:Need, sg:Category ; rdfs:label "Messaging" . c:tracing a sg:Need, sg:Category ; rdfs:label "Tracing" .
t:alpha a sg:Technology ; rdfs:label "Alpha" ; sg:category c:messaging ; sg:maturity "archived" .
t:beta a sg:Technology ; rdfs:label "Beta" ; sg:category c:messaging .
t:gamma a sg:Technology ; rdfs:label "Gamma" ; sg:category c:messaging ; sg:maturity "incubating" .
t:delta a sg:Technology ; rdfs:label "Delta" ; sg:category c:tracing .
t:omega a sg:Technology ; rdfs:label "Omega" ; sg:category c:tracing .
t:rho a sg:Technology ; rdfs:label "Rho" ; sg:category c:tracing .
"#;

#[test]
fn a_landscape_gives_what_its_foundation_keeps_and_never_what_it_archived() {
    let data = Fixture::new("landscape.ttl", UNEQUAL);
    let pick = first_pick(&data, "--need messaging");
    assert_eq!(pick["entry"], "gamma");
    let candidates = pick["candidates"].as_array().unwrap().iter();
    let names: Vec<&str> = candidates.map(|it| it["entry"].as_str().unwrap()).collect();
    assert_eq!(names, ["gamma", "beta"]);
}

#[test]
fn what_nothing_tells_apart_is_said_to_be_equal() {
    let data = Fixture::new("equal.ttl", UNEQUAL);
    let said = stackgen(&format!("recommend --need tracing --data {}", data.path)).ok();
    assert!(
        said.contains("tracing: 2 others are equal; nothing known tells them apart."),
        "{said}"
    );
    assert_eq!(first_pick(&data, "--need tracing")["equals"], 2);
    assert_eq!(first_pick(&data, "--need messaging")["equals"], 0);
}

#[test]
fn what_a_radar_holds_is_no_pick_and_what_it_adopted_counts() {
    let radar = Fixture::new(
        "radar.csv",
        "name,ring,quadrant,isNew,description\nRabbitMQ,hold,tools,FALSE,\nNATS,adopt,tools,FALSE,\n",
    );
    let line = format!(
        "--lang go --need messaging --data builtin --data {}",
        radar.path
    );
    let pick = stackgen(&format!("recommend {line} --format json")).json();
    let pick = &pick["stacks"][0]["picks"][0];
    assert_eq!(pick["entry"], "nats");
    let candidates = pick["candidates"].as_array().unwrap();
    assert!(
        candidates.iter().all(|it| it["entry"] != "rabbitmq"),
        "{pick}"
    );
    let page = stackgen(&format!("recommend {line}")).ok();
    assert!(page.contains("adopt in the radar"), "{page}");
    let asked = stackgen(&format!("recommend {line} --with rabbitmq --format json")).json();
    assert_eq!(asked["stacks"][0]["picks"][0]["entry"], "rabbitmq");
}

#[test]
fn a_tie_never_beats_what_is_clearly_better_alone() {
    let data = Fixture::new("ties.ttl", TIES);
    let pick = first_pick(&data, "--need messaging --with panel");
    assert_eq!(pick["entry"], "alpha");
    assert!(pick.get("forgone").is_none(), "{pick}");
}

#[test]
fn a_need_that_is_filled_already_is_answered_by_what_fills_it() {
    let data = Fixture::new("ties.ttl", TIES);
    let pick = first_pick(&data, "--need messaging --with beta");
    assert_eq!(pick["entry"], "beta");
    assert_eq!(pick["chosen"], true);
    let line = format!(
        "recommend --need messaging:2 --with beta --data {}",
        data.path
    );
    let text = stackgen(&line).ok();
    assert!(text.contains("already chosen"), "{text}");
    assert!(text.contains("Alpha"), "{text}");
    let pick = first_pick(&data, "--need messaging --with poor");
    assert_eq!(
        pick["entry"], "poor",
        "nobody adds a second thing for what one that is there can do, be it mainly chosen for something else"
    );
    let built_in = |line: &str| {
        let json = stackgen(&format!("recommend {line} --format json")).json();
        json["stacks"][0]["picks"][0].clone()
    };
    let store = built_in("--lang go --need key-value-store --with redis");
    assert_eq!(store["entry"], "redis");
    let picture = stackgen("recommend --need key-value-store --with redis --format mermaid").ok();
    assert_eq!(picture.matches("Redis").count(), 1, "{picture}");
    assert!(picture.contains(", chosen"), "{picture}");
    let ended = stackgen("recommend --lang java --need resilience --with hystrix").ok();
    assert!(ended.contains("already chosen, but retired"), "{ended}");
}

#[test]
fn the_framework_that_is_chosen_keeps_away_what_is_made_for_another() {
    let asked = |line: &str| stackgen(&format!("recommend {line} --explain")).ok();
    let pick = |line: &str| {
        let json = stackgen(&format!("recommend {line} --format json")).json();
        json["stacks"][0]["picks"][0]["entry"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        pick("--lang java --need identity --with spring-boot"),
        "spring-security"
    );
    assert_eq!(
        pick("--lang java --need identity --with quarkus"),
        "keycloak"
    );
    let own = asked("--lang php --need database-migration --with laravel");
    assert!(own.contains("part of Laravel"), "{own}");
    let foreign = asked("--lang java --need identity --with quarkus --without keycloak");
    assert!(
        foreign.contains("made for Spring Framework, in whose place Quarkus stands")
            || !foreign.contains("identity: Spring Security"),
        "{foreign}"
    );
    let neither = asked("--lang java --need identity");
    assert!(!neither.contains("\nframework "), "{neither}");
    // A framework of another language stands in nothing's place.
    let polyglot = asked("--lang java --need identity --with express,spring-boot");
    assert!(!polyglot.contains("in whose place"), "{polyglot}");
}

#[test]
fn a_tool_that_is_a_library_of_another_language_comes_behind_those_of_the_own() {
    let json = stackgen("recommend --lang ruby --need database-migration --format json").json();
    assert_eq!(
        json["stacks"][0]["picks"][0]["entry"],
        "active-record-migrations"
    );
    let json = stackgen("recommend --lang kotlin --need database-migration --format json").json();
    assert_eq!(json["stacks"][0]["picks"][0]["entry"], "flyway");
}

#[test]
fn nobody_takes_two_alternatives_for_one_need() {
    let pick = |line: &str| {
        let json = stackgen(&format!("recommend --lang java --format json {line}")).json();
        json["stacks"][0]["picks"][0].clone()
    };
    let framework = pick("--need web-framework --with quarkus");
    assert_eq!(
        framework["entry"], "quarkus",
        "an alternative to Spring Boot"
    );
    assert_eq!(framework["chosen"], true);
    let search = pick("--need search --with postgresql");
    assert_ne!(
        search["entry"], "postgresql",
        "no alternative to a search engine"
    );
}

#[test]
fn a_fork_and_its_parent_do_not_vouch_for_each_other() {
    let data = Fixture::new("ties.ttl", TIES);
    let pick = first_pick(&data, "--need messaging:2 --with fork");
    assert_eq!(pick["entry"], "fork");
    let all = first_pick(&data, "--need tracing --with fork,beta").to_string();
    assert!(!all.contains("Fork"), "{all}");
    let json =
        stackgen("recommend --lang go --need infrastructure-as-code --with opentofu --format json");
    assert_eq!(json.json()["stacks"][0]["picks"][0]["entry"], "opentofu");
}

#[test]
fn retired_technologies_come_only_when_asked_for() {
    let data = small();
    let names = |line: &str| {
        stackgen(&format!(
            "recommend --need messaging --top 9 --format json --data {} {line}",
            data.path
        ))
        .stdout
    };
    assert!(!names("").contains("\"gone\""));
    assert!(names("--include-retired").contains("\"gone\""));
}

#[test]
fn two_picks_for_one_need_are_different() {
    let json = stackgen("recommend --lang go --need messaging:2 --format json").json();
    let picks = json["stacks"][0]["picks"].as_array().unwrap();
    assert_eq!(picks.len(), 2);
    assert_ne!(picks[0]["entry"], picks[1]["entry"]);
}

#[test]
fn a_need_filled_by_services_and_by_libraries_says_so_and_is_asked_of_one() {
    let all = stackgen("recommend --lang go --need job-scheduler --format json").json();
    let parts = &all["stacks"][0]["picks"][0]["parts"];
    assert_eq!(parts[0]["kind"], "service", "{all}");
    assert_eq!(parts[1]["kind"], "library", "{all}");
    for part in parts.as_array().unwrap() {
        let kind = part["kind"].as_str().unwrap();
        let line = format!("recommend --lang go --need job-scheduler:{kind} --format json");
        let one = stackgen(&line).json()["stacks"][0]["picks"][0].clone();
        assert_eq!(one["entry"], part["entry"], "{kind}");
        assert!(one.get("parts").is_none(), "asked for one kind: {one}");
    }
    let table = stackgen("recommend --lang go --need job-scheduler").ok();
    assert!(table.contains("`job-scheduler:library`"), "{table}");
    let of_one_kind = stackgen("recommend --lang go --need messaging").ok();
    assert!(!of_one_kind.contains(":library"), "{of_one_kind}");
    let unknown = stackgen("recommend --need job-scheduler:applet");
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.stderr.contains("`service` or `library`"),
        "{}",
        unknown.stderr
    );
    for twice in ["job-scheduler:service:library", "job-scheduler:2:3"] {
        let refused = stackgen(&format!("recommend --need {twice}"));
        assert_eq!(refused.status, 2, "{twice}: {}", refused.stdout);
    }
}

#[test]
fn explained_options_stand_in_json_too() {
    let pick = |line: &str| {
        stackgen(&format!(
            "recommend --lang go --need messaging --format json {line}"
        ))
        .json()["stacks"][0]["picks"][0]
            .clone()
    };
    let options = pick("--explain")["options"].clone();
    assert_eq!(options.as_array().unwrap().len(), 3);
    assert_eq!(options[0]["name"], pick("")["name"]);
    assert!(options[0]["better"][0]["sources"].is_array(), "{options}");
    assert!(pick("").get("options").is_none());
}

#[test]
fn several_stacks_come_best_first() {
    let json =
        stackgen("recommend --lang java --need messaging,cache --stacks 3 --format json").json();
    let scores: Vec<f64> = json["stacks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["score"].as_f64().unwrap())
        .collect();
    assert_eq!(scores.len(), 3);
    assert!(scores.is_sorted_by(|a, b| a >= b));
    // Who is better than the pick of a further stack is neither its equal nor behind it.
    let text = stackgen("recommend --lang go --need messaging,cache --stacks 2 --explain").ok();
    let second = text.split_once("Stack 2").unwrap().1;
    assert!(!second.contains("is equal"), "{second}");
    assert!(
        second.contains("RabbitMQ stands in a better stack"),
        "{second}"
    );
    assert!(!second.contains("RabbitMQ is behind"), "{second}");
}

#[test]
fn repeated_and_joined_options_are_the_same() {
    let joined = stackgen("recommend --lang go,java --need messaging,cache --format json").ok();
    let repeated =
        stackgen("recommend --lang go --lang java --need messaging --need cache --format json")
            .ok();
    assert_eq!(joined, repeated);
    let aliases = stackgen("recommend --lang golang,JAVA --need mq,caching --format json").ok();
    assert_eq!(joined, aliases);
}

#[test]
fn licence_and_standard_limit_the_choice() {
    let data = small();
    let picks = |line: &str| {
        stackgen(&format!(
            "recommend --need messaging --top 9 --format csv --data {} {line}",
            data.path
        ))
        .stdout
    };
    assert!(!picks("--license permissive").contains("jay"));
    assert!(!picks("--standard mqtt").contains("beta"));
    assert!(picks("--license copyleft").contains("jay"));
}

#[test]
fn a_need_nothing_fits_names_the_condition_to_drop() {
    let data = small();
    let run = stackgen(&format!(
        "recommend --lang java --need tracing --data {}",
        data.path
    ));
    assert_eq!(run.status, 1);
    assert_eq!(run.stdout, "");
    assert_eq!(
        run.stderr,
        "error: nothing fits `tracing`\nhint: drop `--lang`: then 1 fit `tracing`\n"
    );
}

#[test]
fn unknown_names_get_the_nearest_known_one() {
    for (line, error, hint) in [
        (
            "--lang golnag --need messaging",
            "unknown language `golnag`",
            "did you mean `golang`?",
        ),
        (
            "--lang go --need mesaging",
            "unknown need `mesaging`",
            "did you mean `messaging`?",
        ),
        (
            "--lang go --need messaging --with rabitmq",
            "unknown entry `rabitmq`",
            "did you mean `rabbitmq`?",
        ),
        (
            "--lang go --need messaging --format jsn",
            "unknown format `jsn`",
            "did you mean `json`?",
        ),
        (
            "--lang go --need messaging --weight adoptoin=1",
            "unknown reason `adoptoin`",
            "did you mean `adoption`?",
        ),
        (
            "--lang go --need messaging:0",
            "`0` is not a valid number of picks, expected 1 to 20",
            "",
        ),
    ] {
        let run = stackgen(&format!("recommend {line}"));
        assert_eq!(run.status, 2, "{line}");
        assert!(
            run.stderr.to_lowercase().contains(&error.to_lowercase()),
            "{line}: {}",
            run.stderr
        );
        assert!(
            run.stderr.to_lowercase().contains(hint),
            "{line}: {}",
            run.stderr
        );
    }
}

#[test]
fn weights_change_the_answer_and_are_shown() {
    let json =
        stackgen("recommend --lang go --need messaging --weight adoption=0 --format json").json();
    let reasons = json["stacks"][0]["picks"][0]["reasons"].as_array().unwrap();
    let adoption = reasons.iter().find(|it| it["kind"] == "adoption").unwrap();
    assert_eq!(adoption["weight"], 0.0);
}

#[test]
fn the_year_decides_what_is_known() {
    let json =
        stackgen("recommend --lang go --need messaging --as-of 2016 --top 100 --format json")
            .json();
    let names = json["stacks"][0]["picks"][0]["candidates"].to_string();
    assert!(names.contains("\"nats\""), "{names}");
    assert!(!names.contains("\"redpanda\""), "{names}");
    assert_eq!(
        stackgen("recommend --lang go --need messaging --as-of 2001").status,
        1
    );
}

#[test]
fn explain_names_the_way_the_sources_and_the_runner_up() {
    let text = stackgen("recommend --lang go --need messaging --explain").ok();
    assert!(text.contains("REASON"), "{text}");
    assert!(text.contains(" is behind by "), "{text}");
    assert!(text.contains("project-pages"), "{text}");
    assert!(
        text.contains("the highest that these conditions allow"),
        "{text}"
    );
}

#[test]
fn a_stack_of_twelve_needs_is_proved() {
    let needs = "messaging,cache,tracing,metrics,logging,api-gateway,service-discovery,secrets,search,relational-database,container-orchestration,continuous-integration";
    let json = stackgen(&format!(
        "recommend --lang java --need {needs} --format json"
    ))
    .json();
    assert_eq!(json["stacks"][0]["optimal"], true);
    assert_eq!(json["stacks"][0]["picks"].as_array().unwrap().len(), 12);
}

#[test]
fn compose_starts_the_servers_of_the_stack() {
    let needs = "messaging,cache,tracing,storage,web-framework";
    let text = stackgen(&format!(
        "recommend --lang go --need {needs} --with postgresql --format compose"
    ))
    .ok();
    let file: serde_json::Value = serde_saphyr::from_str(&text).expect("it is YAML");
    let services = file["services"].as_object().unwrap();
    let database = &services["postgresql"];
    let image = database["image"].as_str().unwrap();
    let version = image.strip_prefix("postgres:").expect(image);
    assert!(version.contains('.'), "pinned to a release: {image}");
    assert_eq!(database["volumes"][0], "postgresql:/var/lib/postgresql");
    assert!(file["volumes"]["postgresql"].is_object());
    assert!(database["healthcheck"]["test"].is_array());
    assert!(text.contains("# postgresql: version read 2026-"), "{text}");
    assert!(
        text.contains("is a library or service without an image"),
        "{text}"
    );
    for (name, service) in services {
        for port in service["ports"].as_array().into_iter().flatten() {
            let is_own = port.as_str().unwrap().starts_with("127.0.0.1:");
            assert!(is_own, "{name} is open to others: {port}");
        }
    }
}

#[test]
fn a_folder_has_the_compose_file_and_a_page_that_says_how() {
    let place = Fixture::new("x", "");
    let folder = place.beside("stack/");
    let line = format!(
        "recommend --lang go --need messaging --with postgresql --format compose -o {folder}"
    );
    assert_eq!(stackgen(&line).ok(), "");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}{name}")).unwrap();
    assert!(read("compose.yaml").contains("services:\n"));
    assert!(read("README.md").contains("docker compose up --detach --wait"));
    // Again over what is there.
    assert_eq!(stackgen(&line).status, 0);
    let run = stackgen(&format!(
        "recommend --lang go --need messaging --format svg -o {folder}"
    ));
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("is a folder, expected a file"),
        "{}",
        run.stderr
    );
}

#[test]
fn time_is_bounded_even_when_nothing_is_left() {
    let json =
        stackgen("recommend --lang go --need messaging,cache,tracing --timeout 0s --format json")
            .json();
    let stack = &json["stacks"][0];
    assert!(stack["bound"].as_f64() >= stack["score"].as_f64());
}

#[test]
fn a_file_that_is_not_turtle_is_refused_with_its_place() {
    let data = Fixture::new("broken.ttl", "<x:a> <x:b> .\n");
    let run = stackgen(&format!("recommend --need messaging --data {}", data.path));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("broken.ttl:1:13: "), "{}", run.stderr);
}

#[test]
fn a_family_of_languages_can_be_asked_for() {
    let json = stackgen("recommend --lang jvm --need messaging --format json").json();
    let reason = &json["stacks"][0]["picks"][0]["reasons"][0];
    assert_eq!(reason["kind"], "language");
    assert!(reason["value"].as_f64() > Some(0.8), "{reason}");
}

/// What a list of 2016 has, and what later sources say of it.
const THEN_AND_NOW: &str = r#"
@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix d: <http://purl.org/dc/terms/> . @prefix s: <https://w3id.org/stackgen/id/source/> .
@prefix t: <https://w3id.org/stackgen/id/technology/> . @prefix c: <https://w3id.org/stackgen/id/category/> .
@prefix k: <https://w3id.org/stackgen/id/client/> . @prefix y: <https://w3id.org/stackgen/id/system/> .
s:then { s:then a sg:Source ; d:issued "2016" .
  t:ended sg:category c:list ; sg:stars 900 . t:older sg:category c:list ; sg:stars 100 . t:mesh sg:category c:list . }
s:now { s:now a sg:Source ; d:issued "2026-01-01" . c:breaker a sg:Need, sg:Category ; rdfs:label "Breaker" .
  t:ended a sg:Technology ; rdfs:label "Ended" ; sg:category c:breaker ; sg:purpose c:breaker ;
    sg:status "retired" ; sg:statusSince 2018 ; sg:replacedBy t:fresh ; sg:integratesWith t:fresh .
  t:older a sg:Technology ; rdfs:label "Older" ; sg:category c:breaker ; sg:purpose c:breaker ; sg:status "active" ;
    sg:stars 90000 ; sg:integratesWith t:mesh , t:fresh .
  t:fresh a sg:Technology ; rdfs:label "Fresh" ; sg:category c:breaker ; sg:purpose c:breaker ; sg:status "active" .
  t:mesh a sg:Technology ; rdfs:label "Mesh" . k:one sg:clientOf t:older . y:one sg:uses t:older . }
"#;

#[test]
fn an_earlier_year_knows_what_lived_then_and_counts_only_what_was_known_then() {
    let data = Fixture::new("then.trig", THEN_AND_NOW);
    let ask = |more: &str| {
        let line = format!(
            "recommend --need breaker --format json --data {} {more}",
            data.path
        );
        stackgen(&line).json()["stacks"][0]["picks"][0].clone()
    };
    let names = |pick: &serde_json::Value| -> Vec<String> {
        let candidates = pick["candidates"].as_array().unwrap().iter();
        candidates
            .map(|it| it["entry"].as_str().unwrap().to_owned())
            .collect()
    };
    let text = |pick: &serde_json::Value, kind: &str| -> String {
        let reasons = pick["reasons"].as_array().unwrap().iter();
        let mut found = reasons.filter(|it| it["kind"] == kind);
        found.next().unwrap()["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        names(&ask("")),
        ["older", "fresh"],
        "what ended is no choice today"
    );
    let then = ask("--as-of 2016");
    assert_eq!(
        names(&then),
        ["older", "ended"],
        "a successor of later years is not known"
    );
    assert_eq!(
        text(&then, "adoption"),
        "1 integration (Mesh), 100 stars in 2016",
        "no figure, client or system of later years"
    );
    let ended = ask("--as-of 2016 --without older");
    assert_eq!(
        text(&ended, "activity"),
        "alive in 2016: its end came in 2018"
    );
    assert!(!ended.to_string().contains("fresh"), "{ended}");
}

#[test]
fn the_stack_of_2016_is_one_of_that_time() {
    let picks = |language: &str, needs: &str| -> Vec<String> {
        let line = format!("recommend --lang {language} --need {needs} --as-of 2016 --format json");
        let json = stackgen(&line).json();
        let picks = json["stacks"][0]["picks"].as_array().unwrap().iter();
        picks
            .map(|it| it["entry"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(picks("java", "circuit-breaker"), ["hystrix"]);
    for pick in picks(
        "go",
        "messaging,api-gateway,service-discovery,metrics,web-framework",
    ) {
        let listed = stackgen(&format!("show {pick} --format json"))
            .json()
            .to_string();
        assert!(listed.contains("-2016\""), "{pick}");
    }
}

/// The needs that a word for a need was read as, and what was said of it.
fn read_as(word: &str) -> (Vec<String>, String) {
    let run = crate::support::run(&["recommend", "--need", word, "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_default();
    let needs = json["query"]["needs"].as_array().cloned();
    let needs = needs.unwrap_or_default().into_iter();
    let slugs = needs.map(|it| it.as_str().unwrap().to_owned());
    (slugs.collect(), run.stderr)
}

#[test]
fn everyday_words_for_a_need_are_read_whatever_their_spelling() {
    for (word, need) in [
        ("service mesh", "service-mesh"),
        ("Service-Meshes", "service-mesh"),
        ("databases", "storage"),
        ("caches", "cache"),
        ("message queues", "messaging"),
        ("api gateways", "api-gateway"),
        ("feature flag", "feature-flags"),
        ("websockets", "real-time"),
        ("login", "identity"),
        ("rate limiting", "api-gateway"),
        ("frontend", "frontend-framework"),
        ("rest", "web-framework"),
        ("framework", "web-framework"),
        ("containers", "container-runtime"),
        ("scheduler", "job-scheduler"),
    ] {
        let (needs, said) = read_as(word);
        assert_eq!(needs, [need], "{word}: {said}");
        assert_eq!(said, "", "{word}");
    }
    let (needs, said) = read_as("search software");
    assert_eq!(needs, ["search"]);
    assert!(
        said.contains("`search software` is read as `search`"),
        "{said}"
    );
}

#[test]
fn a_group_of_needs_is_asked_for_as_one() {
    let (needs, said) = read_as("observability");
    assert_eq!(needs, ["logging", "metrics", "tracing"]);
    assert!(said.contains("`observability` stands for"), "{said}");
    let (needs, _) = read_as("ci/cd");
    assert_eq!(needs, ["continuous-delivery", "continuous-integration"]);
}

#[test]
fn the_name_of_a_technology_is_met_as_one_and_a_senseless_word_gets_no_hint() {
    let (needs, said) = read_as("kafka");
    assert!(needs.is_empty());
    assert!(said.contains("`kafka` is an entry of "), "{said}");
    assert!(said.contains("event-streaming"), "{said}");
    for senseless in ["xyzzyplugh", "umbrella", "flowerpot"] {
        let (needs, said) = read_as(senseless);
        assert!(needs.is_empty(), "{senseless}: {needs:?}");
        assert!(!said.contains("did you mean"), "{senseless}: {said}");
    }
    for (word, meant) in [
        ("rate-limitting", "api-gateway"),
        ("oauth22", "identity"),
        ("mesaging", "messaging"),
    ] {
        let (needs, said) = read_as(word);
        assert!(needs.is_empty(), "{word}: {needs:?}");
        assert!(said.contains(&format!("`{meant}`")), "{word}: {said}");
    }
    for (word, meant) in [
        ("rate-limit", "api-gateway"),
        ("oauth2", "identity"),
        ("charts", "charting"),
        ("inference", "model-inference"),
    ] {
        assert_eq!(read_as(word).0, [meant], "{word}");
    }
    let (needs, _) = read_as("http");
    assert!(needs.is_empty(), "`https` is no plural: {needs:?}");
}

#[test]
fn a_licence_nobody_has_gets_the_name_that_was_meant() {
    for (asked, meant) in [
        ("apache", "Apache-2.0"),
        ("mit license", "MIT"),
        ("permisive", "permissive"),
    ] {
        let line = ["recommend", "--need", "messaging", "--license", asked];
        let run = crate::support::run(&line, "");
        assert_eq!(run.status, 2, "{asked}");
        assert!(
            run.stderr.contains(&format!("did you mean `{meant}`?")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_decision_record_has_the_usual_headings_and_names_its_sources() {
    let text = stackgen("recommend --lang go --need cache --with postgresql --format adr").ok();
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(headings[0], "# Use Redis for cache");
    for heading in [
        "## Context and Problem Statement",
        "## Decision Drivers",
        "## Considered Options",
        "## Decision Outcome",
        "## Pros and Cons of the Options",
        "### cache: Redis",
        "## More Information",
    ] {
        assert!(
            headings.contains(&heading),
            "{heading} is not in {headings:?}"
        );
    }
    assert!(text.contains("* Already chosen: PostgreSQL."), "{text}");
    assert!(text.contains("* project-pages: Project pages"), "{text}");
    let pros = text.split("### cache: Redis").nth(1).unwrap();
    assert!(pros.trim_start().starts_with("* Good: "), "{pros}");
    let explained = stackgen("recommend --lang go --need cache --explain").ok();
    assert!(explained.contains("To decide on cache"), "{explained}");
}

#[test]
fn several_stacks_begin_with_what_differs() {
    let text = stackgen("recommend --lang go --need messaging,cache --stacks 2").ok();
    let (differs, rest) = text.split_once("Stack 1").unwrap();
    assert!(differs.starts_with("What differs"), "{text}");
    assert!(
        differs.contains("\nmessaging  ") && differs.contains("\nscore"),
        "{differs}"
    );
    assert!(
        differs.contains("All have ") && !differs.contains("\ncache"),
        "{differs}"
    );
    assert!(rest.contains("Stack 2"));
}
