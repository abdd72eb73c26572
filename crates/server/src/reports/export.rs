//! A report as a file, made by a job: it goes on when the browser goes away, and a file half
//! written is never kept.

use std::sync::Arc;

use uuid::Uuid;

use super::rows::{After, Lines, Page, Table};
use super::sheet::Book;
use super::{Ask, Report, brief, document};
use crate::app::Shared;
use crate::county::audit;
use crate::db;
use crate::disk::Disk;
use crate::error::Error;
use crate::job::{self, Ended, Job, Kind, MadeFile, Outcome};

/// Left free where the file is written: who fills a disk with a workbook stops phones.
const ROOM: u64 = 64 * 1024 * 1024;

/// Rows read at a time: a few tens of megabytes of sealed visits at the most, and phones get their turn between.
const ROWS: i64 = 500;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What of a report is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Workbook,
    /// The list behind a figure, as a workbook.
    Behind,
    Document,
}

/// Begins to make it; the id of the job. Whoever takes data away is written down before it begins.
///
/// # Errors
/// `compliance_off`, `unknown_option` where the report has no such form.
pub(crate) async fn begin(
    app: &Shared,
    report: &'static Report,
    made: Made,
    ask: Ask,
) -> Result<Uuid, Error> {
    let is_there = match made {
        Made::Workbook => true,
        Made::Behind => report.behind.is_some(),
        Made::Document => report.document,
    };
    if !is_there {
        return Err(Error::bad("unknown_option", "made"));
    }
    let (county, person, now) = (ask.county, ask.signed.person, ask.now);
    let prepare = move |tx: &mut crate::db::Tx<'_>, _| {
        report.needs_on(tx, county)?;
        audit(tx, county, now, Some(person), "report_exported", report.id)
    };
    job::begin(app, Kind::Report, person, prepare, move |job| {
        make(job, report, made, ask)
    })
    .await
}

async fn make(
    job: Arc<Job>,
    report: &'static Report,
    made: Made,
    ask: Ask,
) -> Result<Outcome, Ended> {
    let file = match made {
        Made::Document => written(&job, report, ask).await?,
        Made::Workbook => {
            let book = Book::new(report, &ask)?;
            let name = report.zh.split('/').next().unwrap_or(report.zh);
            filled(&job, report.table(), book, ask, name).await?
        }
        Made::Behind => {
            let behind = report.behind.as_ref().ok_or_else(Error::not_found)?;
            let book = Book::behind(behind.zh, &ask, behind.columns)?;
            filled(&job, behind.table(), book, ask, behind.zh).await?
        }
    };
    Ok(Outcome {
        result: None,
        file: Some(file),
    })
}

/// Days in its name, nobody and no place.
fn name(of: &str, ask: &Ask, ending: &str) -> String {
    format!("{of}_{}_{}.{ending}", ask.from, ask.to)
}

/// Writes row after row as they come.
async fn filled(
    job: &Job,
    table: Table,
    mut book: Book,
    ask: Ask,
    of: &str,
) -> Result<MadeFile, Ended> {
    let app = job.app.clone();
    let asked = ask.clone();
    let total = app
        .db
        .read(move |reader| table.count(reader, &asked))
        .await?;
    let total = total.map_or(0, |total| u64::try_from(total).unwrap_or(0));
    let read = |after: After| {
        let (db, asked) = (app.db.clone(), ask.clone());
        tokio::spawn(async move {
            db.read(move |reader| table.page(reader, &asked, after, table.at_a_time(ROWS)))
                .await
        })
    };
    let mut reading = Some(read(After::default()));
    while let Some(page) = reading.take() {
        room()?;
        let Page { rows, next } = page.await.map_err(|_| Error::Task)??;
        let seen = next.as_ref().map(|next| next.seen);
        // The next rows are read while these are written.
        reading = next.map(read);
        book = added(book, rows).await?;
        if let Some(seen) = seen {
            job.tell(u64::try_from(seen).unwrap_or(0), total).await?;
        }
    }
    job.tell(total, total).await?;
    let bytes = saved(move |file| book.save(file)).await?;
    Ok(MadeFile {
        name: name(of, &ask, "xlsx"),
        media: XLSX,
        bytes,
    })
}

async fn written(job: &Job, report: &'static Report, ask: Ask) -> Result<MadeFile, Ended> {
    let asked = ask.clone();
    let county = job.app.county.id;
    let (brief, place) = job
        .app
        .db
        .read(move |reader| {
            let name = reader.first(
                "select name from county where county_id = $1",
                &[county.into()],
            )?;
            let name = name.map(|row| row.text("name")).transpose()?;
            Ok::<_, Error>((brief::read(reader, &asked)?, name.unwrap_or_default()))
        })
        .await?;
    let name = name(
        report.zh.split('/').next().unwrap_or(report.zh),
        &ask,
        "docx",
    );
    let bytes = saved(move |file| document::write(report, &ask, &place, &brief, file)).await?;
    Ok(MadeFile {
        name,
        media: DOCX,
        bytes,
    })
}

/// The library that writes workbooks knows no full disk: it is looked at before.
fn room() -> Result<(), Error> {
    let free = Disk::of(&std::env::temp_dir(), false).free_bytes();
    if free.is_some_and(|free| free < ROOM) {
        return Err(Error::disk_full());
    }
    Ok(())
}

/// A failure of a library that packs: a full disk stays one, however deep it lies.
pub(super) fn packing(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        let io = one.downcast_ref::<std::io::Error>();
        if io.is_some_and(db::is_storage_full) {
            return Error::disk_full();
        }
        cause = one.source();
    }
    Error::Blobs(std::io::Error::other(error))
}

/// Like packing, work for a processor.
async fn added(mut book: Book, rows: Lines) -> Result<Book, Error> {
    let work = tokio::task::spawn_blocking(move || {
        for row in &rows {
            book.add(row)?;
        }
        Ok(book)
    });
    work.await.map_err(|_| Error::Task)?
}

/// Packing is work for a processor, not for the threads that answer phones.
async fn saved<W>(write: W) -> Result<tempfile::NamedTempFile, Error>
where
    W: FnOnce(&mut std::fs::File) -> Result<(), Error> + Send + 'static,
{
    let work = tokio::task::spawn_blocking(move || {
        room()?;
        let mut file = tempfile::NamedTempFile::new().map_err(Error::Blobs)?;
        write(file.as_file_mut())?;
        Ok(file)
    });
    work.await.map_err(|_| Error::Task)?
}
