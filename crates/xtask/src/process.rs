//! Runs other programs, each in a process group of its own, so that no child outlives us.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// How long a child may take to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(10);
/// How often a waiting loop looks again.
pub(crate) const TICK: Duration = Duration::from_millis(25);

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Turns Ctrl-C and a request to terminate into an error of whatever is being waited for,
/// so that every child and temporary folder is dropped on the way out.
///
/// # Errors
/// When the handler cannot be installed.
pub(crate) fn catch_interrupts() -> anyhow::Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("cannot listen for Ctrl-C")
}

/// Whether the user asked us to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Fails once the user asked us to stop.
///
/// # Errors
/// "interrupted".
pub(crate) fn go_on() -> anyhow::Result<()> {
    if interrupted() {
        bail!("interrupted");
    }
    Ok(())
}

/// A running child and its descendants; dropping it ends them all.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    ended: bool,
}

impl Running {
    /// Starts `command` without standard input, in a process group of its own.
    ///
    /// # Errors
    /// When the program is missing or cannot be started.
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        command.stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        Ok(Self { child, ended: false })
    }

    /// The pipe of the child's standard output, once.
    pub(crate) fn take_stdout(&mut self) -> Option<impl Read + Send + use<>> {
        self.child.stdout.take()
    }

    /// The status when the child has ended, without waiting.
    ///
    /// # Errors
    /// When the system cannot say.
    pub(crate) fn poll(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        let status = self.child.try_wait()?;
        self.ended |= status.is_some();
        Ok(status)
    }

    /// Waits until the child ends.
    ///
    /// # Errors
    /// When the user interrupts; the child is ended then.
    pub(crate) fn wait(&mut self) -> anyhow::Result<ExitStatus> {
        loop {
            if let Some(status) = self.poll()? {
                return Ok(status);
            }
            go_on()?;
            thread::sleep(TICK);
        }
    }

    /// Ends what the child left behind in its group.
    fn sweep(&self) {
        signal(self.child.id(), "KILL");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        signal(self.child.id(), "TERM");
        let asked = Instant::now();
        while cfg!(unix) && asked.elapsed() < GRACE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            thread::sleep(TICK);
        }
        self.sweep();
        // Both fail only when the child is gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a whole process group; the standard library cannot, the shell can.
fn signal(group: u32, name: &str) {
    if cfg!(unix) {
        let script = format!("kill -s {name} -- -{group} 2>/dev/null");
        // A group that is gone needs no signal.
        let _ = Command::new("sh").args(["-c", &script]).status();
    }
}

/// Runs `command` to its end, all its output on our standard error: our standard output is for what was asked.
///
/// # Errors
/// When it cannot be started, fails, or the user interrupts.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = Running::start(command.stdout(std::io::stderr()))?.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs `command` to its end; every line of its output goes to our terminal and to `look`.
///
/// # Errors
/// When it cannot be started or the user interrupts. A failing command is no error here.
pub(crate) fn run_watched(
    command: &mut Command,
    look: impl FnMut(&str) + Send,
) -> anyhow::Result<ExitStatus> {
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let (out, err) = (running.child.stdout.take(), running.child.stderr.take());
    let look = Mutex::new(look);
    let watch = |line: &str| {
        if let Ok(mut look) = look.lock() {
            look(line);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| each_line(out, |line| println!("{line}"), watch));
        scope.spawn(|| each_line(err, |line| eprintln!("{line}"), watch));
        let status = running.wait();
        // A browser left behind would hold the pipes open and keep the two readers waiting.
        running.sweep();
        status
    })
}

fn each_line(pipe: Option<impl Read>, show: impl Fn(&str), watch: impl Fn(&str)) {
    let Some(pipe) = pipe else { return };
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        show(&line);
        watch(&line);
    }
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(std::ffi::OsStr::to_string_lossy);
    std::iter::once(command.get_program().to_string_lossy()).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// The whole standard output of `command`.
///
/// # Errors
/// When it cannot be started or fails, with what it said.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("its answer is not UTF-8")
}

/// The whole standard output of `command`, or nothing when it is missing or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command for a long-lived child that the system ends even when we are killed outright, where it can.
pub(crate) fn tethered(program: &std::path::Path) -> Command {
    if !cfg!(target_os = "linux") || ask(Command::new("setpriv").arg("--version")).is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_child_takes_its_own_children_with_it() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo $!; wait"]).stdout(Stdio::piped());
        let mut running = Running::start(&mut command).unwrap();
        let mut grandchild = String::new();
        BufReader::new(running.take_stdout().unwrap()).read_line(&mut grandchild).unwrap();
        let alive = || ask(Command::new("sh").args(["-c", &format!("kill -0 {grandchild}")])).is_some();
        assert!(alive());
        drop(running);
        let since = Instant::now();
        while alive() {
            assert!(since.elapsed() < GRACE, "the grandchild still runs");
            thread::sleep(TICK);
        }
    }

    #[test]
    fn watched_lines_come_from_both_streams() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let status = run_watched(&mut command, |line| seen.push(line.to_owned())).unwrap();
        seen.sort();
        assert_eq!((seen, status.code()), (vec!["one".to_owned(), "two".to_owned()], Some(3)));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(format!("{error:#}").contains("no-such-program-here"));
    }
}
