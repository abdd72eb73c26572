//! Requests and answers on their way: delayed, dropped, doubled, cut, and the server that may die
//! over any of them.

use std::cmp::Reverse;
use std::rc::Rc;

use axum::http::{HeaderMap, Method, StatusCode};

use protocol::push::ChangeV1;

use super::county::Arrived;
use super::impostor::{bend, bent, changes};
use super::line::Reply;
use super::weather::Fate;
use super::world::World;

/// A silence a phone gives up after.
const SILENCE_MS: i64 = 120_000;

/// Bytes that are on their way for long enough to meet twice the trouble: a photo.
const LONG: usize = 8_000;

/// What a portal says to everything.
const WELCOME: &str = "<html>Welcome! Please sign in.</html>";

/// One request as it left the phone.
#[derive(Clone)]
pub struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Something on its way, and to whom.
pub enum Event {
    Arrives {
        to: Address,
        asked: Rc<Asked>,
        fate: Fate,
    },
    /// The same request once more; nobody waits for its answer.
    Echo {
        asked: Rc<Asked>,
    },
    Answered {
        to: Address,
        reply: Option<Reply>,
    },
    ServerStarts,
    PhotosCompared,
}

/// A request of a certain round: a phone that died meanwhile is not told.
#[derive(Clone, Copy)]
pub struct Address {
    pub phone: usize,
    pub round: u64,
    pub request: u64,
}

impl World {
    pub fn schedule(&mut self, in_ms: i64, event: Event) {
        self.scheduled += 1;
        let place = (self.now_ms + in_ms, self.scheduled);
        self.coming.push(Reverse(place));
        self.events.insert(place, event);
    }

