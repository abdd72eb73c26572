//! Asks for one tile. The name in its address is resolved here, and only what lies on the open
//! internet is connected to: nobody can point a name at this network between look and call.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response, StatusCode, Url};

use super::source::is_public;

/// A tile is some tens of kilobytes.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// A map is drawn without what takes longer.
const PATIENCE: Duration = Duration::from_secs(12);

/// A picture of the land.
pub(crate) struct Tile {
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

/// What came of asking for a tile. Why there is none is not told: the reason may hold the key.
pub(crate) enum Asked {
    Tile(Tile),
    /// Whoever draws the map has none there.
    Nothing,
    /// No answer, a refusal, or no picture.
    Silent,
}

/// Names, resolved to addresses that pass.
struct Outside(fn(IpAddr) -> bool);

impl Resolve for Outside {
    fn resolve(&self, name: Name) -> Resolving {
        let passes = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let outside: Vec<SocketAddr> = found.filter(|at| passes(at.ip())).collect();
            if outside.is_empty() {
                return Err("no address outside".into());
            }
            let addresses: Addrs = Box::new(outside.into_iter());
            Ok(addresses)
        })
    }
}

fn client(passes: fn(IpAddr) -> bool) -> Option<Client> {
    let built = Client::builder()
        .dns_resolver(Arc::new(Outside(passes)))
        // Where it is sent on to, nobody has looked at.
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .build();
    built.ok()
}

static CLIENT: LazyLock<Option<Client>> = LazyLock::new(|| client(is_public));

/// The tile at an address: a map is drawn without it where there is none.
pub(crate) async fn tile(url: Url) -> Asked {
    // A literal address is never resolved.
    if super::source::is_local(&url) {
        return Asked::Silent;
    }
    match CLIENT.as_ref() {
        Some(client) => ask(client, url).await,
        None => Asked::Silent,
    }
}

async fn ask(client: &Client, url: Url) -> Asked {
    let Ok(answer) = client.get(url).send().await else {
        return Asked::Silent;
    };
    match answer.status() {
        StatusCode::NOT_FOUND | StatusCode::GONE | StatusCode::NO_CONTENT => Asked::Nothing,
        status if status.is_success() => picture(answer).await.map_or(Asked::Silent, Asked::Tile),
        _ => Asked::Silent,
    }
}

async fn picture(mut answer: Response) -> Option<Tile> {
    let media = answer.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    // Nothing else is handed on: a page from elsewhere would be one of ours.
    let media = match media.split(';').next().unwrap_or_default().trim() {
        "image/png" => "image/png",
        "image/jpeg" | "image/jpg" => "image/jpeg",
        "image/webp" => "image/webp",
        _ => return None,
    };
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.ok()? {
        if bytes.len() + piece.len() > MAX_BYTES {
            return None;
        }
        bytes.extend_from_slice(&piece);
    }
    Some(Tile { media, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A server that answers everybody the same.
    async fn server(head: &'static str, body: Vec<u8>) -> Url {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut asked = [0; 1024];
                let _ = stream.read(&mut asked).await;
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
                );
                let _ = stream.write_all(head.as_bytes()).await;
                let _ = stream.write_all(&body).await;
            }
        });
        Url::parse(&format!("http://localhost:{port}/1/2/3")).unwrap()
    }

    #[tokio::test]
    async fn only_pictures_of_a_bounded_size_are_handed_on() {
        let client = client(|_| true).unwrap();
        let png = server("200 OK\r\ncontent-type: image/png", vec![1; 300]).await;
        let Asked::Tile(tile) = ask(&client, png).await else {
            panic!("no tile")
        };
        assert_eq!((tile.media, tile.bytes.len()), ("image/png", 300));
        let none = server("404 Not Found\r\ncontent-type: image/png", vec![1; 300]).await;
        assert!(matches!(ask(&client, none).await, Asked::Nothing));
        for (head, size) in [
            ("200 OK\r\ncontent-type: text/html", 300),
            ("200 OK\r\ncontent-type: image/png", MAX_BYTES + 1),
            ("403 Forbidden\r\ncontent-type: image/png", 300),
            (
                "302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-type: image/png",
                0,
            ),
        ] {
            let url = server(head, vec![1; size]).await;
            assert!(matches!(ask(&client, url).await, Asked::Silent), "{head}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_followed() {
        let url = server("200 OK\r\ncontent-type: image/png", vec![1; 300]).await;
        let outside = client(is_public).unwrap();
        assert!(matches!(ask(&outside, url.clone()).await, Asked::Silent));
        assert!(matches!(tile(url).await, Asked::Silent));
    }
}
