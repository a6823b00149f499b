//! How payers are mailed, good and bad.

use server::config::{MailWay, SmtpSecrecy, SmtpServer};

use crate::{TOKEN, TOKEN_SET, TOKEN_VARIABLE, good, problems, read, with};

const PASSWORD_VARIABLE: &str = "TREFOIL_MAIL__SMTP_PASSWORD";

/// A good file with these settings for mail.
fn with_mail(settings: &str) -> String {
    with("[merchants.acme]", &format!("[mail]\n{settings}\n[merchants.acme]"))
}

fn smtp(url: &str, password: Option<&str>) -> SmtpServer {
    let mut variables = vec![(TOKEN_VARIABLE, TOKEN)];
    variables.extend(password.map(|password| (PASSWORD_VARIABLE, password)));
    let text = with_mail(&format!("from = \"pay@acme.example\"\nsmtp_url = \"{url}\""));
    let config = read(&text, &variables).unwrap_or_else(|error| panic!("{url}: {error}"));
    match config.mail.unwrap().way {
        MailWay::Smtp(server) => server,
        MailWay::Folder(folder) => panic!("{}", folder.display()),
    }
}

fn problems_of(url: &str, password: Option<&str>) -> Vec<String> {
    let mut variables = vec![(TOKEN_VARIABLE, TOKEN)];
    variables.extend(password.map(|password| (PASSWORD_VARIABLE, password)));
    problems(&with_mail(&format!("from = \"pay@acme.example\"\nsmtp_url = \"{url}\"")), &variables)
}

#[test]
fn mail_to_a_server_elsewhere_is_always_encrypted() {
    let secrecy = |url| {
        let server = smtp(url, None);
        (server.host, server.port, server.secrecy)
    };
    assert_eq!(secrecy("smtps://mail.example"), ("mail.example".to_owned(), 465, SmtpSecrecy::Tls));
    assert_eq!(secrecy("smtp://mail.example"), ("mail.example".to_owned(), 587, SmtpSecrecy::StartTls));
    assert_eq!(secrecy("smtp://10.0.0.5:2525"), ("10.0.0.5".to_owned(), 2_525, SmtpSecrecy::StartTls));
    for here in ["smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]"] {
        assert_eq!((secrecy(here).1, secrecy(here).2), (25, SmtpSecrecy::Plain), "{here}");
    }
}

#[test]
fn the_password_comes_from_the_environment_and_belongs_to_a_user() {
    let server = smtp("smtps://pay%40acme.example@mail.example", Some("secret"));
    assert_eq!(server.login.as_ref().map(|(user, _)| user.as_str()), Some("pay@acme.example"));
    assert!(!format!("{server:?}").contains("secret"));
    for (url, password) in [
        ("smtps://user:secret@mail.example", None),
        ("smtps://user@mail.example", None),
        ("smtps://mail.example", Some("secret")),
    ] {
        let found = problems_of(url, password);
        assert_eq!(found.len(), 1, "{url}: {found:?}");
        assert!(!found[0].contains("secret"), "{found:?}");
    }
    let in_file =
        with_mail("from = \"pay@acme.example\"\nsmtp_url = \"smtps://u@h.example\"\nsmtp_password = \"x\"");
    assert!(problems(&in_file, TOKEN_SET)[0].contains("must not stand in a file"));
}

#[test]
fn mail_needs_a_sender_and_exactly_one_way_out() {
    for (settings, key) in [
        ("folder = \"/tmp/mail\"", "mail.from "),
        ("from = \"pay\"\nfolder = \"/tmp/mail\"", "mail.from "),
        ("from = \"pay@acme.example\"", "mail.smtp_url "),
        ("from = \"pay@acme.example\"\nfolder = \"/a\"\nsmtp_url = \"smtps://h.example\"", "mail.smtp_url "),
        ("from = \"pay@acme.example\"\nfolder = \"\"", "mail.folder "),
        ("from = \"pay@acme.example\"\nfolder = \"/a\"\nhost = \"h\"", "mail.host "),
        ("from = \"pay@acme.example\"\nsmtp_url = \"https://h.example\"", "mail.smtp_url "),
        ("from = \"pay@acme.example\"\nsmtp_url = \"smtps://h.example/?tls=no\"", "mail.smtp_url "),
    ] {
        let found = problems(&with_mail(settings), TOKEN_SET);
        assert_eq!(found.len(), 1, "{settings}: {found:?}");
        assert!(found[0].starts_with(key), "{settings}: {found:?}");
    }
    assert!(read(&good(), TOKEN_SET).unwrap().mail.is_none(), "no settings, no mail");
}

#[test]
fn a_merchant_is_mailed_for_by_its_name_and_answers_go_to_its_contact() {
    let acme = |settings: &str| {
        let text = with("locale =", &format!("{settings}\nlocale ="));
        read(&text, TOKEN_SET).unwrap().merchants.into_values().next().unwrap().mail
    };
    let plain = acme("");
    assert_eq!((plain.sender_name.as_str(), plain.fresh_link_days), ("Acme Plumbing", 14));
    assert_eq!(plain.reply_to.unwrap().as_str(), "billing@acme.example");
    let set = acme("sender_name = \"Acme\"\nreply_to = \"help@acme.example\"\nfresh_link_days = 0");
    assert_eq!((set.sender_name.as_str(), set.fresh_link_days), ("Acme", 0));
    assert_eq!(set.reply_to.unwrap().as_str(), "help@acme.example");
    for (wrong, key) in [
        ("fresh_link_days = 366", "fresh_link_days"),
        ("fresh_link_days = -1", "fresh_link_days"),
        ("reply_to = \"nobody\"", "reply_to"),
        ("sender_name = \"\"", "sender_name"),
    ] {
        let found = problems(&with("locale =", &format!("{wrong}\nlocale =")), TOKEN_SET);
        assert_eq!(found.len(), 1, "{wrong}: {found:?}");
        assert!(found[0].starts_with(&format!("merchants.acme.{key} ")), "{found:?}");
    }
}
