//! `./dev demo`: sets up a county, plays a day, then stays up for you to look around.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use fastrand::Rng;
use fleet::county::Scale;
use fleet::narrator::Narrator;
use fleet::phone::{Clock, machine_ms};
use fleet::stage::{Error, Stage};
use fleet::{campaign, day, history};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::signal::unix::{SignalKind, signal};

/// Plays a day in a made-up county, then keeps it open.
#[derive(Parser)]
#[command(name = "ruhu-demo", version)]
struct Options {
    /// Everything made here goes into this folder, which must not exist yet.
    #[arg(long)]
    data: PathBuf,
    /// The console's port; the phones are on the next one.
    #[arg(long, default_value_t = 8700)]
    port: u16,
    /// End after the day.
    #[arg(long)]
    no_stay: bool,
    /// Two towns and two teams instead of a county.
    #[arg(long)]
    small: bool,
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Also write addresses and sign-ins to this file, for the browser tests.
    #[arg(long)]
    addresses: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let mut out = Narrator::new(std::io::stdout());
    match run(Options::parse(), &mut out).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out.say(&format!("✗ the demonstration stopped: {error}"));
            tracing::error!(?error, "The demonstration stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run<W: std::io::Write>(options: Options, out: &mut Narrator<W>) -> Result<(), Error> {
    let scale = if options.small {
        Scale::SMALL
    } else {
        Scale::COUNTY
    };
    let mut rng = Rng::with_seed(options.seed);
    // The story ends now; it began four hours ago.
    let today_ms = machine_ms() - 4 * 60 * 60 * 1000;

    out.chapter("演示县 The county: made-up people, a real server on SQLite");
    let clock = Clock::at(today_ms);
    let listen = SocketAddr::from(([127, 0, 0, 1], options.port));
    let stage = Stage::set(&options.data, options.seed, scale, clock, listen).await?;
    let county = &stage.county;
    out.did(&format!(
        "{} towns, {} villages, {} teams with {} members, {} monitored households, {} people",
        county.towns.len(),
        county.villages,
        county.captains.len(),
        county.captains.len() + county.cadres.len(),
        county.households,
        county.members,
    ));
    let (teams, days) = if options.small { (1, 3) } else { (8, 12) };
    let due = campaign::begin(&stage, days, today_ms).await?;
    out.did(&format!(
        "专项行动: a campaign was begun, {due} households to be visited"
    ));
    let played = history::play(&stage, teams, days, today_ms, &mut rng).await?;
    out.did(&format!(
        "the {days} days before: {} visits by other teams, {} batches, {} accepted",
        played.visits, played.batches, played.accepted,
    ));

    let phones = day::play(&stage, &mut rng, out).await?;
    stage.clock.go_live();
    out.say(&format!("the whole day took {:.0} s", out.total_s()));
    let dirs = [phones.cadre.dir.clone(), phones.captain.dir.clone()];
    // The preview opens the same phones: here they must be put down first.
    drop(phones);

    if !options.no_stay {
        stay(&stage, &options, dirs, out).await?;
    }
    stage.server.stop().await;
    Ok(())
}

/// Shows the phones in a browser and prints where everything is, until Ctrl-C.
async fn stay<W: std::io::Write>(
    stage: &Stage,
    options: &Options,
    dirs: [PathBuf; 2],
    out: &mut Narrator<W>,
) -> Result<(), Error> {
    let listen = SocketAddr::from(([127, 0, 0, 1], options.port + 1));
    let listener = preview::bind(listen).await?;
    // The last is nobody's yet: enrolment can be looked at too.
    let spare = options.data.join("phones").join("spare");
    let phones = [
        ("cadre", &dirs[0]),
        ("captain", &dirs[1]),
        ("spare", &spare),
    ]
    .into_iter()
    .map(|(name, dir)| preview::Phone::open(name, dir))
    .collect::<Result<Vec<_>, _>>()?;
    // The cadre's phone is still in the village: the visit waiting on it leaves when you let it.
    phones[0].set_network(false);
    let server = tokio::spawn(preview::serve_on(listener, phones));

    out.chapter("请随意试用 Have a look around (Ctrl-C ends it)");
    out.say(&format!("县级控制台 console   {}/", stage.url));
    for (title, sign_in) in [
        ("县级 county staff  ", &stage.staff),
        ("管理员 administrator", &stage.administrator),
        ("镇总队长 town captain", &stage.town_captain),
    ] {
        let (login, password) = (&sign_in.login, &sign_in.password);
        out.say(&format!("  {title}  {login} / {password}"));
    }
    out.say(&format!(
        "干部手机 cadre's phone      http://{listen}/cadre/   (飞行模式 in aeroplane mode)"
    ));
    out.say(&format!(
        "队长手机 captain's phone    http://{listen}/captain/"
    ));
    // Somebody who has no phone yet, for whoever wants to enrol one.
    let someone = stage.county.cadres.last().ok_or(Error::Roster(0))?;
    let code = stage.enrolment(someone.id).await?;
    out.say(&format!(
        "新手机 a new phone          http://{listen}/spare/   enrol with {} and {code}",
        stage.url
    ));
    out.say(&format!(
        "接口说明 API                {}/v1/openapi.json",
        stage.url
    ));
    if let Some(path) = &options.addresses {
        write_addresses(path, stage, listen, &dirs, &code)?;
    }
    let told = codes(stage.clock.clone(), stage, out).await;
    server.abort();
    told
}

/// Shows the six-digit codes, and again each time Enter is pressed, until told to end.
async fn codes<W: std::io::Write>(
    clock: Arc<Clock>,
    stage: &Stage,
    out: &mut Narrator<W>,
) -> Result<(), Error> {
    let mut terminated = signal(SignalKind::terminate()).map_err(Error::Folder)?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut listening = true;
    loop {
        if listening {
            let now_s = u64::try_from(clock.ms() / 1000).unwrap_or(0);
            out.say(&format!(
                "动态口令 six-digit codes now: county {}, admin {}  (Enter for new ones; town1 needs none)",
                stage.staff.code(now_s),
                stage.administrator.code(now_s),
            ));
        }
        tokio::select! {
            line = lines.next_line(), if listening => {
                // Without a terminal there is nobody to press Enter.
                listening = matches!(line, Ok(Some(_)));
            }
            _ = tokio::signal::ctrl_c() => return Ok(()),
            _ = terminated.recv() => return Ok(()),
        }
    }
}

fn write_addresses(
    path: &Path,
    stage: &Stage,
    phones: SocketAddr,
    dirs: &[PathBuf; 2],
    code: &str,
) -> Result<(), Error> {
    let addresses = serde_json::json!({
        "console": stage.url,
        "phones": format!("http://{phones}"),
        "dirs": { "cadre": dirs[0], "captain": dirs[1] },
        "county": stage.staff,
        "administrator": stage.administrator,
        "town_captain": stage.town_captain,
        "spare": { "server": stage.url, "code": code },
    });
    let draft = path.with_extension("new");
    std::fs::write(&draft, serde_json::to_vec_pretty(&addresses)?).map_err(Error::Folder)?;
    std::fs::rename(draft, path).map_err(Error::Folder)
}
