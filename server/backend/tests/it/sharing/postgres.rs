//! The stories in which several are at work at once, those of late guests, of our own mail and of undo, and those of steps that fail and processes that
//! die, on the database that several processes share.

use super::app::TestApp;
use super::{
    access_changes, approvals, arrival, block, changes, joining, kept, lag, last_days, left, limits, mail,
    many, pipeline, reach, resend, retry, runner, share, sponsors, undo, unknown,
};

macro_rules! stories {
    ($($module:ident :: $name:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $name() {
            if let Some(app) = TestApp::on_postgres().await {
                $module::stories::$name(app).await;
            }
        }
    )*};
}

/// Those that look at a run between two steps of it, and so need it on their own thread.
macro_rules! stories_on_one_thread {
    ($($module:ident :: $name:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $name() {
            if let Some(app) = TestApp::on_postgres().await {
                Box::pin($module::stories::$name(app)).await;
            }
        }
    )*};
}

stories! {
    access_changes::an_end_takes_back_what_followed_and_leaves_the_rest,
    access_changes::another_role_takes_its_place_and_back,
    access_changes::what_other_access_needs_stays,
    access_changes::the_end_of_what_is_being_undone_is_in_the_audit_log,
    access_changes::whatever_gives_something_anew_counts_as_a_share,
    access_changes::of_many_at_once_one_has_an_effect,
    access_changes::access_ends_on_its_day,
    access_changes::whoever_shared_for_good_gives_it_after_the_last_day_of_another,
    access_changes::the_same_role_for_longer_takes_its_place,
    access_changes::options_language_and_message_are_given_again,
    last_days::it_is_set_moved_and_removed_and_each_can_be_undone,
    last_days::it_ends_access_and_what_was_moved_or_removed_does_not,
    last_days::what_others_shared_for_longer_ends_with_it_and_undo_gives_that_back,
    last_days::what_is_under_way_gives_no_more_than_that,
    last_days::of_many_days_at_once_one_counts,
    changes::a_job_of_another_process_is_seen_by_the_next_look,
    changes::a_feed_that_runs_looks_by_itself_and_ends_with_its_process,
    retry::a_failed_invitation_may_be_tried_again_and_fails_with_a_new_toast,
    retry::a_form_sent_again_after_it_stopped_posts_nothing,
    retry::an_invitation_that_lost_its_job_gets_one,
    limits::of_many_at_once_no_more_than_there_are,
    limits::of_many_posts_at_once_no_more_than_there_are,
    limits::an_administrator_says_how_many_new_guests_are_invited_in_a_row,
    limits::what_was_invited_before_counts_under_a_changed_limit,
    arrival::a_guest_who_never_appears_is_no_success,
    arrival::acceptance_is_of_the_tenant_so_of_every_invitation,
    arrival::arriving_is_accepting_once,
    block::one_finds_out_and_the_others_go_on_by_themselves,
    joining::sixty_four_shares_are_one_post_one_mail_and_all_get_access,
    joining::of_sixty_four_shares_two_are_refused_in_front_and_the_others_go_on,
    joining::if_the_one_in_front_is_refused_the_next_goes_on_in_its_own_name,
    many::five_hundred_are_stored_at_once,
    many::sixty_four_posts_of_one_form_are_one_share,
    many::how_a_share_goes_is_told_with_those_first_who_need_somebody,
    many::two_people_invite_the_same_guest_once,
    pipeline::a_sign_in_between_the_loss_of_the_token_and_the_note_of_it_is_enough,
    pipeline::somebody_new_is_invited_as_the_inviter,
    pipeline::suspicious_activity_stops_the_whole_tenant_at_once,
    pipeline::two_inviters_for_one_address_make_one_guest,
    reach::who_is_found_on_the_way_is_raised,
    reach::who_is_found_on_the_way_keeps_what_reaches_further,
    resend::a_colleague_invites_again_and_the_earlier_inviter_is_told,
    resend::if_the_one_who_invites_again_first_is_refused_the_next_goes_on,
    resend::of_two_who_invite_again_at_once_one_joins_the_other,
    runner::asking_again_while_it_runs_harms_nothing,
    runner::picks_up_at_once_and_drains_on_shutdown,
    runner::several_runners_do_nothing_twice,
    share::many_at_once_with_one_key_are_one_invitation,
    undo::an_administrator_sees_everyones_and_nothing_of_the_inviters_own,
    undo::an_administrator_undoes_what_is_anothers,
    unknown::at_the_door_what_was_promised_is_given,
    unknown::many_arrivals_at_once_are_one,
    share::whoever_shares_too_fast_has_to_wait,
    unknown::the_guest_is_found_and_adopted_and_no_second_mail_goes_out,
    unknown::whoever_accepts_was_reached_so_it_goes_on_by_itself,
}

