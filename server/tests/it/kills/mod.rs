//! SIGKILL at random moments, under load, in real time: nothing is lost, and nothing doubled. In a run of all tests it is a few kills, and leases and
//! waits are passed over; `cargo xtask soak` kills for longer and passes over nothing.

mod chance;
mod guests;
mod load;
mod stage;

use std::collections::BTreeMap;
use std::pin::pin;
use std::time::{Duration, Instant};

use contract::InvitationState;
use testing::invariants::{self, Effect, EmulatorFacts, Evidence, Statement, Submission, facts};
use testing::names::{ADELE, ALEX, CONTOSO};
use testing::{EmulatorHarness, Storage};
use tokio::task::{JoinSet, block_in_place};
use tokio::time::timeout;

use chance::Chance;
use guests::{Came, Guests};
use load::{Accepted, Inviter, Load};
use stage::{MAIL_WAYS, Stage};

/// How many share at the same time.
const AT_ONCE: usize = 4;
/// How many of those who were invited come at the same time.
const GUESTS_AT_ONCE: usize = 2;
/// How many of the links and tickets of the directory are looked for where they must not be.
const SECRETS: usize = 40;

/// How it goes.
struct Plan {
    on_postgres: bool,
    kills: u64,
    /// When the server is killed, and what is done meanwhile.
    seed: u64,
    /// Leases and waits are passed over.
    is_hurried: bool,
    /// How long everything may take to end after the last kill.
    patience: Duration,
}

