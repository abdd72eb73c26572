//! The schema, written once in SQLite's words and translated word for word for PostgreSQL.

use super::{Connection, Error, Value};

/// In order; the schema version is how many have run. Append only.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/server/0001_county.sql"),
    include_str!("../../../../migrations/server/0002_change.sql"),
    include_str!("../../../../migrations/server/0003_console.sql"),
    include_str!("../../../../migrations/server/0004_trusted_time.sql"),
    include_str!("../../../../migrations/server/0005_facts.sql"),
    include_str!("../../../../migrations/server/0006_aside.sql"),
    include_str!("../../../../migrations/server/0007_bundle.sql"),
    include_str!("../../../../migrations/server/0008_keys.sql"),
    include_str!("../../../../migrations/server/0011_time.sql"),
    include_str!("../../../../migrations/server/0012_revision.sql"),
    include_str!("../../../../migrations/server/0013_trees.sql"),
    include_str!("../../../../migrations/server/0014_photo.sql"),
    include_str!("../../../../migrations/server/0015_problem.sql"),
    include_str!("../../../../migrations/server/0021_entry.sql"),
    include_str!("../../../../migrations/server/0016_problem_mends.sql"),
    include_str!("../../../../migrations/server/0019_overlay.sql"),
    include_str!("../../../../migrations/server/0020_policy_card.sql"),
    include_str!("../../../../migrations/server/0022_campaign.sql"),
    include_str!("../../../../migrations/server/0023_assign.sql"),
    include_str!("../../../../migrations/server/0024_by_helper.sql"),
    include_str!("../../../../migrations/server/0025_job.sql"),
    include_str!("../../../../migrations/server/0026_compliance.sql"),
    include_str!("../../../../migrations/server/0027_import.sql"),
    include_str!("../../../../migrations/server/0028_spot.sql"),
    include_str!("../../../../migrations/server/0029_tally.sql"),
    include_str!("../../../../migrations/server/0030_map.sql"),
    include_str!("../../../../migrations/server/0031_outstanding.sql"),
    include_str!("../../../../migrations/server/0032_filter.sql"),
    include_str!("../../../../migrations/server/0033_admin.sql"),
    include_str!("../../../../migrations/server/0034_lists.sql"),
    include_str!("../../../../migrations/server/0035_counted.sql"),
    include_str!("../../../../migrations/server/0036_people.sql"),
    include_str!("../../../../migrations/server/0037_cooperating.sql"),
    include_str!("../../../../migrations/server/0038_import_end.sql"),
    include_str!("../../../../migrations/server/0039_told.sql"),
    include_str!("../../../../migrations/server/0040_lacking.sql"),
];

/// Runs what has not run yet, inside the caller's transaction.
pub(super) fn migrate(
    connection: &mut dyn Connection,
    translate: fn(&str) -> String,
) -> Result<(), Error> {
    connection.batch(&translate(
        "create table if not exists schema_step (step integer primary key) strict;",
    ))?;
    let found = match connection
        .query("select max(step) as n from schema_step", &[])?
        .first()
    {
        Some(row) => row.optional_int("n")?.unwrap_or(0),
        None => 0,
    };
    is_known(found)?;
    for (step, sql) in (1i64..).zip(MIGRATIONS) {
        if step > found {
            connection.batch(&translate(sql))?;
            connection.execute(
                "insert into schema_step (step) values ($1)",
                &[Value::Int(step)],
            )?;
        }
    }
    Ok(())
}

/// Refuses a schema from a newer program.
pub(super) fn is_known(found: i64) -> Result<(), Error> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(Error::TooNew { found, known });
    }
    Ok(())
}

/// SQLite reads the text as it stands.
pub(super) fn for_sqlite(sql: &str) -> String {
    sql.to_owned()
}

/// The same text in PostgreSQL's type names. Comments go first: they may hold any word.
pub(super) fn for_postgres(sql: &str) -> String {
    let bare: Vec<&str> = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect();
    // Only SQLite keeps rows in the tree of their key.
    let bare = bare.join("\n").replace(", without rowid", "");
    let mut text = String::with_capacity(sql.len());
    let mut word = String::new();
    for letter in bare.chars().chain(std::iter::once('\n')) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        text.push_str(match word.as_str() {
            "integer" => "bigint",
            "blob" => "bytea",
            "real" => "double precision",
            "strict" => "",
            same => same,
        });
        word.clear();
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::for_postgres;

    #[test]
    fn only_whole_words_are_translated() {
        assert_eq!(
            for_postgres("create table a ( -- strict\n n integer, b blob, strict_x real) strict, without rowid;")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            "create table a ( n bigint, b bytea, strict_x double precision) ;"
        );
    }
}
