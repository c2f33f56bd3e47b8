//! Expressions: compiled for the columns of a table, then evaluated row by row. What is an error has no value.

use std::cmp::Ordering;

use oxrdf::{Literal, NamedNode, Term};
use spargebra::algebra::{Expression, Function, GraphPattern};

use super::Engine;
use super::number::{Number, XSD};
use super::pool::UNBOUND;
use super::table::Var;

/// An expression over the columns of a table.
pub(super) enum Compiled {
    Constant(u32),
    Column(usize),
    /// A variable that no row binds, or what is no expression here.
    Nothing,
    Both(Box<Self>, Box<Self>),
    Either(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Equal(Box<Self>, Box<Self>),
    SameTerm(Box<Self>, Box<Self>),
    Compare(Comparison, Box<Self>, Box<Self>),
    In(Box<Self>, Vec<Self>),
    Compute(Operation, Box<Self>, Box<Self>),
    Plus(Box<Self>),
    Minus(Box<Self>),
    If(Box<[Self; 3]>),
    Coalesce(Vec<Self>),
    Bound(usize),
    /// Which of the answers of EXISTS.
    Exists(usize, Vec<bool>),
    Call(Function, Vec<Self>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Comparison {
    pub(super) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// A value on its way: a term by its number, or something that no term was made of yet.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Term(u32),
    Truth(bool),
    Number(Number),
    /// Plain text.
    Text(String),
    Made(Term),
}

/// Calls `found` with every pattern of EXISTS inside, in the order in which they are compiled.
pub(super) fn each_exists<'q>(
    expression: &'q Expression,
    found: &mut impl FnMut(&'q GraphPattern),
) {
    super::scope::walk(expression, &mut |it| {
        if let Expression::Exists(pattern) = it {
            found(pattern);
        }
    });
}

impl Compiled {
    /// Hands the answers of EXISTS over.
    pub(super) fn take_columns(&mut self, mut columns: Vec<Vec<bool>>) {
        self.each(&mut |it| {
            if let Self::Exists(number, answers) = it {
                *answers = std::mem::take(&mut columns[*number]);
            }
        });
    }

    fn each(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::Both(a, b)
            | Self::Either(a, b)
            | Self::Equal(a, b)
            | Self::SameTerm(a, b)
            | Self::Compare(_, a, b)
            | Self::Compute(_, a, b) => {
                a.each(visit);
                b.each(visit);
            }
            Self::Not(a) | Self::Plus(a) | Self::Minus(a) => a.each(visit),
            Self::If(parts) => {
                for it in parts.iter_mut() {
                    it.each(visit);
                }
            }
            Self::In(a, members) => {
                a.each(visit);
                for it in members {
                    it.each(visit);
                }
            }
            Self::Coalesce(members) | Self::Call(_, members) => {
                for it in members {
                    it.each(visit);
                }
            }
            _ => {}
        }
    }
}

impl Engine<'_> {
    /// An expression for rows of these variables.
    pub(super) fn compiled(&mut self, expression: &Expression, vars: &[Var]) -> Compiled {
        let mut patterns = Vec::new();
        each_exists(expression, &mut |pattern| {
            patterns.push(std::ptr::from_ref(pattern));
        });
        self.compile(expression, vars, &patterns)
    }

    fn compile(
        &mut self,
        expression: &Expression,
        vars: &[Var],
        patterns: &[*const GraphPattern],
    ) -> Compiled {
        let mut one = |it: &Expression| Box::new(self.compile(it, vars, patterns));
        match expression {
            Expression::NamedNode(node) => Compiled::Constant(self.pool.of_term(node)),
            Expression::Literal(literal) => {
                Compiled::Constant(self.pool.of_constant(&Term::from(literal.clone())))
            }
            Expression::Variable(var) => match self.column(var.as_str(), vars) {
                Some(column) => Compiled::Column(column),
                None => Compiled::Nothing,
            },
            Expression::Bound(var) => match self.column(var.as_str(), vars) {
                Some(column) => Compiled::Bound(column),
                None => Compiled::Constant(self.truth(false)),
            },
            Expression::And(a, b) => Compiled::Both(one(a), one(b)),
            Expression::Or(a, b) => Compiled::Either(one(a), one(b)),
            Expression::Not(a) => Compiled::Not(one(a)),
            Expression::Equal(a, b) => Compiled::Equal(one(a), one(b)),
            Expression::SameTerm(a, b) => Compiled::SameTerm(one(a), one(b)),
            Expression::Greater(a, b) => Compiled::Compare(Comparison::Greater, one(a), one(b)),
            Expression::GreaterOrEqual(a, b) => {
                Compiled::Compare(Comparison::GreaterOrEqual, one(a), one(b))
            }
            Expression::Less(a, b) => Compiled::Compare(Comparison::Less, one(a), one(b)),
            Expression::LessOrEqual(a, b) => {
                Compiled::Compare(Comparison::LessOrEqual, one(a), one(b))
            }
            Expression::Add(a, b) => Compiled::Compute(Operation::Add, one(a), one(b)),
            Expression::Subtract(a, b) => Compiled::Compute(Operation::Subtract, one(a), one(b)),
            Expression::Multiply(a, b) => Compiled::Compute(Operation::Multiply, one(a), one(b)),
            Expression::Divide(a, b) => Compiled::Compute(Operation::Divide, one(a), one(b)),
            Expression::UnaryPlus(a) => Compiled::Plus(one(a)),
            Expression::UnaryMinus(a) => Compiled::Minus(one(a)),
            Expression::In(a, members) => {
                let a = one(a);
                Compiled::In(a, self.compile_all(members, vars, patterns))
            }
            Expression::If(a, b, c) => Compiled::If(Box::new([*one(a), *one(b), *one(c)])),
            Expression::Coalesce(members) => {
                Compiled::Coalesce(self.compile_all(members, vars, patterns))
            }
            Expression::FunctionCall(function, arguments) => {
                let arguments = self.compile_all(arguments, vars, patterns);
                Compiled::Call(function.clone(), arguments)
            }
            Expression::Exists(pattern) => {
                let own: *const GraphPattern = &raw const **pattern;
                let number = patterns.iter().position(|it| *it == own);
                number.map_or(Compiled::Nothing, |number| {
                    Compiled::Exists(number, Vec::new())
                })
            }
        }
    }

    fn compile_all(
        &mut self,
        members: &[Expression],
        vars: &[Var],
        patterns: &[*const GraphPattern],
    ) -> Vec<Compiled> {
        members
            .iter()
            .map(|it| self.compile(it, vars, patterns))
            .collect()
    }

    fn column(&self, name: &str, vars: &[Var]) -> Option<usize> {
        let var = self.numbers.get(name)?;
        vars.iter().position(|it| it == var)
    }

    pub(super) fn truth(&mut self, truth: bool) -> u32 {
        self.pool.of_term(&Literal::from(truth))
    }

    /// Whether an expression is true of a row.
    pub(super) fn holds(&mut self, expression: &Compiled, row: &[u32], at: usize) -> bool {
        self.truth_in(expression, row, at) == Some(true)
    }

    /// The number of an expression's value.
    pub(super) fn number_of(&mut self, expression: &Compiled, row: &[u32], at: usize) -> u32 {
        match self.value(expression, row, at) {
            Some(value) => self.number_of_value(value),
            None => UNBOUND,
        }
    }

    pub(super) fn number_of_value(&mut self, value: Value) -> u32 {
        match value {
            Value::Term(number) => number,
            Value::Text(text) => self.pool.of_text(&text),
            value => {
                let term = self.term_of(value);
                self.pool.of_term(&term)
            }
        }
    }

    pub(super) fn term_of(&self, value: Value) -> Term {
        match value {
            Value::Term(number) => self.pool.term(number),
            Value::Truth(truth) => Literal::from(truth).into(),
            Value::Number(number) => {
                let (name, text) = number.written();
                let datatype = NamedNode::new_unchecked(format!("{XSD}{name}"));
                Literal::new_typed_literal(text, datatype).into()
            }
            Value::Text(text) => Literal::new_simple_literal(text).into(),
            Value::Made(term) => term,
        }
    }

    /// The value as what is true or false.
    fn truth_in(&mut self, expression: &Compiled, row: &[u32], at: usize) -> Option<bool> {
        match expression {
            Compiled::Both(a, b) => match (self.truth_in(a, row, at), self.truth_in(b, row, at)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Compiled::Either(a, b) => {
                match (self.truth_in(a, row, at), self.truth_in(b, row, at)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                }
            }
            Compiled::Not(a) => Some(!self.truth_in(a, row, at)?),
            _ => {
                let value = self.value(expression, row, at)?;
                self.truth_of_value(&value)
            }
        }
    }

    fn truth_of_value(&self, value: &Value) -> Option<bool> {
        match value {
            Value::Truth(truth) => return Some(*truth),
            Value::Number(number) => return Some(number.truth()),
            Value::Text(text) => return Some(!text.is_empty()),
            Value::Term(number) if self.pool.bytes(*number).first() == Some(&b'S') => {
                return Some(self.pool.bytes(*number).len() > 1);
            }
            _ => {}
        }
        if let Some(number) = self.number_in(value) {
            return Some(number.truth());
        }
        self.boolean_in(value)
    }

    /// A truth value, where a value is one.
    fn boolean_in(&self, value: &Value) -> Option<bool> {
        match value {
            Value::Truth(truth) => return Some(*truth),
            Value::Term(number) if self.pool.bytes(*number).first() != Some(&b'^') => return None,
            _ => {}
        }
        let Term::Literal(literal) = self.term_of(value.clone()) else {
            return None;
        };
        let name = literal.datatype().as_str().strip_prefix(XSD)?;
        // What is written wrongly has none: SPARQL 1.2.
        match (name, literal.value()) {
            ("boolean", "true" | "1") => Some(true),
            ("boolean", "false" | "0") => Some(false),
            _ => None,
        }
    }

    /// A number, where a value is one.
    pub(super) fn number_in(&self, value: &Value) -> Option<Number> {
        match value {
            Value::Number(number) => Some(*number),
            Value::Term(number) => self.number_of_term(*number),
            Value::Made(Term::Literal(literal)) => {
                let name = literal.datatype().as_str().strip_prefix(XSD)?;
                Number::read(name, literal.value())
            }
            _ => None,
        }
    }

    pub(super) fn number_of_term(&self, number: u32) -> Option<Number> {
        let rest = self.pool.bytes(number).strip_prefix(b"^")?;
        let rest = rest.strip_prefix(XSD.as_bytes())?;
        let zero = rest.iter().position(|byte| *byte == 0)?;
        let name = std::str::from_utf8(&rest[..zero]).ok()?;
        Number::read(name, std::str::from_utf8(&rest[zero + 1..]).ok()?)
    }

    /// The value of an expression for a row; nothing where it is an error.
    pub(super) fn value(&mut self, expression: &Compiled, row: &[u32], at: usize) -> Option<Value> {
        Some(match expression {
            Compiled::Constant(number) => Value::Term(*number),
            Compiled::Column(column) => match row[*column] {
                UNBOUND => return None,
                number => Value::Term(number),
            },
            Compiled::Nothing => return None,
            Compiled::Bound(column) => Value::Truth(row[*column] != UNBOUND),
            Compiled::Exists(_, answers) => Value::Truth(*answers.get(at)?),
            Compiled::Both(..) | Compiled::Either(..) | Compiled::Not(_) => {
                Value::Truth(self.truth_in(expression, row, at)?)
            }
            Compiled::Equal(a, b) => {
                let (a, b) = (self.value(a, row, at)?, self.value(b, row, at)?);
                Value::Truth(self.are_equal(a, b)?)
            }
            Compiled::SameTerm(a, b) => {
                let (a, b) = (self.number_of(a, row, at), self.number_of(b, row, at));
                if a == UNBOUND || b == UNBOUND {
                    return None;
                }
                Value::Truth(a == b)
            }
            Compiled::Compare(comparison, a, b) => {
                let (a, b) = (self.value(a, row, at)?, self.value(b, row, at)?);
                Value::Truth(self.compares(*comparison, a, b)?)
            }
            Compiled::In(a, members) => {
                let a = self.value(a, row, at)?;
                self.is_among(&a, members, row, at)?
            }
            Compiled::Compute(operation, a, b) => {
                let (a, b) = (self.value(a, row, at)?, self.value(b, row, at)?);
                self.computed(*operation, a, b)?
            }
            Compiled::Plus(a) => {
                let a = self.value(a, row, at)?;
                match self.number_in(&a) {
                    Some(number) => Value::Number(number),
                    None => self.elsewhere_signed(true, a)?,
                }
            }
            Compiled::Minus(a) => {
                let a = self.value(a, row, at)?;
                match self.number_in(&a) {
                    Some(Number::Double(it)) => Value::Number(Number::Double(-it)),
                    Some(Number::Float(it)) => Value::Number(Number::Float(-it)),
                    Some(number) => Value::Number(Number::Integer(0.into()).subtract(number)?),
                    None => self.elsewhere_signed(false, a)?,
                }
            }
            Compiled::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let chosen = if self.truth_in(condition, row, at)? {
                    then
                } else {
                    otherwise
                };
                return self.value(chosen, row, at);
            }
            Compiled::Coalesce(members) => {
                return members.iter().find_map(|it| self.value(it, row, at));
            }
            Compiled::Call(function, arguments) => return self.call(function, arguments, row, at),
        })
    }

    fn is_among(
        &mut self,
        value: &Value,
        members: &[Compiled],
        row: &[u32],
        at: usize,
    ) -> Option<Value> {
        let mut failed = false;
        for member in members {
            let equal = self.value(member, row, at);
            match equal.and_then(|member| self.are_equal(value.clone(), member)) {
                Some(true) => return Some(Value::Truth(true)),
                Some(false) => {}
                None => failed = true,
            }
        }
        (!failed).then_some(Value::Truth(false))
    }

    fn computed(&mut self, operation: Operation, a: Value, b: Value) -> Option<Value> {
        if let (Some(one), Some(other)) = (self.number_in(&a), self.number_in(&b)) {
            let number = match operation {
                Operation::Add => one.add(other),
                Operation::Subtract => one.subtract(other),
                Operation::Multiply => one.multiply(other),
                Operation::Divide => one.divide(other),
            };
            return number.map(Value::Number);
        }
        self.elsewhere_computed(operation, a, b)
    }

    /// Whether two values are equal, as `=` says it.
    pub(super) fn are_equal(&mut self, a: Value, b: Value) -> Option<bool> {
        if let (Some(one), Some(other)) = (self.number_in(&a), self.number_in(&b)) {
            return Some(one.compare(other) == Some(Ordering::Equal));
        }
        if let (Value::Term(one), Value::Term(other)) = (&a, &b) {
            if one == other {
                return Some(true);
            }
            let kinds = [*one, *other].map(|it| self.pool.bytes(it).first().copied());
            // Different IRIs and blank nodes are different, and so are they from literals; plain texts, too.
            let is_node = |kind: Option<u8>| matches!(kind, Some(b'I' | b'B'));
            if kinds.into_iter().any(is_node) || kinds == [Some(b'S'), Some(b'S')] {
                return Some(false);
            }
        }
        if let (Some(one), Some(other)) = (self.plain(&a), self.plain(&b)) {
            return Some(one == other);
        }
        if self.is_one_text(&a, &b) {
            return Some(true);
        }
        self.elsewhere_equal(a, b)
    }

    fn compares(&mut self, comparison: Comparison, a: Value, b: Value) -> Option<bool> {
        if let (Some(one), Some(other)) = (self.number_in(&a), self.number_in(&b)) {
            return Some(one.compare(other).is_some_and(|it| comparison.holds(it)));
        }
        if let (Some(one), Some(other)) = (self.plain(&a), self.plain(&b)) {
            return Some(comparison.holds(one.cmp(&other)));
        }
        if let (Some(one), Some(other)) = (self.boolean_in(&a), self.boolean_in(&b)) {
            return Some(comparison.holds(one.cmp(&other)));
        }
        self.elsewhere_compared(comparison, a, b)
    }
}
