//! A new migration is a new file: the compiler watches only the files it has already seen.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
