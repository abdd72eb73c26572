//! HTTP/1.1 by hand: every byte is counted, and asking costs next to nothing beside the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use super::Error;

/// One connection to the county server, kept open as phones keep theirs.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Bytes sent and received, headers included.
    pub up: u64,
    pub down: u64,
}

/// What came back, still packed.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header of the answer, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as it was before it was packed.
    ///
    /// # Errors
    /// When it is not what its header says.
    pub fn unpacked(&self) -> Result<Vec<u8>, Error> {
        if self.header("content-encoding") == Some("gzip") {
            unpack(&self.body)
        } else {
            Ok(self.body.clone())
        }
    }

    /// The answer, if it is one of success.
    ///
    /// # Errors
    /// With the status otherwise.
    pub fn success(self, what: &'static str) -> Result<Self, Error> {
        if (200..300).contains(&self.status) {
            Ok(self)
        } else {
            let status = self.status;
            Err(Error::Status { what, status })
        }
    }
}

impl Line {
    /// Connects to the server.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn to(server: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
            up: 0,
            down: 0,
        })
    }

    /// Sends a request that is ready to go and reads the whole answer.
    ///
    /// # Errors
    /// When the line drops or the answer is not HTTP.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer, Error> {
        self.stream.write_all(request).await?;
        self.up += request.len() as u64;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).into_owned();
        let status = head.get(9..12).and_then(|text| text.parse().ok());
        let mut answer = Answer {
            status: status.ok_or(Error::Wrong("an answer without a status"))?,
            head,
            body: Vec::new(),
        };
        let is_head = request.starts_with(b"HEAD ");
        if answer.header("transfer-encoding").is_some() {
            answer.body = self.chunks(head_end).await?;
        } else if !is_head && answer.status != 204 {
            let length = answer.header("content-length").unwrap_or("0");
            let length: usize = length.parse().map_err(|_| Error::Wrong("a length"))?;
            while self.buffer.len() < head_end + length {
                self.more().await?;
            }
            answer.body = self.buffer[head_end..head_end + length].to_vec();
        }
        Ok(answer)
    }

    async fn more(&mut self) -> Result<(), Error> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(Error::Wrong("the line was cut")),
            got => {
                self.down += got as u64;
                Ok(())
            }
        }
    }

    async fn chunks(&mut self, mut at: usize) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.buffer[at..], b"\r\n") {
                    break at + end;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(&self.buffer[at..end]).unwrap_or_default();
            let size = usize::from_str_radix(size, 16).map_err(|_| Error::Wrong("a chunk"))?;
            at = end + 2;
            while self.buffer.len() < at + size + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.buffer[at..at + size]);
            at += size + 2;
            if size == 0 {
                return Ok(body);
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A request with the headers a phone sends.
pub fn request(method: &str, path: &str, token: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let length = match body.len() {
        0 => String::new(),
        bytes => format!("content-length: {bytes}\r\n"),
    };
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: gzip\r\n\
         ruhu-protocol: 1\r\nauthorization: Bearer {token}\r\n{more}{length}\r\n"
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

/// Packs as phones pack.
///
/// # Errors
/// Never in memory.
pub fn pack(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    use std::io::Write as _;
    let level = flate2::Compression::default();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Unpacks as phones and servers do.
///
/// # Errors
/// When it is no such packing.
pub fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    use std::io::Read as _;
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// A listener that passes everything on and counts it.
pub struct Relay {
    pub address: SocketAddr,
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
    task: tokio::task::JoinHandle<()>,
}

impl Relay {
    /// Stands before `server`.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn before(server: SocketAddr) -> Result<Self, Error> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (up, down) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let counters = (up.clone(), down.clone());
        let task = tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                let Ok(county) = TcpStream::connect(server).await else {
                    return;
                };
                let (from_phone, to_phone) = phone.into_split();
                let (from_county, to_county) = county.into_split();
                tokio::spawn(pass(from_phone, to_county, counters.0.clone()));
                tokio::spawn(pass(from_county, to_phone, counters.1.clone()));
            }
        });
        Ok(Self {
            address,
            up,
            down,
            task,
        })
    }

    /// Bytes that went up and came down so far.
    pub fn bytes(&self) -> (u64, u64) {
        (
            self.up.load(Ordering::Relaxed),
            self.down.load(Ordering::Relaxed),
        )
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, counter: Arc<AtomicU64>) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(got @ 1..) = from.read(&mut buffer).await {
        counter.fetch_add(got as u64, Ordering::Relaxed);
        if to.write_all(&buffer[..got]).await.is_err() {
            return;
        }
    }
}
