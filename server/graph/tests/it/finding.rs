use graph::{Filter, GraphError, Property};
use serde_json::json;
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer};

use crate::caller::{ADELE, GRADY, caller, header, ok, parameter, requests, user};

#[tokio::test]
async fn an_address_is_looked_for_in_every_place() {
    let server = MockServer::start().await;
    let found = json!({ "value": [user(ADELE, "A"), user(GRADY, "G"), user(ADELE, "A")] });
    Mock::given(method("GET")).and(path("/v1.0/users")).respond_with(ok(found)).mount(&server).await;

    let users = caller(&server).find_by_address("o'neil+x@a.example").await.unwrap();

    let ids: Vec<_> = users.iter().map(|user| user.id.as_str()).collect();
    assert_eq!(ids, [ADELE, GRADY]);
    let request = &requests(&server).await[0];
    assert_eq!(
        parameter(request, "$filter").unwrap(),
        "mail eq 'o''neil+x@a.example' or userPrincipalName eq 'o''neil+x@a.example' \
or otherMails/any(x:x eq 'o''neil+x@a.example') or proxyAddresses/any(x:x eq 'SMTP:o''neil+x@a.example') \
or proxyAddresses/any(x:x eq 'smtp:o''neil+x@a.example') or startsWith(userPrincipalName,'o''neil+x_a.example#EXT#')"
    );
    assert_eq!((header(request, "consistencylevel"), parameter(request, "$count")), (None, None));
}

#[tokio::test]
async fn every_spelling_is_asked_for_in_one_filter_that_graph_takes() {
    let server = MockServer::start().await;
    Mock::given(path("/v1.0/users")).respond_with(ok(json!({ "value": [] }))).mount(&server).await;
    let spellings = ["ana@xn--bcher-kva.example", "ana@bücher.example", "one@too.many"];
    assert_eq!(caller(&server).find_by_spellings(&spellings).await.unwrap(), []);
    let filter = parameter(&requests(&server).await[0], "$filter").unwrap();
    for part in [
        "mail eq 'ana@xn--bcher-kva.example'",
        "mail eq 'ana@bücher.example'",
        "startsWith(userPrincipalName,'ana_xn--bcher-kva.example#EXT#')",
        "startsWith(userPrincipalName,'ana_bücher.example#EXT#')",
    ] {
        assert!(filter.contains(part), "{part}: {filter}");
    }
    assert_eq!(filter.matches(" or ").count() + 1, 12, "of 15 that Graph takes: {filter}");
}

#[tokio::test]
async fn nobody_is_an_answer_and_nonsense_is_not() {
    let server = MockServer::start().await;
    Mock::given(query_param("$top", "1")).respond_with(ok(json!({ "value": [] }))).mount(&server).await;
    Mock::given(query_param_is_missing("$top"))
        .respond_with(ok(json!({ "values": [] })))
        .mount(&server)
        .await;

    let graph = caller(&server);
    assert_eq!(graph.find_starting_with("a", 1).await.unwrap(), []);
    assert!(matches!(graph.find_by_address("a@b.example").await, Err(GraphError::Unreadable { .. })));
    assert!(matches!(graph.find_by_address(" ").await, Err(GraphError::Invalid(_))));
}

#[tokio::test]
async fn type_ahead_takes_the_first_page_only() {
    let server = MockServer::start().await;
    let page =
        json!({ "value": [user(ADELE, "A")], "@odata.nextLink": format!("{}/v1.0/users?p=2", server.uri()) });
    Mock::given(path("/v1.0/users")).respond_with(ok(page)).mount(&server).await;

    let graph = caller(&server);
    assert_eq!(graph.find_starting_with(" O'N ", 8).await.unwrap().len(), 1);
    assert_eq!(graph.find_starting_with("  ", 8).await.unwrap(), []);
    assert_eq!(graph.find_starting_with("a", 0).await.unwrap(), []);

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(parameter(&requests[0], "$top").as_deref(), Some("8"));
    assert_eq!(
        parameter(&requests[0], "$filter").unwrap(),
        "startsWith(displayName,'O''N') or startsWith(mail,'O''N') or startsWith(userPrincipalName,'O''N') \
or startsWith(givenName,'O''N') or startsWith(surname,'O''N')"
    );
}

