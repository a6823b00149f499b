//! The whole system on this machine: page, emulator, server and a few invoices to pay.

pub(crate) mod configuration;
mod mailbox;
mod portal;
pub(crate) mod samples;

use std::fs::{self, File};
use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;

use crate::emulator::{self, Emulator};
use crate::process::{self, Running};
use crate::{page, workspace};
use configuration::Site;
use mailbox::Mailbox;
use portal::Portal;

const PATIENCE: Duration = Duration::from_mins(1);

/// Where the demo listens and keeps its data.
#[derive(Args)]
pub(crate) struct Options {
    /// The port of the server, which serves the page.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The port of the emulator.
    #[arg(long, default_value_t = 8090)]
    emulator_port: u16,
    /// The port of the merchant's portal, which shows pay pages inside its own.
    #[arg(long, default_value_t = 8070)]
    portal_port: u16,
    /// The port of the mailbox, which shows what payers are mailed.
    #[arg(long, default_value_t = 8071)]
    mail_port: u16,
    /// Keep the data here and find it again next time; otherwise it goes when the demo ends.
    #[arg(long, value_name = "DIR", conflicts_with = "postgres")]
    data: Option<PathBuf>,
    /// Keep the data in a PostgreSQL of the demo's own, and run two servers on it.
    #[arg(long)]
    postgres: bool,
    /// The port of the second server.
    #[arg(long, default_value_t = 8081, requires = "postgres")]
    second_port: u16,
}

/// Runs the demo until Ctrl-C.
///
/// # Errors
/// When something cannot be installed or built, a port is taken, or a child ends by itself.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    check_ports(options)?;
    let mut demo = match Demo::start(options) {
        Err(_) if process::interrupted() => return Ok(()),
        started => started?,
    };
    let _mailbox = demo.mailbox(options.mail_port)?;
    let _portal = demo.announce()?;
    demo.keep()?;
    eprintln!("demo: ended");
    Ok(())
}

fn check_ports(options: &Options) -> anyhow::Result<()> {
    let mut ports = vec![
        (options.port, "--port"),
        (options.emulator_port, "--emulator-port"),
        (options.portal_port, "--portal-port"),
        (options.mail_port, "--mail-port"),
    ];
    if options.postgres {
        ports.push((options.second_port, "--second-port"));
    }
    for (index, (port, flag)) in ports.iter().enumerate() {
        if let Some((_, other)) = ports.iter().take(index).find(|(other, _)| other == port) {
            bail!("{other} and {flag} are both {port}; choose another port for one of them");
        }
    }
    for (port, flag) in ports {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).err().or_else(|| taken_on_ipv6(port));
        if let Some(error) = taken {
            bail!("port {port} cannot be used ({error}); choose another one with {flag}");
        }
    }
    Ok(())
}

/// Browsers take `localhost` for either loopback address; a machine without IPv6 has only one.
fn taken_on_ipv6(port: u16) -> Option<io::Error> {
    let error = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).err()?;
    (error.kind() == io::ErrorKind::AddrInUse).then_some(error)
}

/// The children, in the order in which they end, and the folder they write to.
struct Demo {
    nodes: Vec<Node>,
    emulator: Emulator,
    /// Ends after the servers that use it.
    _postgres: Option<postgres_for_tests::Server>,
    data: Data,
    portal_port: u16,
}

/// One of the demo's servers.
struct Node {
    name: &'static str,
    running: Running,
    site: Site,
}

impl Demo {
    fn start(options: &Options) -> anyhow::Result<Self> {
        page::build()?;
        eprintln!("demo: building server and emulator");
        process::run(workspace::cargo().args(["build", "--quiet", "-p", "server", "-p", "clover-emulator"]))?;
        let data = Data::open(options.data.as_deref())?;
        let program = workspace::built("clover-emulator")?;
        let emulator = emulator::start(
            &program,
            options.emulator_port,
            configuration::AT_EMULATOR,
            &data.file("emulator.log"),
        )?;
        let postgres = if options.postgres { Some(start_postgres()?) } else { None };
        let database = match &postgres {
            Some(server) => server.database()?,
            None => configuration::sqlite(&data.file("trefoil.db"))?,
        };
        let mut ports = vec![("server", options.port)];
        if options.postgres {
            ports.push(("second-server", options.second_port));
        }
        let mut nodes = Vec::new();
        for (name, port) in ports {
            let (emulator, portal) = (emulator.origin.clone(), portal::origin(options.portal_port));
            let site = Site { port, emulator, portal, mail: data.file("mail") };
            nodes.push(Node { name, running: start_server(name, &site, &database, &data)?, site });
        }
        let mut demo = Self { nodes, emulator, _postgres: postgres, data, portal_port: options.portal_port };
        demo.wait_until_ready()?;
        Ok(demo)
    }

