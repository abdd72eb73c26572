//! What is still being sent when it is refused is read to its end: a connection that is closed on
//! unread bytes takes the answer with it, and a phone would hear no refusal but a lost line.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use axum::extract::Request;
use futures_util::{Stream, StreamExt as _};
use tokio::runtime::Handle;

/// No request that is taken is longer than this; the rest of a longer one is not waited for.
const READ_ON_BYTES: usize = 16 * 1024 * 1024;

/// A phone on a bad line has heard the answer by then.
const READ_ON_FOR: Duration = Duration::from_secs(10);

/// Sees to it that the body is read, by whoever answers or after the answer.
pub async fn unread_is_read(request: Request) -> Request {
    if request.body().is_end_stream() {
        return request;
    }
    request.map(|body| Body::from_stream(Sent(Some(body.into_data_stream()))))
}

/// A body that is read on when nobody wants it any more; absent once it has ended.
struct Sent(Option<BodyDataStream>);

impl Stream for Sent {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, axum::Error>>> {
        let Some(body) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let next = std::task::ready!(body.poll_next_unpin(context));
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(next)
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        let Some(body) = self.0.take() else { return };
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                // Whoever sends more, or more slowly, is cut off after all.
                let _ = tokio::time::timeout(READ_ON_FOR, read_on(body)).await;
            });
        }
    }
}

async fn read_on(mut body: BodyDataStream) {
    let mut read = 0;
    while read < READ_ON_BYTES {
        match body.next().await {
            Some(Ok(bytes)) => read += bytes.len(),
            _ => return,
        }
    }
}
