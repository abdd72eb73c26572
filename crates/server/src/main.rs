//! The county server as a program.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use server::{BlobPlace, Config, CountySeed, Database, SystemClock, upkeep};

#[derive(Parser)]
#[command(name = "ruhu-server", version, about = "Ruhu county server")]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serve phones and the console. Works with no configuration at all.
    Serve {
        #[command(flatten)]
        county: County,
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Replace the key that signs receipts. Phones follow; old receipts stay proved.
    RotateKey {
        #[command(flatten)]
        county: County,
        /// Why, for those who come after.
        #[arg(long)]
        reason: String,
    },
    /// Copy the database into a new file, also while the county is served. Photos are listed
    /// beside it, not copied.
    Backup {
        #[command(flatten)]
        county: County,
        file: PathBuf,
    },
    /// Take a stopped county back to a backup. What was there is moved aside; phones send again
    /// what the backup lacks.
    Restore {
        #[command(flatten)]
        county: County,
        file: PathBuf,
    },
    /// To be run after a county was set back by other means, such as a PostgreSQL restore.
    NewEpoch {
        #[command(flatten)]
        county: County,
    },
    /// Ask older apps to update before they receive rows; `none` lifts it. Their work is always
    /// taken in.
    MinAppVersion {
        #[command(flatten)]
        county: County,
        version: String,
    },
    /// People who run the county.
    Admin {
        #[command(subcommand)]
        what: Admin,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Make an administrator and print the way to sign in, once.
    Create {
        #[command(flatten)]
        county: County,
        #[arg(long)]
        login: String,
        #[arg(long)]
        name: String,
    },
}

#[derive(Args)]
struct County {
    /// Folder for the database and the photos.
    #[arg(long, default_value = "ruhu-data")]
    data: PathBuf,
    /// `sqlite`, or an address `postgres://…`.
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// `folder` in the data folder, or `s3://bucket/prefix`; region, endpoint and keys from the
    /// usual AWS_REGION, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
    #[arg(long, default_value = "folder")]
    blobs: String,
    /// The county's name, when it is made.
    #[arg(long)]
    county_name: Option<String>,
    /// Six digits of GB/T 2260.
    #[arg(long)]
    county_code: Option<String>,
}

impl County {
    fn config(self, listen: SocketAddr) -> Result<Config, String> {
        let seed = CountySeed::default();
        let code = self.county_code.unwrap_or(seed.code);
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("a county code has six digits".to_owned());
        }
        let database = match self.database.as_str() {
            "sqlite" => Database::Sqlite,
            url if url.starts_with("postgres") => Database::Postgres(url.to_owned()),
            _ => return Err("a database is `sqlite` or `postgres://…`".to_owned()),
        };
        let blobs =
            BlobPlace::parse(&self.blobs, std::env::vars()).map_err(|error| told(&error))?;
        Ok(Config {
            data_dir: self.data,
            listen,
            database,
            blobs,
            county: CountySeed {
                name: self.county_name.unwrap_or(seed.name),
                code,
            },
            clock: Arc::new(SystemClock),
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(Command::parse().what).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            tracing::error!("{problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(what: What) -> Result<(), String> {
    match what {
        What::Serve { county, listen } => serve(county.config(listen)?).await,
        What::RotateKey { county, reason } => {
            let county = opened(county).await?;
            let key = upkeep::rotate_key(&county, None, &reason).await;
            county.close().await;
            say(&format!(
                "signing key  {}",
                key.map_err(|error| told(&error))?
            ))
        }
        What::Backup { county, file } => {
            let made = upkeep::back_up(&county.config(nowhere())?, &file).await;
            let made = made.map_err(|error| told(&error))?;
            let list = made.photo_list.display();
            say(&format!(
                "backup  {}\nphotos  {} in {list}",
                file.display(),
                made.photos
            ))
        }
        What::Restore { county, file } => {
            let done = upkeep::restore(&county.config(nowhere())?, &file).await;
            let done = done.map_err(|error| told(&error))?;
            let aside = done.aside.unwrap_or_default();
            say(&format!(
                "photos gone  {}\nbefore it    {}",
                done.photos_gone,
                aside.display()
            ))
        }
        What::NewEpoch { county } => {
            let county = opened(county).await?;
            let gone = upkeep::new_epoch(&county).await;
            county.close().await;
            say(&format!(
                "photos gone  {}",
                gone.map_err(|error| told(&error))?
            ))
        }
        What::MinAppVersion { county, version } => {
            let county = opened(county).await?;
            let version = if version == "none" { "" } else { &version };
            let set = upkeep::set_min_app_version(&county, version).await;
            county.close().await;
            set.map_err(|error| told(&error))
        }
        What::Admin {
            what:
                Admin::Create {
                    county,
                    login,
                    name,
                },
        } => {
            let config = county.config(nowhere())?;
            let county = server::open(&config).await.map_err(|error| told(&error))?;
            let made = server::bootstrap::create_admin(&county, &login, &name).await;
            county.close().await;
            show(&made.map_err(|error| told(&error))?)
        }
    }
}

/// For commands that listen nowhere.
fn nowhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

async fn opened(county: County) -> Result<server::Opened, String> {
    let config = county.config(nowhere())?;
    server::open(&config).await.map_err(|error| told(&error))
}

fn say(text: &str) -> Result<(), String> {
    writeln!(std::io::stdout(), "{text}").map_err(|error| told(&error))
}

async fn serve(config: Config) -> Result<(), String> {
    let running = server::start(config).await.map_err(|error| told(&error))?;
    asked_to_stop().await?;
    tracing::info!("Stopping");
    running.stop().await;
    Ok(())
}

async fn asked_to_stop() -> Result<(), String> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| told(&error))?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result.map_err(|error| told(&error)),
        _ = terminate.recv() => Ok(()),
    }
}

fn show(sign_in: &server::bootstrap::SignIn) -> Result<(), String> {
    let mut out = std::io::stdout();
    let text = format!(
        "login     {}\npassword  {}\nsecret    {}\n{}\n",
        sign_in.login,
        sign_in.password,
        sign_in.totp_secret.as_deref().unwrap_or("none"),
        sign_in.otpauth.as_deref().unwrap_or_default(),
    );
    out.write_all(text.as_bytes()).map_err(|error| told(&error))
}

/// An error with everything that led to it.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
