//! What the first release left behind, as it lies in the repository, and what its pages said.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// One of its pages: whose it was, and what stood on it.
#[derive(Debug)]
pub struct Page {
    pub who: String,
    pub address: String,
    pub status: u16,
    pub lines: Vec<String>,
}

/// One database with everything beside it.
pub struct Fixture {
    folder: PathBuf,
    pub pages: Vec<Page>,
    /// Unix milliseconds.
    taken_at: i64,
}

impl Fixture {
    /// That of `sqlite` or `postgres`.
    pub fn of(engine: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/first_release").join(engine);
        let text = fs::read_to_string(folder.join("pages.txt")).unwrap();
        let mut lines = text.lines();
        let taken_at = lines.next().unwrap().strip_prefix("taken at ").unwrap().parse().unwrap();
        let mut pages: Vec<Page> = Vec::new();
        for line in lines {
            if let Some(head) = line.strip_prefix("== ") {
                let [who, status, address] = head.splitn(3, ' ').collect::<Vec<_>>().try_into().unwrap();
                let (who, address) = (who.to_owned(), address.to_owned());
                pages.push(Page { who, address, status: status.parse().unwrap(), lines: Vec::new() });
            } else if !line.is_empty() {
                pages.last_mut().unwrap().lines.push(line.to_owned());
            }
        }
        Self { folder, pages, taken_at }
    }

    /// Puts its data folder there, with a clock that stands a minute before its pages were taken: leases that it held still run.
    pub fn unpack(&self, data: &Path) {
        copy(&self.folder.join("data"), data);
        // The program made it so; a checkout does not keep it.
        let own = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        if data.join("secret-key").exists() {
            fs::set_permissions(data.join("secret-key"), own).unwrap();
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let ahead = self.taken_at - 60_000 - i64::try_from(now).unwrap();
        fs::write(data.join("emulator/clock"), format!("{ahead}\n")).unwrap();
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    /// What the cookie of this person's session holds.
    pub fn session(&self, who: &str) -> Option<String> {
        let text = fs::read_to_string(self.folder.join("sessions.txt")).unwrap();
        let mut lines = text.lines().filter_map(|line| line.split_once(' '));
        lines.find(|(of, _)| *of == who).map(|(_, value)| value.to_owned())
    }

    /// The page of this person's invitation to this address.
    pub fn invitation(&self, who: &str, address: &str) -> &Page {
        let own = |page: &&Page| page.who == who && page.address.starts_with("/invitations/");
        // The person's own line ends with the address; a toast of another invitation has it in a sentence.
        let is_of = |line: &String| line == address || line.ends_with(&format!(" {address}"));
        let about = |page: &Page| page.lines.iter().any(is_of);
        self.pages.iter().filter(own).find(|page| about(page)).unwrap()
    }

    /// The statements that fill an empty database.
    pub fn dump(&self) -> String {
        fs::read_to_string(self.folder.join("vestibule.sql")).unwrap()
    }

    /// What everything was sealed with.
    pub fn secret_key(&self) -> String {
        fs::read_to_string(self.folder.join("data/secret-key")).unwrap().trim().to_owned()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}
