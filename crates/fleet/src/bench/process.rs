//! The programs measured: the county server as a process of its own, and a private PostgreSQL.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Error;
use super::wire::{Line, request};
use crate::county::COUNTY_CODE;

/// Longer than any start, an empty database's schema included.
const START: Duration = Duration::from_secs(30);

/// Ticks of `/proc/PID/stat` in a second: Linux has shown it as 100 for thirty years.
const TICKS: f64 = 100.0;

/// A county server that runs beside us.
pub struct Server {
    pub address: SocketAddr,
    child: Child,
}

/// What a process has used so far.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    pub cpu_ms: f64,
    /// Most that was ever resident, MB.
    pub resident_mb: f64,
}

impl Server {
    /// Starts `ruhu-server` (beside this program) on a free port.
    ///
    /// # Errors
    /// When it is not there or does not come up.
    pub async fn start(data: &Path, database: &str) -> Result<Self, Error> {
        let address = free_port()?;
        let program = std::env::current_exe()?.with_file_name("ruhu-server");
        let mut child = Command::new(program)
            .args([
                "serve",
                "--county-code",
                COUNTY_CODE,
                "--database",
                database,
            ])
            .args(["--listen", &address.to_string(), "--data"])
            .arg(data)
            .stderr(File::create(data.join("server.log"))?)
            .stdin(Stdio::null())
            .spawn()?;
        let began = Instant::now();
        loop {
            if let Ok(mut line) = Line::to(address).await {
                line.ask(&request("GET", "/v1/health", "", "", &[]))
                    .await?
                    .success("health")?;
                return Ok(Self { address, child });
            }
            if began.elapsed() > START || child.try_wait()?.is_some() {
                return Err(Error::Wrong("the server did not start"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Processor time and memory so far.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn used(&self) -> Result<Used, Error> {
        let process = PathBuf::from(format!("/proc/{}", self.child.id()));
        let stat = std::fs::read_to_string(process.join("stat"))?;
        // Behind the name, which may hold anything: fields 14 and 15 are user and system time.
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let mut ticks = after_name.split_whitespace().skip(11).take(2);
        let mut next = || -> f64 {
            ticks
                .next()
                .and_then(|text| text.parse().ok())
                .unwrap_or(0.0)
        };
        Ok(Used {
            cpu_ms: (next() + next()) / TICKS * 1000.0,
            resident_mb: peak_mb(self.child.id())?,
        })
    }
}

impl Server {
    /// From here on the most memory that was ever resident is counted anew.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn forget_peak(&self) -> Result<(), Error> {
        forget_peak(self.child.id())
    }
}

/// Most memory of a process that was ever resident, or since it was last forgotten, in MB.
///
/// # Errors
/// When the process is gone, or the system does not tell.
pub fn peak_mb(process: u32) -> Result<f64, Error> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = most.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes
        .map(|kilobytes| kilobytes / 1024.0)
        .ok_or(Error::Wrong("the system does not tell of memory"))
}

/// From here on the most memory of a process is counted anew.
///
/// # Errors
/// When the process is gone.
pub fn forget_peak(process: u32) -> Result<(), Error> {
    Ok(std::fs::write(format!("/proc/{process}/clear_refs"), "5")?)
}

impl Drop for Server {
    fn drop(&mut self) {
        // Measured and done with: its folder goes next.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> Result<SocketAddr, Error> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// A PostgreSQL of our own with every setting as installed: it flushes before it says yes.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster in a temporary folder and starts it.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self, Error> {
        let programs = programs()?;
        let folder = std::env::temp_dir().join(format!("ruhu-bench-pg.{}", std::process::id()));
        std::fs::create_dir(&folder)?;
        let postgres = Self {
            folder,
            programs,
            port: free_port()?.port(),
        };
        if is_root()? {
            run(Command::new("chown").arg("postgres").arg(&postgres.folder))?;
        }
        let data = postgres.folder.join("data");
        run(postgres.program("initdb")?.arg("-D").arg(&data).args([
            "-U",
            "ruhu",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]))?;
        // As the README asks of a county's: the default is for the smallest machine there is.
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c shared_buffers=2GB",
            postgres.port,
            postgres.folder.display()
        );
        run(postgres
            .program("pg_ctl")?
            .arg("-D")
            .arg(&data)
            .arg("-w")
            .arg("-l")
            .arg(postgres.folder.join("log"))
            .args(["-o", &options, "start"]))?;
        Ok(postgres)
    }

    /// The address of a database of this cluster.
    pub fn url(&self) -> String {
        format!("postgres://ruhu@127.0.0.1:{}/postgres", self.port)
    }

    /// PostgreSQL refuses to run as root; Debian's package brings a user for it.
    fn program(&self, name: &str) -> Result<Command, Error> {
        let path = self.programs.join(name);
        Ok(if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        })
    }

    fn stop(&self) -> Result<(), Error> {
        let data = self.folder.join("data");
        run(self
            .program("pg_ctl")?
            .arg("-D")
            .arg(data)
            .args(["-m", "immediate", "stop"]))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Nothing in it is worth keeping, not even in failing to stop.
        let _ = self.stop();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Lets a PostgreSQL count its rows and look which pages are settled, as it would by itself within
/// a minute of a roster's import.
///
/// # Errors
/// When it does not answer.
pub fn analyse(url: &str) -> Result<(), Error> {
    let psql = programs()?.join("psql");
    run(Command::new(psql).args(["-c", "vacuum analyze", "-d", url]))
}

/// The folder of the newest PostgreSQL that is installed.
fn programs() -> Result<PathBuf, Error> {
    let mut installed: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    installed.sort();
    installed
        .pop()
        .ok_or(Error::Wrong("PostgreSQL is not installed"))
}

fn is_root() -> Result<bool, Error> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}

fn run(command: &mut Command) -> Result<(), Error> {
    let done = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if done.success() {
        Ok(())
    } else {
        Err(Error::Wrong("a PostgreSQL program failed"))
    }
}
