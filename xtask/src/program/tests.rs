#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn the_output_of_a_program_is_its_text() {
    assert_eq!(Program::new("printf").arg("%s").arg("hall").text().unwrap(), "hall");
}

#[test]
fn a_failing_program_is_named_with_its_arguments() {
    let error = Program::new("ls").arg("/nowhere/at/all").arg("--zero").run().unwrap_err();
    assert_eq!(error.to_string(), "failed: ls /nowhere/at/all --zero");
}

#[test]
fn stopping_a_program_stops_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("child");
    let script = format!("sleep 600 & echo $! > {0}.new; mv {0}.new {0}; wait", file.display());
    let running = Program::new("sh").arg("-c").arg(script).start().unwrap();
    while !file.exists() {
        std::thread::yield_now();
    }
    let child: i32 = std::fs::read_to_string(&file).unwrap().trim().parse().unwrap();
    drop(running);
    let pid = rustix::process::Pid::from_raw(child).unwrap();
    // The orphan is reaped by init, perhaps a moment later.
    let gone = |_: &u32| {
        std::thread::yield_now();
        let state = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        rustix::process::test_kill_process(pid).is_err() || state.contains(") Z ")
    };
    assert!((0..1_000_000).any(|turn| gone(&turn)), "the child still runs");
}

#[test]
fn a_missing_program_comes_with_advice() {
    let error = require(&["no-such-program"], "install it by hand").unwrap_err();
    assert_eq!(error.to_string(), "no-such-program is missing: install it by hand");
    assert!(find(&["sh"], &[]).is_some());
}
