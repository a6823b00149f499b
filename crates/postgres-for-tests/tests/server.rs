//! The server starts, takes orders, and goes with whoever started it.
#![cfg(all(test, unix))]

#[cfg(test)]
mod ends {
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use postgres_for_tests::{Server, shared};

    fn ask(server: &Server, url: &str, sql: &str) -> Option<String> {
        let output = server.tool("psql").args(["-At", "-c", sql, url]).stdin(Stdio::null()).output().unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    }

    fn wait_until_gone(folder: &Path) {
        let since = Instant::now();
        while folder.exists() {
            assert!(since.elapsed() < Duration::from_mins(1), "{} is still there", folder.display());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn every_database_is_one_of_its_own() {
        let (one, other) = (shared().database().unwrap(), shared().database().unwrap());
        assert_eq!(ask(shared(), &one, "CREATE TABLE t (x int)").as_deref(), Some("CREATE TABLE"));
        assert_eq!(ask(shared(), &other, "SELECT to_regclass('t') IS NULL").as_deref(), Some("t"));
    }

    #[test]
    fn what_was_committed_survives_a_crash() {
        let server = Server::start(&[]).unwrap();
        let url = server.database().unwrap();
        ask(&server, &url, "CREATE TABLE t AS SELECT 7 AS x").unwrap();
        server.crash().unwrap();
        assert_eq!(ask(&server, &url, "SELECT x FROM t"), None);
        server.start_again().unwrap();
        assert_eq!(ask(&server, &url, "SELECT x FROM t").as_deref(), Some("7"));
    }

    #[test]
    fn a_dropped_server_leaves_nothing_behind() {
        let server = Server::start(&[]).unwrap();
        let folder = server.socket_folder().to_path_buf();
        assert!(folder.join("data/postmaster.pid").exists());
        drop(server);
        assert!(!folder.exists());
    }

    /// Not a test by itself: what the test below runs in another process and kills.
    const VICTIM: &str = "TREFOIL_TEST_POSTGRES_VICTIM";

    #[test]
    fn a_killed_process_leaves_nothing_behind() {
        if std::env::var_os(VICTIM).is_some() {
            println!("server in {}", shared().socket_folder().display());
            loop {
                std::thread::park();
            }
        }
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "ends::a_killed_process_leaves_nothing_behind", "--nocapture"])
            .env(VICTIM, "yes")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = std::io::BufRead::lines(std::io::BufReader::new(victim.stdout.take().unwrap()));
        let folder =
            lines.map_while(Result::ok).find_map(|line| Some(line.split_once("server in ")?.1.to_owned()));
        let folder = folder.expect("the victim says where its server is");
        assert!(Path::new(&folder).join("data/postmaster.pid").exists());
        victim.kill().unwrap();
        victim.wait().unwrap();
        wait_until_gone(Path::new(&folder));
    }
}
