//! Functions: those that read texts and kinds of terms here, all others by the evaluator's own.

use std::borrow::Cow;
use std::sync::Arc;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, Literal, NamedNode, Term, Variable};
use spargebra::algebra::Function;
use sparopt::algebra::Expression as Foreign;

use super::Engine;
use super::expression::{Comparison, Compiled, Operation, Value};
use super::number::XSD;
use super::pool::UNBOUND;
use crate::store::regular::Regular;

/// The text and the language of a literal; the language with its direction.
type Tagged<'a> = (Cow<'a, str>, Option<String>);

impl Engine<'_> {
    /// The text of a plain literal.
    pub(super) fn plain<'b>(&'b self, value: &'b Value) -> Option<Cow<'b, str>> {
        match value {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::Term(number) => match self.pool.bytes(*number).first() {
                Some(b'S') => Some(self.pool.text(*number)),
                _ => None,
            },
            Value::Made(Term::Literal(literal)) if literal.datatype() == xsd::STRING => {
                Some(Cow::Borrowed(literal.value()))
            }
            _ => None,
        }
    }

    /// The text of a plain literal or one with a language.
    fn tagged<'b>(&'b self, value: &'b Value) -> Option<Tagged<'b>> {
        if let Some(text) = self.plain(value) {
            return Some((text, None));
        }
        match value {
            Value::Term(number) if self.pool.bytes(*number).first() == Some(&b'@') => {
                let bytes = self.pool.bytes(*number);
                let zero = bytes.iter().position(|byte| *byte == 0)?;
                let tag = String::from_utf8_lossy(&bytes[1..zero]).into_owned();
                Some((self.pool.text(*number), Some(tag)))
            }
            Value::Made(Term::Literal(literal)) => {
                let tag = literal.language()?;
                let tag = match literal.direction() {
                    Some(direction) => format!("{tag}--{direction}"),
                    None => tag.to_owned(),
                };
                Some((Cow::Borrowed(literal.value()), Some(tag)))
            }
            _ => None,
        }
    }

    /// Both texts, where the second has no language or that of the first.
    fn compatible<'b>(&'b self, a: &'b Value, b: &'b Value) -> Option<[Cow<'b, str>; 2]> {
        let ((one, tag), (other, second)) = (self.tagged(a)?, self.tagged(b)?);
        let same = second.is_none()
            || second.as_ref().map(|it| it.to_lowercase()) == tag.map(|it| it.to_lowercase());
        same.then_some([one, other])
    }

    /// Whether two values are one text in one language, whatever the case of its tag.
    pub(super) fn is_one_text(&self, a: &Value, b: &Value) -> bool {
        match (self.tagged(a), self.tagged(b)) {
            (Some((one, Some(tag))), Some((other, Some(second)))) => {
                one == other && tag.eq_ignore_ascii_case(&second)
            }
            _ => false,
        }
    }

    /// A text with a language, whose tag stays as it is written.
    fn in_language(&self, text: &Value, tag: &Value, direction: Option<&Value>) -> Option<Value> {
        let (text, mut tag) = (
            self.plain(text)?.into_owned(),
            self.plain(tag)?.into_owned(),
        );
        Literal::new_language_tagged_literal("", &tag).ok()?;
        if let Some(direction) = direction {
            let direction = self.plain(direction)?;
            if !matches!(&*direction, "ltr" | "rtl") {
                return None;
            }
            tag = format!("{tag}--{direction}");
        }
        Self::with_tag(text, Some(&tag))
    }

    /// The text of anything but a blank node, as it was written.
    pub(super) fn str_of(&self, value: &Value) -> Option<String> {
        match value {
            Value::Term(number) => match self.pool.bytes(*number).first() {
                Some(b'B' | b'T') | None => None,
                _ => Some(self.pool.text(*number).into_owned()),
            },
            Value::Text(text) => Some(text.clone()),
            value => match self.term_of(value.clone()) {
                Term::NamedNode(node) => Some(node.into_string()),
                Term::Literal(literal) => Some(literal.value().to_owned()),
                _ => None,
            },
        }
    }

    pub(super) fn call(
        &mut self,
        function: &Function,
        arguments: &[Compiled],
        row: &[u32],
        at: usize,
    ) -> Option<Value> {
        match function {
            Function::BNode => return self.blank_node(arguments, row, at),
            Function::Now => return self.time(),
            _ => {}
        }
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.value(argument, row, at)?);
        }
        match (function, values.as_slice()) {
            (Function::Str, [a]) => self.str_of(a).map(Value::Text),
            (Function::Lang, [a]) => self.language(a),
            (Function::Datatype, [a]) => self.datatype(a),
            (Function::IsIri, [a]) => self.is_kind(a, b"I"),
            (Function::IsBlank, [a]) => self.is_kind(a, b"B"),
            (Function::IsLiteral, [a]) => self.is_kind(a, b"S@^"),
            (Function::IsNumeric, [a]) => Some(Value::Truth(self.number_in(a).is_some())),
            (Function::StrLen, [a]) => {
                let length = i64::try_from(self.tagged(a)?.0.chars().count()).ok()?;
                Some(Value::Number(super::number::Number::Integer(length.into())))
            }
            (Function::LCase, [a]) => self.in_case(a, str::to_lowercase),
            (Function::UCase, [a]) => self.in_case(a, str::to_uppercase),
            (Function::Contains, [a, b]) => {
                let [text, part] = self.compatible(a, b)?;
                let found = memchr::memmem::find(text.as_bytes(), part.as_bytes());
                Some(Value::Truth(found.is_some()))
            }
            (Function::StrStarts, [a, b]) => {
                let [text, part] = self.compatible(a, b)?;
                Some(Value::Truth(text.starts_with(&*part)))
            }
            (Function::StrEnds, [a, b]) => {
                let [text, part] = self.compatible(a, b)?;
                Some(Value::Truth(text.ends_with(&*part)))
            }
            (Function::Regex, [text, pattern, ..]) => self.matches(text, pattern, values.get(2)),
            (Function::Replace, [text, pattern, with, ..]) => {
                self.replaced(text, pattern, with, values.get(3))
            }
            (Function::StrLang, [text, tag]) => self.in_language(text, tag, None),
            (Function::StrLangDir, [text, tag, direction]) => {
                self.in_language(text, tag, Some(direction))
            }
            (Function::Iri, [a]) => self.iri(a),
            (function, _) => self.elsewhere(function, values),
        }
    }

    /// An operator of the evaluator's own, over values that are known.
    fn asked(
        &self,
        values: Vec<Value>,
        make: impl FnOnce(Vec<Foreign>) -> Foreign,
    ) -> Option<Value> {
        let names = values.iter().enumerate();
        let names: Vec<Variable> = names
            .map(|(at, _)| Variable::new_unchecked(format!("a{at}")))
            .collect();
        let terms: Vec<Term> = values
            .into_iter()
            .map(|value| self.term_of(value))
            .collect();
        let expression = make(names.iter().cloned().map(Foreign::Variable).collect());
        let known = names.iter().zip(terms);
        self.evaluator
            .evaluate_expression(&expression, known)
            .map(Value::Made)
    }

    fn elsewhere(&mut self, function: &Function, values: Vec<Value>) -> Option<Value> {
        self.asked(values, |values| {
            Foreign::FunctionCall(function.clone(), values)
        })
    }

    fn asked_of_two(
        &self,
        a: Value,
        b: Value,
        make: impl FnOnce(Box<Foreign>, Box<Foreign>) -> Foreign,
    ) -> Option<Value> {
        self.asked(vec![a, b], |mut values| {
            let (b, a) = (values.pop(), values.pop());
            let boxed =
                |it: Option<Foreign>| Box::new(it.unwrap_or_else(|| Foreign::Or(Vec::new())));
            make(boxed(a), boxed(b))
        })
    }

    pub(super) fn elsewhere_computed(
        &mut self,
        operation: Operation,
        a: Value,
        b: Value,
    ) -> Option<Value> {
        self.asked_of_two(
            a,
            b,
            match operation {
                Operation::Add => Foreign::Add,
                Operation::Subtract => Foreign::Subtract,
                Operation::Multiply => Foreign::Multiply,
                Operation::Divide => Foreign::Divide,
            },
        )
    }

    pub(super) fn elsewhere_signed(&mut self, plus: bool, a: Value) -> Option<Value> {
        self.asked(vec![a], |mut values| {
            let value = Box::new(values.pop().unwrap_or_else(|| Foreign::Or(Vec::new())));
            if plus {
                Foreign::UnaryPlus(value)
            } else {
                Foreign::UnaryMinus(value)
            }
        })
    }

    pub(super) fn elsewhere_equal(&mut self, a: Value, b: Value) -> Option<bool> {
        let found = self.asked_of_two(a, b, Foreign::Equal)?;
        is_true(&found)
    }

    pub(super) fn elsewhere_compared(
        &mut self,
        comparison: Comparison,
        a: Value,
        b: Value,
    ) -> Option<bool> {
        let found = self.asked_of_two(
            a,
            b,
            match comparison {
                Comparison::Greater => Foreign::Greater,
                Comparison::GreaterOrEqual => Foreign::GreaterOrEqual,
                Comparison::Less => Foreign::Less,
                Comparison::LessOrEqual => Foreign::LessOrEqual,
            },
        )?;
        is_true(&found)
    }

    fn language(&self, value: &Value) -> Option<Value> {
        let Term::Literal(literal) = self.term_of(value.clone()) else {
            return None;
        };
        Some(Value::Text(
            literal.language().unwrap_or_default().to_owned(),
        ))
    }

    fn datatype(&mut self, value: &Value) -> Option<Value> {
        let Term::Literal(literal) = self.term_of(value.clone()) else {
            return None;
        };
        let datatype = match (literal.language(), literal.direction()) {
            (Some(_), None) => rdf::LANG_STRING,
            _ => literal.datatype(),
        };
        Some(Value::Term(self.pool.of_term(datatype)))
    }

    fn is_kind(&self, value: &Value, kinds: &[u8]) -> Option<Value> {
        let first = match value {
            Value::Term(number) => *self.pool.bytes(*number).first()?,
            Value::Made(Term::NamedNode(_)) => b'I',
            Value::Made(Term::BlankNode(_)) => b'B',
            Value::Made(Term::Triple(_)) => b'T',
            _ => b'S',
        };
        Some(Value::Truth(kinds.contains(&first)))
    }

    fn in_case(&self, value: &Value, change: fn(&str) -> String) -> Option<Value> {
        let (text, tag) = self.tagged(value)?;
        let changed = change(&text);
        Self::with_tag(changed, tag.as_deref())
    }

    fn with_tag(text: String, tag: Option<&str>) -> Option<Value> {
        let Some(tag) = tag else {
            return Some(Value::Text(text));
        };
        let bytes = [b"@", tag.as_bytes(), b"\0", text.as_bytes()].concat();
        Some(Value::Made(crate::model::term::decode(&bytes)))
    }

    /// A regular expression; nothing where it is none.
    fn regular(&mut self, pattern: &str, flags: &str) -> Option<Arc<Regular>> {
        let key = (pattern.to_owned(), flags.to_owned());
        let known = self.regulars.entry(key);
        known
            .or_insert_with(|| Regular::new(pattern, flags).ok().map(Arc::new))
            .clone()
    }

    fn regular_of(&mut self, pattern: &Value, flags: Option<&Value>) -> Option<Arc<Regular>> {
        let pattern = self.plain(pattern)?.into_owned();
        let flags = match flags {
            Some(flags) => self.plain(flags)?.into_owned(),
            None => String::new(),
        };
        self.regular(&pattern, &flags)
    }

    fn matches(&mut self, text: &Value, pattern: &Value, flags: Option<&Value>) -> Option<Value> {
        let regular = self.regular_of(pattern, flags)?;
        let (text, _) = self.tagged(text)?;
        Some(Value::Truth(regular.is_match(&text)))
    }

    fn replaced(
        &mut self,
        text: &Value,
        pattern: &Value,
        with: &Value,
        flags: Option<&Value>,
    ) -> Option<Value> {
        let regular = self.regular_of(pattern, flags)?;
        let with = self.plain(with)?.into_owned();
        let (text, tag) = self.tagged(text)?;
        let replaced = regular.replace(&text, &with).ok()?;
        Self::with_tag(replaced, tag.as_deref())
    }

    fn iri(&mut self, value: &Value) -> Option<Value> {
        if let Value::Term(number) = value
            && self.pool.bytes(*number).first() == Some(&b'I')
        {
            return Some(value.clone());
        }
        let text = match value {
            Value::Made(Term::NamedNode(_)) => return Some(value.clone()),
            value => self.plain(value)?.into_owned(),
        };
        let iri = match &self.base {
            Some(base) => base.resolve(&text).ok()?.into_inner(),
            None => oxiri::Iri::parse(text).ok()?.into_inner(),
        };
        Some(Value::Term(
            self.pool.of_term(&NamedNode::new_unchecked(iri)),
        ))
    }

    /// A new node, or for a label the one that the same solution has for it.
    fn blank_node(&mut self, arguments: &[Compiled], row: &[u32], at: usize) -> Option<Value> {
        let name = match arguments {
            [] => {
                self.blanks += 1;
                format!("made-{}", self.blanks)
            }
            [label, ..] => {
                let label = self.value(label, row, at)?;
                let label = self.plain(&label)?;
                let mut safe = String::new();
                for byte in label.bytes() {
                    safe += &format!("{byte:02x}");
                }
                format!("row-{}-{safe}", at + 1)
            }
        };
        Some(Value::Made(BlankNode::new_unchecked(name).into()))
    }

    /// The time of the query.
    fn time(&mut self) -> Option<Value> {
        if self.now.is_none() {
            let now = self.elsewhere(&Function::Now, Vec::new())?;
            self.now = Some(self.number_of_value(now));
        }
        self.now.map(Value::Term)
    }

    /// The text that `GROUP_CONCAT` joins.
    pub(super) fn concatenated(&self, number: u32) -> Option<String> {
        (number != UNBOUND).then(|| self.str_of(&Value::Term(number)))?
    }

    /// A literal of XML Schema.
    pub(super) fn typed(&mut self, name: &str, text: &str) -> u32 {
        let datatype = NamedNode::new_unchecked(format!("{XSD}{name}"));
        self.pool
            .of_term(&Literal::new_typed_literal(text, datatype))
    }
}

fn is_true(value: &Value) -> Option<bool> {
    match value {
        Value::Made(Term::Literal(literal)) => Some(literal.value() == "true"),
        _ => None,
    }
}
