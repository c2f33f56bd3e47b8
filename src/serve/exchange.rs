//! A request as it was read and the response to it, without any socket: what the doors' routes turn into one another.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;

use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderName,
    HeaderValue, IF_NONE_MATCH, VARY,
};
use hyper::{Method, StatusCode};

/// Nothing shorter is worth compressing, in bytes: it fits into one packet.
const WORTH_COMPRESSING: usize = 1_200;

/// A request whose body has been read.
#[derive(Debug)]
pub(crate) struct Request {
    /// GET, POST, …
    pub(crate) method: Method,
    /// The path with its percent signs resolved, beginning with a slash.
    pub(crate) path: String,
    /// What stands behind the question mark, as it came.
    pub(crate) query: String,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body; empty for most methods.
    pub(crate) body: Bytes,
}

impl Request {
    /// The value of a header, where it stands there once and is plain text.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The values of a header that may stand several times, joined as HTTP joins them.
    pub(crate) fn joined(&self, name: &HeaderName) -> String {
        let values = self.headers.get_all(name).iter();
        let values: Vec<&str> = values.filter_map(|it| it.to_str().ok()).collect();
        values.join(",")
    }

    /// The pairs of the query string, in their order.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        pairs(self.query.as_bytes())
    }

    /// The media type of the body, without its parameters and in lower case.
    pub(crate) fn media_type(&self) -> String {
        let value = self.header(&CONTENT_TYPE).unwrap_or_default();
        value
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    }
}

/// The pairs of a query string or of the body of a form, in their order.
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// The first value with this name.
pub(crate) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its body.
    pub(crate) body: Bytes,
}

impl Response {
    /// A response with a body of this media type.
    pub(crate) fn new(
        status: StatusCode,
        media_type: &'static str,
        body: impl Into<Bytes>,
    ) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// A good answer.
    pub(crate) fn ok(media_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self::new(StatusCode::OK, media_type, body)
    }

    /// A response without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// The same with a header more; one whose value HTTP does not allow is left out.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.append(name, value);
        }
        self
    }

    /// The same as one that differs by these request headers.
    pub(crate) fn varying(self, by: &str) -> Self {
        self.with(VARY, by)
    }

    /// What goes over the wire: with a tag, compressed where the client takes that, without a body where it has the same
    /// already or asked for the head alone.
    pub(crate) fn finished(mut self, request: &Request) -> Self {
        if self.status == StatusCode::OK {
            let packed = self.pack(request);
            let tag = tag(&self.body, packed);
            let known = is_known(&request.joined(&IF_NONE_MATCH), &tag);
            self = self.with(ETAG, &tag);
            if known && matches!(request.method, Method::GET | Method::HEAD) {
                self.status = StatusCode::NOT_MODIFIED;
                self.body = Bytes::new();
                self.headers.remove(CONTENT_TYPE);
                self.headers.remove(CONTENT_ENCODING);
                return self;
            }
        }
        if request.method == Method::HEAD {
            let length = self.body.len().to_string();
            self.body = Bytes::new();
            return self.with(CONTENT_LENGTH, &length);
        }
        self
    }

    /// Compresses the body where that is worth it and allowed.
    fn pack(&mut self, request: &Request) -> bool {
        let media_type = self.headers.get(CONTENT_TYPE);
        let is_packed = media_type.is_some_and(|it| it.as_bytes().starts_with(b"image/png"));
        if is_packed || self.body.len() < WORTH_COMPRESSING {
            return false;
        }
        self.headers
            .append(VARY, HeaderValue::from_static("Accept-Encoding"));
        if !takes_gzip(&request.joined(&ACCEPT_ENCODING)) {
            return false;
        }
        // The fastest level: four times smaller already, and the client waits for it.
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let packed = encoder
            .write_all(&self.body)
            .and_then(|()| encoder.finish());
        let Ok(packed) = packed else { return false };
        self.body = packed.into();
        self.headers
            .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        true
    }
}

/// The strong tag of a body: equal bytes have equal tags, packed ones another than plain ones.
fn tag(body: &[u8], packed: bool) -> String {
    let mut text = "\"".to_owned();
    for part in 0_u8..2 {
        let mut hasher = DefaultHasher::new();
        part.hash(&mut hasher);
        hasher.write(body);
        let _ = write!(text, "{:016x}", hasher.finish());
    }
    text.push_str(if packed { "-gz\"" } else { "\"" });
    text
}

/// Whether a list of `If-None-Match` has the tag; weak ones compare as well.
fn is_known(known: &str, tag: &str) -> bool {
    known
        .split(',')
        .map(str::trim)
        .any(|it| it == "*" || it.trim_start_matches("W/") == tag)
}

/// Whether `Accept-Encoding` allows gzip.
fn takes_gzip(accepted: &str) -> bool {
    let quality = |name: &str| {
        accepted.split(',').find_map(|part| {
            let mut words = part.split(';').map(str::trim);
            (words.next()?.eq_ignore_ascii_case(name)).then(|| {
                words
                    .find_map(|it| it.strip_prefix("q="))
                    .map_or(1.0, |it| it.parse().unwrap_or(0.0))
            })
        })
    };
    quality("gzip").or_else(|| quality("*")).unwrap_or(0.0) > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(HeaderName, &str)]) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.clone(), value.parse().unwrap());
        }
        Request {
            method: Method::GET,
            path: "/".to_owned(),
            query: String::new(),
            headers: map,
            body: Bytes::new(),
        }
    }

    #[test]
    fn who_has_the_same_bytes_gets_none() {
        let first = Response::ok("text/plain", "hello").finished(&asked(&[]));
        let tag = first.headers[ETAG].to_str().unwrap().to_owned();
        let again = Response::ok("text/plain", "hello")
            .finished(&asked(&[(IF_NONE_MATCH, &format!("\"x\", W/{tag}"))]));
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert!(again.body.is_empty());
        let other = Response::ok("text/plain", "hallo").finished(&asked(&[(IF_NONE_MATCH, &tag)]));
        assert_eq!(other.status, StatusCode::OK);
    }

    #[test]
    fn long_text_is_packed_for_those_who_take_it() {
        let text = "word ".repeat(1_000);
        let plain = Response::ok("text/plain", text.clone()).finished(&asked(&[]));
        assert_eq!(plain.body.len(), text.len());
        let packed = Response::ok("text/plain", text.clone())
            .finished(&asked(&[(ACCEPT_ENCODING, "br, gzip;q=0.5")]));
        assert!(packed.body.len() < 200);
        assert_ne!(packed.headers[ETAG], plain.headers[ETAG]);
        let refused = Response::ok("text/plain", text.clone())
            .finished(&asked(&[(ACCEPT_ENCODING, "gzip;q=0, *")]));
        assert_eq!(refused.body.len(), text.len());
    }
}
