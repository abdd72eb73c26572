//! Finding the parts of a bundle in a stream of bytes, and again behind whatever is damaged.

use protocol::bundle::{
    BUNDLE_VERSION, BundleHeaderV1, MAX_HEAD_BYTES, MAX_PART_BYTES, PART_MAGIC, PartHeadV1,
};
use serde_json::Value;

/// Magic and the length of the head.
const PREFIX: usize = PART_MAGIC.len() + 2;

/// Parts whose bytes are not what their head says, before a stream is given up: hashing the same
/// megabytes for every forged head would keep a server busy for ever.
const MAX_SPOILT: u32 = 64;

/// What came out of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The first line. Who signed it is not known here.
    Header(BundleHeaderV1),
    /// Written by a newer app; nothing else is looked for.
    Version(u64),
    /// Bytes that are what their head says. Who signed the head is not known here.
    Part(Part),
    /// Bytes that belong to nothing whole.
    Damage,
}

/// One part as it lay in the file.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    pub head: PartHeadV1,
    pub sealed: Vec<u8>,
    /// Where it began in the stream.
    pub at: u64,
    /// Where the next one begins.
    pub end: u64,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Part({} #{})", self.head.bundle_id, self.head.number)
    }
}

/// Takes bytes as they come and gives parts as they become whole. Holds one part at most, and a
/// little more.
pub struct Scanner {
    buffer: Vec<u8>,
    /// Bytes of the buffer that are done with.
    used: usize,
    /// Where the buffer begins in the stream.
    base: u64,
    first: bool,
    ended: bool,
    in_damage: bool,
    spoilt: u32,
}

impl Default for Scanner {
    fn default() -> Self {
        Self::from(0)
    }
}

impl Scanner {
    /// A stream that begins at this place of a file.
    pub fn from(at: u64) -> Self {
        Self {
            buffer: Vec::new(),
            used: 0,
            base: at,
            first: at == 0,
            ended: false,
            in_damage: false,
            spoilt: 0,
        }
    }

    /// Adds bytes. Ask [`Scanner::find`] until it has nothing before adding more.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.ended {
            return;
        }
        self.buffer.drain(..self.used);
        self.base += self.used as u64;
        self.used = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// Nothing more comes: what is not whole by now never will be.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// The next thing in the stream; `None` until more comes.
    pub fn find(&mut self) -> Option<Found> {
        loop {
            if self.spoilt > MAX_SPOILT {
                self.ended = true;
                self.used = self.buffer.len();
            }
            let left = &self.buffer[self.used..];
            if left.is_empty() {
                return None;
            }
            if self.first {
                match first_line(left, self.ended) {
                    Line::Wait => return None,
                    Line::None => self.first = false,
                    Line::Is(found, bytes) => {
                        self.first = false;
                        self.used += bytes;
                        if matches!(found, Found::Version(_)) {
                            self.ended = true;
                            self.used = self.buffer.len();
                        }
                        return Some(found);
                    }
                }
                continue;
            }
            match part(left) {
                Look::Part(head, bytes) => {
                    let at = self.base + self.used as u64;
                    let sealed = left[bytes - head.bytes as usize..bytes].to_vec();
                    self.used += bytes;
                    self.in_damage = false;
                    let end = at + bytes as u64;
                    return Some(Found::Part(Part {
                        head,
                        sealed,
                        at,
                        end,
                    }));
                }
                Look::Wait if !self.ended => return None,
                Look::Spoilt => {
                    self.spoilt += 1;
                    self.used += 1;
                }
                Look::Wait | Look::Nothing => self.used += skip(left, self.ended),
            }
            if !self.in_damage && self.used > 0 {
                self.in_damage = true;
                return Some(Found::Damage);
            }
        }
    }
}

/// How many bytes to pass over: to the next place where a part may begin.
fn skip(left: &[u8], ended: bool) -> usize {
    let rest = &left[1..];
    let next = rest
        .windows(PART_MAGIC.len())
        .position(|window| window == PART_MAGIC);
    match next {
        Some(at) => 1 + at,
        None if ended => left.len(),
        // The magic may be cut in two by the end of what has come.
        None => left.len().saturating_sub(PART_MAGIC.len() - 1).max(1),
    }
}

enum Line {
    Wait,
    None,
    Is(Found, usize),
}

fn first_line(left: &[u8], ended: bool) -> Line {
    if left[0] != b'{' {
        return Line::None;
    }
    let Some(end) = left.iter().position(|byte| *byte == b'\n') else {
        return if ended || left.len() > MAX_HEAD_BYTES {
            Line::None
        } else {
            Line::Wait
        };
    };
    let line = &left[..end];
    let version = serde_json::from_slice::<Value>(line)
        .ok()
        .and_then(|json| json.get("ruhu_bundle")?.as_u64());
    match version {
        Some(version) if version == u64::from(BUNDLE_VERSION) => serde_json::from_slice(line)
            .map_or(Line::None, |header| {
                Line::Is(Found::Header(header), end + 1)
            }),
        Some(version) => Line::Is(Found::Version(version), end + 1),
        None => Line::None,
    }
}

enum Look {
    /// With the length of magic, head and all.
    Part(PartHeadV1, usize),
    Wait,
    /// Its bytes are not what its head says.
    Spoilt,
    Nothing,
}

fn part(left: &[u8]) -> Look {
    let seen = left.len().min(PART_MAGIC.len());
    if left[..seen] != PART_MAGIC[..seen] {
        return Look::Nothing;
    }
    let Some(prefix) = left.get(..PREFIX) else {
        return Look::Wait;
    };
    let head_bytes = usize::from(u16::from_be_bytes([prefix[PREFIX - 2], prefix[PREFIX - 1]]));
    if head_bytes > MAX_HEAD_BYTES {
        return Look::Nothing;
    }
    let Some(head) = left.get(PREFIX..PREFIX + head_bytes) else {
        return Look::Wait;
    };
    let Ok(head) = serde_json::from_slice::<PartHeadV1>(head) else {
        return Look::Nothing;
    };
    let sealed_bytes = head.bytes as usize;
    if sealed_bytes > MAX_PART_BYTES {
        return Look::Nothing;
    }
    let end = PREFIX + head_bytes + sealed_bytes;
    let Some(sealed) = left.get(PREFIX + head_bytes..end) else {
        return Look::Wait;
    };
    if protocol::digest(sealed) == head.sha256 {
        Look::Part(head, end)
    } else {
        Look::Spoilt
    }
}
