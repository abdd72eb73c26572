//! PostgreSQL: a few connections on blocking threads; writers of a county take turns.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use tokio::sync::Semaphore;

use super::{Connection, Error, Reader, Row, Tx, Value, many, migrate};

/// Connections per server process; many processes share one database.
const CONNECTIONS: usize = 8;

/// Held by every writer of a county until it commits, so that sequence numbers become visible
/// in order. An advisory lock rather than the county's row: it is there before the county is.
fn take_turn(county_code: i32) -> String {
    format!("select pg_advisory_xact_lock(727578, {county_code})")
}

/// No county has this code: whoever changes the schema holds it.
const SCHEMA: i32 = 0;

#[derive(Clone)]
pub(super) struct Postgres {
    url: Arc<String>,
    county_code: i32,
    idle: Arc<Idle>,
    turn: Arc<Semaphore>,
}

/// Connections nobody uses just now.
struct Idle(Mutex<Vec<Pooled>>);

impl Drop for Idle {
    /// A client ends a runtime of its own when dropped, which no asynchronous task may do.
    fn drop(&mut self) {
        let left = std::mem::take(&mut *lock(&self.0));
        if !left.is_empty() {
            std::thread::spawn(move || drop(left));
        }
    }
}

struct Pooled {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let code = error
            .code()
            .map_or("connection", postgres::error::SqlState::code)
            .to_owned();
        Self::Postgres { code }
    }
}

impl Postgres {
    pub(super) fn open(url: &str, county_code: i32) -> Result<Self, Error> {
        let mut pooled = connect(url)?;
        pooled.batch("begin")?;
        pooled.batch(&take_turn(SCHEMA))?;
        migrate::migrate(&mut pooled, migrate::for_postgres)?;
        pooled.batch("commit")?;
        Ok(Self {
            url: Arc::new(url.to_owned()),
            county_code,
            idle: Arc::new(Idle(Mutex::new(vec![pooled]))),
            turn: Arc::new(Semaphore::new(CONNECTIONS)),
        })
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let turn = take_turn(self.county_code);
        self.run(move |pooled| {
            pooled.batch("begin")?;
            pooled.batch(&turn)?;
            let result = work(&mut Tx::new(pooled));
            match result {
                Ok(done) => {
                    pooled.batch("commit").map_err(|_| Error::Commit)?;
                    Ok(done)
                }
                Err(error) => {
                    pooled.batch("rollback")?;
                    Err(error)
                }
            }
        })
        .await
    }

    pub(super) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(move |pooled| {
            pooled.batch("begin transaction isolation level repeatable read read only")?;
            let result = work(&mut Reader { connection: pooled });
            pooled.batch("rollback")?;
            result
        })
        .await
    }

    async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Pooled) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let _turn = self.turn.acquire().await.map_err(|_| Error::Closed)?;
        let (idle, url) = (self.idle.clone(), self.url.clone());
        let done = tokio::task::spawn_blocking(move || {
            let waiting = lock(&idle.0).pop();
            let mut pooled = match waiting {
                Some(pooled) if !pooled.client.is_closed() => pooled,
                _ => connect(&url)?,
            };
            let result = work(&mut pooled);
            // A connection in the middle of something is not given to the next caller.
            if !pooled.client.is_closed() && (result.is_ok() || pooled.batch("rollback").is_ok()) {
                lock(&idle.0).push(pooled);
            }
            result
        });
        done.await.map_err(|_| Error::Closed)?
    }

    pub(super) async fn close(&self) {
        self.turn.close();
        let idle = self.idle.clone();
        let done = tokio::task::spawn_blocking(move || lock(&idle.0).clear());
        let _ = done.await;
    }
}

fn connect(url: &str) -> Result<Pooled, Error> {
    let mut client = Client::connect(url, NoTls)?;
    // Sealed visits pack in a fraction of the time. A PostgreSQL built without it packs as ever.
    let _ = client.batch_execute("set default_toast_compression = 'lz4'");
    Ok(Pooled {
        client,
        statements: HashMap::new(),
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pooled {
    fn prepared(&mut self, sql: &str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Connection for Pooled {
    fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        let statement = self.prepared(sql)?;
        Ok(self.client.execute(&statement, &bound(values))?)
    }

    fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(sql)?;
        let columns: Arc<[String]> = statement
            .columns()
            .iter()
            .map(|column| column.name().to_owned())
            .collect();
        let rows = self.client.query(&statement, &bound(values))?;
        rows.iter()
            .map(|row| {
                let values = (0..columns.len()).map(|place| value(row, place));
                Ok(Row {
                    columns: columns.clone(),
                    values: values.collect::<Result<_, _>>()?,
                })
            })
            .collect()
    }

    fn insert(&mut self, head: &str, rows: Vec<Vec<Value>>, tail: &str) -> Result<(), Error> {
        many::insert_in_few(self, head, rows, tail)
    }

    fn update(
        &mut self,
        sql: &str,
        fixed: &[Value],
        types: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), Error> {
        many::update_in_few(self, sql, fixed, types, rows)
    }

    fn batch(&mut self, sql: &str) -> Result<(), Error> {
        Ok(self.client.batch_execute(sql)?)
    }
}

fn bound(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect()
}

fn value(row: &postgres::Row, place: usize) -> Result<Value, Error> {
    let column = &row.columns()[place];
    Ok(match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(place)?.into(),
        Type::INT4 => row.try_get::<_, Option<i32>>(place)?.map(i64::from).into(),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(place)?.into(),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(place)?.into(),
        Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(place)?.into(),
        // Everything is cast to one of these in the SQL; anything else is a slip there.
        _ => {
            return Err(Error::Column {
                column: "of a type both databases know",
            });
        }
    })
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Real(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [
            Type::INT8,
            Type::INT4,
            Type::FLOAT8,
            Type::TEXT,
            Type::VARCHAR,
            Type::BYTEA,
        ]
        .contains(kind)
    }

    to_sql_checked!();
}
