//! `ruhu-preview --phone wang=./wang --phone li=./li --listen 127.0.0.1:8701`

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use preview::Phone;

/// Shows Ruhu phones in a browser on this machine.
#[derive(Parser)]
#[command(name = "ruhu-preview", version)]
struct Options {
    /// A phone and the folder it is kept in.
    #[arg(long = "phone", value_name = "NAME=DIR", required = true, value_parser = pair)]
    phones: Vec<(String, String)>,
    /// Enrols a phone that is not enrolled yet.
    #[arg(long = "enrol", value_name = "NAME=SERVER,CODE", value_parser = pair)]
    enrolments: Vec<(String, String)>,
    #[arg(long, default_value = "127.0.0.1:8701")]
    listen: SocketAddr,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("write NAME=…".to_owned()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().init();
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "The preview ended");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), preview::Error> {
    let listener = preview::bind(options.listen).await?;
    let mut phones = Vec::new();
    for (name, dir) in &options.phones {
        let phone = Phone::open(name, &PathBuf::from(dir))?;
        for (_, enrolment) in options.enrolments.iter().filter(|(of, _)| of == name) {
            let (server, code) = enrolment.rsplit_once(',').unwrap_or((enrolment, ""));
            phone.enrol(server, code).await?;
        }
        phones.push(phone);
        tracing::info!(phone = %name, address = %listener.local_addr()?, "Phone is on");
    }
    preview::serve_on(listener, phones).await
}
