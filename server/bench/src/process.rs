//! The programs that are measured, as processes of their own.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Outcome;

/// How long a program may take to end before it is ended.
const GRACE: Duration = Duration::from_secs(10);

/// A program that has said that it listens. Dropping it stops it.
pub struct Process(Child);

/// A command on this processor, where one is given, and without any setting of Vestibule's that this process has.
pub fn command(program: impl AsRef<OsStr>, cpu: Option<usize>) -> Command {
    let mut command = if let Some(cpu) = cpu {
        // It becomes the program, under the same process id.
        let mut pinned = Command::new("taskset");
        pinned.arg("--cpu-list").arg(cpu.to_string()).arg(program);
        pinned
    } else {
        Command::new(program)
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("VESTIBULE_"))
    {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end and gives what it printed.
pub fn output(mut command: Command) -> Outcome<String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr)).into())
}

impl Process {
    /// Starts it and waits for a line that begins so. What it logs goes into a file.
    pub fn start(mut command: Command, ready: &str, log: &Path) -> Outcome<Self> {
        command.stdout(Stdio::piped()).stderr(File::create(log)?);
        let mut process = Self(command.spawn().map_err(|error| format!("{command:?}: {error}"))?);
        let said = process.0.stdout.take().map(|said| BufReader::new(said).lines());
        let mut said = said.into_iter().flatten().map_while(Result::ok);
        if said.any(|line| line.starts_with(ready)) {
            return Ok(process);
        }
        drop(process);
        let log = fs::read_to_string(log).unwrap_or_default();
        Err(format!("{command:?} does not start: {log}").into())
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The standard library only knows how to kill. This is the way to ask without unsafe code.
        let asked = Command::new("kill").arg("-TERM").arg(self.id().to_string()).status();
        let deadline = Instant::now() + GRACE;
        while asked.is_ok() && matches!(self.0.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ports that were free a moment ago, all different.
pub fn free_ports<const N: usize>() -> Outcome<[u16; N]> {
    let mut ports = [0; N];
    let mut held = Vec::with_capacity(N);
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}
