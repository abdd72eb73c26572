//! Work that leaves a phone as a sealed file, and goes to the county in somebody else's pocket.

use axum::http::{HeaderMap, Method};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::county::{Arrived, Desk, House};
use super::handset::Handset;
use super::people::{Done, text, told};
use super::world::World;

/// A file with somebody's work.
pub struct Stick {
    /// Whose work it is.
    pub of: usize,
    pub file: Vec<u8>,
}

/// Packs all that waits on a phone, and takes the file out of it.
fn export(phone: &Handset) -> Result<Vec<u8>, String> {
    let mut id = String::new();
    told(phone.call::<Value>("export_bundle", json!({})), |rescue| {
        id = text(&rescue["exported"][0], "bundle_id");
        String::new()
    })?;
    let mut file = Vec::new();
    loop {
        let mut piece = Vec::new();
        let wanted = json!({ "bundle_id": id, "offset": file.len() });
        told(phone.call::<Value>("bundle_piece", wanted), |answer| {
            piece = STANDARD.decode(text(&answer, "data")).unwrap_or_default();
            String::new()
        })?;
        if piece.is_empty() {
            return Ok(file);
        }
        file.extend(piece);
    }
}

/// Hands a file to a phone, piece by piece as a screen does.
fn import(phone: &Handset, file: &[u8]) -> Done {
    let mut id = Value::Null;
    let mut offset = 0;
    for piece in file.chunks(100_000) {
        let args = json!({ "import_id": id, "offset": offset, "data": STANDARD.encode(piece) });
        told(phone.call::<Value>("import_piece", args), |answer| {
            id = answer["import_id"].clone();
            String::new()
        })?;
        offset += piece.len();
    }
    let whole = json!({ "import_id": id });
    told(phone.call::<Value>("import_bundle", whole), |answer| {
        format!("{} bytes, known {}", file.len(), answer["known"])
    })
}

/// Brings a file to the county's office.
fn bring(desk: &mut Desk, house: &House, file: &[u8]) -> Done {
    let reply = desk.ask(house, |cookie| {
        let mut headers = HeaderMap::new();
        headers.insert("ruhu-console", "1".parse().unwrap());
        headers.insert("content-type", "application/octet-stream".parse().unwrap());
        headers.insert("cookie", cookie.parse().unwrap());
        house.answer(Arrived {
            method: Method::POST,
            path: "v1/console/bundles",
            headers,
            body: file,
            cut: None,
        })
    });
    match reply {
        Some(reply) if reply.status.is_success() => Ok(format!("{} bytes", file.len())),
        Some(reply) => Err(reply.status.as_u16().to_string()),
        None => Err("no answer".to_owned()),
    }
}

impl World {
    pub fn pack(&mut self, phone: usize) {
        let waiting = self.phones[phone]
            .rows("select change_id from outbox where delivery in ('queued', 'parked')");
        let waiting: Vec<String> = waiting.into_iter().flatten().collect();
        // Refused for bytes that were bent: a file would bring the true ones after all.
        if waiting.iter().any(|change| self.ledger.was_bent(change)) {
            return;
        }
        self.ledger.leave(waiting);
        let done = self.act(phone, "a pack", |world| export(&world.phones[phone]));
        let done = done.map(|file| {
            let bytes = file.len();
            self.sticks.push(Stick { of: phone, file });
            format!("{bytes} bytes")
        });
        self.said(phone, "packs", done, false);
    }

    /// Somebody gives a file to a phone or the county: whole, cut short, or with a bit turned.
    pub fn carry(&mut self, phone: usize) {
        if self.sticks.is_empty() {
            return;
        }
        let stick = &self.sticks[self.rng.usize(..self.sticks.len())];
        let mut file = stick.file.clone();
        let whose = self.phones[stick.of].name.clone();
        match self.rng.u8(..8) {
            0 => file.truncate(self.rng.usize(..file.len().max(1))),
            1 if !file.is_empty() => {
                let at = self.rng.usize(..file.len());
                file[at] ^= 4;
            }
            _ => {}
        }
        if self.rng.u8(..3) > 0 {
            let done = self.act(phone, "an import", |world| {
                import(&world.phones[phone], &file)
            });
            let done = done.map(|of| format!("{whose}'s {of}"));
            self.said(phone, "takes along", done, false);
        } else if self.house.is_up() {
            let done = bring(&mut self.desk, &self.house, &file);
            let told = done.unwrap_or_else(|code| code);
            self.note(format!("county takes {whose}'s file: {told}"));
            self.mind_the_server();
            self.photos_may_wait();
        }
    }
}
