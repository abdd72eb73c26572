//! The line a simulated phone speaks over: what it asks waits here until the world carries it.

use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use axum::http::{HeaderMap, StatusCode};
use sync::{Body, Failure, Incoming, Outgoing, Transport};

/// An answer as it comes out of the line.
#[derive(Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// The line dropped before the end.
    pub torn: bool,
}

#[derive(Default)]
struct Mail {
    next: u64,
    asked: VecDeque<(u64, Outgoing)>,
    /// `None` says that no answer will come.
    answers: BTreeMap<u64, Option<Reply>>,
    wakers: BTreeMap<u64, Waker>,
}

/// One phone's end of the line; the world holds the other.
#[derive(Clone, Default)]
pub struct Line(Arc<Mutex<Mail>>);

impl Line {
    fn mail(&self) -> std::sync::MutexGuard<'_, Mail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the phone has asked since the last look.
    pub fn take_asked(&self) -> Vec<(u64, Outgoing)> {
        self.mail().asked.drain(..).collect()
    }

    /// Brings the answer to a request, or the certainty that none will come.
    pub fn answer(&self, request: u64, reply: Option<Reply>) {
        let mut mail = self.mail();
        if let Some(waker) = mail.wakers.remove(&request) {
            mail.answers.insert(request, reply);
            waker.wake();
        }
    }
}

impl Transport for Line {
    type Body = Arriving;

    async fn send(&self, request: Outgoing) -> Result<Incoming<Arriving>, Failure> {
        let id = {
            let mut mail = self.mail();
            mail.next += 1;
            let id = mail.next;
            mail.asked.push_back((id, request));
            id
        };
        let reply = poll_fn(|context| {
            let mut mail = self.mail();
            match mail.answers.remove(&id) {
                Some(reply) => Poll::Ready(reply),
                None => {
                    mail.wakers.insert(id, context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
        .ok_or(Failure::Offline)?;
        Ok(Incoming {
            status: reply.status,
            headers: reply.headers,
            body: Arriving {
                bytes: Some(reply.bytes),
                torn: reply.torn,
            },
        })
    }
}

/// A body on its way down.
pub struct Arriving {
    bytes: Option<Vec<u8>>,
    torn: bool,
}

impl Body for Arriving {
    async fn more(&mut self, to: &mut Vec<u8>) -> Result<bool, Failure> {
        match self.bytes.take() {
            Some(bytes) => {
                to.extend_from_slice(&bytes);
                Ok(true)
            }
            None if self.torn => Err(Failure::Offline),
            None => Ok(false),
        }
    }
}
