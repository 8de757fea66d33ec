//! Ports for programs that have to be told theirs.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Mutex, MutexGuard, PoisonError};

// Below the ports that the system gives to whoever asks for any: no connection of another program takes one of ours between its choice and
// its use. In blocks: who holds the first port of a block open has all of it. `end2end/fixtures/ports.ts` keeps to the same.
const FIRST: u16 = 20_000;
const BLOCK: u16 = 100;
const BLOCKS: u16 = 120;

/// A block that is this process's own while the first port is open.
struct Block {
    holder: TcpListener,
    asked: u16,
}

/// Ports at which nobody listens. No other process that takes its own in this way is given them while this one lives.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let mut block = own_block();
    let block = block.get_or_insert_with(take_block);
    let first = block.holder.local_addr().unwrap().port();
    let mut tried = 0;
    [(); N].map(|()| {
        loop {
            assert!(tried < BLOCK, "fewer than {N} ports from {first} on are free");
            let port = first + 1 + block.asked % (BLOCK - 1);
            block.asked = block.asked.wrapping_add(1);
            tried += 1;
            if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return port;
            }
        }
    })
}

fn own_block() -> MutexGuard<'static, Option<Block>> {
    static OWN: Mutex<Option<Block>> = Mutex::new(None);
    OWN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take_block() -> Block {
    // Each process begins elsewhere, so that few meet.
    let turn = u16::try_from(std::process::id() % u32::from(BLOCKS)).unwrap();
    let starts = (0..BLOCKS).map(|block| FIRST + BLOCK * ((block + turn) % BLOCKS));
    let mut holders = starts.filter_map(|first| TcpListener::bind((Ipv4Addr::LOCALHOST, first)).ok());
    let holder = holders.next().unwrap_or_else(|| panic!("no block of ports from {FIRST} on is free"));
    Block { holder, asked: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_once_and_never_one_that_is_taken() {
        let [first] = free_ports();
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, first + 1)).ok();
        let more: [u16; 4] = free_ports();
        assert!(!more.contains(&first), "{more:?}");
        assert!(!more.contains(&(first + 1)) || held.is_none(), "{more:?}");
        assert!(more.iter().all(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok()));
    }

    #[test]
    fn a_block_that_another_process_holds_is_not_taken() {
        let (one, other) = (take_block(), take_block());
        assert_ne!(one.holder.local_addr().unwrap(), other.holder.local_addr().unwrap());
    }
}
