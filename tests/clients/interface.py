"""What the description of the API cannot say to schemathesis: rules between parameters, and what SPARQL is.

Taken up by `SCHEMATHESIS_HOOKS=interface.py`; everything else is generated from the description alone.
"""

import schemathesis

QUERIES = [
    "ASK { ?s ?p ?o }",
    "SELECT ?s WHERE { ?s a sg:Language } ORDER BY ?s LIMIT 3",
    "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a sg:Standard ; rdfs:label ?l } LIMIT 3",
]
OF_ENTRIES = {"need", "lang", "status", "license", "standard", "category", "sort"}
ANSWERS_ANOTHER_QUESTION = {"conflicts", "dependents", "all", "relation"}


def is_given(query, name):
    return query.get(name) not in (None, "", [], False, "false")


def breaks_a_rule(path, query):
    """Whether parameters that are fine alone exclude one another, or none of several is there."""
    given = {name for name in query if is_given(query, name)}
    if given & {"limit", "cursor"} and query.get("format") not in (None, "", "json"):
        return True
    if path.endswith("/list"):
        return query.get("what") != "entries" and bool(given & OF_ENTRIES)
    if path.endswith("/export"):
        return not given & {"focus", "category", "lang", "relation", "all"}
    if path.endswith("/show") or path.endswith("/entries/{entry}"):
        return len(given & ANSWERS_ANOTHER_QUESTION) > 1
    if path == "/store":
        return ("default" in query) == ("graph" in query)
    return False


@schemathesis.serializer("application/sparql-query")
def as_it_stands(context, value):
    return str(value).encode()


@schemathesis.hook
def filter_case(context, case):
    # OpenAPI 3.1 has no place for the method QUERY, which the protocol of SPARQL has besides.
    if case.operation.path == "/sparql" and case.method.upper() in ("QUERY", "OPTIONS"):
        return False
    return not breaks_a_rule(case.operation.path, case.query or {})


@schemathesis.hook
def before_call(context, case, kwargs):
    """Only SPARQL is a query, only sources are graphs, and a query needs some time."""
    if case.operation.path != "/sparql" or not case.meta or not case.meta.generation.mode.is_positive:
        return
    query = QUERIES[len(str(case.query)) % len(QUERIES)]
    for name in ("default-graph-uri", "named-graph-uri", "timeout"):
        (case.query or {}).pop(name, None)
    if case.operation.method.upper() == "GET":
        case.query["query"] = query
    elif case.media_type == "application/sparql-query":
        case.body = query
    else:
        case.body = {"query": query}
