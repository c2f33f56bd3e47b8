//! Shapes as RDF → shapes as values. What is not understood is refused by name, so that nothing passes unchecked.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::Term;

use super::path::Path;
use super::sparql::{Form, Sparql, with_shapes};
use super::{Constraint, Limit, Shape, sh};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::term::decode;
use crate::reason::validate::Severity;
use crate::reason::validate::shacl::SH;
use crate::store::absent::nearest_iri;
use crate::store::regular::Regular;
use crate::store::roles::Roles;
use crate::store::sparql::{cannot_be_bound, finds};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const IMPORTS: &str = "http://www.w3.org/2002/07/owl#imports";
const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
/// Classes of shapes that are classes themselves: their instances are meant.
const CLASSES: &[&str] = &[
    "http://www.w3.org/2000/01/rdf-schema#Class",
    "http://www.w3.org/2002/07/owl#Class",
];
/// How deep shapes may stand in shapes, and paths in paths.
const DEEPEST: usize = 64;

/// What chooses the things that a shape is about.
const TARGETS: &[&str] = &[
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
];
/// What a shape may say beside its constraints.
const BESIDE: &[&str] = &[
    "path",
    "message",
    "severity",
    "deactivated",
    "name",
    "description",
    "order",
    "group",
    "declare",
    "defaultValue",
    "flags",
    "ignoredProperties",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
];
/// What a constraint in SPARQL says, which may be the shape itself.
const QUERY: &[&str] = &["select", "prefixes"];
/// The constraints, for the message about any other.
const CONSTRAINTS: &[&str] = &[
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "qualifiedValueShape",
    "closed",
    "hasValue",
    "in",
    "sparql",
];
/// Constraints that count or compare the values of a path: a shape without one has only itself.
const OF_PATHS: &[&str] = &[
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
];

/// Terms by number: those of the data, and past them those that only the shapes have.
pub(super) struct Terms<'a> {
    data: &'a Graph<'a>,
    more: RefCell<Vec<Vec<u8>>>,
    numbers: RefCell<HashMap<Vec<u8>, Node>>,
}

impl Terms<'_> {
    /// The number of a term.
    pub(super) fn number(&self, bytes: &[u8]) -> Node {
        if let Some(number) = self.data.index().number(bytes) {
            return Node(number);
        }
        let (mut more, mut numbers) = (self.more.borrow_mut(), self.numbers.borrow_mut());
        let next = self.data.index().terms() + more.len();
        let next = Node(u32::try_from(next).unwrap_or(u32::MAX));
        let number = *numbers.entry(bytes.to_vec()).or_insert(next);
        if number == next {
            more.push(bytes.to_vec());
        }
        number
    }

    /// A term as a value.
    pub(super) fn term(&self, node: Node) -> Term {
        let past = (node.0 as usize).checked_sub(self.data.index().terms());
        match past {
            None => decode(self.data.index().term(node.0)),
            Some(past) => decode(self.more.borrow().get(past).map_or(&[], Vec::as_slice)),
        }
    }
}

/// The shapes of a graph, each with what it is about.
pub(super) struct Shapes<'a> {
    pub(super) terms: Terms<'a>,
    pub(super) all: Vec<Shape>,
    /// Shapes with targets: their number, and the things they are about.
    pub(super) targets: Vec<(usize, BTreeSet<Node>)>,
    /// Shapes that are about nothing in the data, with their targets, in words.
    pub(super) idle: Vec<String>,
}