    fn wait_until_ready(&mut self) -> anyhow::Result<()> {
        let since = Instant::now();
        while let Some(late) = self.nodes.iter().find(|node| !samples::is_ready(&node.site)) {
            let late = late.name;
            process::go_on()?;
            self.check_alive()?;
            if since.elapsed() > PATIENCE {
                let last = emulator::log_tail(&self.data.file(&format!("{late}.log")));
                bail!("the {late} was not ready after {} seconds; {last}", PATIENCE.as_secs());
            }
            thread::sleep(process::TICK);
        }
        Ok(())
    }

    /// Opens the mailbox of all servers, and says where it is.
    fn mailbox(&self, port: u16) -> anyhow::Result<Mailbox> {
        let mailbox = Mailbox::open(port, self.data.file("mail"))?;
        writeln!(io::stdout(), "mail {}/", mailbox.origin)?;
        Ok(mailbox)
    }

    fn announce(&self) -> anyhow::Result<Option<Portal>> {
        let mut portal = None;
        let mut out = io::stdout().lock();
        // The first server makes the samples; every other one finds them, and shows links of its own.
        for node in &self.nodes {
            let invoices = samples::all(&node.site)?;
            for invoice in &invoices {
                writeln!(out, "{invoice}")?;
            }
            if let Some(link) = samples::statement(&node.site)? {
                writeln!(out, "pay {link}  a statement of three invoices")?;
            }
            if portal.is_none() {
                portal = Some(Portal::open(self.portal_port, &node.site.origin(), &invoices)?);
            }
        }
        if let Some(portal) = &portal {
            writeln!(out, "portal {}/", portal.origin)?;
        }
        writeln!(out, "ready")?;
        out.flush()?;
        eprintln!("demo: logs are in {}; Ctrl-C ends it", self.data.folder.display());
        Ok(portal)
    }

    fn keep(&mut self) -> anyhow::Result<()> {
        while !process::interrupted() {
            self.check_alive()?;
            thread::sleep(process::TICK);
        }
        Ok(())
    }

    /// Ctrl-C may reach a child before us; its end is no surprise then.
    fn check_alive(&mut self) -> anyhow::Result<()> {
        let nodes = self.nodes.iter_mut().map(|node| (node.name, &mut node.running));
        for (name, child) in nodes.chain([("emulator", &mut self.emulator.running)]) {
            if let Some(status) = child.poll()?
                && !process::interrupted()
            {
                let last = emulator::log_tail(&self.data.file(&format!("{name}.log")));
                bail!("the {name} ended by itself ({status}); {last}");
            }
        }
        Ok(())
    }
}

fn start_postgres() -> anyhow::Result<postgres_for_tests::Server> {
    crate::setup::postgres::ensure()?;
    eprintln!("demo: starting PostgreSQL");
    Ok(postgres_for_tests::Server::start(&[])?)
}

fn start_server(name: &str, site: &Site, database: &str, data: &Data) -> anyhow::Result<Running> {
    let config = data.file(&format!("{name}.toml"));
    fs::write(&config, site.configuration(database)?)?;
    let log = File::create(data.file(&format!("{name}.log")))?;
    let mut command = process::tethered(&workspace::built("trefoil")?);
    command.args(["serve", "--config"]).arg(config).envs(Site::secrets());
    Running::start(command.current_dir(&data.folder).stdout(log.try_clone()?).stderr(log))
}

/// The folder with database, configuration and logs; a temporary one goes with this value.
struct Data {
    folder: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

impl Data {
    fn open(wanted: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(folder) = wanted {
            let shown = folder.display();
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {shown}"))?;
            return Ok(Self { folder: folder.canonicalize()?, _temporary: None });
        }
        let temporary = tempfile::Builder::new().prefix("trefoil-demo-").tempdir()?;
        Ok(Self { folder: temporary.path().to_path_buf(), _temporary: Some(temporary) })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_ports(port: u16, emulator_port: u16) -> Options {
        let (portal_port, mail_port) = (u16::MAX, u16::MAX - 1);
        Options { port, emulator_port, portal_port, mail_port, data: None, postgres: false, second_port: 0 }
    }

    #[test]
    fn a_taken_port_is_named_together_with_its_flag() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = check_ports(&on_ports(0, port)).unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--emulator-port"), "{error}");
        let error = check_ports(&on_ports(port, 0)).unwrap_err().to_string();
        assert!(error.contains("with --port"), "{error}");
    }

    #[test]
    fn one_port_for_both_is_refused() {
        assert!(check_ports(&on_ports(4711, 4711)).is_err());
    }

    #[test]
    fn a_temporary_data_folder_goes_and_a_named_one_stays() {
        let parent = tempfile::tempdir().unwrap();
        let named = parent.path().join("kept");
        drop(Data::open(Some(&named)).unwrap());
        assert!(named.is_dir());
        let data = Data::open(None).unwrap();
        let folder = data.folder.clone();
        drop(data);
        assert!(!folder.exists());
    }
}