stories_on_one_thread! {
    approvals::an_approval_on_the_third_day_goes_on_without_a_click,
    approvals::what_waits_for_an_approval_is_canceled_when_it_is_undone,
    approvals::whoever_needs_it_last_has_an_approval_canceled,
    kept::a_lower_role_that_was_given_before_stands_again,
    kept::of_several_the_furthest_role_stands,
    kept::of_two_that_are_undone_at_once_nothing_is_left,
    kept::the_lower_role_that_was_asked_for_stands,
    kept::what_is_sent_again_leaves_it_to_a_colleague,
    kept::what_is_sent_again_leaves_nothing_to_what_it_stands_for,
    kept::what_one_gave_and_another_kept_goes_with_the_last_of_them,
    kept::what_the_next_share_has_replaced_gives_nothing,
    lag::whatever_is_late_every_step_ends_without_a_click,
    lag::whatever_is_late_a_group_and_a_role_end_without_a_click,
    lag::whatever_is_late_a_plain_share_ends_without_a_click,
    lag::a_unit_that_is_ten_minutes_behind_is_waited_for_without_a_click,
    left::whichever_is_undone_first_the_last_one_takes_everything_back,
    left::one_that_was_never_begun_takes_it_back_too,
    left::of_several_that_are_undone_at_once_nothing_is_left,
    left::what_an_administrator_has_done_since_stays,
    left::what_somebody_else_has_taken_back_is_not_said_to_be_by_us,
    left::what_was_refused_before_somebody_else_took_it_back_is_not_said_to_be_by_us,
    left::what_undoing_gives_up_on_is_named,
    left::an_attribute_is_not_said_to_be_written_back_where_nobody_knows,
    left::what_was_taken_back_is_nobodys_any_more,
    left::what_was_written_over_is_found_again,
    left::a_guest_is_deleted_with_the_last_one_that_needs_them,
    left::who_has_come_stays,
    left::whom_an_administrator_brought_back_stays,
    left::a_preview_reads_no_more_of_many_that_are_undone,
    left::whoever_is_late_deletes_nobody,
    left::who_is_needed_at_the_last_moment_stays,
    left::whoever_shares_while_the_guest_is_deleted_waits_and_invites_them_anew,
    left::whoever_waits_for_a_deletion_goes_on_as_soon_as_it_is_through,
    left::whom_somebody_else_deletes_first_is_not_said_to_be_deleted_by_us,
    left::a_deletion_without_an_answer_is_looked_at_although_somebody_shares_since,
    mail::a_new_guest_gets_our_mail_and_its_link_leads_to_the_redemption_and_then_to_the_item,
    mail::somebody_known_is_told_by_the_same_way_and_lands_on_the_item,
    mail::the_text_is_that_of_the_settings_when_the_form_was_accepted,
    mail::a_copy_of_microsofts_mail_goes_to_whom_the_settings_name,
    mail::a_mail_server_that_takes_nothing_for_now_is_asked_again,
    mail::a_mail_that_is_refused_stops_and_the_inviter_goes_on_without,
    mail::a_mail_of_unknown_outcome_is_never_sent_again_by_itself,
    mail::whoever_arrives_was_reached_whatever_became_of_the_mail,
    mail::nothing_goes_out_over_a_connection_that_is_not_kept_from_others,
    mail::nobody_puts_a_header_into_a_mail,
    mail::the_inviter_writes_from_their_own_mailbox,
    mail::without_a_mailbox_no_mail_goes_out_and_the_link_comes_first,
    mail::a_mailbox_that_sends_too_much_waits_and_one_of_unknown_outcome_stops,
    mail::who_goes_on_without_a_mail_does_so_although_a_try_is_under_way,
    mail::whoever_is_gone_and_invited_again_gets_a_mail_again,
    mail::with_a_link_only_nobody_writes,
    mail::without_microsofts_mail_a_post_of_unknown_outcome_is_sent_again_for_its_link,
    mail::inviting_again_writes_again_and_the_earlier_link_leads_nowhere,
    mail::an_administrator_sends_themselves_five_test_mails_an_hour,
    mail::a_setting_that_cannot_work_is_refused,
    mail::the_form_begins_with_what_the_settings_say,
    sponsors::who_was_named_is_added_to_a_known_guest_and_removed_again,
    sponsors::of_several_shares_that_name_the_same_the_last_one_removes_them,
    sponsors::a_guest_who_is_not_shown_yet_is_waited_for,
    sponsors::what_fails_waits_and_goes_on_and_a_lost_answer_adds_nobody_twice,
    sponsors::what_does_not_pass_leaves_the_sponsor_out_and_the_share_ends_well,
    sponsors::who_joins_at_their_turn_has_the_guest_get_the_sponsor_too,
    sponsors::a_process_that_dies_at_any_point_is_followed_by_another,
    sponsors::a_process_that_dies_while_it_removes_them_is_followed_by_another,
    undo::what_it_would_come_to_is_said_before,
    undo::microsofts_mail_has_gone_and_somebody_known_stays,
    undo::nobody_undoes_what_is_anothers,
    undo::what_waits_is_undone_at_once,
    undo::what_is_under_way_stops_at_the_next_step,
    undo::what_a_lost_answer_hides_is_undone_too,
    undo::at_every_point_where_a_process_dies_it_can_be_undone,
    undo::a_process_that_dies_while_it_takes_back_what_it_finds_is_followed_by_another,
    undo::what_was_sent_again_is_undone_with_what_it_stood_for,
    undo::what_it_stood_for_is_waited_for_before_anything_else_is_locked,
    undo::whoever_gives_access_from_then_on_is_waited_for_before_it_is_locked,
    undo::after_every_step_it_can_be_undone,
}

