//! The ledger of invitations: Graph keeps none.

mod everyones;
mod history;
mod insert;
mod keys;
mod lists;
mod of_access;
mod recent;
mod recorded;
mod row;
mod search;
mod share;
mod steps;
mod under_way;
mod undone;

pub(crate) use everyones::{EVERYONES_PAGES, EVERYONES_STATES};
pub use everyones::{everyones_states, list_everyones};
pub(crate) use history::HISTORY_OF;
pub use history::{HistoryRow, add_history, history_of};
pub use insert::{insert, insert_all};
pub use keys::renew_keys;
pub(crate) use lists::{COUNTS, IN_STATES, LINES_OF, ON_THE_WAY, PAGES};
pub use lists::{
    InvitationLine, InvitationPage, counts, is_guest_needed, lines_of, list, load_line, on_the_way,
    open_of_inviter, pending_of_guest, pending_of_guest_in, stopped_of_guest,
};
pub(crate) use of_access::OF_ACCESS;
pub use of_access::{of_access, set_options};
pub(crate) use recent::RECENT_PEOPLE;
pub use recent::recent_people;
pub(crate) use recorded::RECORDED;
pub use recorded::{Holding, RecordedRow, recorded, recorded_in};
pub use row::{InvitationRow, fail_unread, load, load_in, put_away, put_away_all, supersede, update};
pub(crate) use search::{FOUND, SOUGHT};
pub use search::{MOST_SOUGHT, Sought, search_everyones, sought};
pub(crate) use share::{COUNTS_OF_SHARE, OF_SHARE};
pub use share::{counts_of_share, of_share};
pub use steps::{
    Addressee, StepRow, insert_steps, steps, steps_in, steps_of, steps_of_addressee, steps_of_person,
    undone_steps_of_addressee, undone_steps_of_addressee_in, update_step,
};
pub(crate) use steps::{NEEDED_STEPS, STEPS_OF, STEPS_OF_PERSON, UNDONE_STEPS};
pub use under_way::{Addressees, InvitedRow, under_way, unfinished_twins};
pub(crate) use under_way::{TWINS, UNDER_WAY};
pub(crate) use undone::UNDONE_INVITES;
pub use undone::{UndoneInviteRow, undone_invites};
