//! Empty databases of both engines, and the ways to fill and to dump them.

use std::fmt::Write;
use std::io::Write as _;
use std::process::Stdio;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tempfile::TempDir;

/// A database without any table.
pub(crate) trait Engine {
    /// The folder of its frozen versions.
    const NAME: &str;

    fn empty() -> Self;
    fn url(&self) -> String;
    /// Runs these statements.
    async fn load(&self, sql: &str);
    /// Everything, as statements.
    async fn dump(&self) -> String;
    /// What defines the tables, in a form that is equal for equal tables.
    async fn tables(&self) -> String;
}

pub(crate) struct Sqlite(TempDir);

impl Sqlite {
    async fn column(&self, sql: &str) -> Vec<String> {
        let connection = sea_orm::Database::connect(self.url()).await.unwrap();
        let rows = connection.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
        let column = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        connection.close().await.unwrap();
        column
    }
}

impl Engine for Sqlite {
    const NAME: &str = "sqlite";

    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.0.path().join("old.db").display())
    }

    async fn load(&self, sql: &str) {
        let connection = sea_orm::Database::connect(self.url()).await.unwrap();
        connection.execute_unprepared(sql).await.unwrap();
        connection.close().await.unwrap();
    }

    async fn dump(&self) -> String {
        let definitions = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' \
                           ORDER BY type = 'index', rowid";
        let mut dump = self.column(definitions).await.join(";\n") + ";\n";
        let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY rowid";
        for table in self.column(names).await {
            let columns =
                format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}') ORDER BY cid");
            let cells = self.column(&columns).await.join(" || ', ' || ");
            for row in self.column(&format!("SELECT {cells} FROM {table} ORDER BY rowid")).await {
                writeln!(dump, "INSERT INTO {table} VALUES ({row});").unwrap();
            }
        }
        dump
    }

    async fn tables(&self) -> String {
        let definitions = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name";
        self.column(definitions).await.join("\n").replace("IF NOT EXISTS ", "")
    }
}

pub(crate) struct Postgres(String);

impl Postgres {
    fn pg_dump(&self, arguments: &[&str]) -> String {
        let mut command = postgres_for_tests::shared().tool("pg_dump");
        let output =
            command.args(arguments).args(["--no-owner", "--no-privileges", &self.0]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let dump = String::from_utf8(output.stdout).unwrap();
        // Comments name versions; lines with a backslash are orders to psql, some of them random.
        let is_sql = |line: &&str| !line.is_empty() && !line.starts_with("--") && !line.starts_with('\\');
        dump.lines().filter(is_sql).map(|line| line.to_owned() + "\n").collect()
    }
}

impl Engine for Postgres {
    const NAME: &str = "postgres";

    fn empty() -> Self {
        Self(postgres_for_tests::shared().database().unwrap())
    }

    fn url(&self) -> String {
        self.0.clone()
    }

    async fn load(&self, sql: &str) {
        let mut command = postgres_for_tests::shared().tool("psql");
        command.args(["-q", "-v", "ON_ERROR_STOP=1", &self.0]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut psql = command.spawn().unwrap();
        psql.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        assert!(psql.wait().unwrap().success());
    }

    async fn dump(&self) -> String {
        self.pg_dump(&["--inserts"])
    }

    async fn tables(&self) -> String {
        self.pg_dump(&["--schema-only"])
    }
}
