#![doc = include_str!("../README.md")]

mod attribute;
mod invitation;
mod localize;
pub mod mail_way;
mod name;
mod number;
mod plural;
mod recipient;
mod setting;
mod share_plan;
mod step;
mod text;
mod toast;
mod undo_line;
mod when;

pub use attribute::{attribute_label, attribute_name};
pub use invitation::{history, invitation_state, progress, row_state, state_report};
pub use localize::{LocalizedProblem, localize, localize_at};
pub use name::{kind, role, role_allows, role_hint, user_status};
pub use number::number;
pub use recipient::{recipient, recipient_trouble};
pub use setting::{
    OptionTexts, SettingTexts, amount_of, section_lead, section_name, setting, setting_after, setting_before,
    setting_name, setting_option, setting_value, unit_of,
};
pub use share_plan::{plan_lines, plan_mail, plan_warnings};
pub use step::{step, step_now, step_state};
pub use toast::{toast, toast_of, toast_reason};
pub use undo_line::undo_line;
pub use when::{full_time, iso_time, last_day, when, when_alone};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