#[tokio::test]
async fn words_of_a_name_are_searched_in_the_lagging_index() {
    let server = MockServer::start().await;
    let page =
        json!({ "value": [user(GRADY, "G")], "@odata.nextLink": format!("{}/v1.0/users?p=2", server.uri()) });
    Mock::given(path("/v1.0/users")).respond_with(ok(page)).mount(&server).await;

    let graph = caller(&server);
    assert_eq!(graph.find_by_words(r#" arc"h\ie "#, 8).await.unwrap().len(), 1);
    assert_eq!(graph.find_by_words("  ", 8).await.unwrap(), []);
    assert_eq!(graph.find_by_words("a", 0).await.unwrap(), []);

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(parameter(&requests[0], "$search").as_deref(), Some(r#""displayName:arc\"h\\ie""#));
    assert_eq!(parameter(&requests[0], "$top").as_deref(), Some("8"));
    assert_eq!(header(&requests[0], "consistencylevel"), Some("eventual"));
}

#[tokio::test]
async fn signs_that_a_search_does_not_take_are_looked_for_in_its_answer() {
    for (typed, searched, found) in [
        ("R&D", r#""displayName:R D""#, ["R&D Office"].as_slice()),
        (" c#", r#""displayName:c""#, &["C# Guild"]),
        ("Smith & Sons", r#""displayName:Smith   Sons""#, &["Smith & Sons", "Smith and Sons"]),
        ("50%+1", r#""displayName:50  1""#, &[]),
    ] {
        let server = MockServer::start().await;
        let names = ["R&D Office", "C# Guild", "Rita Diaz", "Smith & Sons", "Smith and Sons"];
        let all = if typed.starts_with('S') { &names[3..] } else { &names[..3] };
        let all: Vec<_> = all.iter().map(|name| json!({ "id": name, "displayName": name })).collect();
        Mock::given(path("/v1.0/users")).respond_with(ok(json!({ "value": all }))).mount(&server).await;
        let users = caller(&server).find_by_words(typed, 8).await.unwrap();
        assert_eq!(users.iter().filter_map(|user| user.display_name.as_deref()).collect::<Vec<_>>(), found);
        assert_eq!(parameter(&requests(&server).await[0], "$search").as_deref(), Some(searched));
    }
    let server = MockServer::start().await;
    assert_eq!(caller(&server).find_by_words("&#", 8).await.unwrap(), []);
    assert!(requests(&server).await.is_empty(), "there is nothing to ask for");
}

#[tokio::test]
async fn pages_are_followed_as_they_are_and_advanced_ones_say_so_each_time() {
    let server = MockServer::start().await;
    let link = format!("{}/v1.0/users?$skiptoken=a%2Fb%27+c&x=1", server.uri());
    let first = json!({ "@odata.count": 2, "value": [user(ADELE, "A")], "@odata.nextLink": link });
    let second = json!({ "value": [user(ADELE, "A"), user(GRADY, "G")] });
    Mock::given(query_param_is_missing("$skiptoken")).respond_with(ok(first)).mount(&server).await;
    Mock::given(query_param("$skiptoken", "a/b' c")).respond_with(ok(second)).mount(&server).await;

    let filter = Filter::ends_with(Property::Mail, "@fabrikam.example");
    assert_eq!(caller(&server).users_where(&filter).await.unwrap().len(), 2);

    let requests = requests(&server).await;
    assert_eq!(parameter(&requests[0], "$count").as_deref(), Some("true"));
    assert_eq!(requests[1].url.query(), Some("$skiptoken=a%2Fb%27+c&x=1"));
    for request in &requests {
        assert_eq!(header(request, "consistencylevel"), Some("eventual"));
        assert_eq!(header(request, "authorization"), Some("Bearer token-1"));
    }
}

#[tokio::test]
async fn a_next_page_elsewhere_is_refused_and_gets_no_token() {
    let other = MockServer::start().await;
    let server = MockServer::start().await;
    let same_with_name = server.uri().replace("http://", "http://name:word@");
    for link in [
        format!("{}/v1.0/users", other.uri()),
        server.uri().replace("http://", "https://"),
        format!("{same_with_name}/v1.0/users?p=2"),
        "//evil.example/v1.0/users".to_owned(),
        "/v1.0/users?p=2".to_owned(),
        "javascript:alert(1)".to_owned(),
    ] {
        server.reset().await;
        let page = json!({ "value": [user(ADELE, "A")], "@odata.nextLink": link });
        Mock::given(path("/v1.0/users")).respond_with(ok(page)).mount(&server).await;
        let error = caller(&server).find_by_address("a@b.example").await.unwrap_err();
        assert!(matches!(error, GraphError::Unreadable { .. }), "{link}: {error}");
        assert_eq!(requests(&server).await.len(), 1, "{link}");
    }
    assert!(requests(&other).await.is_empty());
}

#[tokio::test]
async fn pages_without_end_are_refused() {
    let server = MockServer::start().await;
    let (one, two) = (format!("{}/v1.0/users?p=1", server.uri()), format!("{}/v1.0/users?p=2", server.uri()));
    let page = |link: &str| ok(json!({ "value": [], "@odata.nextLink": link }));
    Mock::given(query_param("p", "1")).respond_with(page(&two)).mount(&server).await;
    Mock::given(path("/v1.0/users")).respond_with(page(&one)).mount(&server).await;
    let error = caller(&server).find_by_address("a@b.example").await.unwrap_err();
    assert!(matches!(error, GraphError::Unreadable { why: "its pages do not end", .. }), "{error}");
    assert_eq!(requests(&server).await.len(), 50);
}
