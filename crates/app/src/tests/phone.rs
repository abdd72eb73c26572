//! A phone in a test's hand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::geo::{Fence, GeoFix, GeoQuality, Mock, Point};
use domain::time::Timestamp;
use serde_json::{Value, json};

use crate::views::visit::{AnswerInputValue, ItemForm, ItemKind, VisitForm};
use crate::{App, CallError, Config, ErrorCode, LocateError, Platform, SecretError};

/// 2026-11-22 10:00 in China.
pub const NOON: i64 = 1_795_312_800_000;

/// A machine whose clock is set and whose satellites always answer.
pub struct Machine {
    pub now_ms: AtomicI64,
    pub free_bytes: AtomicU64,
    pub fonts: Mutex<Vec<PathBuf>>,
    secrets: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Machine {
    pub fn advance(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Platform for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.now_ms.load(Ordering::Relaxed))
    }

    fn monotonic_ms(&self) -> i64 {
        self.now_ms.load(Ordering::Relaxed) - NOON + 1_000_000
    }

    fn boot_id(&self) -> String {
        "boot".to_owned()
    }

    fn secret(&self, name: &str) -> Result<Option<Vec<u8>>, SecretError> {
        Ok(self.secrets.lock().unwrap().get(name).cloned())
    }

    fn set_secret(&self, name: &str, value: &[u8]) -> Result<(), SecretError> {
        self.secrets
            .lock()
            .unwrap()
            .insert(name.to_owned(), value.to_vec());
        Ok(())
    }

    fn system_fonts(&self) -> Vec<PathBuf> {
        self.fonts.lock().unwrap().clone()
    }

    fn locate(&self) -> Result<GeoFix, LocateError> {
        Ok(GeoFix {
            at: Point {
                lat: 34.580_812_345,
                lon: 105.724_2,
            },
            accuracy_m: 12.0,
            altitude_m: None,
            provider: "gps".to_owned(),
            mock: Mock::No,
            fix_time: self.now(),
            fix_age_s: 1,
            fence: Fence::Unknown,
            fence_distance_m: None,
            quality: GeoQuality::Good,
        })
    }

    fn manual_location(&self) -> bool {
        false
    }

    fn free_bytes(&self, _: &Path) -> Option<u64> {
        Some(self.free_bytes.load(Ordering::Relaxed))
    }

    fn network_allowed(&self) -> bool {
        false
    }

    fn app_version(&self) -> String {
        "test".to_owned()
    }
}

/// One phone, its folder and its machine. Counts what a thumb would do.
pub struct Phone {
    pub app: App,
    pub machine: Arc<Machine>,
    dir: tempfile::TempDir,
    pub calls: usize,
}

impl Phone {
    pub fn new() -> Self {
        let machine = Arc::new(blank_machine());
        let dir = tempfile::tempdir().unwrap();
        let app = open(dir.path(), &machine);
        Self {
            app,
            machine,
            dir,
            calls: 0,
        }
    }

    /// The battery was pulled; nothing was said goodbye to.
    pub fn restart(&mut self) {
        self.app = open(self.dir.path(), &self.machine);
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().to_owned()
    }

    pub async fn try_call(&mut self, name: &str, args: Value) -> Result<Value, CallError> {
        self.calls += 1;
        self.app.call(name, args).await
    }

