//! Somebody at the county's console: the same HTTP a browser speaks.

use reqwest::{Client, Method, StatusCode};
use serde::Serialize;
use serde_json::Value;

/// What went wrong at the console.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the console is out of reach")]
    Http(#[from] reqwest::Error),
    #[error("the console answered {status} {code}")]
    Refused { status: StatusCode, code: String },
}

/// A signed-in browser.
pub struct Desk {
    client: Client,
    url: String,
}

/// What a person needs to sign in.
#[derive(Clone, Serialize)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    /// Base32, for an authenticator; empty where none is asked.
    pub totp_secret: String,
}

impl SignIn {
    /// The six digits in force now.
    pub fn code(&self, now_s: u64) -> String {
        crate::totp::code(&self.totp_secret, now_s)
    }
}

impl Desk {
    pub async fn sign_in(url: &str, who: &SignIn, now_s: u64) -> Result<Self, Error> {
        let client = Client::builder().cookie_store(true).build()?;
        let desk = Self {
            client,
            url: url.to_owned(),
        };
        let form = serde_json::json!({
            "login": who.login, "password": who.password, "totp": who.code(now_s),
        });
        desk.post("sign-in", &form).await?;
        Ok(desk)
    }

    pub async fn get(&self, path: &str) -> Result<Value, Error> {
        self.send(Method::GET, path, String::new()).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Result<Value, Error> {
        let body = serde_json::to_string(body).unwrap_or_default();
        self.send(Method::POST, path, body).await
    }

    /// Sends roster lines.
    pub async fn post_lines(&self, path: &str, lines: String) -> Result<Value, Error> {
        self.send(Method::POST, path, lines).await
    }

    /// Sends a file.
    pub async fn post_file(&self, path: &str, bytes: Vec<u8>) -> Result<Value, Error> {
        self.send(Method::POST, path, bytes).await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: impl Into<reqwest::Body>,
    ) -> Result<Value, Error> {
        let kind = if path == "roster" {
            "application/x-ndjson"
        } else {
            "application/json"
        };
        let request = self
            .client
            .request(method, format!("{}/v1/console/{path}", self.url))
            .header("ruhu-console", "1")
            .header("content-type", kind)
            .body(body);
        let reply = request.send().await?;
        let status = reply.status();
        let text = reply.text().await?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status.is_success() {
            return Ok(value);
        }
        let code = value["code"].as_str().unwrap_or("unknown").to_owned();
        Err(Error::Refused { status, code })
    }
}
