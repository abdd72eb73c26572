//! Everything pulled, and nothing done with it: the server's share of a first pull.

use std::time::{Duration, Instant};

use protocol::enrol::EnrolReply;
use protocol::pull::{PAGE_ROWS, PullReply};

use super::Error;
use super::process::Server;
use super::wire::{Line, request};

/// What a pull was.
pub struct Pulled {
    pub seconds: f64,
    pub pages: u32,
    /// Bytes of JSON.
    pub unpacked: f64,
}

/// Every page, asked for as soon as the last is here; understood only afterwards.
///
/// # Errors
/// When one is not answered.
pub async fn everything(server: &Server, who: &EnrolReply) -> Result<Pulled, Error> {
    let mut line = Line::to(server.address).await?;
    let (mut after, mut pages, mut unpacked) = (0, 0, 0);
    let mut took = Duration::ZERO;
    loop {
        let path = format!("/v1/pull?after={after}&limit={PAGE_ROWS}");
        let ask = request("GET", &path, &who.token.token, "", &[]);
        let began = Instant::now();
        let answer = line.ask(&ask).await?.success("a pull")?;
        took += began.elapsed();
        pages += 1;
        let body = answer.unpacked()?;
        let page: PullReply = serde_json::from_slice(&body)?;
        unpacked += body.len();
        after = page.cursor;
        if !page.more {
            break;
        }
    }
    Ok(Pulled {
        seconds: took.as_secs_f64(),
        pages,
        unpacked: unpacked as f64,
    })
}
