//! The stories in which several are at work at once, on the database that several processes share.

use super::app::TestApp;
use super::{arrival, joining, limits, pipeline, reach, resend, retry, runner, share, unknown};

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

stories! {
    retry::a_failed_invitation_may_be_tried_again_and_fails_with_a_new_toast,
    retry::a_form_sent_again_after_it_stopped_posts_nothing,
    retry::an_invitation_that_lost_its_job_gets_one,
    limits::of_many_at_once_no_more_than_there_are,
    limits::of_many_posts_at_once_no_more_than_there_are,
    arrival::a_guest_who_never_appears_is_no_success,
    arrival::acceptance_is_of_the_tenant_so_of_every_invitation,
    arrival::arriving_is_accepting_once,
    joining::sixty_four_shares_are_one_post_one_mail_and_all_get_access,
    joining::of_sixty_four_shares_two_are_refused_in_front_and_the_others_go_on,
    joining::if_the_one_in_front_is_refused_the_next_goes_on_in_its_own_name,
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
    unknown::at_the_door_what_was_promised_is_given,
    unknown::many_arrivals_at_once_are_one,
    share::whoever_shares_too_fast_has_to_wait,
    unknown::the_guest_is_found_and_adopted_and_no_second_mail_goes_out,
    unknown::whoever_accepts_was_reached_so_it_goes_on_by_itself,
}