/// Reads every shape of `shapes`.
///
/// # Errors
///
/// What cannot be checked, and the shape it stands in.
pub(super) fn read<'a>(data: &'a Graph<'a>, shapes: &'a Graph<'a>) -> Result<Shapes<'a>, String> {
    if says_anything(shapes, "entailment") {
        return Err("`sh:entailment` is not supported: add what follows to the data".to_owned());
    }
    let mut reader = Reader {
        data,
        shapes,
        terms: Terms {
            data,
            more: RefCell::default(),
            numbers: RefCell::default(),
        },
        known: BTreeMap::new(),
        components: components(shapes),
        open: Vec::new(),
        read: Vec::new(),
    };
    let mut roots: BTreeSet<Node> = ["NodeShape", "PropertyShape"]
        .into_iter()
        .flat_map(|class| shapes.of_class(&sh(class)))
        .collect();
    for target in TARGETS {
        if let Some(property) = shapes.node(&sh(target)) {
            let rows = shapes.index().matching(None, Some(property.0), None);
            roots.extend(rows.map(|[subject, ..]| Node(subject)));
        }
    }
    let own = own_things(data);
    let (mut targets, mut idle) = (Vec::new(), Vec::new());
    for root in roots {
        let number = reader.shape(root)?;
        if let Some(mut about) = reader.targets(root) {
            // What stackgen itself says of files and rules is no part of the data.
            about.retain(|node| !own.contains(node));
            if about.is_empty() && reader.read[number].active {
                idle.push(reader.idle(root));
            }
            targets.push((number, about));
        }
    }
    if targets.is_empty() {
        return Err("no shape with a target, expected one with `sh:targetClass`, `sh:targetNode`, `sh:targetSubjectsOf` or `sh:targetObjectsOf`".to_owned());
    }
    Ok(Shapes {
        terms: reader.terms,
        all: reader.read,
        targets,
        idle,
    })
}

/// The things that only stackgen itself speaks of.
fn own_things(data: &Graph<'_>) -> BTreeSet<Node> {
    let roles = Roles::of(data.index());
    let about = data.index().graphs().filter(|graph| roles.is_about(*graph));
    let slugs = about.filter_map(|graph| data.index().iri(graph)?.strip_prefix(sg::ABOUT));
    let things = slugs.filter_map(|slug| data.node(&sg::id("source", slug)));
    things
        .filter(|thing| {
            let mut rows = data.index().matching(Some(thing.0), None, None);
            rows.all(|[.., graph]| roles.is_about(graph))
        })
        .collect()
}

/// Whether any statement has this property of SHACL.
fn says_anything(shapes: &Graph<'_>, name: &str) -> bool {
    let property = shapes.node(&sh(name));
    property.is_some_and(|property| {
        let mut rows = shapes.index().matching(None, Some(property.0), None);
        rows.next().is_some()
    })
}

struct Reader<'a> {
    data: &'a Graph<'a>,
    shapes: &'a Graph<'a>,
    terms: Terms<'a>,
    known: BTreeMap<Node, usize>,
    components: Vec<Component>,
    /// The shapes being read, each inside the one before.
    open: Vec<Node>,
    read: Vec<Shape>,
}