    pub async fn call(&mut self, name: &str, args: Value) -> Value {
        self.try_call(name, args)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    pub async fn form(&mut self, name: &str, args: Value) -> VisitForm {
        serde_json::from_value(self.call(name, args).await).unwrap()
    }

    /// The code a command fails with.
    pub async fn refusal(&mut self, name: &str, args: Value) -> ErrorCode {
        match self.try_call(name, args).await {
            Ok(_) => panic!("{name} was not refused"),
            Err(error) => error.code,
        }
    }

    pub async fn photograph(&mut self, visit: &str, item: &str, picture: &[u8]) -> VisitForm {
        let input = json!({ "visit_id": visit, "item": item, "member_id": null,
            "data": STANDARD.encode(picture), "imported": false });
        self.form("add_photo", input).await
    }

    /// Answers whatever is still open, until nothing is.
    pub async fn fill(&mut self, mut form: VisitForm) -> VisitForm {
        let visit = form.visit_id.clone();
        if form.location.lat.is_none() {
            form = self
                .form(
                    "locate",
                    json!({ "visit_id": visit, "lat": null, "lon": null }),
                )
                .await;
        }
        while let Some((item, member)) = next_open(&form) {
            form = if item.kind == ItemKind::Photo {
                self.photograph(&visit, &item.code, &picture(7)).await
            } else {
                let value = item.value.clone().unwrap_or_else(|| plausible(&item));
                let input = json!({ "visit_id": visit, "item": item.code, "member_id": member,
                    "value": value });
                self.form("answer", input).await
            };
        }
        form
    }

    /// A whole visit, sealed.
    pub async fn visit(&mut self, household: &str, profile: &str) -> VisitForm {
        let start = json!({ "household_id": household, "profile": profile });
        let form = self.form("start_visit", start).await;
        let form = self.fill(form).await;
        self.machine.advance(20 * 60_000);
        self.form("seal_visit", json!({ "visit_id": form.visit_id }))
            .await
    }
}

/// A machine with an empty key store.
pub fn blank_machine() -> Machine {
    Machine {
        now_ms: AtomicI64::new(NOON),
        free_bytes: AtomicU64::new(u64::MAX),
        fonts: Mutex::default(),
        secrets: Mutex::default(),
    }
}

fn open(dir: &Path, machine: &Arc<Machine>) -> App {
    App::open(Config {
        data_dir: dir.to_owned(),
        platform: machine.clone(),
    })
    .unwrap()
}

fn next_open(form: &VisitForm) -> Option<(ItemForm, Option<String>)> {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    let mut items = groups.flat_map(|group| group.items.iter().map(move |item| (item, group)));
    let (item, group) = items.find(|(item, _)| match item.kind {
        ItemKind::Photo => item.photos.len() < item.photos_min as usize,
        ItemKind::Signature => false,
        _ => item.required && !item.computed && (item.value.is_none() || item.carried),
    })?;
    Some((item.clone(), group.member_id.clone()))
}

/// An answer that raises nothing, where the engine lets us choose.
fn plausible(item: &ItemForm) -> AnswerInputValue {
    let choice = |code: &str| AnswerInputValue::Choice(code.to_owned());
    let first = || item.options[0].code.clone();
    let no_is_good = ["member_changed", "lead_suggested", "school_outside_county"];
    match (item.code.as_str(), item.kind) {
        ("medins_type", _) => choice("resident"),
        ("housing_grade", _) => choice("A"),
        ("visible_danger" | "sudden_event", _) => {
            AnswerInputValue::Choices(vec!["none".to_owned()])
        }
        ("medins_year", _) => AnswerInputValue::Integer(2026),
        (code, _) if no_is_good.contains(&code) => choice("no"),
        (_, ItemKind::YesNo | ItemKind::YesNoNa) => choice("yes"),
        (_, ItemKind::Enum) => AnswerInputValue::Choice(first()),
        (_, ItemKind::MultiEnum) => AnswerInputValue::Choices(vec![first()]),
        (_, ItemKind::Integer) => AnswerInputValue::Integer(3),
        (_, ItemKind::Number) => AnswerInputValue::Decimal("90".to_owned()),
        (_, ItemKind::Money) => AnswerInputValue::Money(10_000),
        (_, ItemKind::Date) => AnswerInputValue::Date("2026-11-01".to_owned()),
        (_, ItemKind::MemberRef) => AnswerInputValue::Member(first()),
        _ => AnswerInputValue::Text("家中一切正常".to_owned()),
    }
}

/// A small picture without a codec: a PNG whose rows are stored, not packed.
pub fn picture(seed: u8) -> Vec<u8> {
    painted(400, |x, y| [(x / 2) as u8, (y / 2) as u8, seed])
}

/// The same for any square.
pub fn painted(side: u32, mut colour: impl FnMut(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..side {
        rows.push(0);
        for x in 0..side {
            rows.extend(colour(x, y));
        }
    }
    let mut packed = vec![0x78, 0x01];
    let mut blocks = rows.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        packed.push(u8::from(blocks.peek().is_none()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in &rows {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    packed.extend((b << 16 | a).to_be_bytes());
    let mut header = Vec::new();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in [
        (b"IHDR", &header),
        (b"IDAT", &packed),
        (b"IEND", &Vec::new()),
    ] {
        png.extend((body.len() as u32).to_be_bytes());
        let chunk = [name.as_slice(), body].concat();
        png.extend(&chunk);
        png.extend(crc32(&chunk).to_be_bytes());
    }
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}