impl Plan {
    /// As `cargo xtask soak` says, else so many kills.
    fn of(on_postgres: bool, few: u64) -> Self {
        let number = |name: &str| -> Option<u64> {
            let value = std::env::var(name).ok()?;
            Some(value.parse().unwrap_or_else(|_| panic!("{name}={value} is no number")))
        };
        let told = number("VESTIBULE_SOAK_KILLS");
        let seed = number("VESTIBULE_SOAK_SEED").unwrap_or_else(|| u64::from(std::process::id()));
        let patience = Duration::from_mins(if told.is_some() { 15 } else { 2 });
        Self { on_postgres, kills: told.unwrap_or(few), seed, is_hurried: told.is_none(), patience }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_doubled_on_sqlite() {
    Box::pin(run(Plan::of(false, 3))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_doubled_on_postgres() {
    Box::pin(run(Plan::of(true, 2))).await;
}

#[expect(clippy::print_stdout, reason = "the figures are what `cargo xtask soak` is for")]
async fn run(plan: Plan) {
    let Some(mut stage) = Stage::set(plan.on_postgres).await else { return };
    println!("{} kills with the seed {}", plan.kills, plan.seed);
    // Of the two who share, one has agreed to mail from their own mailbox.
    stage.agree_to_mail(ADELE).await;
    let inviters = [
        Inviter::signed_in(stage.server(), "adele", ADELE).await,
        Inviter::signed_in(stage.server(), "alex", ALEX).await,
    ];
    let Outcome { accepted, came, longest } = killed(&plan, &mut stage, &inviters).await;
    let storage = stage.storage().await;
    let begun = Instant::now();
    let open = settled(&plan, &stage, &storage, (&inviters, &came)).await;
    let settling = begun.elapsed();
    let (submissions, statements) = said(&storage, &inviters, &accepted).await;
    let left = Box::pin(stage.end()).await;
    let evidence = Evidence {
        emulator: facts::of(&left.emulator),
        submissions,
        secrets: secrets(&left.emulator),
        texts: left.texts,
        statements,
    };
    println!(
        "longest time to listen again: {longest:.1?}; all was done {settling:.1?} after the last kill, but {open} that wait"
    );
    let arrived = came.iter().filter(|guest| guest.has_arrived).count();
    println!("guests who accepted meanwhile: {}; who saw the item: {arrived}", came.len());
    print_figures(&storage, &inviters, &accepted, &evidence.emulator).await;
    assert!(!came.is_empty(), "seed {}: nobody has accepted anything", plan.seed);
    assert!(plan.is_hurried || arrived > 0, "seed {}: nobody has come to anything", plan.seed);
    let unnoticed = unnoticed(&storage, &inviters, &came).await;
    assert!(unnoticed.is_empty(), "seed {}: they came, and are waited for: {unnoticed:?}", plan.seed);
    let violations = Box::pin(invariants::check(&storage, &evidence)).await;
    assert!(violations.is_empty(), "seed {}: {violations:#?}", plan.seed);
    storage.close().await;
    left.emulator.shutdown().await;
    if let Some(db) = left.db {
        db.remove().await;
    }
}

/// What came of it.
struct Outcome {
    /// The shares that were answered.
    accepted: Vec<Accepted>,
    /// The guests who accepted.
    came: Vec<Came>,
    /// The longest time that a start took until the server listened.
    longest: Duration,
}

/// People share and guests come, and the server is killed again and again, after which others write.
async fn killed(plan: &Plan, stage: &mut Stage, inviters: &[Inviter]) -> Outcome {
    let (mut chance, load) = (Chance::of(plan.seed), Load::of(plan.seed));
    let mut workers = JoinSet::new();
    for inviter in inviters.iter().cycle().take(AT_ONCE) {
        workers.spawn(inviter.clone().work(load.clone(), Chance::of(chance.number())));
    }
    let mut guests = JoinSet::new();
    for _ in 0..GUESTS_AT_ONCE {
        guests.spawn(Guests::of(stage.server()).work(load.clone()));
    }
    let mut longest = Duration::ZERO;
    for number in 1..=plan.kills {
        tokio::time::sleep(Duration::from_millis(150 + chance.below(1_350))).await;
        assert!(workers.try_join_next().is_none(), "whoever shares has given up, see above");
        assert!(guests.try_join_next().is_none(), "whoever comes has given up, see above");
        block_in_place(|| stage.kill());
        let mail_way = MAIL_WAYS.iter().cycle().nth(usize::try_from(number).unwrap()).unwrap();
        block_in_place(|| stage.write_by(mail_way));
        if number == plan.kills && plan.is_hurried {
            stage.outlive_leases().await;
        }
        let begun = Instant::now();
        block_in_place(|| stage.start());
        longest = longest.max(begun.elapsed());
    }
    let mut accepted = Vec::new();
    if plan.is_hurried {
        // So few kills may leave no time for anybody to come.
        accepted.push(inviters[0].share_at_last(&load, &mut chance).await);
    }
    load.end();
    accepted.extend(workers.join_all().await.into_iter().flatten());
    let came = all_came(plan, stage, guests).await;
    Outcome { accepted, came, longest }
}

/// Waits for those who still come; where waits are passed over, time passes meanwhile.
async fn all_came(plan: &Plan, stage: &Stage, guests: JoinSet<Vec<Came>>) -> Vec<Came> {
    let mut all = pin!(guests.join_all());
    loop {
        match timeout(Duration::from_millis(500), all.as_mut()).await {
            Ok(came) => return came.into_iter().flatten().collect(),
            Err(_) if plan.is_hurried => stage.server().seconds_pass(5).await,
            Err(_) => {}
        }
    }
}

/// The invitations of guests who have come that still say that they wait for them. Whoever opened the item is seen at once; about the others the
/// directory is asked now and then.
async fn unnoticed(storage: &Storage, inviters: &[Inviter], came: &[Came]) -> Vec<String> {
    let mut unnoticed = Vec::new();
    for inviter in inviters {
        let rows = invariants::of_inviter(storage, CONTOSO, &inviter.user).await.into_iter();
        let waits = rows.filter(|row| row.state == InvitationState::Sent && row.problem.is_none());
        let has_come = waits.filter(|row| came.iter().any(|guest| guest.address == row.canonical));
        unnoticed.extend(has_come.map(|row| row.id.to_string()));
    }
    unnoticed
}

/// Waits until nothing is under way and everybody who has come was noticed, or for as long as the plan says; how many still are.
async fn settled(
    plan: &Plan,
    stage: &Stage,
    storage: &Storage,
    (inviters, came): (&[Inviter], &[Came]),
) -> usize {
    let begun = Instant::now();
    loop {
        let mut open = unnoticed(storage, inviters, came).await.len();
        for inviter in inviters {
            let rows = invariants::of_inviter(storage, CONTOSO, &inviter.user).await;
            open += rows.iter().filter(|row| !row.state.is_settled()).count();
        }
        if open == 0 || begun.elapsed() > plan.patience {
            return open;
        }
        if plan.is_hurried {
            stage.server().seconds_pass(5).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// What was accepted, by the invitation that it has become, and what the pages say of each.
async fn said(
    storage: &Storage,
    inviters: &[Inviter],
    accepted: &[Accepted],
) -> (Vec<Submission>, Vec<Statement>) {
    let (mut submissions, mut statements) = (Vec::new(), Vec::new());
    for one in accepted {
        let stored = invariants::invitation_of(storage, CONTOSO, &one.inviter, &one.key).await;
        let Some(stored) = stored else {
            assert!(!one.is_told, "{} was accepted, and is lost", one.key);
            continue;
        };
        let inviter = inviters.iter().find(|inviter| inviter.user == one.inviter).unwrap();
        statements.push(Statement { state: inviter.state(&stored).await, invitation: stored.clone() });
        // If the answer named another one, the share was made twice.
        let told = one.invitation.clone().unwrap_or_else(|| stored.clone());
        for invitation in [told, stored] {
            let (tenant, inviter, key) = (CONTOSO.to_owned(), one.inviter.clone(), one.key.clone());
            submissions.push(Submission { tenant, inviter, key, invitation });
        }
    }
    (submissions, statements)
}

/// The client's secret, and some of the links and tickets, from everywhere in between: all of them in all texts would take hours.
fn secrets(emulator: &EmulatorHarness) -> Vec<String> {
    let links = facts::links(emulator);
    let some = links.iter().step_by(links.len().div_ceil(SECRETS).max(1)).cloned();
    some.chain(emulator.app("vestibule").client_secret).collect()
}

#[expect(clippy::print_stdout, reason = "the figures are what `cargo xtask soak` is for")]
async fn print_figures(
    storage: &Storage,
    inviters: &[Inviter],
    accepted: &[Accepted],
    emulator: &EmulatorFacts,
) {
    let (mut ends, mut adopted) = (BTreeMap::<String, usize>::new(), 0);
    for inviter in inviters {
        for row in invariants::of_inviter(storage, CONTOSO, &inviter.user).await {
            *ends.entry(row.state.to_string()).or_default() += 1;
        }
        adopted += invariants::adopted(storage, CONTOSO, &inviter.user).await;
    }
    let count =
        |is_it: fn(&Effect) -> bool| emulator.effects.iter().filter(|effect| is_it(&effect.what)).count();
    let posts = count(|what| matches!(what, Effect::Invited { .. }));
    let microsofts = count(|what| matches!(what, Effect::Invited { mail: true, .. }));
    let own = count(|what| matches!(what, Effect::Mailed { .. }));
    let again: u32 = accepted.iter().map(|one| one.lost).sum();
    println!(
        "shares accepted: {}; forms sent again after no answer: {again}; states: {ends:?}",
        accepted.len()
    );
    println!(
        "posts: {posts}; mails of Microsoft: {microsofts}; of our own: {own}; guests found after a lost answer: {adopted}"
    );
}