/// Every step fails, is repeated, is undone, and dies with its process: whatever the list of steps is, and on each way in.
mod every_step {
    use super::super::app::TestApp;
    use super::super::kills;

    stories_on_one_thread! {
        kills::after_every_step,
        kills::every_step_repeated_changes_nothing_more,
        kills::every_step_that_asks_somebody_outside_fails_waits_and_goes_on,
        kills::every_step_that_asks_somebody_outside_fails_while_it_is_undone_and_goes_on,
        kills::every_step_is_undone,
        kills::a_process_that_dies_while_it_undoes_is_followed_by_another,
        kills::at_every_point_where_it_can,
        kills::twice_in_a_row,
        kills::while_the_form_is_taken,
        kills::with_a_person_chosen,
    }
}

mod by_package {
    use super::super::app::TestApp;
    use super::super::packages;

    stories_on_one_thread! {
        packages::two_items_for_one_new_person_take_one_request_and_the_last_one_ends_it,
        packages::who_waits_for_the_package_needs_it_too,
        packages::an_assignment_of_somebody_elses_is_nobodys_to_end,
        packages::what_was_left_of_somebody_elses_is_not_ended_for_their_address,
        packages::the_directory_fails_and_it_goes_on,
        packages::the_directory_fails_once_the_package_is_theirs_and_it_goes_on,
        packages::a_process_that_dies_at_any_point_is_followed_by_another,
        packages::a_process_that_dies_while_it_ends_an_assignment_is_followed_by_another,
        packages::every_step_is_repeated_and_undone,
    }
}

mod by_sign_up {
    use super::super::app::TestApp;
    use super::super::sign_up;

    stories! {
        sign_up::whoever_signs_up_lands_on_the_item,
        sign_up::a_stranger_who_claims_the_address_gets_nothing_and_the_inviter_is_asked,
    }

    stories_on_one_thread! {
        sign_up::every_step_that_asks_the_directory_fails_waits_and_goes_on,
        sign_up::a_process_that_dies_at_any_point_is_followed_by_another,
        sign_up::a_process_that_dies_before_anybody_comes_is_followed_by_another,
        sign_up::repeated_it_changes_nothing_more,
        sign_up::every_step_is_undone_and_the_guest_keeps_their_account,
    }
}
