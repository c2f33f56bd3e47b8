//! Which variables a pattern binds, always or perhaps, and which an expression reads: by name, from the query alone.

use std::collections::BTreeSet;

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};

use super::table::Var;
use super::{Engine, Halt};

pub(super) type Names<'q> = BTreeSet<&'q str>;

impl Engine<'_> {
    /// The variables that every solution of a pattern binds. Blank nodes of patterns are not among them.
    pub(super) fn certain(&mut self, pattern: &GraphPattern) -> Result<BTreeSet<Var>, Halt> {
        certain(pattern)
            .into_iter()
            .map(|name| self.var(name))
            .collect()
    }
}

/// The variables that every solution of a pattern binds.
pub(super) fn certain(pattern: &GraphPattern) -> Names<'_> {
    match pattern {
        GraphPattern::Join { left, right } => &certain(left) | &certain(right),
        GraphPattern::Union { left, right } => &certain(left) & &certain(right),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => certain(left),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => certain(inner),
        GraphPattern::Project { inner, variables }
        | GraphPattern::Group {
            inner, variables, ..
        } => {
            let names: Names<'_> = variables.iter().map(Variable::as_str).collect();
            &certain(inner) & &names
        }
        GraphPattern::Values {
            variables,
            bindings,
        } => {
            let columns = variables.iter().enumerate();
            let full = columns.filter(|(at, _)| bindings.iter().all(|row| row[*at].is_some()));
            full.map(|(_, it)| it.as_str()).collect()
        }
        _ => possible(pattern),
    }
}

/// The variables that a solution of a pattern may bind.
pub(super) fn possible(pattern: &GraphPattern) -> Names<'_> {
    let mut names = Names::new();
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for pattern in patterns {
                of_triple(pattern, &mut names);
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            of_term(subject, &mut names);
            of_term(object, &mut names);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right } => {
            names = &possible(left) | &possible(right);
        }
        GraphPattern::Minus { left, .. } => names = possible(left),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => names = possible(inner),
        GraphPattern::Extend {
            inner, variable, ..
        } => {
            names = possible(inner);
            names.insert(variable.as_str());
        }
        GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
            names = possible(inner);
            if let NamedNodePattern::Variable(var) = name {
                names.insert(var.as_str());
            }
        }
        GraphPattern::Project { variables, .. } | GraphPattern::Values { variables, .. } => {
            names.extend(variables.iter().map(Variable::as_str));
        }
        GraphPattern::Group {
            variables,
            aggregates,
            ..
        } => {
            names.extend(variables.iter().map(Variable::as_str));
            names.extend(aggregates.iter().map(|(it, _)| it.as_str()));
        }
        _ => {}
    }
    names
}

/// Whether nothing in a pattern counts, cuts or hides solutions.
pub(super) fn is_flat(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => true,
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => is_flat(left) && is_flat(right),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Graph { inner, .. } => is_flat(inner),
        _ => false,
    }
}

fn of_triple<'q>(pattern: &'q TriplePattern, names: &mut Names<'q>) {
    of_term(&pattern.subject, names);
    if let NamedNodePattern::Variable(var) = &pattern.predicate {
        names.insert(var.as_str());
    }
    of_term(&pattern.object, names);
}

fn of_term<'q>(term: &'q TermPattern, names: &mut Names<'q>) {
    match term {
        TermPattern::Variable(var) => {
            names.insert(var.as_str());
        }
        TermPattern::Triple(triple) => of_triple(triple, names),
        _ => {}
    }
}

/// The parts of an expression.
fn parts(expression: &Expression) -> Vec<&Expression> {
    match expression {
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => vec![a, b],
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => vec![a],
        Expression::If(a, b, c) => vec![a, b, c],
        Expression::In(a, members) => std::iter::once(&**a).chain(members).collect(),
        Expression::Coalesce(members) | Expression::FunctionCall(_, members) => {
            members.iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Everything inside an expression, itself first.
pub(super) fn walk<'q>(expression: &'q Expression, visit: &mut impl FnMut(&'q Expression)) {
    let mut open = vec![expression];
    while let Some(next) = open.pop() {
        visit(next);
        open.extend(parts(next));
    }
}

/// The variables an expression reads, those inside EXISTS included.
pub(super) fn of_expression(expression: &Expression) -> Names<'_> {
    let mut names = Names::new();
    walk(expression, &mut |it| match it {
        Expression::Variable(var) | Expression::Bound(var) => {
            names.insert(var.as_str());
        }
        Expression::Exists(pattern) => {
            names.extend(possible(pattern));
            names.extend(loose(pattern));
        }
        _ => {}
    });
    names
}

pub(super) fn without_exists(expression: &Expression) -> bool {
    let mut without = true;
    walk(expression, &mut |it| {
        without &= !matches!(it, Expression::Exists(_));
    });
    without
}

/// Where a variable of outside would change what a pattern of EXISTS means, not only choose among its solutions: one that an
/// expression reads without its own part always binding it, that is bound in some solutions only, or that stands in what is
/// taken away.
pub(super) fn loose(pattern: &GraphPattern) -> Names<'_> {
    let mut names = Names::new();
    collect_loose(pattern, &mut names);
    names
}

fn read<'q>(expression: &'q Expression, bound: &Names<'q>, names: &mut Names<'q>) {
    names.extend(of_expression(expression).difference(bound));
}

fn collect_loose<'q>(pattern: &'q GraphPattern, names: &mut Names<'q>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            collect_loose(left, names);
            collect_loose(right, names);
        }
        GraphPattern::Union { left, right } => {
            collect_loose(left, names);
            collect_loose(right, names);
            // Where one branch does not bind it, the other's rows would not choose.
            names.extend(&possible(pattern) - &certain(pattern));
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            collect_loose(left, names);
            collect_loose(right, names);
            names.extend(&possible(right) - &certain(left));
            if let Some(expression) = expression {
                read(expression, &(&certain(left) | &certain(right)), names);
            }
        }
        GraphPattern::Minus { left, right } => {
            collect_loose(left, names);
            collect_loose(right, names);
            names.extend(&possible(right) - &certain(left));
        }
        GraphPattern::Filter { expr, inner } => {
            collect_loose(inner, names);
            read(expr, &certain(inner), names);
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            collect_loose(inner, names);
            read(expression, &certain(inner), names);
            names.insert(variable.as_str());
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => collect_loose(inner, names),
        GraphPattern::OrderBy { inner, expression } => {
            collect_loose(inner, names);
            for it in expression {
                let (OrderExpression::Asc(it) | OrderExpression::Desc(it)) = it;
                read(it, &certain(inner), names);
            }
        }
        GraphPattern::Project { inner, variables } => {
            let mut inside = Names::new();
            collect_loose(inner, &mut inside);
            let seen: Names<'_> = variables.iter().map(Variable::as_str).collect();
            names.extend(&inside & &seen);
        }
        GraphPattern::Group {
            inner, aggregates, ..
        } => {
            collect_loose(inner, names);
            names.extend(&possible(inner) - &certain(pattern));
            for (var, aggregate) in aggregates {
                names.insert(var.as_str());
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    read(expr, &certain(inner), names);
                }
            }
        }
        GraphPattern::Values { .. } => names.extend(&possible(pattern) - &certain(pattern)),
        _ => {}
    }
}
