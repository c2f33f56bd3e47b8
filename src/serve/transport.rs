//! The sockets: accepts connections, reads requests within bounds, sends responses, and gives up on whoever is too slow.
//!
//! hyper reads and writes HTTP; the accept loop is our own, because the limits are what matters here: half a header, a
//! connection that does nothing, a body without end and a client that never reads each end by themselves, and where all
//! places are taken the connection that has waited longest makes room.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio::time::{Sleep, sleep, timeout};

use super::exchange::{Request, Response};
use super::problem::HttpProblem;

/// What one server bears.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Connections at once.
    pub(crate) connections: usize,
    /// How long a connection may take for the head of its next request.
    pub(crate) head: Duration,
    /// How long it may take for a body.
    pub(crate) body: Duration,
    /// How long nothing may be taken of a response.
    pub(crate) write: Duration,
    /// Bytes of a request's line and headers.
    pub(crate) head_bytes: usize,
    /// Bytes of a body.
    pub(crate) body_bytes: usize,
    /// How long running requests may still take once the server is asked to end.
    pub(crate) goodbye: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 4_096,
            head: Duration::from_secs(10),
            body: Duration::from_secs(20),
            write: Duration::from_secs(20),
            head_bytes: 64 << 10,
            body_bytes: 1 << 20,
            goodbye: Duration::from_secs(10),
        }
    }
}

/// Answers requests, each in a future that is dropped when its client goes.
pub(crate) trait Answering: Send + Sync + 'static {
    /// Answers.
    fn answer(
        self: Arc<Self>,
        request: Request,
        from: SocketAddr,
    ) -> impl Future<Output = Response> + Send;
}

/// Serves connections until `end` is there, then lets running requests end.
pub(crate) async fn serve<A: Answering>(
    listener: TcpListener,
    site: Arc<A>,
    bounds: Bounds,
    end: impl Future<Output = ()>,
) {
    let places = Arc::new(Places::default());
    let ending = tokio::sync::watch::Sender::new(false);
    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, from)) = accepted else {
            // Out of file descriptors, or a connection that ended before it began.
            places.make_room();
            sleep(Duration::from_millis(5)).await;
            continue;
        };
        while places.len() >= bounds.connections {
            if !places.make_room() {
                break;
            }
            tokio::task::yield_now().await;
        }
        let busy = Arc::new(AtomicBool::new(false));
        let place = places.clone();
        let (number, started) = (places.next(), ending.subscribe());
        let connection = connection(stream, from, site.clone(), bounds, busy.clone(), started);
        let task = tokio::spawn(async move {
            let _left = Leaving(&place, number);
            connection.await;
        });
        places.take(number, task.abort_handle(), busy);
    }
    ending.send_replace(true);
    let goodbye = tokio::time::Instant::now() + bounds.goodbye;
    while places.len() > 0 && tokio::time::Instant::now() < goodbye {
        sleep(Duration::from_millis(10)).await;
    }
}

/// Serves the requests of one connection, one after the other.
async fn connection<A: Answering>(
    stream: TcpStream,
    from: SocketAddr,
    site: Arc<A>,
    bounds: Bounds,
    busy: Arc<AtomicBool>,
    mut ending: tokio::sync::watch::Receiver<bool>,
) {
    drop(stream.set_nodelay(true));
    let io = TokioIo::new(Impatient::new(stream, bounds.write));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (site, busy) = (site.clone(), busy.clone());
        async move {
            let _busy = Busy::new(busy);
            let response = match read(request, bounds).await {
                Ok(request) => site.answer(request, from).await,
                Err(problem) => problem.response().with(header::CONNECTION, "close"),
            };
            let mut sent = hyper::Response::new(Full::new(response.body));
            *sent.status_mut() = response.status;
            *sent.headers_mut() = response.headers;
            Ok::<_, Infallible>(sent)
        }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(bounds.head_bytes)
        .serve_connection(io, service);
    tokio::pin!(connection);
    let asked = async {
        // An error means that the server is gone altogether.
        drop(ending.wait_for(|it| *it).await);
    };
    tokio::select! {
        // What a client breaks off is its own affair.
        _ = connection.as_mut() => return,
        () = asked => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}

/// Reads the body of a request.
async fn read(request: hyper::Request<Incoming>, bounds: Bounds) -> Result<Request, HttpProblem> {
    let (head, body) = request.into_parts();
    let too_long = || {
        let detail = format!(
            "the body is longer than {} bytes, expected a shorter one",
            bounds.body_bytes
        );
        HttpProblem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    };
    let lengths = head
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len());
    let target = head.uri.path_and_query().map_or(0, |it| it.as_str().len());
    if lengths.sum::<usize>() + target > bounds.head_bytes {
        let detail = format!("the head is longer than {} bytes", bounds.head_bytes);
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Err(HttpProblem::new(status, detail));
    }
    if let Some(detail) = unread(&head.headers) {
        return Err(HttpProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let announced = head.headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|it| it > bounds.body_bytes as u64) {
        return Err(too_long());
    }
    let reading = Limited::new(body, bounds.body_bytes).collect();
    let body = match timeout(bounds.body, reading).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.downcast_ref::<LengthLimitError>().is_some() => {
            return Err(too_long());
        }
        Ok(Err(error)) => return Err(HttpProblem::bad(format!("the body broke off: {error}"))),
        Err(_) => {
            let detail = format!("the body took longer than {:?}", bounds.body);
            return Err(HttpProblem::new(StatusCode::REQUEST_TIMEOUT, detail));
        }
    };
    let path = percent_encoding::percent_decode_str(head.uri.path())
        .decode_utf8()
        .map_err(|_| HttpProblem::bad("the path is not UTF-8"))?;
    if path.chars().any(char::is_control) {
        return Err(HttpProblem::bad("the path has a control character"));
    }
    Ok(Request {
        method: head.method,
        path: path.into_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body,
    })
}

