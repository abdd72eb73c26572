//! The road between a phone and the county: a TCP relay that can be as bad as a mountain road.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Relays connections to one address, with faults that can be switched while it runs.
pub struct Road {
    pub addr: SocketAddr,
    faults: Arc<Faults>,
}

#[derive(Default)]
struct Faults {
    closed: AtomicBool,
    /// Answers everything itself with a friendly login page.
    captive: AtomicBool,
    /// Answers everything itself: the county is busy for so many seconds.
    busy_s: AtomicI64,
    /// Replies still to be lost: the request arrives, the answer does not.
    lose_replies: AtomicI64,
    /// Bytes that still pass upwards before the line is cut; negative for no limit.
    up_left: AtomicI64,
    /// The same, downwards.
    down_left: AtomicI64,
    up: AtomicU64,
    down: AtomicU64,
    connections: AtomicU64,
}

impl Road {
    /// Opens a road to `county`.
    pub async fn to(county: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let faults = Arc::new(Faults::default());
        faults.up_left.store(-1, Ordering::SeqCst);
        faults.down_left.store(-1, Ordering::SeqCst);
        tokio::spawn(accept(listener, county, faults.clone()));
        Self { addr, faults }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// No signal at all.
    pub fn close(&self) {
        self.faults.closed.store(true, Ordering::SeqCst);
    }

    pub fn open(&self) {
        self.faults.closed.store(false, Ordering::SeqCst);
        self.faults.captive.store(false, Ordering::SeqCst);
        self.faults.busy_s.store(0, Ordering::SeqCst);
        self.faults.up_left.store(-1, Ordering::SeqCst);
        self.faults.down_left.store(-1, Ordering::SeqCst);
        self.faults.lose_replies.store(0, Ordering::SeqCst);
    }

    /// A hotel's Wi-Fi: every request gets "200 OK" and a login page.
    pub fn captive_portal(&self) {
        self.faults.captive.store(true, Ordering::SeqCst);
    }

    /// The county asks everybody to come back in so many seconds.
    pub fn busy(&self, seconds: i64) {
        self.faults.busy_s.store(seconds, Ordering::SeqCst);
        self.faults.captive.store(true, Ordering::SeqCst);
    }

    /// The next `count` answers are lost on the way back.
    pub fn lose_replies(&self, count: i64) {
        self.faults.lose_replies.store(count, Ordering::SeqCst);
    }

    /// Cuts the line for good after so many bytes upwards, until [`Road::open`].
    pub fn cut_after_sending(&self, bytes: i64) {
        self.faults.up_left.store(bytes, Ordering::SeqCst);
    }

    /// Cuts the line for good after so many bytes downwards.
    pub fn cut_after_receiving(&self, bytes: i64) {
        self.faults.down_left.store(bytes, Ordering::SeqCst);
    }

    /// Bytes carried up and down so far.
    pub fn carried(&self) -> (u64, u64) {
        (
            self.faults.up.load(Ordering::SeqCst),
            self.faults.down.load(Ordering::SeqCst),
        )
    }

    pub fn connections(&self) -> u64 {
        self.faults.connections.load(Ordering::SeqCst)
    }
}

async fn accept(listener: TcpListener, county: SocketAddr, faults: Arc<Faults>) {
    while let Ok((phone, _)) = listener.accept().await {
        faults.connections.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(relay(phone, county, faults.clone()));
    }
}

/// Carries one connection until either side ends or a fault cuts it.
async fn relay(mut phone: TcpStream, county: SocketAddr, faults: Arc<Faults>) {
    let mut up = vec![0; 16 * 1024];
    let mut down = vec![0; 16 * 1024];
    let mut server = None;
    loop {
        if faults.closed.load(Ordering::SeqCst) {
            return;
        }
        if server.is_none() && !faults.captive.load(Ordering::SeqCst) {
            server = TcpStream::connect(county).await.ok();
            if server.is_none() {
                return;
            }
        }
        let Some(server) = &mut server else {
            let _ = match faults.busy_s.load(Ordering::SeqCst) {
                0 => login_page(&mut phone, &mut up).await,
                seconds => busy(&mut phone, &mut up, seconds).await,
            };
            return;
        };
        tokio::select! {
            read = phone.read(&mut up) => {
                let Some(bytes) = arrived(read, &up) else { return };
                if faults.closed.load(Ordering::SeqCst) || faults.captive.load(Ordering::SeqCst) {
                    return;
                }
                let (pass, cut) = allowance(&faults.up_left, bytes.len());
                if server.write_all(&bytes[..pass]).await.is_err() || cut {
                    return;
                }
                faults.up.fetch_add(pass as u64, Ordering::SeqCst);
            }
            read = server.read(&mut down) => {
                let Some(bytes) = arrived(read, &down) else { return };
                if faults.closed.load(Ordering::SeqCst) {
                    return;
                }
                if faults.lose_replies.fetch_sub(1, Ordering::SeqCst) > 0 {
                    return;
                }
                faults.lose_replies.store(0, Ordering::SeqCst);
                let (pass, cut) = allowance(&faults.down_left, bytes.len());
                if phone.write_all(&bytes[..pass]).await.is_err() || cut {
                    return;
                }
                faults.down.fetch_add(pass as u64, Ordering::SeqCst);
            }
        }
    }
}

fn arrived(read: std::io::Result<usize>, buffer: &[u8]) -> Option<&[u8]> {
    read.ok()
        .filter(|count| *count > 0)
        .map(|count| &buffer[..count])
}

/// How many of `wanted` bytes may still pass, and whether the line is cut behind them.
fn allowance(left: &AtomicI64, wanted: usize) -> (usize, bool) {
    let before = left.load(Ordering::SeqCst);
    if before < 0 {
        return (wanted, false);
    }
    let pass = wanted.min(usize::try_from(before).unwrap());
    left.store(before - i64::try_from(pass).unwrap(), Ordering::SeqCst);
    (pass, pass < wanted || before == 0)
}

async fn login_page(phone: &mut TcpStream, buffer: &mut [u8]) -> std::io::Result<()> {
    const PAGE: &str = "<html><body>Welcome! Please sign in to our Wi-Fi.</body></html>";
    let _ = phone.read(buffer).await?;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{PAGE}",
        PAGE.len(),
    );
    phone.write_all(answer.as_bytes()).await?;
    phone.shutdown().await
}

/// What a county says that has too much to do: with its name on it, and in the header alone.
async fn busy(phone: &mut TcpStream, buffer: &mut [u8], seconds: i64) -> std::io::Result<()> {
    let _ = phone.read(buffer).await?;
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nruhu-protocol: 1\r\nretry-after: {seconds}\r\n\
         content-length: 0\r\nconnection: close\r\n\r\n",
    );
    phone.write_all(answer.as_bytes()).await?;
    phone.shutdown().await
}
