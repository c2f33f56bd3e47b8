//! How many real systems use it for this need.

use super::{Because, Judge, Reads, Reason, Users, View, is_main, some_names};
use crate::base::vocabulary as sg;
use crate::graph::{Node, Step};
use crate::reason::profile::Profile;
use crate::reason::recommend::wish::Standing;

/// Counted over systems that live, so that what was usual once is not handed on; what is retired or only maintained gains
/// nothing by those that have not left it yet. A system is taken to use a thing for what the thing is mainly chosen for:
/// those with a relational database have not chosen it to keep documents.
pub(super) static REASON: Reason = Reason {
    name: "use",
    weight: 0.15,
    about: "the share of the real systems with this need that use it: n / (N + 3), counted over those whose last commit is of the newest year or the year before; those in other languages count 0.3, for a library that is made for others 0; nothing for what is retired or in maintenance, or mainly chosen for another need",
    reads: Reads {
        of_it: &[sg::STATUS, sg::STATUS_SINCE, sg::PURPOSE],
        to_it: &[sg::USES],
        beyond: &[sg::WRITTEN_IN, sg::MODIFIED],
        most: None,
    },
    place: Some(1),
    is_drawn: false,
    applies: is_known,
    judge: Judge::Alone { value, explain },
};

/// As many systems without it are added to those that are known: few say little.
const FEW: f64 = 3.0;
/// What a system in another language counts: its servers may be the same.
const OTHER: f64 = 0.3;

fn is_known(view: View<'_>, _: Node) -> bool {
    view.users != Users::default()
}

fn weighted(users: Users) -> f64 {
    f64::from(users.own) + OTHER * f64::from(users.other)
}

fn value(view: View<'_>, profile: &Profile, need: Node) -> f64 {
    if is_main(view, profile, need) {
        share(view, profile)
    } else {
        0.0
    }
}

/// The share of the systems in view that use it.
pub(super) fn share(view: View<'_>, profile: &Profile) -> f64 {
    let standing = view.wish.standing(view.graph, view.properties, profile);
    if matches!(standing, Standing::Retired | Standing::Maintenance) {
        return 0.0;
    }
    let (mut of_it, of_need) = (Users::of(view, profile), view.users);
    if !is_same_elsewhere(view, profile) {
        of_it.other = 0;
    }
    weighted(of_it) / (weighted(of_need) + FEW)
}

/// Whether what systems in other languages use is the same thing: a server, or a library made for the languages asked for
/// too. That C# systems use `SignalR` says little for JavaScript, which has only its client, and that Java systems have
/// Flyway in their code little for Ruby, which can only run it beside.
fn is_same_elsewhere(view: View<'_>, profile: &Profile) -> bool {
    let mut made_for = profile.objects(view.properties.made_for);
    let is_for_any_alone = made_for.len() == 1;
    let is_for = |it: Node| {
        let is_in = |of: &Node| {
            view.known
                .families
                .get(of)
                .is_some_and(|all| all.contains(&it))
        };
        if Some(it) == view.known.any {
            return is_for_any_alone;
        }
        view.languages.contains(&it) || view.languages.iter().any(is_in)
    };
    made_for.len() == 0 || made_for.any(is_for)
}

fn explain(view: View<'_>, profile: &Profile, need: Node) -> Because {
    if !is_main(view, profile, need) {
        return Because::nothing("systems use it for another need");
    }
    let (graph, of_it, of_need) = (view.graph, Users::of(view, profile), view.users);
    let languages = some_names(graph, view.languages, 2);
    let text = if of_it == Users::default() {
        return Because::nothing("no system known that uses it");
    } else if of_it.own == 0 || languages.is_empty() {
        let (count, of) = (of_it.own + of_it.other, of_need.own + of_need.other);
        format!("{count} of {of} systems")
    } else {
        format!("{} of {} {languages} systems", of_it.own, of_need.own)
    };
    let uses = view.properties.uses;
    let users = Users::systems(view, profile);
    let first = users.min_by_key(|(system, is_own)| (!is_own, *system));
    let way = first.map(|(system, _)| Step::along(system, uses, profile.node));
    Because::way(graph, format!("used by {text}"), way.into_iter().collect())
}
