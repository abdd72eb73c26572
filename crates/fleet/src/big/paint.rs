//! How soon the console is seen in a real browser with nothing cached, and what comes over the
//! line for it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::json;

use super::Big;
use crate::bench::Error;
use crate::bench::report::Target;
use crate::desk::SignIn;
use crate::phone::machine_ms;

/// What people wait for without wondering.
const PAINT_MS: f64 = 1000.0;
const FIRST_SCREEN_KB: f64 = 350.0;

#[derive(Deserialize)]
struct Seen {
    sign_in: Look,
    overview: Look,
}

#[derive(Deserialize)]
struct Look {
    painted: f64,
    shown: f64,
    bytes: f64,
    with_charts: f64,
}

/// Asks the script to look.
pub(super) fn look(big: &mut Big<'_>, script: &Path, url: &str, who: &SignIn) -> Result<(), Error> {
    let mut browser = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let now_s = u64::try_from(machine_ms() / 1000).unwrap_or(0);
    let asked = json!({
        "url": url, "login": who.login, "password": who.password, "totp": who.code(now_s),
    });
    if let Some(mut stdin) = browser.stdin.take() {
        stdin.write_all(asked.to_string().as_bytes())?;
    }
    let answer = browser.wait_with_output()?;
    if !answer.status.success() {
        return Err(Error::Wrong("the browser saw nothing"));
    }
    let seen: Seen = serde_json::from_slice(&answer.stdout)?;
    let workload = big.workload;
    for (name, look) in [("sign-in", seen.sign_in), ("overview", seen.overview)] {
        let mut add = |what: &str, value, unit, most: Option<f64>| {
            let figure = big
                .report
                .add(workload, format!("{name} screen, {what}"), value, unit);
            if let Some(most) = most {
                figure.target(Target::AtMost(most));
            }
        };
        add("first paint", look.painted, "ms", Some(PAINT_MS));
        add("there", look.shown, "ms", None);
        add(
            "over the line",
            look.bytes / 1000.0,
            "KB",
            Some(FIRST_SCREEN_KB),
        );
        add(
            "with all that follows",
            look.with_charts / 1000.0,
            "KB",
            None,
        );
    }
    Ok(())
}
