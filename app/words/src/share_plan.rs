//! What a share would do, in words.

use contract::{
    DroppedOption, Language, MailWay, PlannedEffects, PlannedMail, RoleName, SharePlan, StepKind,
};
use time::OffsetDateTime;

use crate::when::{Units, last_day, whole_units};
use crate::{app, attribute_label, mail_way, plan, role, settings};

/// What happens, a sentence each: who is invited, what is written and given, what mail goes out, where they land. Where nobody gets anything that is all,
/// unless the form has a problem, which says so itself.
pub fn plan_lines(lang: Language, share: &SharePlan, given: Option<&RoleName>, product: &str) -> Vec<String> {
    let (new, known) = (share.for_new.as_ref(), share.for_known.as_ref());
    if new.is_none() && known.is_none() {
        let nobody = share.problem.is_none().then(|| plan::nobody(lang).to_owned());
        return nobody.into_iter().collect();
    }
    let mut lines = Vec::new();
    let joining = share.joining();
    let invited = new.map(|new| new.count.saturating_sub(joining)).filter(|count| *count > 0);
    lines.extend(invited.map(|count| plan::new(lang, count.into())));
    lines.extend((joining > 0).then(|| plan::joins(lang, joining.into())));
    lines.extend(known.map(|known| plan::known(lang, known.count.into())));
    lines.extend(given.map(|name| plan::role(lang, &role(lang, name))));
    lines.extend(share.until.map(|until| plan::until(lang, &last_day(lang, until))));
    for kind in StepKind::ALL {
        lines.extend(changes(lang, kind, new, known));
    }
    lines.extend(mails(lang, new.filter(|_| !share.only_joins()), known, product));
    lines.push(plan::lands(lang, share.landing.as_str()));
    lines
}

/// What a step changes by name, once where it is the same for everybody.
fn changes(
    lang: Language,
    kind: StepKind,
    new: Option<&PlannedEffects>,
    known: Option<&PlannedEffects>,
) -> Vec<String> {
    let of = |effects: Option<&PlannedEffects>| effects.and_then(|effects| listed(lang, kind, effects));
    let line = |who: &str, names: &str| named(lang, kind, who, names);
    match (of(new), of(known)) {
        (Some(names), Some(same)) if names == same => {
            line(plan::everyone(lang), &names).into_iter().collect()
        }
        (for_new, for_known) => {
            let for_new = for_new.and_then(|names| line(plan::new_guests(lang), &names));
            let for_known = for_known.and_then(|names| line(plan::directory_people(lang), &names));
            for_new.into_iter().chain(for_known).collect()
        }
    }
}

/// The names of what the step changes, as one text; `None` where there are none.
fn listed(lang: Language, kind: StepKind, effects: &PlannedEffects) -> Option<String> {
    let steps = effects.steps.iter().filter(|(of, _)| *of == kind);
    let names = steps.flat_map(|(_, names)| names).map(|name| match kind {
        StepKind::SetAttributes => attribute_label(lang, name, None),
        _ => name.clone(),
    });
    names.reduce(|list, next| settings::and_next(lang, &list, &next))
}

/// The other steps change nothing that has a name.
fn named(lang: Language, kind: StepKind, who: &str, names: &str) -> Option<String> {
    match kind {
        StepKind::SetAttributes => Some(plan::attributes(lang, names, who)),
        StepKind::JoinGroup => Some(plan::groups(lang, names, who)),
        StepKind::GrantAppRole => Some(plan::app_roles(lang, names, who)),
        // Of guests who are known alone, whoever else gets something.
        StepKind::AddSponsor => Some(plan::sponsor(lang, names)),
        StepKind::RequestAccessPackage => Some(plan::packages(lang, names, who)),
        StepKind::FindPerson
        | StepKind::SendInvitation
        | StepKind::AwaitSignUp
        | StepKind::RecordAccess
        | StepKind::SendMail
        | StepKind::TellInviter => None,
    }
}

/// What mail goes out, once where it is the same for everybody.
fn mails(
    lang: Language,
    new: Option<&PlannedEffects>,
    known: Option<&PlannedEffects>,
    product: &str,
) -> Vec<String> {
    let to_new = new.map(|new| new.mail_way.unwrap_or(MailWay::Link));
    let mut lines: Vec<String> =
        to_new.map(|way| mail_way::planned_mail(lang, way, product)).into_iter().collect();
    let to_known = known.map(|known| known.mail_way.filter(|way| *way != MailWay::Link));
    match to_known {
        Some(Some(way)) if to_new != Some(way) => lines.push(mail_way::planned_mail(lang, way, product)),
        // That no mail goes out at all is said by then.
        Some(None) if to_new != Some(MailWay::Link) => lines.push(plan::mail_none_known(lang).to_owned()),
        _ => {}
    }
    lines
}

/// To whom a mail goes. Of Microsoft's, which has no subject of ours, a part is shown, and that is said.
pub const fn plan_mail(lang: Language, mail: &PlannedMail) -> &'static str {
    match (mail.subject.is_empty(), mail.to_new) {
        (true, _) => plan::mail_microsofts(lang),
        (false, true) => plan::mail_to_new(lang),
        (false, false) => plan::mail_to_known(lang),
    }
}

/// Who has to wait for their turn, and what Microsoft leaves out without a word.
pub fn plan_warnings(lang: Language, share: &SharePlan, now: OffsetDateTime) -> Vec<String> {
    let later = share.later.map(|(count, at)| {
        app::two_sentences(lang, &plan::later(lang, count.into()), &goes_out(lang, count, at, now))
    });
    let dropped = share.dropped.iter().map(|option| dropped(lang, *option).to_owned());
    later.into_iter().chain(dropped).collect()
}

/// When the last of so many goes out, about. Where there is one only it is no last one; 21, which some languages count like one, have a last.
fn goes_out(lang: Language, waiting: u32, at: OffsetDateTime, now: OffsetDateTime) -> String {
    match (waiting, whole_units(at, now)) {
        (1, Units::Seconds(_)) => plan::only_soon(lang).to_owned(),
        (1, Units::Minutes(count)) => plan::only_minutes(lang, count),
        (1, Units::Hours(count)) => plan::only_hours(lang, count),
        (_, Units::Seconds(_)) => plan::last_soon(lang).to_owned(),
        (_, Units::Minutes(count)) => plan::last_minutes(lang, count),
        (_, Units::Hours(count)) => plan::last_hours(lang, count),
    }
}

const fn dropped(lang: Language, option: DroppedOption) -> &'static str {
    match option {
        DroppedOption::MessageWithoutMailbox => plan::dropped::message(lang),
        DroppedOption::CopyWithoutMail => plan::dropped::copy(lang),
        DroppedOption::LanguageWithoutMail => plan::dropped::language(lang),
        DroppedOption::NameOfKnown => plan::dropped::name(lang),
        DroppedOption::SponsorOfKnown => plan::dropped::sponsor(lang),
        DroppedOption::SponsorOfMembers => plan::dropped::sponsor_members(lang),
    }
}
