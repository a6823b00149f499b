//! A disk that refuses to take more, under a real process, until it takes more again.
#![cfg(all(test, target_os = "linux"))]

#[cfg(test)]
#[path = "contract/samples.rs"]
#[expect(dead_code, reason = "the samples are shared with other tests")]
mod samples;

#[cfg(test)]
mod disk {
    use std::process::{Command, id};

    use payments::port::{Begin, Insert, Store, StoreError};
    use store::Database;

    use crate::samples::{again, invoice, payment, stored};

    /// Set in the process that is limited.
    const LIMITED: &str = "TREFOIL_TEST_LIMITED";

    /// The shell keeps the signal from ending the process, so that a write beyond the limit just fails.
    const SCRIPT: &str = "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture";

    #[tokio::test]
    async fn what_cannot_be_written_is_refused_and_once_there_is_room_all_goes_on() {
        if std::env::var_os(LIMITED).is_some() {
            return story().await;
        }
        let name = "disk::what_cannot_be_written_is_refused_and_once_there_is_room_all_goes_on";
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT]).arg(std::env::current_exe().unwrap()).arg(name).env(LIMITED, "yes");
        assert!(command.status().unwrap().success());
    }

    async fn story() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("trefoil.db").display());
        let database = Database::connect(&url).await.unwrap();
        let open = stored(&database, 1).await;
        assert_eq!(database.ping().await, Ok(()));
        limit_files("1:unlimited");
        for _ in 0..3 {
            let refused = database.insert_invoice(&invoice(2), &[]).await;
            let names_it = matches!(&refused, Err(StoreError::Unavailable(words)) if words.contains("room"));
            assert!(names_it, "{refused:?}");
            let refused = database.begin_payment(&open, &payment(&open, 1)).await;
            assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        }
        assert!(matches!(database.ping().await, Err(StoreError::Unavailable(_))), "health shows it");
        assert_eq!(again(&database, &open).await, open, "reading goes on");
        assert_eq!(database.invoice_by_link(&invoice(2).link).await, Ok(None), "nothing is half there");
        limit_files("unlimited");
        assert_eq!(database.ping().await, Ok(()));
        assert_eq!(database.insert_invoice(&invoice(2), &[]).await, Ok(Insert::Stored));
        assert_eq!(database.begin_payment(&open, &payment(&open, 1)).await, Ok(Begin::Started));
    }

    /// How long a file of this process may become, in bytes.
    fn limit_files(fsize: &str) {
        let arguments = ["--pid", &id().to_string(), &format!("--fsize={fsize}")];
        assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
    }
}
