//! A small directory behind HTTP, for what the emulator is too faithful for: it stops, breaks and forgets exactly where a test says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// The object id of somebody, made from a short name.
pub fn guid(name: &str) -> String {
    let number = name.bytes().fold(0_u64, |number, byte| number.wrapping_mul(257).wrapping_add(byte.into()));
    format!("00000000-0000-4000-8000-{:012x}", number & 0xffff_ffff_ffff)
}

/// What happens to the next call of a kind.
#[derive(Clone)]
pub enum Fault {
    /// An answer instead of the effect.
    Answer(u16, &'static str, &'static str),
    /// The same, with `Retry-After`.
    After(u16, &'static str),
    /// The effect, and then an answer that nobody can read.
    Garbled,
    /// The effect, and then no answer, ever.
    Held,
    /// Everything but the guest.
    Phantom,
}

/// A user of the directory.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub mail: String,
    pub kind: &'static str,
    pub state: Option<&'static str>,
    pub enabled: bool,
    /// Look-ups before this many do not see the guest yet.
    pub hidden_for: usize,
}

/// An invitation that the directory took.
#[derive(Clone, Debug)]
pub struct Sent {
    pub guest: String,
    pub request: String,
    pub inviter: String,
    pub mail: bool,
    pub body: Value,
    pub link: String,
}

#[derive(Default)]
pub struct World {
    pub people: Vec<Person>,
    pub sent: Vec<Sent>,
    pub on_invite: VecDeque<Fault>,
    pub on_read: VecDeque<Fault>,
    pub on_search: VecDeque<Fault>,
    /// New guests are hidden from this many look-ups.
    pub lag: usize,
    pub reads: usize,
    /// Object id and request of every deletion.
    pub deleted: Vec<(String, String)>,
    /// After so many further calls every one is answered with 503.
    pub calls_left: Option<usize>,
}

#[derive(Clone, Default)]
pub struct Graph {
    world: Arc<Mutex<World>>,
    pub acted: Arc<Notify>,
}

impl Graph {
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    /// After so many further calls every one is answered with 503; with `None`, none any more.
    pub fn fail_after(&self, calls: Option<usize>) {
        self.world().calls_left = calls;
    }

    pub fn fail_invite(&self, faults: impl IntoIterator<Item = Fault>) {
        self.world().on_invite.extend(faults);
    }

    pub fn fail_read(&self, faults: impl IntoIterator<Item = Fault>) {
        self.world().on_read.extend(faults);
    }

    pub fn fail_search(&self, faults: impl IntoIterator<Item = Fault>) {
        self.world().on_search.extend(faults);
    }

    pub fn add(&self, id: &str, name: &str, mail: &str, kind: &'static str, state: Option<&'static str>) {
        let (id, name, mail) = (guid(id), name.to_owned(), mail.to_owned());
        self.world().people.push(Person { id, name, mail, kind, state, enabled: true, hidden_for: 0 });
    }

    /// The guest accepts, in the directory only.
    pub fn accept(&self, mail: &str) -> String {
        let mut world = self.world();
        let guest = world.people.iter_mut().find(|person| person.mail == mail).unwrap();
        guest.state = Some("Accepted");
        guest.id.clone()
    }

    /// Serves on a port of its own; returns the origin.
    pub async fn serve(&self) -> String {
        let router = Router::new()
            .route("/v1.0/users", get(list))
            .route("/v1.0/users/{id}", get(one).delete(delete_one))
            .route("/v1.0/invitations", post(invite))
            .layer(from_fn_with_state(self.clone(), down))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        origin
    }
}

