//! The invite pipeline: a stored line of steps that the job runner works on.
//!
//! `plan` says which steps an invitation needs; `run` goes on within one lease until something waits; `transition` is the only writer of an
//! invitation's state. Each step is a file of [`steps`], listed once in [`steps::STEPS`]. Every step is safe to repeat, so that a kill at any point
//! loses and doubles nothing.

mod backoff;
pub(crate) mod block_check;
pub(crate) mod context;
mod decide;
mod directory_change;
pub(crate) mod end_access;
pub(crate) mod event;
mod facts;
pub(crate) mod invitation;
pub(crate) mod job;
mod other_steps;
mod pending_guest;
mod plan;
mod planned_step;
pub(crate) mod probe;
pub(crate) mod quiet_share;
pub(crate) mod resume;
pub(crate) mod retry;
mod run;
pub(crate) mod sign_up_answer;
pub(crate) mod skip_mail;
mod step;
pub(crate) mod step_error;
pub(crate) mod step_facts;
mod steps;
mod stopped;
mod supersede;
pub(crate) mod transition;
pub(crate) mod undo;

pub(crate) use facts::{Administrator, PipelineState};
pub(crate) use invitation::Invitation;
pub use plan::plan;
pub(crate) use plan::subjects;
pub use planned_step::PlannedStep;
pub(crate) use run::RunInvitation;
pub(crate) use step::OnArrival;
pub use step::{Permission, PlanInput, ScopedRole};
pub use steps::{StepInfo, step_list};
pub(crate) use steps::{
    add_sponsor, await_sign_up, existing_role, given_attributes, record_access::successor, send_invitation,
    send_mail, step_of, told_by, typed_again,
};
