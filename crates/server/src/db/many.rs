//! Many rows by one statement, in words both databases understand.

use super::{Connection, Error, Reader, Row, Tx, Value};

/// Values in one statement: a power of two, so that a handful of texts serves every number of
/// rows and each of them is parsed once.
const LIST: usize = 64;

/// Placeholders in one statement.
const PLACES: usize = 2048;

impl Reader<'_> {
    /// All rows of a query in which `$many` stands for any number of values. The query is run for
    /// some of them at a time, so it may only ask about each value by itself.
    ///
    /// # Errors
    /// When the database failed.
    pub fn query_many(
        &mut self,
        sql: &str,
        fixed: &[Value],
        many: &[Value],
    ) -> Result<Vec<Row>, Error> {
        let mut found = Vec::new();
        for (places, values) in lists(fixed, many) {
            found.extend(self.query(&sql.replace("$many", &places), &values)?);
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Runs a statement in which `$many` stands for any number of values, for some of them at a
    /// time (see [`Reader::query_many`]).
    ///
    /// # Errors
    /// When the database failed.
    pub fn execute_many(
        &mut self,
        sql: &str,
        fixed: &[Value],
        many: &[Value],
    ) -> Result<(), Error> {
        for (places, values) in lists(fixed, many) {
            self.execute(&sql.replace("$many", &places), &values)?;
        }
        Ok(())
    }

    /// Inserts rows: `head` is `insert into … (…)`, `tail` what stands behind the values.
    ///
    /// # Errors
    /// When the database failed.
    pub fn insert_many(
        &mut self,
        head: &str,
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        self.writes = self.writes.saturating_add(1);
        self.reader.connection.insert(head, rows, tail)
    }

    /// Runs a statement that changes existing rows by a list of new values, in which `from $rows as
    /// v` stands for the rows of that list. Its columns are called `v.column1`, `v.column2` …;
    /// their types must be said, as nothing else tells them.
    ///
    /// # Errors
    /// When the database failed.
    pub fn update_many(
        &mut self,
        sql: &str,
        fixed: &[Value],
        types: &[&str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        self.writes = self.writes.saturating_add(1);
        self.reader.connection.update(sql, fixed, types, rows)
    }
}

/// The values of each statement, and what stands for them in its text.
fn lists(fixed: &[Value], many: &[Value]) -> impl Iterator<Item = (String, Vec<Value>)> {
    many.chunks(LIST).map(|some| {
        // The last value again and again, up to the next power of two.
        let count = some.len().next_power_of_two();
        let last = some.last().into_iter().cycle();
        let values = fixed
            .iter()
            .chain(some)
            .chain(last.take(count - some.len()))
            .cloned()
            .collect();
        (places(fixed.len(), count), values)
    })
}

/// Updates by as few statements as possible: for a database that is a round trip away.
pub(super) fn update_in_few(
    connection: &mut dyn Connection,
    sql: &str,
    fixed: &[Value],
    types: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), Error> {
    let width = types.len().max(1);
    let mut rows = rows.into_iter();
    while let count @ 1.. = step(rows.len(), width) {
        let tuple = |row: usize| -> String {
            let casts = types.iter().enumerate().map(|(column, kind)| {
                let place = fixed.len() + row * width + column + 1;
                format!("cast(${place} as {kind})")
            });
            format!("({})", casts.collect::<Vec<_>>().join(", "))
        };
        let tuples: Vec<String> = (0..count).map(tuple).collect();
        let values: Vec<Value> = fixed
            .iter()
            .cloned()
            .chain(rows.by_ref().take(count).flatten())
            .collect();
        let list = format!("(values {})", tuples.join(", "));
        connection.execute(&sql.replace("$rows", &list), &values)?;
    }
    Ok(())
}

/// The statement that changes one row: its values stand where the columns of the list are named.
pub(super) fn update_of_one(sql: &str, behind: usize, width: usize) -> String {
    let sql = sql.replace("from $rows as v", "");
    // The last first, or `column1` would be found in `column12`.
    (1..=width).rev().fold(sql, |sql, column| {
        sql.replace(
            &format!("v.column{column}"),
            &format!("${}", behind + column),
        )
    })
}

/// Inserts by as few statements as possible: for a database that is a round trip away.
pub(super) fn insert_in_few(
    connection: &mut dyn Connection,
    head: &str,
    rows: Vec<Vec<Value>>,
    tail: &str,
) -> Result<(), Error> {
    let width = rows.first().map_or(1, Vec::len).max(1);
    let mut rows = rows.into_iter();
    while let count @ 1.. = step(rows.len(), width) {
        let tuples: Vec<String> = (0..count)
            .map(|row| format!("({})", places(row * width, width)))
            .collect();
        let values: Vec<Value> = rows.by_ref().take(count).flatten().collect();
        let sql = format!("{head} values {} {tail}", tuples.join(", "));
        connection.execute(&sql, &values)?;
    }
    Ok(())
}

/// The statement that inserts one row of so many values.
pub(super) fn insert_of_one(head: &str, width: usize, tail: &str) -> String {
    format!("{head} values ({}) {tail}", places(0, width))
}

/// How many of the rows left go into the next statement: the largest power of two.
fn step(left: usize, width: usize) -> usize {
    let most = left.min(LIST).min((PLACES / width).max(1));
    match most {
        0 => 0,
        most => 1 << most.ilog2(),
    }
}

/// `$3, $4, $5` behind the first two.
fn places(behind: usize, count: usize) -> String {
    let names: Vec<String> = (1..=count)
        .map(|place| format!("${}", behind + place))
        .collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::{Db, Place};
    use super::*;

    #[tokio::test]
    async fn any_number_of_rows_goes_in_and_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Place::Sqlite(folder.path().join("county.sqlite"))).unwrap();
        for count in [0usize, 1, 2, 3, 63, 64, 65, 200] {
            let found = db
                .write(move |tx| {
                    let id = |at: usize| Value::Text(format!("{count}-{at}"));
                    let row = |at: usize| vec![id(at), id(at), "".into(), 0i64.into(), 7i64.into()];
                    tx.insert_many(
                        "insert into county (county_id, code, name, next_sequence, made_ms)",
                        (0..count).map(row).collect(),
                        "",
                    )?;
                    let renamed = (0..count).map(|at| vec![id(at), Value::Int(at as i64)]);
                    tx.update_many(
                        "update county set next_sequence = v.column2 from $rows as v
                         where county_id = v.column1 and made_ms = $1",
                        &[7i64.into()],
                        &["text", "bigint"],
                        renamed.collect(),
                    )?;
                    let asked: Vec<Value> = (0..count).map(id).collect();
                    tx.query_many(
                        "select next_sequence from county where made_ms = $1 and county_id in ($many)",
                        &[7i64.into()],
                        &asked,
                    )
                })
                .await
                .unwrap();
            let mut numbers: Vec<i64> = found
                .iter()
                .map(|row| row.int("next_sequence").unwrap())
                .collect();
            numbers.sort_unstable();
            assert_eq!(numbers, (0..count as i64).collect::<Vec<_>>());
        }
        db.close().await;
    }
}
