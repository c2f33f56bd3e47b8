//! Terms for variables before a query runs: parameters of a query, and what SHACL binds beforehand.
//!
//! A term takes the variable's place wherever it stands, also where a pattern inside would not see a value from outside. A
//! blank node, which no query can name, stands as an IRI that begins with `_:`, and the engine knows it again.

use std::collections::BTreeMap;

use oxrdf::{NamedNode, Term};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};

/// Variables by name, with their terms.
type Terms = BTreeMap<String, Term>;

/// Puts terms in the places of variables.
///
/// # Errors
///
/// When a variable has a place where its term cannot stand.
pub(super) fn bind(query: &mut Query, bindings: &[(String, Term)]) -> Result<(), String> {
    let terms: Terms = bindings.iter().cloned().collect();
    match query {
        Query::Select { pattern, .. }
        | Query::Ask { pattern, .. }
        | Query::Describe { pattern, .. } => in_pattern(pattern, &terms),
        Query::Construct {
            template, pattern, ..
        } => {
            for triple in template {
                in_triple(triple, &terms)?;
            }
            in_pattern(pattern, &terms)
        }
    }
}

/// What SHACL forbids in a query whose variables are bound beforehand.
pub(super) fn forbidden(query: &Query, names: &[&str]) -> Option<String> {
    let (Query::Select { pattern, .. }
    | Query::Ask { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }) = query;
    forbidden_in(pattern, names, true)
}