fn refusal(status: u16, code: &str, message: &str) -> Response {
    let body = json!({ "error": { "code": code, "message": message } });
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

async fn meet(fault: Option<Fault>) -> Option<Response> {
    match fault? {
        Fault::Answer(status, code, message) => Some(refusal(status, code, message)),
        Fault::After(status, hint) => {
            Some(([("retry-after", hint)], refusal(status, "TooManyRequests", "")).into_response())
        }
        Fault::Garbled => Some("<html>".into_response()),
        Fault::Held => std::future::pending().await,
        Fault::Phantom => None,
    }
}

fn shape(person: &Person) -> Value {
    json!({
        "id": person.id, "displayName": person.name, "mail": person.mail, "otherMails": [person.mail],
        "proxyAddresses": [format!("SMTP:{}", person.mail)], "userPrincipalName": person.mail,
        "userType": person.kind, "externalUserState": person.state, "accountEnabled": person.enabled,
    })
}

/// What stands in the first quotes of a filter.
fn literal(filter: &str) -> String {
    filter.split('\'').nth(1).unwrap_or_default().to_lowercase()
}

async fn list(State(graph): State<Graph>, Query(query): Query<Vec<(String, String)>>) -> Response {
    if let Some((_, search)) = query.iter().find(|(name, _)| name == "$search") {
        let fault = graph.world().on_search.pop_front();
        return meet(fault).await.unwrap_or_else(|| graph.world().search(search));
    }
    let fault = graph.world().on_read.pop_front();
    if let Some(response) = meet(fault).await {
        return response;
    }
    let filter = query.into_iter().find(|(name, _)| name == "$filter").map(|(_, filter)| filter).unwrap();
    let (wanted, starts) = (literal(&filter), filter.contains("startsWith") || filter.contains("startswith"));
    let mut world = graph.world();
    world.reads += 1;
    let mut found = Vec::new();
    for person in &mut world.people {
        let fits = |text: &str| {
            if starts { text.to_lowercase().starts_with(&wanted) } else { text.to_lowercase() == wanted }
        };
        if !(fits(&person.mail) || (starts && fits(&person.name))) {
            continue;
        }
        if person.hidden_for > 0 {
            person.hidden_for -= 1;
        } else {
            found.push(shape(person));
        }
    }
    Json(json!({ "value": found })).into_response()
}

async fn one(State(graph): State<Graph>, Path(id): Path<String>) -> Response {
    let fault = graph.world().on_read.pop_front();
    if let Some(response) = meet(fault).await {
        return response;
    }
    let world = graph.world();
    match world.people.iter().find(|person| person.id == id) {
        Some(person) => Json(shape(person)).into_response(),
        None => refusal(404, "Request_ResourceNotFound", "Resource does not exist."),
    }
}

async fn delete_one(State(graph): State<Graph>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let mut world = graph.world();
    let Some(at) = world.people.iter().position(|person| person.id == id) else {
        return refusal(404, "Request_ResourceNotFound", "Resource does not exist.");
    };
    world.people.remove(at);
    let request = headers.get("client-request-id").unwrap().to_str().unwrap().to_owned();
    world.deleted.push((id, request));
    StatusCode::NO_CONTENT.into_response()
}

async fn down(State(graph): State<Graph>, request: Request, next: Next) -> Response {
    let left = graph.world().calls_left;
    if left == Some(0) {
        return refusal(503, "serviceNotAvailable", "");
    }
    graph.world().calls_left = left.map(|left| left - 1);
    next.run(request).await
}

async fn invite(State(graph): State<Graph>, headers: HeaderMap, body: Bytes) -> Response {
    let fault = graph.world().on_invite.pop_front();
    if let Some(Fault::Answer(..) | Fault::After(..)) = &fault {
        return meet(fault).await.unwrap();
    }
    let answer = graph.world().take(&headers, &body);
    if let Some(Fault::Phantom) = &fault {
        graph.world().people.pop();
    }
    graph.acted.notify_one();
    meet(fault).await.unwrap_or(answer)
}

impl World {
    /// `"displayName:text"`: some word of the name starts with it.
    fn search(&mut self, search: &str) -> Response {
        self.reads += 1;
        let wanted = search.trim_matches('"').trim_start_matches("displayName:").to_lowercase();
        let fits = |person: &&Person| {
            let name = person.name.to_lowercase();
            person.hidden_for == 0 && name.split(' ').any(|word| word.starts_with(&wanted))
        };
        let found: Vec<_> = self.people.iter().filter(fits).map(shape).collect();
        Json(json!({ "value": found })).into_response()
    }

    fn take(&mut self, headers: &HeaderMap, body: &[u8]) -> Response {
        let body: Value = serde_json::from_slice(body).unwrap();
        let header = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
        let address = body["invitedUserEmailAddress"].as_str().unwrap().to_owned();
        let known = self.people.iter().find(|person| person.mail.eq_ignore_ascii_case(&address));
        let guest =
            known.map_or_else(|| guid(&format!("guest-{}", self.people.len())), |person| person.id.clone());
        if known.is_none() {
            let name = body["invitedUserDisplayName"].as_str().unwrap_or(&address).to_owned();
            self.people.push(Person {
                id: guest.clone(),
                name,
                mail: address.clone(),
                kind: "Guest",
                state: Some("PendingAcceptance"),
                enabled: true,
                hidden_for: self.lag,
            });
        }
        let link = format!("https://login.example/redeem?rd=canary-{}", self.sent.len());
        self.sent.push(Sent {
            guest: guest.clone(),
            request: header("client-request-id"),
            inviter: header("authorization").trim_start_matches("Bearer ").to_owned(),
            mail: body["sendInvitationMessage"] == json!(true),
            body,
            link: link.clone(),
        });
        let answer = json!({
            "id": format!("ticket-{}", self.sent.len()), "inviteRedeemUrl": link, "status": "PendingAcceptance",
            "invitedUser": { "id": guest },
        });
        (StatusCode::CREATED, Json(answer)).into_response()
    }
}