impl Reader<'_> {
    /// The name of a shape in messages.
    fn name(&self, shape: Node) -> String {
        match self.shapes.iri(shape) {
            "" => "a shape without a name".to_owned(),
            iri => format!("<{iri}>"),
        }
    }

    fn there(&mut self, node: Node) -> Node {
        let bytes = self.shapes.index().term(node.0).to_vec();
        self.terms.number(&bytes)
    }

    fn values(&self, shape: Node, name: &str) -> Vec<Node> {
        self.shapes.objects(shape, &sh(name)).collect()
    }

    fn text(&self, shape: Node, name: &str) -> String {
        self.shapes.value(shape, name).to_owned()
    }

    fn is_true(&self, shape: Node, name: &str) -> bool {
        self.values(shape, name)
            .into_iter()
            .any(|it| ["true", "1"].contains(&self.shapes.text(it)))
    }

    /// A shape that is about nothing, with what it would be about and the nearest name that the data has.
    fn idle(&self, shape: Node) -> String {
        let mut words = self.name(shape);
        for target in TARGETS {
            for wanted in self.values(shape, target) {
                let iri = self.shapes.iri(wanted);
                words += &format!(", `sh:{target} <{iri}>`");
                let is_there = self.data.node(iri).is_some();
                let near = if is_there {
                    None
                } else {
                    nearest_iri(self.data.index(), iri)
                };
                if let Some(near) = near {
                    words += &format!(", did you mean `<{near}>`?");
                }
            }
        }
        words
    }

    /// What a shape is about; nothing for one without a target.
    fn targets(&mut self, shape: Node) -> Option<BTreeSet<Node>> {
        let mut targets = BTreeSet::new();
        let mut stated = false;
        for (name, subject) in [("targetSubjectsOf", true), ("targetObjectsOf", false)] {
            for property in self.values(shape, name) {
                stated = true;
                let property = self.there(property);
                let rows = self.data.index().matching(None, Some(property.0), None);
                targets.extend(rows.map(|[s, _, o, _]| Node(if subject { s } else { o })));
            }
        }
        for node in self.values(shape, "targetNode") {
            stated = true;
            targets.insert(self.there(node));
        }
        let mut classes = self.values(shape, "targetClass");
        if CLASSES.iter().any(|class| self.shapes.is_a(shape, class)) {
            classes.push(shape);
        }
        for class in classes {
            stated = true;
            for class in self.classes(class) {
                targets.extend(self.data.subjects(sg::TYPE, class));
            }
        }
        stated.then_some(targets)
    }

    /// A class and its subclasses in the data.
    fn classes(&mut self, class: Node) -> BTreeSet<Node> {
        let class = self.there(class);
        let mut classes = BTreeSet::from([class]);
        let mut open = vec![class];
        while let Some(class) = open.pop() {
            for narrower in self.data.subjects(SUBCLASS, class) {
                if classes.insert(narrower) {
                    open.push(narrower);
                }
            }
        }
        classes
    }

    fn shape(&mut self, node: Node) -> Result<usize, String> {
        if let Some(number) = self.known.get(&node) {
            return Ok(*number);
        }
        if self.open.contains(&node) {
            return Err(format!(
                "{} contains itself: SHACL leaves open what that means",
                self.name(node)
            ));
        }
        if self.open.len() == DEEPEST {
            return Err(format!("shapes in shapes more than {DEEPEST} deep"));
        }
        self.open.push(node);
        let shape = self.read_shape(node);
        self.open.pop();
        let mut shape = shape.map_err(|message| {
            // Said once, by the innermost shape.
            if message.contains(": in ") {
                message
            } else {
                format!("{message}: in {}", self.name(node))
            }
        })?;
        shape.constraints.sort_by_key(Constraint::component);
        self.read.push(shape);
        self.known.insert(node, self.read.len() - 1);
        Ok(self.read.len() - 1)
    }

    fn read_shape(&mut self, node: Node) -> Result<Shape, String> {
        let paths = self.values(node, "path");
        let path = match paths.as_slice() {
            [] => None,
            [path] => Some(self.path(*path, 0)?),
            _ => return Err("several `sh:path`, expected one".to_owned()),
        };
        // A shape may be its own constraint in SPARQL.
        let is_query = self.shapes.is_a(node, &sh("SPARQLConstraint"))
            || self.shapes.subjects(&sh("sparql"), node).next().is_some();
        let mut constraints = Vec::new();
        let mut statements: Vec<(Node, Node)> =
            self.shapes.about(node).map(|(p, o, _)| (p, o)).collect();
        statements.dedup();
        for (property, value) in statements {
            let Some(name) = self.shapes.iri(property).strip_prefix(SH) else {
                continue;
            };
            let of_query = is_query && QUERY.contains(&name);
            if TARGETS.contains(&name) || BESIDE.contains(&name) || of_query {
                continue;
            }
            if path.is_none() && OF_PATHS.contains(&name) {
                return Err(format!("`sh:{name}` needs an `sh:path` beside it"));
            }
            constraints.extend(self.constraint(node, name, value)?);
        }
        for (part, whole) in [("flags", "pattern"), ("ignoredProperties", "closed")] {
            if !self.values(node, part).is_empty() && self.values(node, whole).is_empty() {
                return Err(format!("`sh:{part}` without `sh:{whole}`"));
            }
        }
        constraints.extend(self.components(node)?);
        let severity = self.severity(node).unwrap_or(Severity::Violation);
        Ok(Shape {
            own_severity: self.own_severity(node),
            term: decode(self.shapes.index().term(node.0)),
            path,
            severity,
            message: self.text(node, &sh("message")),
            fix: self.text(node, sg::COMMENT),
            active: !self.is_true(node, "deactivated"),
            constraints,
        })
    }

    /// The severity that a shape states; one of somebody else's is as bad as any.
    fn severity(&self, shape: Node) -> Option<Severity> {
        let severity = self.values(shape, "severity").first().copied()?;
        Some(match self.shapes.iri(severity).strip_prefix(SH) {
            Some("Warning") => Severity::Warning,
            Some("Info") => Severity::Info,
            _ => Severity::Violation,
        })
    }

    fn constraint(
        &mut self,
        shape: Node,
        name: &str,
        value: Node,
    ) -> Result<Option<Constraint>, String> {
        let text = self.shapes.text(value).to_owned();
        let iri = self.shapes.iri(value).to_owned();
        let count = || {
            text.parse::<usize>()
                .map_err(|_| format!("`sh:{name} {text}` is no whole number"))
        };
        Ok(Some(match name {
            "minCount" => Constraint::MinCount(count()?),
            "maxCount" => Constraint::MaxCount(count()?),
            "minLength" => Constraint::MinLength(count()?),
            "maxLength" => Constraint::MaxLength(count()?),
            "class" => Constraint::Class(iri, self.classes(value)),
            "datatype" => Constraint::Datatype(iri),
            "nodeKind" => Constraint::NodeKind(node_kind(&iri)?),
            "pattern" => self.pattern(shape, &text)?,
            "languageIn" => Constraint::LanguageIn(self.languages(value)?),
            "uniqueLang" if text == "true" => Constraint::UniqueLang,
            "closed" if text == "true" => Constraint::Closed(self.allowed(shape)?),
            "uniqueLang" | "closed" => return Ok(None),
            "in" => Constraint::In(self.members(value)?),
            "hasValue" => Constraint::HasValue(self.there(value)),
            "minExclusive" => self.limit(value, Limit::Above),
            "minInclusive" => self.limit(value, Limit::From),
            "maxExclusive" => self.limit(value, Limit::Below),
            "maxInclusive" => self.limit(value, Limit::To),
            "equals" => Constraint::Equals(self.there(value)),
            "disjoint" => Constraint::Disjoint(self.there(value)),
            "lessThan" => Constraint::LessThan(self.there(value), false),
            "lessThanOrEquals" => Constraint::LessThan(self.there(value), true),
            "node" => Constraint::Node(self.shape(value)?),
            "property" => self.property(value)?,
            "not" => Constraint::Not(self.shape(value)?),
            "and" => Constraint::And(self.shapes_of(value)?),
            "or" => Constraint::Or(self.shapes_of(value)?),
            "xone" => Constraint::Xone(self.shapes_of(value)?),
            "qualifiedValueShape" => self.qualified(shape, value)?,
            "sparql" => return self.sparql(shape, value),
            _ => {
                return Err(format!(
                    "`sh:{name}` is not supported, expected one of {}",
                    CONSTRAINTS.join(", ")
                ));
            }
        }))
    }

    fn limit(&self, value: Node, limit: Limit) -> Constraint {
        Constraint::Range(limit, decode(self.shapes.index().term(value.0)))
    }

    fn property(&mut self, value: Node) -> Result<Constraint, String> {
        if self.values(value, "path").is_empty() {
            return Err("a property shape without `sh:path`".to_owned());
        }
        Ok(Constraint::Property(self.shape(value)?))
    }

    fn pattern(&self, shape: Node, text: &str) -> Result<Constraint, String> {
        let flags = self.text(shape, &sh("flags"));
        let regular =
            Regular::new(text, &flags).map_err(|error| format!("`sh:pattern {text}`: {error}"))?;
        Ok(Constraint::Pattern(text.to_owned(), regular))
    }

    fn languages(&self, list: Node) -> Result<Vec<String>, String> {
        let members = self.list(list)?;
        Ok(members
            .into_iter()
            .map(|it| self.shapes.text(it).to_lowercase())
            .collect())
    }

    fn members(&mut self, list: Node) -> Result<BTreeSet<Node>, String> {
        let members = self.list(list)?;
        Ok(members.into_iter().map(|it| self.there(it)).collect())
    }

    fn shapes_of(&mut self, list: Node) -> Result<Vec<usize>, String> {
        let members = self.list(list)?;
        members.into_iter().map(|it| self.shape(it)).collect()
    }

    /// The properties that a closed shape allows: those of its own property shapes, and the ignored ones.
    fn allowed(&mut self, shape: Node) -> Result<BTreeSet<Node>, String> {
        let mut allowed = BTreeSet::new();
        for property in self.values(shape, "property") {
            let paths = self.values(property, "path").into_iter();
            let paths: Vec<Node> = paths
                .filter(|it| !self.shapes.iri(*it).is_empty())
                .collect();
            allowed.extend(paths.into_iter().map(|it| self.there(it)));
        }
        for list in self.values(shape, "ignoredProperties") {
            allowed.extend(self.members(list)?);
        }
        Ok(allowed)
    }

    fn qualified(&mut self, shape: Node, value: Node) -> Result<Constraint, String> {
        let count = |name: &str| {
            let stated = self.values(shape, name).first().copied();
            stated
                .map(|it| {
                    let text = self.shapes.text(it);
                    text.parse::<usize>()
                        .map_err(|_| format!("`sh:{name} {text}` is no whole number"))
                })
                .transpose()
        };
        let (least, most) = (count("qualifiedMinCount")?, count("qualifiedMaxCount")?);
        let mut siblings = BTreeSet::new();
        if self.is_true(shape, "qualifiedValueShapesDisjoint") {
            for parent in self.shapes.subjects(&sh("property"), shape) {
                for sibling in self.values(parent, "property") {
                    siblings.extend(self.values(sibling, "qualifiedValueShape"));
                }
            }
            siblings.remove(&value);
        }
        let siblings: Result<Vec<usize>, String> =
            siblings.into_iter().map(|it| self.shape(it)).collect();
        Ok(Constraint::Qualified {
            shape: self.shape(value)?,
            siblings: siblings?,
            least,
            most,
        })
    }

    /// The members of an RDF list.
    fn list(&self, list: Node) -> Result<Vec<Node>, String> {
        let nil = self.shapes.node(&format!("{RDF}nil"));
        let (first, rest) = (format!("{RDF}first"), format!("{RDF}rest"));
        let mut members = Vec::new();
        let (mut seen, mut next) = (BTreeSet::new(), list);
        while Some(next) != nil {
            if !seen.insert(next) {
                return Err("a list that never ends".to_owned());
            }
            let only = |property: &str| {
                let mut objects = self.shapes.objects(next, property);
                objects.next().filter(|_| objects.next().is_none())
            };
            let (Some(member), Some(following)) = (only(&first), only(&rest)) else {
                return Err("a list without one `rdf:first` and one `rdf:rest`".to_owned());
            };
            members.push(member);
            next = following;
        }
        Ok(members)
    }

    fn path(&mut self, node: Node, depth: usize) -> Result<Path, String> {
        if depth == DEEPEST {
            return Err(format!("paths in paths more than {DEEPEST} deep"));
        }
        let iri = self.shapes.iri(node).to_owned();
        if !iri.is_empty() {
            let node = self.there(node);
            return Ok(Path::Property { iri, node });
        }
        let first = format!("{RDF}first");
        if self.shapes.objects(node, &first).next().is_some() {
            return Ok(Path::Sequence(self.paths(node, depth)?));
        }
        let stated: Vec<(&str, Node)> = self
            .shapes
            .about(node)
            .filter_map(|(property, value, _)| {
                Some((self.shapes.iri(property).strip_prefix(SH)?, value))
            })
            .collect();
        let [(name, value)] = stated[..] else {
            return Err(
                "a path that is neither a property, a list nor one of the path forms of SHACL"
                    .to_owned(),
            );
        };
        let inner = |reader: &mut Self| reader.path(value, depth + 1).map(Box::new);
        Ok(match name {
            "inversePath" => Path::Inverse(inner(self)?),
            "zeroOrMorePath" => Path::ZeroOrMore(inner(self)?),
            "oneOrMorePath" => Path::OneOrMore(inner(self)?),
            "zeroOrOnePath" => Path::ZeroOrOne(inner(self)?),
            "alternativePath" => Path::Alternative(self.paths(value, depth)?),
            _ => return Err(format!("`sh:{name}` is no path")),
        })
    }

    fn paths(&mut self, list: Node, depth: usize) -> Result<Vec<Path>, String> {
        let members = self.list(list)?;
        if members.len() < 2 {
            return Err("a list of fewer than two paths".to_owned());
        }
        members
            .into_iter()
            .map(|it| self.path(it, depth + 1))
            .collect()
    }

    /// A constraint of `sh:sparql`: a SELECT whose solutions are breaks.
    fn sparql(&mut self, shape: Node, constraint: Node) -> Result<Option<Constraint>, String> {
        if self.is_true(constraint, "deactivated") || self.is_true(shape, "deactivated") {
            return Ok(None);
        }
        let select = self.text(constraint, &sh("select"));
        if select.is_empty() {
            return Err("`sh:sparql` without `sh:select`".to_owned());
        }
        let mut sparql = self.query(shape, constraint, &select, Form::Select, Vec::new())?;
        sparql.constraint = Some(decode(self.shapes.index().term(constraint.0)));
        sparql.at_once = sparql.message.is_empty() || !sparql.message.contains('{');
        sparql.at_once &= !["shapesGraph", "currentShape", "message", "failure"]
            .iter()
            .any(|name| mentions(&select, name));
        sparql.at_once &= finds(&sparql.text, "this");
        Ok(Some(Constraint::Sparql(Box::new(sparql))))
    }

    /// A query of a constraint or of a validator.
    fn query(
        &mut self,
        shape: Node,
        stated: Node,
        text: &str,
        form: Form,
        parameters: Vec<(String, Term)>,
    ) -> Result<Sparql, String> {
        let name = if form == Form::Ask { "ask" } else { "select" };
        let mut text = text.to_owned();
        if mentions(&text, "PATH") {
            let path = self.values(shape, "path").first().copied();
            let path =
                path.ok_or_else(|| format!("`sh:{name}` with `$PATH` in a shape without a path"))?;
            let path = self.path(path, 0)?.in_sparql();
            for sign in ['$', '?'] {
                text = text.replace(&format!("{sign}PATH"), &path);
            }
        }
        let text = format!("{}{text}", self.prefixes(stated)?);
        let mut names = vec!["this"];
        names.extend(parameters.iter().map(|(name, _)| name.as_str()));
        if form == Form::Ask {
            names.push("value");
        }
        if let Some(wrong) = cannot_be_bound(&text, &names) {
            return Err(format!("`sh:{name}`: {wrong}"));
        }
        let severity = self.severity(stated);
        Ok(Sparql {
            severity,
            own_severity: self.own_severity(stated),
            message: self.text(stated, &sh("message")),
            fix: self.text(stated, sg::COMMENT),
            form,
            with_shapes: mentions(&text, "shapesGraph")
                .then(|| with_shapes(self.data.index(), self.shapes.index())),
            text,
            component: None,
            constraint: None,
            parameters,
            at_once: false,
            found: std::cell::OnceCell::new(),
        })
    }

    /// The constraints that components of somebody's own make of a shape's statements.
    fn components(&mut self, shape: Node) -> Result<Vec<Constraint>, String> {
        let mut constraints = Vec::new();
        for component in self.components.clone() {
            let mut parameters: Vec<Vec<(String, Term)>> = vec![Vec::new()];
            let mut is_meant = true;
            for parameter in &component.parameters {
                let values: Vec<Node> = self.shapes.objects(shape, &parameter.iri).collect();
                is_meant &= parameter.optional || !values.is_empty();
                if values.is_empty() {
                    continue;
                }
                let terms: Vec<Term> = values
                    .iter()
                    .map(|it| decode(self.shapes.index().term(it.0)))
                    .collect();
                parameters = parameters
                    .into_iter()
                    .flat_map(|before| {
                        let name = &parameter.name;
                        terms
                            .iter()
                            .map(move |term| {
                                [before.clone(), vec![(name.clone(), term.clone())]].concat()
                            })
                            .collect::<Vec<_>>()
                    })
                    .collect();
            }
            if !is_meant {
                continue;
            }
            for parameters in parameters {
                constraints.push(self.component(shape, &component, parameters)?);
            }
        }
        Ok(constraints)
    }

    fn component(
        &mut self,
        shape: Node,
        component: &Component,
        parameters: Vec<(String, Term)>,
    ) -> Result<Constraint, String> {
        let own = if self.values(shape, "path").is_empty() {
            "nodeValidator"
        } else {
            "propertyValidator"
        };
        let validator = [own, "validator"]
            .iter()
            .find_map(|name| self.values(component.node, name).first().copied())
            .ok_or_else(|| {
                format!(
                    "<{}> has no `sh:{own}` and no `sh:validator`",
                    component.iri
                )
            })?;
        let (ask, select) = (
            self.text(validator, &sh("ask")),
            self.text(validator, &sh("select")),
        );
        let (text, form) = match (ask.is_empty(), select.is_empty()) {
            (false, true) => (ask, Form::Ask),
            (true, false) => (select, Form::Select),
            _ => {
                return Err(format!(
                    "<{}> has a validator without one of `sh:ask` and `sh:select`: other languages are not supported",
                    component.iri
                ));
            }
        };
        let mut sparql = self.query(shape, validator, &text, form, parameters)?;
        if sparql.message.is_empty() {
            sparql.message = self.text(component.node, &sh("message"));
        }
        sparql.component = Some(component.iri.clone());
        Ok(Constraint::Sparql(Box::new(sparql)))
    }

    /// The severity that a shape states, where it is none of SHACL's.
    fn own_severity(&self, shape: Node) -> Option<String> {
        let severity = self.values(shape, "severity").first().copied()?;
        let iri = self.shapes.iri(severity);
        (!iri.starts_with(SH)).then(|| iri.to_owned())
    }

    /// The prefixes that `sh:prefixes` declares, those of imported ontologies too, as SPARQL.
    fn prefixes(&self, constraint: Node) -> Result<String, String> {
        let mut prefixes: BTreeMap<String, String> = BTreeMap::new();
        let mut open = self.values(constraint, "prefixes");
        let mut seen: BTreeSet<Node> = open.iter().copied().collect();
        while let Some(ontology) = open.pop() {
            for declared in self.values(ontology, "declare") {
                let name = self.text(declared, &sh("prefix"));
                let namespace = self.text(declared, &sh("namespace"));
                if let Some(other) = prefixes.insert(name.clone(), namespace.clone())
                    && other != namespace
                {
                    return Err(format!("`sh:declare` gives `{name}:` two namespaces"));
                }
            }
            for imported in self.shapes.objects(ontology, IMPORTS) {
                if seen.insert(imported) {
                    open.push(imported);
                }
            }
        }
        let lines = prefixes
            .iter()
            .map(|(prefix, namespace)| format!("PREFIX {prefix}: <{namespace}>\n"));
        Ok(lines.collect())
    }
}

