//! Which database the world's counties are on: SQLite, or PostgreSQL for the child that runs every
//! test once more.

use server::Database;

/// Set, to the address of a PostgreSQL, for that child.
pub const ON_POSTGRES: &str = "RUHU_WORLD_ON_POSTGRES";

/// A database nobody has used yet.
pub async fn fresh() -> Database {
    let Ok(url) = std::env::var(ON_POSTGRES) else {
        return Database::Sqlite;
    };
    tokio::task::spawn_blocking(move || {
        let name = format!("ruhu_world_{:032x}", fastrand::u128(..));
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client
            .batch_execute(&format!("create database {name}"))
            .unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        Database::Postgres(format!("{server}/{name}"))
    })
    .await
    .unwrap()
}

/// As the argument of a program; [`from_argument`] reads it.
pub fn to_argument(database: &Database) -> &str {
    match database {
        Database::Sqlite => "sqlite",
        Database::Postgres(url) => url,
    }
}

pub fn from_argument(argument: &str) -> Database {
    match argument {
        "sqlite" => Database::Sqlite,
        url => Database::Postgres(url.to_owned()),
    }
}