/// How a body is packed or encoded where it is not read so: it would be taken for something else.
fn unread(headers: &header::HeaderMap) -> Option<String> {
    let text = |name| {
        headers
            .get(name)
            .map(|it: &header::HeaderValue| it.to_str().unwrap_or("?"))
    };
    let packed = text(header::CONTENT_ENCODING).filter(|it| !it.eq_ignore_ascii_case("identity"));
    if let Some(packed) = packed {
        let packed = crate::base::text::one_line(packed);
        return Some(format!(
            "a body packed as `{packed}`, expected one that is not packed"
        ));
    }
    let parameters = text(header::CONTENT_TYPE)?.split(';').skip(1);
    let charset = parameters.filter_map(|it| it.trim().split_once('='));
    let mut charset = charset.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let charset = charset.next()?.1.trim().trim_matches('"');
    let is_known = ["utf-8", "utf8", "us-ascii"]
        .iter()
        .any(|it| charset.eq_ignore_ascii_case(it));
    (!is_known).then(|| {
        let charset = crate::base::text::one_line(charset);
        format!("a body in `{charset}`, expected UTF-8")
    })
}

/// The connections there are, oldest first.
#[derive(Default)]
struct Places {
    taken: Mutex<BTreeMap<u64, Place>>,
    next: std::sync::atomic::AtomicU64,
}

/// A connection: how to end it, and whether a request of it is being answered.
struct Place {
    task: AbortHandle,
    busy: Arc<AtomicBool>,
}

impl Places {
    fn taken(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Place>> {
        // A thread that panicked has left the map whole.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn len(&self) -> usize {
        self.taken().len()
    }

    fn next(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn take(&self, number: u64, task: AbortHandle, busy: Arc<AtomicBool>) {
        // The task may have ended meanwhile, with nothing to remove then.
        if !task.is_finished() {
            self.taken().insert(number, Place { task, busy });
        }
    }

    /// Ends the connection that has waited longest for a request; false where all are being answered.
    fn make_room(&self) -> bool {
        let mut taken = self.taken();
        let idle = taken
            .iter()
            .find(|(_, it)| !it.busy.load(Ordering::Relaxed))
            .map(|(number, _)| *number);
        let Some(place) = idle.and_then(|number| taken.remove(&number)) else {
            return false;
        };
        place.task.abort();
        true
    }
}

/// Leaves its place when it is dropped, however the connection ends.
struct Leaving<'a>(&'a Places, u64);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.taken().remove(&self.1);
    }
}

/// Marks a connection as being answered for as long as it lives.
struct Busy(Arc<AtomicBool>);

impl Busy {
    fn new(flag: Arc<AtomicBool>) -> Self {
        flag.store(true, Ordering::Relaxed);
        Self(flag)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// A stream that fails when its peer takes nothing for too long.
struct Impatient {
    stream: TcpStream,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Impatient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            waiting: None,
        }
    }

    /// What came of a write, unless it has been waiting for too long.
    fn bear<T>(
        &mut self,
        context: &mut Context<'_>,
        poll: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.waiting = None;
            return poll;
        }
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Impatient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Impatient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bear(context, poll)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_flush(context);
        self.bear(context, poll)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_shutdown(context);
        self.bear(context, poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.bear(context, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
