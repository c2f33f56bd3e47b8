//! Asks the built-in catalogue for a stack, as a program would.

use stackgen::catalog::Catalog;
use stackgen::catalog::names::resolve;
use stackgen::graph::Graph;
use stackgen::model::diagram::Kind;
use stackgen::reason::recommend::wish::Wish;
use stackgen::reason::recommend::{Advice, recommend};

fn main() {
    let catalog = Catalog::built_in();
    let graph = Graph::new(&catalog.index);
    let find =
        |name, kind| resolve(&graph, name, &[kind]).unwrap_or_else(|_| panic!("{name} is known"));
    let wish = Wish {
        languages: vec![find("go", Kind::Language)],
        needs: ["messaging", "cache"]
            .map(|need| (find(need, Kind::Category), 1))
            .to_vec(),
        ..Wish::default()
    };
    let mut lines = Vec::new();
    if let Advice::Stacks(stacks) = recommend(&graph, &wish) {
        for pick in &stacks[0].picks {
            lines.push(format!(
                "{}: {} ({:.2})",
                graph.slug(pick.need),
                graph.label(pick.node),
                pick.score
            ));
        }
    }
    eprintln!("{}", lines.join("\n"));
}