fn forbidden_in(pattern: &GraphPattern, names: &[&str], outermost: bool) -> Option<String> {
    let is_bound = |variable: &Variable| names.contains(&variable.as_str());
    match pattern {
        GraphPattern::Minus { .. } => {
            Some("MINUS beside variables that are bound beforehand".to_owned())
        }
        GraphPattern::Values { .. } => {
            Some("VALUES beside variables that are bound beforehand".to_owned())
        }
        GraphPattern::Service { .. } => {
            Some("SERVICE beside variables that are bound beforehand".to_owned())
        }
        GraphPattern::Join { left, right } | GraphPattern::Union { left, right } => {
            forbidden_in(left, names, false).or_else(|| forbidden_in(right, names, false))
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => forbidden_in(left, names, false)
            .or_else(|| forbidden_in(right, names, false))
            .or_else(|| forbidden_in_expression(expression.as_ref()?, names)),
        GraphPattern::Filter { expr, inner } => {
            forbidden_in(inner, names, outermost).or_else(|| forbidden_in_expression(expr, names))
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            if is_bound(variable) {
                return Some(format!("`AS {variable}`, which is bound beforehand"));
            }
            forbidden_in(inner, names, outermost)
                .or_else(|| forbidden_in_expression(expression, names))
        }
        GraphPattern::Project { inner, variables } => {
            let missing = |name: &&&str| !variables.iter().any(|it| it.as_str() == **name);
            if !outermost && let Some(name) = names.iter().find(missing) {
                return Some(format!(
                    "a subselect without ?{name}, which is bound beforehand"
                ));
            }
            forbidden_in(inner, names, false)
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => forbidden_in(inner, names, outermost),
        _ => None,
    }
}

fn forbidden_in_expression(expression: &Expression, names: &[&str]) -> Option<String> {
    match expression {
        Expression::Exists(pattern) => forbidden_in(pattern, names, false),
        Expression::Not(inner) => forbidden_in_expression(inner, names),
        Expression::Or(a, b) | Expression::And(a, b) => {
            forbidden_in_expression(a, names).or_else(|| forbidden_in_expression(b, names))
        }
        _ => None,
    }
}

/// A blank node as a query can hold it.
fn named(term: &Term) -> Term {
    match term {
        Term::BlankNode(node) => NamedNode::new_unchecked(node.to_string()).into(),
        term => term.clone(),
    }
}

fn constant(variable: &Variable, terms: &Terms) -> Option<Term> {
    terms.get(variable.as_str()).map(named)
}

fn as_expression(term: Term) -> Result<Expression, String> {
    match term {
        Term::NamedNode(node) => Ok(Expression::NamedNode(node)),
        Term::Literal(literal) => Ok(Expression::Literal(literal)),
        _ => Err("a triple term as a parameter, expected an IRI or a literal".to_owned()),
    }
}

fn in_triple(triple: &mut TriplePattern, terms: &Terms) -> Result<(), String> {
    in_term(&mut triple.subject, terms);
    in_term(&mut triple.object, terms);
    if let NamedNodePattern::Variable(variable) = &triple.predicate
        && let Some(term) = constant(variable, terms)
    {
        let Term::NamedNode(node) = term else {
            return Err(format!(
                "{variable} stands for a property, expected an IRI as its value"
            ));
        };
        triple.predicate = node.into();
    }
    Ok(())
}

fn in_term(term: &mut TermPattern, terms: &Terms) {
    match term {
        TermPattern::Variable(variable) => {
            if let Some(known) = constant(variable, terms) {
                *term = known.into();
            }
        }
        TermPattern::Triple(triple) => drop(in_triple(triple, terms)),
        _ => {}
    }
}

fn in_name(name: &mut NamedNodePattern, terms: &Terms) {
    if let NamedNodePattern::Variable(variable) = name
        && let Some(Term::NamedNode(node)) = constant(variable, terms)
    {
        *name = node.into();
    }
}

fn in_pattern(pattern: &mut GraphPattern, terms: &Terms) -> Result<(), String> {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                in_triple(triple, terms)?;
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            in_term(subject, terms);
            in_term(object, terms);
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            in_pattern(left, terms)?;
            in_pattern(right, terms)?;
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            in_pattern(left, terms)?;
            in_pattern(right, terms)?;
            if let Some(expression) = expression {
                in_expression(expression, terms)?;
            }
        }
        GraphPattern::Filter { expr, inner } => {
            in_pattern(inner, terms)?;
            in_expression(expr, terms)?;
        }
        GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
            in_name(name, terms);
            in_pattern(inner, terms)?;
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            if terms.contains_key(variable.as_str()) {
                return Err(format!(
                    "{variable} is a parameter, which BIND and AS cannot set"
                ));
            }
            in_pattern(inner, terms)?;
            in_expression(expression, terms)?;
        }
        GraphPattern::Values {
            variables,
            bindings,
        } => in_values(variables, bindings, terms),
        GraphPattern::OrderBy { inner, expression } => {
            in_pattern(inner, terms)?;
            for it in expression {
                let (OrderExpression::Asc(it) | OrderExpression::Desc(it)) = it;
                in_expression(it, terms)?;
            }
        }
        GraphPattern::Project { inner, variables } => {
            in_pattern(inner, terms)?;
            for variable in variables {
                bind_below(inner, variable, terms)?;
            }
        }
        GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => in_pattern(inner, terms)?,
        GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } => {
            in_pattern(inner, terms)?;
            for variable in variables {
                bind_below(inner, variable, terms)?;
            }
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    in_expression(expr, terms)?;
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// A variable that is shown keeps its value.
fn bind_below(
    inner: &mut Box<GraphPattern>,
    variable: &Variable,
    terms: &Terms,
) -> Result<(), String> {
    let Some(term) = constant(variable, terms) else {
        return Ok(());
    };
    let below = std::mem::take(&mut **inner);
    // Grouping has bound it already.
    let is_bound = matches!(&below, GraphPattern::Extend { variable: known, .. } if known == variable)
        || matches!(&below, GraphPattern::Group { variables, .. } if variables.contains(variable));
    **inner = if is_bound {
        below
    } else {
        GraphPattern::Extend {
            inner: Box::new(below),
            variable: variable.clone(),
            expression: as_expression(term)?,
        }
    };
    Ok(())
}

/// Rows that say something else of a parameter go, and with them the column.
fn in_values(
    variables: &mut Vec<Variable>,
    rows: &mut Vec<Vec<Option<spargebra::term::GroundTerm>>>,
    terms: &Terms,
) {
    for at in (0..variables.len()).rev() {
        let Some(term) = constant(&variables[at], terms) else {
            continue;
        };
        variables.remove(at);
        rows.retain_mut(|row| match row.remove(at) {
            Some(cell) => Term::from(cell) == term,
            None => true,
        });
    }
}

fn in_expression(expression: &mut Expression, terms: &Terms) -> Result<(), String> {
    match expression {
        Expression::Variable(variable) => {
            if let Some(term) = constant(variable, terms) {
                *expression = as_expression(term)?;
            }
        }
        Expression::Bound(variable) => {
            if terms.contains_key(variable.as_str()) {
                *expression = Expression::Literal(true.into());
            }
        }
        Expression::Exists(pattern) => in_pattern(pattern, terms)?,
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
        | Expression::Divide(a, b) => {
            in_expression(a, terms)?;
            in_expression(b, terms)?;
        }
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => {
            in_expression(a, terms)?;
        }
        Expression::If(a, b, c) => {
            for it in [a, b, c] {
                in_expression(it, terms)?;
            }
        }
        Expression::In(a, members) => {
            in_expression(a, terms)?;
            for it in members {
                in_expression(it, terms)?;
            }
        }
        Expression::Coalesce(members) | Expression::FunctionCall(_, members) => {
            for it in members {
                in_expression(it, terms)?;
            }
        }
        Expression::NamedNode(_) | Expression::Literal(_) => {}
    }
    Ok(())
}