/// A constraint component of somebody's own.
#[derive(Clone)]
struct Component {
    node: Node,
    iri: String,
    parameters: Vec<Parameter>,
}

#[derive(Clone)]
struct Parameter {
    iri: String,
    /// The variable that stands for it.
    name: String,
    optional: bool,
}

/// The constraint components that the shapes declare; those of SHACL itself are known.
fn components(shapes: &Graph<'_>) -> Vec<Component> {
    let Some(parameter) = shapes.node(&sh("parameter")) else {
        return Vec::new();
    };
    let mut components: BTreeMap<Node, Vec<Parameter>> = BTreeMap::new();
    for [component, _, stated, _] in shapes.index().matching(None, Some(parameter.0), None) {
        let (component, stated) = (Node(component), Node(stated));
        let is_true = |name: &str| {
            let mut values = shapes.objects(stated, &sh(name));
            values.any(|it| ["true", "1"].contains(&shapes.text(it)))
        };
        for path in shapes.objects(stated, &sh("path")) {
            let iri = shapes.iri(path).to_owned();
            let name = iri
                .rsplit(['#', '/', ':'])
                .next()
                .unwrap_or_default()
                .to_owned();
            components.entry(component).or_default().push(Parameter {
                optional: is_true("optional"),
                iri,
                name,
            });
        }
    }
    let own = components
        .into_iter()
        .filter(|(node, _)| !shapes.iri(*node).starts_with(SH));
    own.map(|(node, parameters)| Component {
        node,
        iri: match shapes.iri(node) {
            "" => decode(shapes.index().term(node.0)).to_string(),
            iri => iri.to_owned(),
        },
        parameters,
    })
    .collect()
}

/// Whether a query reads a variable.
fn mentions(query: &str, name: &str) -> bool {
    ['$', '?'].iter().any(|sign| {
        let variable = format!("{sign}{name}");
        query.match_indices(&variable).any(|(at, _)| {
            let after = query[at + variable.len()..].chars().next();
            !after.is_some_and(|it| it.is_alphanumeric() || it == '_')
        })
    })
}

/// The kinds that a value of `sh:nodeKind` allows: IRI, blank node, literal.
fn node_kind(iri: &str) -> Result<[bool; 3], String> {
    match iri.strip_prefix(SH) {
        Some("IRI") => Ok([true, false, false]),
        Some("BlankNode") => Ok([false, true, false]),
        Some("Literal") => Ok([false, false, true]),
        Some("BlankNodeOrIRI") => Ok([true, true, false]),
        Some("IRIOrLiteral") => Ok([true, false, true]),
        Some("BlankNodeOrLiteral") => Ok([false, true, true]),
        _ => Err(format!("`sh:nodeKind <{iri}>` is no kind of node")),
    }
}
