//! How bad the road is: what becomes of a request and of its answer.

use fastrand::Rng;

/// What the line does to one request. Nothing of it excludes a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    /// The request never arrives; the phone hears silence.
    RequestDropped,
    /// It is done, and the phone never hears.
    ReplyDropped,
    /// It arrives a second time, perhaps much later.
    Doubled,
    /// The line drops after so many thousandths of the request.
    RequestCut(u16),
    /// One bit of the request is another, so many thousandths into it.
    RequestBent(u16),
    /// The line drops after so many thousandths of the answer.
    ReplyCut(u16),
    /// So many thousandths of the answer arrive, and look whole to the phone.
    ReplyShort(u16),
    /// A login page answers 200 in the county's place.
    Portal,
    /// Somebody says in the county's place that all has arrived; he cannot sign.
    Impostor(u16),
    /// One digit of the county's proof is another.
    ProofBent(u16),
    /// A gateway says that the county is down.
    Gateway,
    /// The server is killed over it, after so many statements.
    ServerKilled(u16),
    /// The server is killed while it answers, after so many thousandths.
    ServerKilledAnswering(u16),
}

impl Fate {
    pub fn name(self) -> &'static str {
        match self {
            Self::Arrives => "arrives",
            Self::RequestDropped => "request dropped",
            Self::ReplyDropped => "reply dropped",
            Self::Doubled => "request doubled",
            Self::RequestCut(_) => "request cut",
            Self::RequestBent(_) => "request bent",
            Self::ReplyCut(_) => "reply cut",
            Self::ReplyShort(_) => "reply short",
            Self::Portal => "captive portal",
            Self::Impostor(_) => "impostor",
            Self::ProofBent(_) => "proof bent",
            Self::Gateway => "bad gateway",
            Self::ServerKilled(_) => "server killed at a statement",
            Self::ServerKilledAnswering(_) => "server killed at a byte",
        }
    }
}

/// The odds of one run: some runs know only one kind of trouble, some all of them.
pub struct Weather {
    odds: [u32; 13],
    slow: bool,
    /// How often in a hundred a phone dies over what it hears or what is done with it, and the
    /// server over a comparison of photos.
    pub deadly: u8,
}

impl Weather {
    pub fn draw(rng: &mut Rng) -> Self {
        let mut odds = [0; 13];
        for odd in &mut odds {
            *odd = [0, 0, 2, 4, 9][rng.usize(..5)];
        }
        Self {
            odds,
            slow: rng.u8(..3) == 0,
            deadly: [0, 4, 9, 16][rng.usize(..4)],
        }
    }

    pub fn calm() -> Self {
        Self {
            odds: [0; 13],
            slow: false,
            deadly: 0,
        }
    }

    pub fn fate(&self, rng: &mut Rng) -> Fate {
        // Drawn whether used or not: calm and storm then differ in nothing else.
        let (mut roll, part, statements) = (rng.u32(..100), rng.u16(..1000), rng.u16(..80));
        let fates = [
            Fate::RequestDropped,
            Fate::ReplyDropped,
            Fate::Doubled,
            Fate::RequestCut(part),
            Fate::ReplyCut(part),
            Fate::ReplyShort(part),
            Fate::Portal,
            Fate::Gateway,
            Fate::ServerKilled(statements),
            Fate::ServerKilledAnswering(part),
            Fate::RequestBent(part),
            Fate::Impostor(part),
            Fate::ProofBent(part),
        ];
        for (fate, odd) in fates.into_iter().zip(self.odds) {
            if roll < odd {
                return fate;
            }
            roll -= odd;
        }
        Fate::Arrives
    }

    /// Milliseconds one way.
    pub fn delay(&self, rng: &mut Rng) -> i64 {
        let base = 20 + rng.i64(0..200);
        match rng.u8(..10) {
            0 if self.slow => base + rng.i64(0..600_000),
            0..3 => base + rng.i64(0..20_000),
            _ => base,
        }
    }
}