    /// Lets time pass, and all that happens in it happen.
    pub fn pass(&mut self, ms: i64) {
        let until = self.now_ms + ms;
        while let Some(Reverse(place)) = self.coming.peek().copied() {
            if place.0 > until {
                break;
            }
            self.coming.pop();
            self.set_time(place.0.max(self.now_ms));
            if let Some(event) = self.events.remove(&place) {
                self.happen(event);
            }
        }
        self.set_time(until);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::ServerStarts => {
                if !self.house.is_up() {
                    self.house.start();
                    self.note("server starts");
                    self.compare_photos();
                }
            }
            Event::Echo { asked } => {
                let answered = self.ask(&asked, None);
                self.note(format!(
                    "echo {} {}",
                    asked.path_kind(),
                    status(answered.as_ref())
                ));
            }
            Event::PhotosCompared => self.compare_photos(),
            Event::Answered { to, reply } => self.hear(to, reply),
            Event::Arrives { to, asked, fate } => self.arrive(to, &asked, fate),
        }
    }

    fn arrive(&mut self, to: Address, asked: &Rc<Asked>, fate: Fate) {
        let name = self.phones[to.phone].name.clone();
        let what = format!(
            "{name} #{} {} {}b",
            to.request,
            asked.path_kind(),
            asked.body.len()
        );
        if fate == Fate::Arrives {
            self.note(&what);
        } else {
            self.fault(fate.name(), &what);
        }
        if !matches!(fate, Fate::RequestBent(_)) {
            self.ledger.leave(ids(&asked.changes()));
        }
        let part = |whole: usize, part: u16| whole * usize::from(part) / 1000;
        let reply = match fate {
            Fate::RequestDropped => None,
            Fate::Portal => Some(page(StatusCode::OK, WELCOME)),
            Fate::Gateway => Some(page(StatusCode::BAD_GATEWAY, "<html>Bad gateway</html>")),
            Fate::RequestCut(_) if asked.body.is_empty() => None,
            Fate::RequestCut(at) => {
                self.ask(asked, Some(part(asked.body.len(), at)));
                None
            }
            Fate::RequestBent(at) => self.ask_bent(asked, at),
            Fate::Impostor(lie) => {
                let Asked {
                    method,
                    path,
                    headers,
                    body,
                } = &**asked;
                let lie = self
                    .impostor
                    .answer(method, path, headers, body, lie, self.now_ms);
                lie.or_else(|| Some(page(StatusCode::OK, WELCOME)))
            }
            // A row of a page is the line's own to guard; what proves must guard itself.
            Fate::ProofBent(at) => {
                let reply = self.ask(asked, None);
                reply.map(|reply| {
                    if asked.proves() {
                        bent(reply, at)
                    } else {
                        reply
                    }
                })
            }
            Fate::ReplyDropped => {
                self.ask(asked, None);
                None
            }
            Fate::ServerKilled(statements) => {
                self.house.fuse.arm(i64::from(statements));
                let reply = self.ask(asked, None);
                if self.house.is_up() {
                    self.house.fuse.arm(i64::MAX);
                }
                reply
            }
            Fate::ServerKilledAnswering(at) => {
                let reply = self.ask(asked, None);
                self.kill_server();
                reply.map(|mut reply| {
                    reply.bytes.truncate(part(reply.bytes.len(), at));
                    reply.torn = true;
                    reply
                })
            }
            Fate::ReplyCut(at) | Fate::ReplyShort(at) => self.ask(asked, None).map(|mut reply| {
                reply.bytes.truncate(part(reply.bytes.len(), at));
                reply.torn |= matches!(fate, Fate::ReplyCut(_));
                reply
            }),
            Fate::Doubled => {
                let delay = self.rng.i64(1..900_000);
                let asked = asked.clone();
                self.schedule(
                    delay,
                    Event::Echo {
                        asked: asked.clone(),
                    },
                );
                self.ask(&asked, None)
            }
            Fate::Arrives => self.ask(asked, None),
        };
        let delay = match reply {
            Some(_) => self.weather.delay(&mut self.rng),
            None => SILENCE_MS,
        };
        self.schedule(delay, Event::Answered { to, reply });
    }

    /// Brings a request with a digit changed. What no digest covers is the line's own seal to
    /// guard: such a request does not arrive.
    fn ask_bent(&mut self, asked: &Asked, at: u16) -> Option<Reply> {
        let mut spoilt = asked.clone();
        bend(&mut spoilt.body, at);
        let meant = asked.changes();
        if !meant.is_empty() {
            let edits = |of: &[ChangeV1]| -> Vec<String> {
                of.iter().map(|one| one.edit.get().to_owned()).collect()
            };
            let only_the_envelope = edits(&spoilt.changes()) == edits(&meant);
            if only_the_envelope || !self.ledger.bend(&ids(&meant)) {
                return None;
            }
        }
        self.ask(&spoilt, None)
    }

    /// Brings a request to the server, if it is there.
    fn ask(&mut self, asked: &Asked, cut: Option<usize>) -> Option<Reply> {
        if !self.house.is_up() {
            return None;
        }
        let reply = self.house.answer(Arrived {
            method: asked.method.clone(),
            path: &asked.path,
            headers: asked.headers.clone(),
            body: &asked.body,
            cut,
        });
        if !self.house.is_up() {
            self.kill_server();
        } else if asked.may_bring_photos() {
            self.photos_may_wait();
        }
        if let Some(reply) = &reply {
            self.impostor.overhear(reply);
        }
        reply
    }

    /// SIGKILL, and somebody who starts it again before long.
    pub fn kill_server(&mut self) {
        self.house.kill();
        let down = self.rng.i64(1_000..300_000);
        self.note("server dead");
        self.schedule(down, Event::ServerStarts);
    }

    fn hear(&mut self, to: Address, reply: Option<Reply>) {
        let Address {
            phone,
            round,
            request,
        } = to;
        if self.rounds[phone] != round {
            return;
        }
        let Some(line) = self.phones[phone].line().cloned() else {
            return;
        };
        let name = &self.phones[phone].name;
        let heard = format!("{name} #{request} hears {}", status(reply.as_ref()));
        self.note(heard);
        line.answer(request, reply);
        self.hears(phone);
        self.go_on(phone);
    }

    /// Lets a phone's round go on, and sends off what it asks.
    pub fn go_on(&mut self, phone: usize) {
        let end = self.phones[phone].go_on();
        let name = self.phones[phone].name.clone();
        if self.phones[phone].is_dead() {
            self.restart(phone);
            return;
        }
        if let Some(end) = end {
            let told = match &end {
                Ok((done, parts)) => format!(
                    "{name} round: sent {} refused {} aside {} unproved {} received {} photos {} \
                     carried {parts}",
                    done.sent,
                    done.refused,
                    done.set_aside,
                    done.unproved,
                    done.received,
                    done.photos,
                ),
                Err(failure) => format!("{name} round: {}", failure.code()),
            };
            self.note(told);
            self.ended[phone] = Some(end);
            return;
        }
        let Some(line) = self.phones[phone].line().cloned() else {
            return;
        };
        for (request, asked) in line.take_asked() {
            let to = Address {
                phone,
                round: self.rounds[phone],
                request,
            };
            let sync::Outgoing {
                method,
                path,
                headers,
                body,
            } = asked;
            let asked = Rc::new(Asked {
                method,
                path,
                headers,
                body,
            });
            let mut fate = self.weather.fate(&mut self.rng);
            if fate == Fate::Arrives && asked.body.len() > LONG {
                fate = self.weather.fate(&mut self.rng);
            }
            let delay = self.weather.delay(&mut self.rng);
            self.schedule(delay, Event::Arrives { to, asked, fate });
        }
    }
}

impl Asked {
    /// What a push brings.
    fn changes(&self) -> Vec<ChangeV1> {
        let push = (self.path == "v1/push").then(|| changes(&self.headers, &self.body));
        push.flatten().map(|push| push.changes).unwrap_or_default()
    }

    /// Where the server wakes its worker.
    fn may_bring_photos(&self) -> bool {
        let sends = matches!(self.method, Method::POST | Method::PATCH);
        sends && (self.path == "v1/push" || self.path.starts_with("v1/photos"))
    }

    /// Whether what is answered proves something.
    fn proves(&self) -> bool {
        matches!(&*self.path, "v1/push" | "v1/settled" | "v1/bundles")
    }

    /// Method and path, as short as they can be told apart.
    fn path_kind(&self) -> String {
        let path = self.path.trim_start_matches("v1/");
        let path = path.get(..24).unwrap_or(path);
        format!("{} {path}", self.method)
    }
}

fn ids(changes: &[ChangeV1]) -> Vec<String> {
    let ids = changes.iter().map(|change| change.change_id.to_string());
    ids.collect()
}

fn status(reply: Option<&Reply>) -> String {
    match reply {
        None => "nothing".to_owned(),
        Some(reply) => {
            let torn = if reply.torn { " torn" } else { "" };
            format!("{} {}b{torn}", reply.status.as_u16(), reply.bytes.len())
        }
    }
}

fn page(status: StatusCode, html: &str) -> Reply {
    Reply {
        status,
        headers: HeaderMap::new(),
        bytes: html.as_bytes().to_vec(),
        torn: false,
    }
}
