//! The IRIs of the vocabulary: the same terms as `ontologies/stackgen.ttl`, which a test compares with this file.

/// Namespace of the vocabulary, prefix `sg:`.
pub const NS: &str = "https://w3id.org/stackgen/ns#";
/// Namespace of the things: `{ID}{kind}/{slug}`.
pub const ID: &str = "https://w3id.org/stackgen/id/";

/// The prefixes every query knows without declaring them and every RDF output declares, sorted by prefix.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("doap", "http://usefulinc.com/ns/doap#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sg", NS),
    ("sgc", "https://w3id.org/stackgen/id/category/"),
    ("sgl", "https://w3id.org/stackgen/id/language/"),
    ("sgs", "https://w3id.org/stackgen/id/source/"),
    ("sgt", "https://w3id.org/stackgen/id/technology/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($($(#[doc = $doc:literal])* $name:ident = $iri:literal;)*) => {
        $($(#[doc = $doc])* pub const $name: &str = $iri;)*
        /// Every term named here, in this file's order.
        pub const TERMS: &[&str] = &[$($iri),*];
    };
}

terms! {
    /// Software or a service that can be part of a stack.
    TECHNOLOGY = "https://w3id.org/stackgen/ns#Technology";
    /// Protocol, format, RFC, recommendation.
    STANDARD = "https://w3id.org/stackgen/ns#Standard";
    /// Article, book, tutorial, story, site.
    PUBLICATION = "https://w3id.org/stackgen/ns#Publication";
    /// A heading of a list, or a need.
    CATEGORY = "https://w3id.org/stackgen/ns#Category";
    /// A category that people ask for.
    NEED = "https://w3id.org/stackgen/ns#Need";
    /// A programming language or a family of them.
    LANGUAGE = "https://w3id.org/stackgen/ns#Language";
    /// A real system whose public sources show what it uses.
    SYSTEM = "https://w3id.org/stackgen/ns#System";
    /// A package through which a language talks to a technology.
    CLIENT = "https://w3id.org/stackgen/ns#Client";
    /// Where statements come from.
    SOURCE = "https://w3id.org/stackgen/ns#Source";
    /// A source whose statements are derived from others.
    RULE = "https://w3id.org/stackgen/ns#Rule";
    /// Entry → category it stands in.
    IN_CATEGORY = "https://w3id.org/stackgen/ns#category";
    /// Technology → need it is mainly chosen for.
    PURPOSE = "https://w3id.org/stackgen/ns#purpose";
    /// Technology → language it is written in.
    WRITTEN_IN = "https://w3id.org/stackgen/ns#writtenIn";
    /// Technology or category → language whose code uses it.
    MADE_FOR = "https://w3id.org/stackgen/ns#madeFor";
    /// Technology → language it can be used from (derived).
    USABLE_FROM = "https://w3id.org/stackgen/ns#usableFrom";
    /// Language → language whose libraries it can call.
    INTEROPERATES_WITH = "https://w3id.org/stackgen/ns#interoperatesWith";
    /// Technology → standard that it serves or is an implementation of.
    IMPLEMENTS = "https://w3id.org/stackgen/ns#implements";
    /// Technology → standard that it is a client of.
    SPEAKS = "https://w3id.org/stackgen/ns#speaks";
    /// Technology ↔ technology that could take its place.
    ALTERNATIVE_TO = "https://w3id.org/stackgen/ns#alternativeTo";
    /// Technology → technology it needs to run or contains.
    BUILT_ON = "https://w3id.org/stackgen/ns#builtOn";
    /// Technology → technology as a copy of whose code it began.
    FORK_OF = "https://w3id.org/stackgen/ns#forkOf";
    /// Technology ↔ technology it has a ready-made connection with.
    INTEGRATES_WITH = "https://w3id.org/stackgen/ns#integratesWith";
    /// Technology or client → its successor.
    REPLACED_BY = "https://w3id.org/stackgen/ns#replacedBy";
    /// Statement of a successor → how it came to be one: `renamed`, `merged`, `fork`, `advised` or `suggested`.
    SUCCESSOR_KIND = "https://w3id.org/stackgen/ns#successorKind";
    /// Technology or client → why nothing took its place, in a sentence.
    NO_SUCCESSOR = "https://w3id.org/stackgen/ns#noSuccessor";
    /// System → technology.
    USES = "https://w3id.org/stackgen/ns#uses";
    /// Client → technology.
    CLIENT_OF = "https://w3id.org/stackgen/ns#clientOf";
    /// Client → language.
    FOR_LANGUAGE = "https://w3id.org/stackgen/ns#forLanguage";
    /// Technology or client → package that it is.
    PACKAGE = "https://w3id.org/stackgen/ns#package";
    /// Technology → package through which code talks to it.
    CLIENT_PACKAGE = "https://w3id.org/stackgen/ns#clientPackage";
    /// Technology → package that extends it.
    PLUGIN_PACKAGE = "https://w3id.org/stackgen/ns#pluginPackage";
    /// Technology → package of the same project that other systems use, too.
    PART_PACKAGE = "https://w3id.org/stackgen/ns#partPackage";
    /// Technology → package by which a framework brings it in.
    STARTER_PACKAGE = "https://w3id.org/stackgen/ns#starterPackage";
    /// Client → whether the technology's own project makes it.
    OFFICIAL = "https://w3id.org/stackgen/ns#official";
    /// Technology or client → `active`, `maintenance` or `retired`.
    STATUS = "https://w3id.org/stackgen/ns#status";
    /// Technology or client → year since which it has its status.
    STATUS_SINCE = "https://w3id.org/stackgen/ns#statusSince";
    /// Technology or client → day on which its status was read.
    STATUS_DATE = "https://w3id.org/stackgen/ns#statusDate";
    /// Technology or client → what its status rests on: `announced`, `registry`, `archived` or `silent`.
    STATUS_BASIS = "https://w3id.org/stackgen/ns#statusBasis";
    /// What is released under versions of its own.
    PRODUCT = "https://w3id.org/stackgen/ns#Product";
    /// The versions of a product that are supported together.
    RELEASE_CYCLE = "https://w3id.org/stackgen/ns#ReleaseCycle";
    /// Product → technology or language whose releases it has.
    PRODUCT_OF = "https://w3id.org/stackgen/ns#productOf";
    /// Product → package or image that has its versions.
    VERSIONED_PACKAGE = "https://w3id.org/stackgen/ns#versionedPackage";
    /// Release cycle → product.
    CYCLE_OF = "https://w3id.org/stackgen/ns#cycleOf";
    /// Release cycle → what its versions begin with.
    CYCLE = "https://w3id.org/stackgen/ns#cycle";
    /// Release cycle → day on which its support ends.
    END_OF_LIFE = "https://w3id.org/stackgen/ns#endOfLife";
    /// Technology → CNCF maturity.
    MATURITY = "https://w3id.org/stackgen/ns#maturity";
    /// Technology → SPDX expression.
    LICENSE = "https://w3id.org/stackgen/ns#license";
    /// Entry → GitHub stars, in the graph of the dated source.
    STARS = "https://w3id.org/stackgen/ns#stars";
    /// Entry → days since the last push, in the graph of the dated source.
    DAYS_SINCE_PUSH = "https://w3id.org/stackgen/ns#daysSincePush";
    /// Client → downloads in a month, in the graph of the dated source.
    MONTHLY_DOWNLOADS = "https://w3id.org/stackgen/ns#monthlyDownloads";
    /// Client or technology → rank among the most downloaded of its registry, in the graph of the dated source.
    DOWNLOAD_RANK = "https://w3id.org/stackgen/ns#downloadRank";
    /// Entry → whether a list marks it as commercial.
    COMMERCIAL = "https://w3id.org/stackgen/ns#commercial";
    /// Technology → the verdict of the keeper of a radar or table: `adopt`, `trial`, `assess`, `hold`.
    RING = "https://w3id.org/stackgen/ns#ring";
    /// Technology → day the CNCF accepted it.
    ACCEPTED = "https://w3id.org/stackgen/ns#accepted";
    /// Technology → day it became incubating.
    INCUBATING_SINCE = "https://w3id.org/stackgen/ns#incubatingSince";
    /// Technology → day it graduated.
    GRADUATED_SINCE = "https://w3id.org/stackgen/ns#graduatedSince";
    /// Technology → day the CNCF archived it.
    ARCHIVED_SINCE = "https://w3id.org/stackgen/ns#archivedSince";
    /// System → the commit that was read.
    REVISION = "https://w3id.org/stackgen/ns#revision";
    /// Source → how close it is to the thing itself: of equally new sources the more direct one is believed.
    DIRECTNESS = "https://w3id.org/stackgen/ns#directness";
    /// Category → its place among its siblings.
    POSITION = "https://w3id.org/stackgen/ns#position";
    /// A recommended stack.
    STACK = "https://w3id.org/stackgen/ns#Stack";
    /// A technology picked for a need in a stack.
    PICK = "https://w3id.org/stackgen/ns#Pick";
    /// Stack → its picks.
    HAS_PICK = "https://w3id.org/stackgen/ns#pick";
    /// Pick → the need it fills.
    FOR_NEED = "https://w3id.org/stackgen/ns#forNeed";
    /// Pick → the technology.
    PICKED = "https://w3id.org/stackgen/ns#picked";
    /// Stack or pick → its score from 0 to 1.
    SCORE = "https://w3id.org/stackgen/ns#score";
    /// Technology → a container image that runs it, such as `nats:2`.
    CONTAINER_IMAGE = "https://w3id.org/stackgen/ns#containerImage";
    /// Technology → the port its container listens on.
    PORT = "https://w3id.org/stackgen/ns#port";
    /// Statement → the few words of the source it rests on.
    WORDS = "https://w3id.org/stackgen/ns#words";
    /// Statement → how sure it is, where it was not stated as such: `low` for what was found in the words of a description.
    CONFIDENCE = "https://w3id.org/stackgen/ns#confidence";

    /// The class of a thing.
    TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    /// A statement about a statement: used to name its evidence.
    STATEMENT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement";
    /// Subject of a statement.
    STATEMENT_SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
    /// Predicate of a statement.
    STATEMENT_PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
    /// Object of a statement.
    STATEMENT_OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
    /// The name of a thing.
    LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
    /// What a thing is for, in words.
    COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment";
    /// Another name of a thing.
    ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
    /// From the narrower to the broader.
    BROADER = "http://www.w3.org/2004/02/skos/core#broader";
    /// The scheme (list) a category belongs to.
    IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme";
    /// A SKOS concept.
    CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept";
    /// Several needs that are asked for as one.
    COLLECTION = "http://www.w3.org/2004/02/skos/core#Collection";
    /// Collection → one of its needs.
    MEMBER = "http://www.w3.org/2004/02/skos/core#member";
    /// One sentence about a thing.
    DESCRIPTION = "http://purl.org/dc/terms/description";
    /// Canonical identifier of a standard.
    IDENTIFIER = "http://purl.org/dc/terms/identifier";
    /// The body that publishes a standard.
    PUBLISHER = "http://purl.org/dc/terms/publisher";
    /// Standard → the standard it is a version or part of.
    IS_VERSION_OF = "http://purl.org/dc/terms/isVersionOf";
    /// Technology → technology whose project makes it and ships it with its own.
    IS_PART_OF = "http://purl.org/dc/terms/isPartOf";
    /// System → system that it needs to run.
    REQUIRES = "http://purl.org/dc/terms/requires";
    /// Why a thing is as it is, in words.
    NOTE = "http://www.w3.org/2004/02/skos/core#note";
    /// Date of a source.
    ISSUED = "http://purl.org/dc/terms/issued";
    /// System → day of the commit that was read.
    MODIFIED = "http://purl.org/dc/terms/modified";
    /// Licence of a source.
    SOURCE_LICENSE = "http://purl.org/dc/terms/license";
    /// The page a statement rests on.
    PRIMARY_SOURCE = "http://www.w3.org/ns/prov#hadPrimarySource";
    /// Statement → the sources that say it.
    PROV_SOURCE = "http://www.w3.org/ns/prov#wasAttributedTo";
    /// What a derived thing comes from.
    DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom";
    /// Edition of a list → the edition before it.
    REVISION_OF = "http://www.w3.org/ns/prov#wasRevisionOf";
    /// A PROV entity.
    PROV_ENTITY = "http://www.w3.org/ns/prov#Entity";
    /// A DCAT dataset.
    DATASET = "http://www.w3.org/ns/dcat#Dataset";
    /// Home page of a thing.
    HOMEPAGE = "http://xmlns.com/foaf/0.1/homepage";
    /// Source code repository of a thing.
    REPOSITORY = "http://usefulinc.com/ns/doap#repository";
    /// DOAP's class for technologies.
    PROJECT = "http://usefulinc.com/ns/doap#Project";
    /// DOAP's class for standards.
    SPECIFICATION = "http://usefulinc.com/ns/doap#Specification";
    /// schema.org's class for publications.
    CREATIVE_WORK = "https://schema.org/CreativeWork";
    /// schema.org's class for languages.
    COMPUTER_LANGUAGE = "https://schema.org/ComputerLanguage";
}

/// The IRI of a thing: `kind` is a path segment such as `technology`.
#[must_use]
pub fn id(kind: &str, slug: &str) -> String {
    format!("{ID}{kind}/{slug}")
}

/// What the graphs begin with in which stackgen itself speaks of a source: what a user's file never said.
pub const ABOUT: &str = "https://w3id.org/stackgen/id/about/";

/// The graph in which stackgen itself speaks of the source with this slug.
#[must_use]
pub fn about(slug: &str) -> String {
    format!("{ABOUT}{slug}")
}

/// The kind and slug of a thing's IRI, or nothing for any other IRI.
#[must_use]
pub fn kind_and_slug(iri: &str) -> Option<(&str, &str)> {
    iri.strip_prefix(ID)?.split_once('/')
}
