//! A team's spreadsheet and tech radar as sources.

use crate::support::{Fixture, stackgen};

const TOOLS: &str = "Tool;Category;Language;License;URL;Status;Owner\r\n\
    NATS;Message broker;Go;Apache 2.0;nats.io;in use;Platform\r\n\
    AcmeMQ;Message broker;Java;Proprietary;https://mq.acme.example/;adopt;Platform\r\n\
    Redis;Cache;C;;redis.io;hold;Shop\r\n\
    Beanstalkd;Job queue;C;MIT;;phasing out;Shop\r\n";

fn tools() -> Fixture {
    Fixture::new("tools.csv", TOOLS)
}

#[test]
fn a_spreadsheet_comes_in_on_the_first_try() {
    let tools = tools();
    let store = tools.beside("store");
    let said = stackgen(&format!(
        "import {} --store {store} --format json",
        tools.path
    ))
    .json();
    assert_eq!(said["skipped"], serde_json::json!([]), "{said}");
    let ring = stackgen(&format!(
        "query 'SELECT ?it ?ring {{ GRAPH sgs:tools {{ ?it sg:ring ?ring }} }} ORDER BY ?it' --format csv --store {store}"
    ))
    .ok();
    let id = "https://w3id.org/stackgen/id/technology";
    assert_eq!(
        ring.replace("\r\n", "\n"),
        format!(
            "it,ring\n{id}/acmemq,adopt\n{id}/beanstalk,hold\n{id}/nats,adopt\n{id}/redis,hold\n"
        )
    );
}

#[test]
fn own_things_stand_beside_known_ones_and_are_asked_like_them() {
    let tools = tools();
    let beside = format!("--data builtin --data {}", tools.path);
    let found = stackgen(&format!("alternatives acmemq --format json {beside}")).json();
    let names: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"nats"), "{names:?}");
    // The catalogue's clients and standards are those of the team's NATS too.
    let shown = stackgen(&format!("show nats {beside}")).ok();
    assert!(
        shown.contains("tools") && shown.contains("data/entries.csv"),
        "{shown}"
    );
    let alone = stackgen(&format!("list entries --format json --data {}", tools.path)).json();
    assert_eq!(alone.as_array().unwrap().len(), 4, "{alone}");
}

#[test]
fn a_column_that_is_not_understood_is_told_and_kept() {
    let tools = Fixture::new("tools.csv", "name,category,floor\nNATS,Message broker,3\n");
    let store = tools.beside("store");
    let said = stackgen(&format!("import {} --store {store}", tools.path)).ok();
    assert!(said.contains("unknown columns `floor`"), "{said}");
    let kept = format!("query 'ASK {{ sgt:nats skos:note \"floor: 3\" }}' --store {store}");
    assert!(stackgen(&kept).ok().contains("true"));
    let none = Fixture::new("other.csv", "a,b\n1,2\n");
    let refused = stackgen(&format!("import {} --store {store}", none.path));
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("no column for the name"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_radar_in_json_gives_its_rings() {
    let radar = Fixture::new(
        "radar.json",
        "[\n{\"name\": \"NATS\", \"ring\": \"Adopt\", \"quadrant\": \"platforms\", \"isNew\": \"FALSE\", \"description\": \"Our bus\"},\n\
         {\"name\": \"Canary builds\", \"ring\": \"trial\", \"quadrant\": \"techniques\", \"isNew\": \"TRUE\", \"description\": \"\"}\n]\n",
    );
    let ask = format!(
        "query 'ASK {{ GRAPH sgs:radar {{ sgt:nats sg:ring \"adopt\" . sgt:canary-builds sg:ring \"trial\" }} }}' --data {}",
        radar.path
    );
    assert!(stackgen(&ask).ok().contains("true"));
    let shown = stackgen(&format!("show nats --data {}", radar.path)).ok();
    assert!(shown.contains("radar.json:2"), "{shown}");
}

#[test]
fn a_namesake_is_told_and_settled_by_hand() {
    let list = Fixture::new(
        "own.md",
        "# Own\n\n## Message brokers\n\n- [NATS](https://github.com/somebody/nats) - Another one.\n",
    );
    let store = list.beside("store");
    let said = stackgen(&format!("import builtin {} --store {store}", list.path)).ok();
    assert!(said.contains("--same nats-somebody=nats"), "{said}");
    stackgen(&format!(
        "import {} --store {store} --same nats-somebody=nats --yes",
        list.path
    ))
    .ok();
    assert_eq!(
        stackgen(&format!("show nats-somebody --store {store}")).status,
        2
    );
    let odd = stackgen(&format!(
        "import {} --store {store} --same nats-somebody=nowhere",
        list.path
    ));
    assert_eq!(odd.status, 2, "{}", odd.stderr);
    assert!(
        odd.stderr.contains("no entry is called `nowhere`"),
        "{}",
        odd.stderr
    );
}
