//! What it was measured on.

use std::fs;

use serde_json::{Value, json};

/// Processors, memory, kernel, and how busy the machine was before. What the system does not tell is null.
pub fn machine() -> Value {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (cpus, memory, load) = (read("/proc/cpuinfo"), read("/proc/meminfo"), read("/proc/loadavg"));
    let kernel = read("/proc/sys/kernel/osrelease");
    json!({
        "cpus": cpus.lines().filter(|line| line.starts_with("processor")).count(),
        "model": field(&cpus, "model name"),
        "memory": field(&memory, "MemTotal"),
        "kernel": kernel.trim(),
        "loadBefore": load.split_whitespace().next(),
    })
}

/// The first line `name: value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_proc_is_found_by_its_name() {
        let text = "processor\t: 0\nmodel name\t: AMD EPYC\nprocessor\t: 1\n";
        assert_eq!(field(text, "model name"), Some("AMD EPYC"));
        assert_eq!(field(text, "model"), None);
    }
}
