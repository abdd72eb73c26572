//! The county's server inside the simulation: the real router and database, asked one request at
//! a time, killed and started again from its files.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use fleet::phone::Clock;
use futures_util::stream;
use serde_json::Value;
use server::Opened;
use server::db::{Reader, Row};
use tower::ServiceExt as _;

use super::fuse::Fuse;
use super::line::Reply;

/// One request, as it arrives.
pub struct Arrived<'a> {
    pub method: Method,
    pub path: &'a str,
    pub headers: HeaderMap,
    pub body: &'a [u8],
    /// The line drops after so many bytes of the body.
    pub cut: Option<usize>,
}

/// The machine the county's server runs on.
pub struct House {
    dir: PathBuf,
    clock: Arc<Clock>,
    runtime: tokio::runtime::Runtime,
    open: Option<(Opened, axum::Router)>,
    pub fuse: Arc<Fuse>,
}

/// One thread for all that blocks: what runs beside each other must not depend on the machine.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .max_blocking_threads(1)
        .build()
        .unwrap()
}

impl House {
    pub fn new(dir: &Path, clock: Arc<Clock>) -> Self {
        let mut house = Self {
            dir: dir.to_owned(),
            clock,
            runtime: runtime(),
            open: None,
            fuse: Arc::default(),
        };
        house.start();
        house
    }

    pub fn start(&mut self) {
        self.fuse = Arc::default();
        let config = server::Config {
            data_dir: self.dir.clone(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            database: server::Database::Sqlite,
            blobs: server::BlobPlace::Folder,
            county: server::CountySeed {
                name: fleet::county::COUNTY_NAME.to_owned(),
                code: fleet::county::COUNTY_CODE.to_owned(),
            },
            clock: self.clock.clone(),
        };
        let fuse: Arc<dyn server::db::Fuse> = self.fuse.clone();
        let opened = self
            .runtime
            .block_on(server::open_with(&config, Some(fuse)))
            .unwrap();
        let router = opened.router();
        self.open = Some((opened, router));
    }

    /// SIGKILL: no statement more, and what was not committed is gone.
    pub fn kill(&mut self) {
        self.fuse.blow();
        if let Some((opened, router)) = self.open.take() {
            drop(router);
            self.runtime.block_on(opened.close());
        }
        // Whatever a request left running ends with its runtime.
        self.runtime = runtime();
    }

    pub fn is_up(&self) -> bool {
        self.open.is_some() && !self.fuse.is_blown()
    }

    pub fn opened(&self) -> &Opened {
        &self.open.as_ref().unwrap().0
    }

    /// Runs something of the county's on its own thread.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Answers a request; `None` when the server died over it.
    pub fn answer(&self, arrived: Arrived<'_>) -> Option<Reply> {
        let (_, router) = self.open.as_ref()?;
        let Arrived {
            method,
            path,
            headers,
            body,
            cut,
        } = arrived;
        let whole = body.len();
        let body = match cut {
            Some(cut) if cut < whole => {
                let pieces = [
                    Ok(body[..cut].to_vec()),
                    Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
                ];
                Body::from_stream(stream::iter(pieces))
            }
            _ => Body::from(body.to_vec()),
        };
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = format!("/{path}").parse().unwrap();
        *request.headers_mut() = headers;
        request.headers_mut().insert("content-length", whole.into());
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        let reply = self.runtime.block_on(async {
            let answer = router.clone().oneshot(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let bytes = axum::body::to_bytes(body, usize::MAX).await;
            Reply {
                status: parts.status,
                headers: parts.headers,
                torn: bytes.is_err(),
                bytes: bytes.map(|bytes| bytes.to_vec()).unwrap_or_default(),
            }
        });
        (!self.fuse.is_blown()).then_some(reply)
    }

    /// The rows of a query; none when the server died over it.
    pub fn rows(&self, sql: &str) -> Vec<Row> {
        let sql = sql.to_owned();
        let read = move |reader: &mut Reader<'_>| reader.query(&sql, &[]);
        let rows: Result<Vec<Row>, server::db::Error> =
            self.block_on(self.opened().db().read(read));
        if self.fuse.is_blown() {
            return Vec::new();
        }
        rows.unwrap()
    }

    /// Lines for the roster, as an administrator would bring them.
    pub fn import(&self, lines: &str) -> bool {
        let done = self.block_on(server::bootstrap::import_roster(self.opened(), lines));
        done.is_ok_and(|reply| reply.refused.is_empty())
    }

    pub fn photo_folder(&self) -> PathBuf {
        self.dir.clone()
    }
}

/// Somebody of the county at the console.
pub struct Desk {
    login: String,
    password: String,
    totp: String,
    cookie: Option<String>,
}

impl Desk {
    pub fn new(from: &Value) -> Self {
        let text = |name: &str| from[name].as_str().unwrap_or_default().to_owned();
        Self {
            login: text("login"),
            password: text("password"),
            totp: text("totp_secret"),
            cookie: None,
        }
    }

    /// Posts to the console. The status, and what came with it.
    pub fn post(&mut self, house: &House, path: &str, body: &Value) -> Option<(StatusCode, Value)> {
        let reply = self.ask(house, |cookie| send(house, path, body, Some(cookie)))?;
        let value = serde_json::from_slice(&reply.bytes).unwrap_or(Value::Null);
        Some((reply.status, value))
    }

    /// Asks the console something with a cookie, signing in first where need be.
    pub fn ask(&mut self, house: &House, request: impl Fn(&str) -> Option<Reply>) -> Option<Reply> {
        for _ in 0..2 {
            if self.cookie.is_none() && !self.sign_in(house)? {
                return None;
            }
            let reply = request(self.cookie.as_deref().unwrap_or_default())?;
            if reply.status != StatusCode::UNAUTHORIZED {
                return Some(reply);
            }
            self.cookie = None;
        }
        None
    }

    fn sign_in(&mut self, house: &House) -> Option<bool> {
        let now = house.clock.ms();
        let form = serde_json::json!({
            "login": self.login,
            "password": self.password,
            "totp": server::bootstrap::totp_code(&self.totp, now).unwrap_or_default(),
        });
        let reply = send(house, "sign-in", &form, None)?;
        self.cookie = reply
            .headers
            .get("set-cookie")
            .and_then(|cookie| cookie.to_str().ok())
            .and_then(|cookie| cookie.split(';').next())
            .map(str::to_owned)
            .filter(|_| reply.status.is_success());
        Some(self.cookie.is_some())
    }
}

fn send(house: &House, path: &str, body: &Value, cookie: Option<&str>) -> Option<Reply> {
    let mut headers = HeaderMap::new();
    headers.insert("ruhu-console", "1".parse().unwrap());
    headers.insert("content-type", "application/json".parse().unwrap());
    if let Some(cookie) = cookie {
        headers.insert("cookie", cookie.parse().unwrap());
    }
    house.answer(Arrived {
        method: Method::POST,
        path: &format!("v1/console/{path}"),
        headers,
        body: body.to_string().as_bytes(),
        cut: None,
    })
}
