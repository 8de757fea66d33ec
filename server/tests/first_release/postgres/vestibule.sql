--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: audit_refuses(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.audit_refuses() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or removed';
END
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: _sqlx_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);


--
-- Name: access; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access (
    tenant text NOT NULL,
    user_id text NOT NULL,
    item text NOT NULL,
    role text NOT NULL,
    given_by_user text NOT NULL,
    given_by_name text NOT NULL,
    since bigint NOT NULL,
    invitation text
);


--
-- Name: audit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit (
    seq bigint NOT NULL,
    at bigint NOT NULL,
    tenant text NOT NULL,
    actor text NOT NULL,
    actor_name text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail text NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL
);


--
-- Name: audit_head; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_head (
    id bigint NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_head_id_check CHECK ((id = 1))
);


--
-- Name: blocks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.blocks (
    tenant text NOT NULL,
    since bigint NOT NULL,
    probe text
);


--
-- Name: drafts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drafts (
    id text NOT NULL,
    tenant text,
    user_id text,
    item text NOT NULL,
    form text NOT NULL,
    problem text,
    matches text NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT drafts_check CHECK (((tenant IS NULL) = (user_id IS NULL)))
);


--
-- Name: invitation_history; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitation_history (
    seq bigint NOT NULL,
    invitation text NOT NULL,
    at bigint NOT NULL,
    event text NOT NULL,
    problem text
);


--
-- Name: invitation_history_seq_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.invitation_history ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.invitation_history_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: invitation_steps; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitation_steps (
    invitation text NOT NULL,
    "position" bigint NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL
);


--
-- Name: invitations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitations (
    id text NOT NULL,
    tenant text NOT NULL,
    inviter text NOT NULL,
    inviter_name text NOT NULL,
    item text NOT NULL,
    role text NOT NULL,
    address text NOT NULL,
    canonical text NOT NULL,
    chosen text,
    name text,
    message text,
    language text NOT NULL,
    state text NOT NULL,
    facts text NOT NULL,
    problem text,
    key text NOT NULL,
    form_hash text NOT NULL,
    guest text,
    link bytea,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);


--
-- Name: items; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.items (
    id text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    title_folded text NOT NULL COLLATE pg_catalog."C",
    summary text NOT NULL,
    application text NOT NULL,
    landing text NOT NULL,
    open_to_members boolean NOT NULL
);


--
-- Name: jobs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs (
    id text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    run_at bigint NOT NULL,
    attempts bigint NOT NULL,
    lease_token text,
    lease_until bigint,
    dedupe text,
    CONSTRAINT jobs_check CHECK (((lease_token IS NULL) = (lease_until IS NULL)))
);


--
-- Name: paces; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.paces (
    tenant text NOT NULL,
    user_id text NOT NULL,
    full_at bigint NOT NULL
);


--
-- Name: people; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people (
    tenant text NOT NULL,
    user_id text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    standing text NOT NULL,
    company text,
    seen_at bigint NOT NULL
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    id text NOT NULL,
    key text NOT NULL,
    tenant text,
    user_id text,
    data bytea NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT sessions_check CHECK (((tenant IS NULL) = (user_id IS NULL)))
);


--
-- Name: settings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.settings (
    version bigint NOT NULL,
    at bigint NOT NULL,
    changed_by text NOT NULL,
    document text NOT NULL
);


--
-- Name: toasts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.toasts (
    id text NOT NULL,
    tenant text NOT NULL,
    user_id text NOT NULL,
    dedupe text NOT NULL,
    kind text NOT NULL,
    invitation text,
    item text,
    created_at bigint NOT NULL,
    dismissed_at bigint
);


--
-- Name: tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tokens (
    tenant text NOT NULL,
    user_id text NOT NULL,
    sealed bytea NOT NULL,
    version bigint NOT NULL,
    access_expires_at bigint NOT NULL,
    refreshing_until bigint,
    leave_at bigint,
    challenge text
);


--
-- Data for Name: _sqlx_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public._sqlx_migrations VALUES (1, 'people and items', '2026-11-29 21:48:19.122375+00', true, '\x6f0919db7b7a52b68ebd67bb9b3b3c95ca090fb88fe3f010ebdd3ff7d9fe5a42ee4971006c4ad6532d4b322c412abda1', 5192134);
INSERT INTO public._sqlx_migrations VALUES (2, 'sign in', '2026-11-29 21:48:19.127966+00', true, '\x9a32c46574b4bfd3c8bd1d551ee74535f5f8f3c84cf09e26d47febaaa7991996df48fe56288306c7700a956ed2400d59', 10630805);
INSERT INTO public._sqlx_migrations VALUES (3, 'invitations', '2026-11-29 21:48:19.138809+00', true, '\x8a32b00bd9c4e107542fbec2397f17288c06540080abfffddd8dc5be2aaa9944aef00626232e92adfe9cbf09b0462089', 11620003);
INSERT INTO public._sqlx_migrations VALUES (4, 'access', '2026-11-29 21:48:19.150654+00', true, '\xc25e70067250932d2add3cfa6c167fe36bacf233aa13200e36f751c7eaf7fea184efdc3a59369e59a5cfc49676598723', 8853909);
INSERT INTO public._sqlx_migrations VALUES (5, 'jobs', '2026-11-29 21:48:19.15976+00', true, '\x7b20142af5c26485072b2b58fd5148a167319f39061af8757ce9e792b458bd9f61818953d5264fb9e126b3d8dcd23e69', 2481563);
INSERT INTO public._sqlx_migrations VALUES (6, 'audit and settings', '2026-11-29 21:48:19.162408+00', true, '\x08709ecd7747cd3b0856d8f6e01fe5a762ed7f2e69193b7f9c322b5bde659a647661eeb46f9c6afe052053fe12ffe9eb', 6255543);


--
-- Data for Name: access; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.access VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', 'elm-street-renewal', 'reader', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 1795988899356, '01a22947-c5ef-7147-a8b2-383f6c152ba1');
INSERT INTO public.access VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '53f1155f-8b2e-48d6-9856-3f4a7f66605b', 'harbour-line-tender', 'contributor', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 1795988899488, '01a22947-c67e-7015-8c4c-859bfd808f70');
INSERT INTO public.access VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '10410000-0008-4a57-8c11-5c0e10f0c008', 'elm-street-renewal', 'reader', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 1795988899691, '01a22947-c75d-7155-9c51-4b2dda050aa8');
INSERT INTO public.access VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '94ad0000-0007-4a57-8c11-5c0e10f0c007', 'elm-street-renewal', 'contributor', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 1796248100032, '01a22947-c8a1-70a3-8fab-829c74e77b21');
INSERT INTO public.access VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '53f1155f-8b2e-48d6-9856-3f4a7f66605b', 'punctuality', 'reader', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 1796248100129, '01a22947-c90f-73ca-b1e2-469bb5c8b4c9');
INSERT INTO public.access VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'supplier-code', 'reader', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 1796248100224, '01a22947-c975-7388-abee-f5c880e876ef');


--
-- Data for Name: audit; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit VALUES (1, 1795988899187, '', '', 'Vestibule', 'items-registered', 'items', '{"items":["harbour-line-tender","depot-fire-plan","brake-test-report","night-noise-study","supplier-code","elm-street-renewal","ticket-reader-rollout","platform-lifts","merger-review","station-photos","rolling-stock-drawings","accident-files","punctuality","energy-use"]}', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xc4af4730563a71c9d7fd83abf1f663005f4b2298cfe06bfc038749d73f1fb06b');
INSERT INTO public.audit VALUES (2, 1795988899252, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'signed-in', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '{"admin":false,"guest":false}', '\xc4af4730563a71c9d7fd83abf1f663005f4b2298cfe06bfc038749d73f1fb06b', '\xa30783858c997657800b4e009d2d9a932ef9829188af482d69389f7c1fa7e081');
INSERT INTO public.audit VALUES (3, 1795988899311, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22947-c5ef-7147-a8b2-383f6c152ba1', '{"address":"kim@woodgrove.example","chosen":null,"item":"elm-street-renewal","role":"reader"}', '\xa30783858c997657800b4e009d2d9a932ef9829188af482d69389f7c1fa7e081', '\x3ebe153ab0b0b2a7033779ae897e58f54cad8822cd201bf56d4fcc73fdf5de16');
INSERT INTO public.audit VALUES (4, 1795988899350, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-sent', '01a22947-c5ef-7147-a8b2-383f6c152ba1', '{"guest":"61d748da-2147-4e09-ade2-5059994e8e4c","item":"elm-street-renewal","mail":"asked","requests":["01a22947-c60b-7097-854e-ba4b38a21ab2"]}', '\x3ebe153ab0b0b2a7033779ae897e58f54cad8822cd201bf56d4fcc73fdf5de16', '\xc2ed62a2360e4a0c49db17d6c2e5e4d77133814bcaa586db2079878b14baac8b');
INSERT INTO public.audit VALUES (5, 1795988899356, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'access-recorded', '01a22947-c5ef-7147-a8b2-383f6c152ba1', '{"item":"elm-street-renewal","person":"61d748da-2147-4e09-ade2-5059994e8e4c","role":"reader"}', '\xc2ed62a2360e4a0c49db17d6c2e5e4d77133814bcaa586db2079878b14baac8b', '\x7767526db43894bc9260a7a48c4c562668889f9fbf79a7947f8746a9033a7a73');
INSERT INTO public.audit VALUES (6, 1795988899454, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22947-c67e-7015-8c4c-859bfd808f70', '{"address":"lee@fabrikam.example","chosen":null,"item":"harbour-line-tender","role":"contributor"}', '\x7767526db43894bc9260a7a48c4c562668889f9fbf79a7947f8746a9033a7a73', '\xdd41e78008a50c5ea2a8001eb3c39c07effbd69cf337998e82568d63e14daa79');
INSERT INTO public.audit VALUES (7, 1795988899482, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-sent', '01a22947-c67e-7015-8c4c-859bfd808f70', '{"guest":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","item":"harbour-line-tender","mail":"asked","requests":["01a22947-c693-7359-ad86-9880eb6250e1"]}', '\xdd41e78008a50c5ea2a8001eb3c39c07effbd69cf337998e82568d63e14daa79', '\xb065e28f47f0b9b031123d702923d7d308dfed70ab692ba8de2a796a6c591640');
INSERT INTO public.audit VALUES (8, 1795988899488, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'access-recorded', '01a22947-c67e-7015-8c4c-859bfd808f70', '{"item":"harbour-line-tender","person":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","role":"contributor"}', '\xb065e28f47f0b9b031123d702923d7d308dfed70ab692ba8de2a796a6c591640', '\xab24039ab3413f81d8d25d37ede903c0fbfb88d2039e415949b402943981fb76');
INSERT INTO public.audit VALUES (9, 1795988899589, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22947-c705-77d5-914b-de03173adc5a', '{"address":"grady.archie@fabrikam.example","chosen":"94ad0000-0007-4a57-8c11-5c0e10f0c007","item":"elm-street-renewal","role":"reader"}', '\xab24039ab3413f81d8d25d37ede903c0fbfb88d2039e415949b402943981fb76', '\x07dc9794a10666b2acf93c01c9431885c67e3260c9da48df8aa873a49cdbe732');
INSERT INTO public.audit VALUES (10, 1795988899599, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'access-recorded', '01a22947-c705-77d5-914b-de03173adc5a', '{"item":"elm-street-renewal","person":"94ad0000-0007-4a57-8c11-5c0e10f0c007","role":"reader"}', '\x07dc9794a10666b2acf93c01c9431885c67e3260c9da48df8aa873a49cdbe732', '\xe965f67fc941d3a6e242ffdc230905e0421a6376eea761e5bd3ff737871707bc');
INSERT INTO public.audit VALUES (11, 1795988899677, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22947-c75d-7155-9c51-4b2dda050aa8', '{"address":"joni.sherman@northwind.example","chosen":"10410000-0008-4a57-8c11-5c0e10f0c008","item":"elm-street-renewal","role":"reader"}', '\xe965f67fc941d3a6e242ffdc230905e0421a6376eea761e5bd3ff737871707bc', '\x2cfa18141065843604703b2ab3a5df57b7ccbdb3fc9e7ca4ead85c9ff314e5ff');
INSERT INTO public.audit VALUES (12, 1795988899691, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'access-recorded', '01a22947-c75d-7155-9c51-4b2dda050aa8', '{"item":"elm-street-renewal","person":"10410000-0008-4a57-8c11-5c0e10f0c008","role":"reader"}', '\x2cfa18141065843604703b2ab3a5df57b7ccbdb3fc9e7ca4ead85c9ff314e5ff', '\x41d0593388dc6bcf5a6e23ad58396c5951693766cc9a01ee445070e825401488');
INSERT INTO public.audit VALUES (13, 1795988899736, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'link-copied', '01a22947-c67e-7015-8c4c-859bfd808f70', '{"item":"harbour-line-tender"}', '\x41d0593388dc6bcf5a6e23ad58396c5951693766cc9a01ee445070e825401488', '\x088499e5970e69afb9343919b504d75686a39fb7c571e5464f434d1c2803f363');
INSERT INTO public.audit VALUES (14, 1795988899860, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', 'kim', 'signed-in', '61d748da-2147-4e09-ade2-5059994e8e4c', '{"admin":false,"guest":true}', '\x088499e5970e69afb9343919b504d75686a39fb7c571e5464f434d1c2803f363', '\x2d13030671e77c29b00d3e451ac0cee6fb5847a2c7ac5e8f037d9c673db176ca');
INSERT INTO public.audit VALUES (15, 1795988899874, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', 'kim', 'invitation-accepted', '01a22947-c5ef-7147-a8b2-383f6c152ba1', '{"item":"elm-street-renewal"}', '\x2d13030671e77c29b00d3e451ac0cee6fb5847a2c7ac5e8f037d9c673db176ca', '\x8a2eb1475c61cfefe7658efea60d73c5fe24d85c3036fca6886fdaeb8877ec77');
INSERT INTO public.audit VALUES (16, 1796248099889, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'signed-in', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '{"admin":false,"guest":false}', '\x8a2eb1475c61cfefe7658efea60d73c5fe24d85c3036fca6886fdaeb8877ec77', '\x4161c332a2e75db3187cf43dbe19f21ea0bf31fec89e43927a544f43526d8977');
INSERT INTO public.audit VALUES (17, 1796248099919, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'signed-in', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', '{"admin":false,"guest":false}', '\x4161c332a2e75db3187cf43dbe19f21ea0bf31fec89e43927a544f43526d8977', '\x9a21ca404c98ccad57b3f39ea69d56bcd2f74e64bbe7aa32a8d1c06f4e074ded');
INSERT INTO public.audit VALUES (18, 1796248099957, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'signed-in', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '{"admin":false,"guest":false}', '\x9a21ca404c98ccad57b3f39ea69d56bcd2f74e64bbe7aa32a8d1c06f4e074ded', '\x43a40f21628db780f2637926b0143af97f4873267b483e89d321b863442b59c7');
INSERT INTO public.audit VALUES (19, 1796248100001, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'invitation-asked', '01a22947-c8a1-70a3-8fab-829c74e77b21', '{"address":"grady.archie@fabrikam.example","chosen":"94ad0000-0007-4a57-8c11-5c0e10f0c007","item":"elm-street-renewal","role":"contributor"}', '\x43a40f21628db780f2637926b0143af97f4873267b483e89d321b863442b59c7', '\xa9f3aea052a76631a9d0bac0be723d9b0eaa69e8db1db1aeeaa1825142b577bc');
INSERT INTO public.audit VALUES (20, 1796248100032, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'access-recorded', '01a22947-c8a1-70a3-8fab-829c74e77b21', '{"before":{"by":"ade1e000-0001-4a57-8c11-5c0e10f0c001","role":"reader"},"item":"elm-street-renewal","person":"94ad0000-0007-4a57-8c11-5c0e10f0c007","role":"contributor"}', '\xa9f3aea052a76631a9d0bac0be723d9b0eaa69e8db1db1aeeaa1825142b577bc', '\x51671713b13c4a5b2ca0930adb1fedcae600ee14a8653942fe5d3e83acd98234');
INSERT INTO public.audit VALUES (21, 1796248100111, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'invitation-asked', '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', '{"address":"lee@fabrikam.example","chosen":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","item":"punctuality","role":"reader"}', '\x51671713b13c4a5b2ca0930adb1fedcae600ee14a8653942fe5d3e83acd98234', '\x5d7d1eb0d71ebecf3993535c2f1a5cbce2492930e805e2d98e68ddbdeecb46ab');
INSERT INTO public.audit VALUES (22, 1796248100129, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'access-recorded', '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', '{"item":"punctuality","person":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","role":"reader"}', '\x5d7d1eb0d71ebecf3993535c2f1a5cbce2492930e805e2d98e68ddbdeecb46ab', '\x9f97d3abfdc3929c683dcf6b51be4c511d98dc23bcd5e4b8fd0a4f3743272c0e');
INSERT INTO public.audit VALUES (23, 1796248100213, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'invitation-asked', '01a22947-c975-7388-abee-f5c880e876ef', '{"address":"diego.siciliani@contoso.example","chosen":"d1e60000-0003-4a57-8c11-5c0e10f0c003","item":"supplier-code","role":"reader"}', '\x9f97d3abfdc3929c683dcf6b51be4c511d98dc23bcd5e4b8fd0a4f3743272c0e', '\xf1bc4e63fb3a7d76ab079329d933d44182432abbf46e3f1e7d0ad66bd545a879');
INSERT INTO public.audit VALUES (24, 1796248100224, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'access-recorded', '01a22947-c975-7388-abee-f5c880e876ef', '{"item":"supplier-code","person":"d1e60000-0003-4a57-8c11-5c0e10f0c003","role":"reader"}', '\xf1bc4e63fb3a7d76ab079329d933d44182432abbf46e3f1e7d0ad66bd545a879', '\x477f821a3cbece73e99f1c778541168e6218139a2bdee52b71e093867f9f7abe');
INSERT INTO public.audit VALUES (25, 1796248100289, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-asked', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', '{"address":"sam@nowhere.example","chosen":null,"item":"platform-lifts","role":"reader"}', '\x477f821a3cbece73e99f1c778541168e6218139a2bdee52b71e093867f9f7abe', '\x2fb6e208b9016fd968e427dd5ab3d83ba589a8f800e5da0618828a5228980c1c');
INSERT INTO public.audit VALUES (34, 1796248111190, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', 'kim', 'signed-in', '61d748da-2147-4e09-ade2-5059994e8e4c', '{"admin":false,"guest":true}', '\x5f152472dfb712d5b780bf6bda8b36007f220e8a03a3ef481fedd024e4b0cd43', '\x873d82e12571e7834a2c335dc646b9e45a59c30d106a6475f8c96d0a05a75994');
INSERT INTO public.audit VALUES (40, 1796257121796, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22948-1dc4-72bc-87e7-bd7b4808e96c', '{"address":"jo@fabrikam.example","chosen":null,"item":"energy-use","role":"reader"}', '\x567ce8c5786734cf08590ff56702c615f0222ec65f688da834f912253672580a', '\xba4e77f75637ac3097161307ceeedcff3d2369c6d1f1b6d096457f346fc0ba9f');
INSERT INTO public.audit VALUES (26, 1796248100307, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-failed', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', '{"problem":"domain-blocked","reference":"MBP3Y5M5CP","requests":[],"step":"send-invitation"}', '\x2fb6e208b9016fd968e427dd5ab3d83ba589a8f800e5da0618828a5228980c1c', '\x96870708f4ad0d5e9ddf720e30390e565d6b49b493842175c83b91c15d0ed798');
INSERT INTO public.audit VALUES (42, 1796257124877, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'invitation-asked', '01a22948-29cd-775f-9cad-60aaba9c2cd4', '{"address":"quinn@northwind.example","chosen":null,"item":"harbour-line-tender","role":"reader"}', '\xd04ede9fa548d52c2cfff4999d0f71144552e0f0763cc7225e046dbf0f528892', '\x7de50329cae72784037e8ac4d20e93d9df381e73e8798bd3698b7aa52be28388');
INSERT INTO public.audit VALUES (27, 1796248102371, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-tried-again', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', '{"item":"platform-lifts"}', '\x96870708f4ad0d5e9ddf720e30390e565d6b49b493842175c83b91c15d0ed798', '\xd0fa4179161e7fedff3df3480ca86bfb58c167b404ab4bc479a38e287674d2cd');
INSERT INTO public.audit VALUES (38, 1796257111591, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22947-f5e7-769b-ad08-38d739736037', '{"address":"pat@fabrikam.example","chosen":null,"item":"depot-fire-plan","role":"reader"}', '\xdcfc18868e6f2204df4649b4e5cbc574a94a8f83d80d8dd467e774f9716ddcaf', '\x6b04b2ba3ccb4e4fd1835ae1ce0143431f20b44ccd71bc52c3f6a14f61ebd317');
INSERT INTO public.audit VALUES (28, 1796248102387, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-failed', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', '{"problem":"domain-blocked","reference":"DY290HHH2X","requests":[],"step":"send-invitation"}', '\xd0fa4179161e7fedff3df3480ca86bfb58c167b404ab4bc479a38e287674d2cd', '\x0ea1f626f8297b15846af1a61b2a3fd5d96ddd9157da59c5d9d6883e109b07bb');
INSERT INTO public.audit VALUES (29, 1796248104417, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-asked', '01a22947-d9e1-72f5-9003-30375560ec88', '{"address":"robin@northwind.example","chosen":null,"item":"brake-test-report","role":"reader"}', '\x0ea1f626f8297b15846af1a61b2a3fd5d96ddd9157da59c5d9d6883e109b07bb', '\xe298885b1f221eefea3df0ac50f95a8232739d9cfccfe5c39fe9f7a80d310fbc');
INSERT INTO public.audit VALUES (32, 1796248108095, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-asked', '01a22947-e83f-7646-957d-a8035ee3f4a8', '{"address":"toni@gmail.com","chosen":null,"item":"energy-use","role":"reader"}', '\x33da4be38fff61f429fca9753b8dd4821c0a846fcf3a9f7c98d3f054b470b6ce', '\x2d60288ddd4b76277ee6b8304d17f5b9dd60b96f0e0794ec8f3fa29d89410eb2');
INSERT INTO public.audit VALUES (30, 1796248105036, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-sent', '01a22947-d9e1-72f5-9003-30375560ec88', '{"guest":"b6f929a3-723e-45a8-8a1b-461a9cb05812","item":"brake-test-report","mail":"unconfirmed","requests":["01a22947-d9f0-75e3-a819-f8db33b95710"]}', '\xe298885b1f221eefea3df0ac50f95a8232739d9cfccfe5c39fe9f7a80d310fbc', '\x015007efb8745ee19ec9209674d4ae46391ecda8284e4738821725b6d6bb5c33');
INSERT INTO public.audit VALUES (31, 1796248105036, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-stopped', '01a22947-d9e1-72f5-9003-30375560ec88', '{"problem":"outcome-unknown","reference":null,"requests":[],"step":"send-invitation"}', '\x015007efb8745ee19ec9209674d4ae46391ecda8284e4738821725b6d6bb5c33', '\x33da4be38fff61f429fca9753b8dd4821c0a846fcf3a9f7c98d3f054b470b6ce');
INSERT INTO public.audit VALUES (33, 1796248108112, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'invitation-stopped', '01a22947-e83f-7646-957d-a8035ee3f4a8', '{"problem":"sign-in-again","reference":"86WRHJZ491","requests":[],"step":"send-invitation"}', '\x2d60288ddd4b76277ee6b8304d17f5b9dd60b96f0e0794ec8f3fa29d89410eb2', '\x5f152472dfb712d5b780bf6bda8b36007f220e8a03a3ef481fedd024e4b0cd43');
INSERT INTO public.audit VALUES (35, 1796248111242, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '94ad0000-0007-4a57-8c11-5c0e10f0c007', 'Grady Archie', 'signed-in', '94ad0000-0007-4a57-8c11-5c0e10f0c007', '{"admin":false,"guest":true}', '\x873d82e12571e7834a2c335dc646b9e45a59c30d106a6475f8c96d0a05a75994', '\x6640a7e90e11e6e399f2397e5e818e58d6e01336b9a84eda7a64009a05f4296d');
INSERT INTO public.audit VALUES (36, 1796257111410, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-asked', '01a22947-f532-7592-8603-fc58c6b88f93', '{"address":"new.person@contoso.example","chosen":null,"item":"night-noise-study","role":"reader"}', '\x6640a7e90e11e6e399f2397e5e818e58d6e01336b9a84eda7a64009a05f4296d', '\xb4bb0430535d929994f0e09cf21584eaefa533d41a1f295749d8c9dbd9692740');
INSERT INTO public.audit VALUES (39, 1796257117157, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'invitation-asked', '01a22948-0ba5-768c-b8f4-0cba45f4ade2', '{"address":"sasha@northwind.example","chosen":null,"item":"rolling-stock-drawings","role":"reader"}', '\x6b04b2ba3ccb4e4fd1835ae1ce0143431f20b44ccd71bc52c3f6a14f61ebd317', '\x567ce8c5786734cf08590ff56702c615f0222ec65f688da834f912253672580a');
INSERT INTO public.audit VALUES (41, 1796257121812, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-stopped', '01a22948-1dc4-72bc-87e7-bd7b4808e96c', '{"problem":"suspicious-activity","reference":"2RK2NK1MTX","requests":[],"step":"send-invitation"}', '\xba4e77f75637ac3097161307ceeedcff3d2369c6d1f1b6d096457f346fc0ba9f', '\xd04ede9fa548d52c2cfff4999d0f71144552e0f0763cc7225e046dbf0f528892');
INSERT INTO public.audit VALUES (43, 1796257127675, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '3e9a0000-0004-4a57-8c11-5c0e10f0c004', 'Megan Bowen', 'signed-in', '3e9a0000-0004-4a57-8c11-5c0e10f0c004', '{"admin":true,"guest":false}', '\x7de50329cae72784037e8ac4d20e93d9df381e73e8798bd3698b7aa52be28388', '\x54627307f8893624a52f8ac6c305d29dde4f3944640ec21f4fd5a33054807e9c');
INSERT INTO public.audit VALUES (37, 1796257111478, 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'invitation-failed', '01a22947-f532-7592-8603-fc58c6b88f93', '{"problem":"own-domain","reference":"TKEDWS4WAW","requests":[],"step":"send-invitation"}', '\xb4bb0430535d929994f0e09cf21584eaefa533d41a1f295749d8c9dbd9692740', '\xdcfc18868e6f2204df4649b4e5cbc574a94a8f83d80d8dd467e774f9716ddcaf');


--
-- Data for Name: audit_head; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.audit_head VALUES (1, 43, '\x54627307f8893624a52f8ac6c305d29dde4f3944640ec21f4fd5a33054807e9c');


--
-- Data for Name: blocks; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.blocks VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 1796257121811, NULL);


--
-- Data for Name: drafts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.drafts VALUES ('01a22947-c6ea-74f9-aa63-d95cdd43fedc', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'elm-street-renewal', '{"item":"elm-street-renewal","address":"grady.archie@fabrikam.example","person":"","role":"reader","name":"","message":"For the night shift.","language":"en","key":"01a22947-c6dc-758f-a18e-5f6b81c711ff"}', NULL, '[{"id":"94ad0000-0007-4a57-8c11-5c0e10f0c007","name":"Grady Archie","address":"grady.archie@fabrikam.example","company":"Fabrikam","standing":"guest"}]', 1796075299562);
INSERT INTO public.drafts VALUES ('01a22947-c745-76f9-ae28-7e98ee1f3338', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'elm-street-renewal', '{"item":"elm-street-renewal","address":"joni.sherman@northwind.example","person":"","role":"reader","name":"","message":"\n","language":"en","key":"01a22947-c734-7139-8451-af69f604d974"}', NULL, '[{"id":"10410000-0008-4a57-8c11-5c0e10f0c008","name":"Joni Sherman","address":"joni.sherman@northwind.example","company":"Northwind Traders","standing":"pending"}]', 1796075299653);
INSERT INTO public.drafts VALUES ('01a22947-c890-7066-84e8-5bacd242fa23', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'elm-street-renewal', '{"item":"elm-street-renewal","address":"grady.archie@fabrikam.example","person":"","role":"contributor","name":"","message":"\n","language":"en","key":"01a22947-c882-7650-a6e3-e8fda340e640"}', NULL, '[{"id":"94ad0000-0007-4a57-8c11-5c0e10f0c007","name":"Grady Archie","address":"grady.archie@fabrikam.example","company":"Fabrikam","standing":"guest"}]', 1796334499984);
INSERT INTO public.drafts VALUES ('01a22947-c8f8-723f-92d9-0df217d60c73', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'punctuality', '{"item":"punctuality","address":"lee@fabrikam.example","person":"","role":"reader","name":"","message":"\n","language":"en","key":"01a22947-c8e4-71f7-af06-cffab7317366"}', NULL, '[{"id":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","name":"Ąžuolas O''Neill 👋","address":"lee@fabrikam.example","company":null,"standing":"pending"}]', 1796334500088);
INSERT INTO public.drafts VALUES ('01a22947-c961-7201-ace7-eeb72bbb5cf3', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'supplier-code', '{"item":"supplier-code","address":"diego.siciliani@contoso.example","person":"","role":"reader","name":"","message":"\n","language":"en","key":"01a22947-c950-7795-ac94-c5978760a2de"}', NULL, '[{"id":"d1e60000-0003-4a57-8c11-5c0e10f0c003","name":"Diego Siciliani","address":"diego.siciliani@contoso.example","company":"Contoso","standing":"member"}]', 1796334500193);
INSERT INTO public.drafts VALUES ('01a22947-c9d5-7550-8d7e-a86ccda45b30', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'platform-lifts', '{"item":"platform-lifts","address":"sam@nowhere.example","person":"","role":"reader","name":"Sam","message":"","language":"en","key":"01a22947-c9d5-7550-8d7e-a86b565d9f4b"}', '{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"MBP3Y5M5CP","retry_at":null,"role":null}', '[]', 1796334500309);
INSERT INTO public.drafts VALUES ('01a22947-f4ef-722f-b702-e49739ea1970', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'ticket-reader-rollout', '{"item":"ticket-reader-rollout","address":"not an address","person":"","role":"reader","name":"Nobody","message":"Kept as it was typed.","language":"en","key":"01a22947-f4cc-76da-bd98-c74bb166f521"}', '{"code":"address-malformed","fields":[{"field":"address","code":"address-malformed"}],"reference":null,"retry_at":null,"role":null}', '[]', 1796343511343);
INSERT INTO public.drafts VALUES ('01a22947-f584-716b-b3a8-c093b3683fcd', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'night-noise-study', '{"item":"night-noise-study","address":"new.person@contoso.example","person":"","role":"reader","name":"","message":"Own domain.","language":"en","key":"01a22947-f584-716b-b3a8-c0927c02edaa"}', '{"code":"own-domain","fields":[{"field":"address","code":"own-domain"}],"reference":"TKEDWS4WAW","retry_at":null,"role":null}', '[]', 1796343511492);
INSERT INTO public.drafts VALUES ('01a22947-f5c0-71f2-998c-311277e24282', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'station-photos', '{"item":"station-photos","address":"grady.archie@fabrikam.example","person":"","role":"reader","name":"","message":"Is it this Grady?","language":"en","key":"01a22947-f5a6-774e-b677-29e707c98ae6"}', NULL, '[{"id":"94ad0000-0007-4a57-8c11-5c0e10f0c007","name":"Grady Archie","address":"grady.archie@fabrikam.example","company":"Fabrikam","standing":"guest"}]', 1796343511552);


--
-- Data for Name: invitation_history; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (1, '01a22947-c5ef-7147-a8b2-383f6c152ba1', 1795988899311, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (2, '01a22947-c5ef-7147-a8b2-383f6c152ba1', 1795988899331, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (3, '01a22947-c5ef-7147-a8b2-383f6c152ba1', 1795988899348, '{"event":"step-done","step":"send-invitation"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (4, '01a22947-c5ef-7147-a8b2-383f6c152ba1', 1795988899367, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (5, '01a22947-c5ef-7147-a8b2-383f6c152ba1', 1795988899388, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (6, '01a22947-c67e-7015-8c4c-859bfd808f70', 1795988899454, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (7, '01a22947-c67e-7015-8c4c-859bfd808f70', 1795988899471, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (8, '01a22947-c67e-7015-8c4c-859bfd808f70', 1795988899481, '{"event":"step-done","step":"send-invitation"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (9, '01a22947-c67e-7015-8c4c-859bfd808f70', 1795988899491, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (10, '01a22947-c67e-7015-8c4c-859bfd808f70', 1795988899504, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (11, '01a22947-c705-77d5-914b-de03173adc5a', 1795988899589, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (12, '01a22947-c705-77d5-914b-de03173adc5a', 1795988899596, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (13, '01a22947-c705-77d5-914b-de03173adc5a', 1795988899601, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (14, '01a22947-c705-77d5-914b-de03173adc5a', 1795988899609, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (15, '01a22947-c75d-7155-9c51-4b2dda050aa8', 1795988899677, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (16, '01a22947-c75d-7155-9c51-4b2dda050aa8', 1795988899687, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (17, '01a22947-c75d-7155-9c51-4b2dda050aa8', 1795988899693, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (18, '01a22947-c75d-7155-9c51-4b2dda050aa8', 1795988899697, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (19, '01a22947-c67e-7015-8c4c-859bfd808f70', 1795988899736, '{"event":"link-copied"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (20, '01a22947-c5ef-7147-a8b2-383f6c152ba1', 1795988899874, '{"event":"accepted"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (21, '01a22947-c8a1-70a3-8fab-829c74e77b21', 1796248100001, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (22, '01a22947-c8a1-70a3-8fab-829c74e77b21', 1796248100022, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (23, '01a22947-c8a1-70a3-8fab-829c74e77b21', 1796248100033, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (24, '01a22947-c8a1-70a3-8fab-829c74e77b21', 1796248100036, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (25, '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 1796248100111, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (26, '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 1796248100124, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (27, '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 1796248100130, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (28, '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 1796248100135, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (29, '01a22947-c975-7388-abee-f5c880e876ef', 1796248100213, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (30, '01a22947-c975-7388-abee-f5c880e876ef', 1796248100219, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (31, '01a22947-c975-7388-abee-f5c880e876ef', 1796248100225, '{"event":"step-done","step":"record-access"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (32, '01a22947-c975-7388-abee-f5c880e876ef', 1796248100232, '{"event":"step-done","step":"tell-inviter"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (33, '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 1796248100289, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (34, '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 1796248100297, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (35, '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 1796248100307, '{"event":"step-failed","step":"send-invitation"}', '{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"MBP3Y5M5CP","retry_at":null,"role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (36, '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 1796248102371, '{"event":"tried-again"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (37, '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 1796248102386, '{"event":"step-failed","step":"send-invitation"}', '{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"DY290HHH2X","retry_at":null,"role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (38, '01a22947-d9e1-72f5-9003-30375560ec88', 1796248104417, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (39, '01a22947-d9e1-72f5-9003-30375560ec88', 1796248104428, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (40, '01a22947-d9e1-72f5-9003-30375560ec88', 1796248104448, '{"event":"step-waiting","step":"send-invitation"}', '{"code":"directory-unreachable","fields":[],"reference":"025TJFQ6YG","retry_at":"2026-12-02T21:48:25.026Z","role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (41, '01a22947-d9e1-72f5-9003-30375560ec88', 1796248105035, '{"event":"step-stopped","step":"send-invitation"}', '{"code":"outcome-unknown","fields":[],"reference":null,"retry_at":null,"role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (42, '01a22947-e83f-7646-957d-a8035ee3f4a8', 1796248108095, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (43, '01a22947-e83f-7646-957d-a8035ee3f4a8', 1796248108102, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (44, '01a22947-e83f-7646-957d-a8035ee3f4a8', 1796248108112, '{"event":"step-stopped","step":"send-invitation"}', '{"code":"sign-in-again","fields":[],"reference":"86WRHJZ491","retry_at":null,"role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (45, '01a22947-f532-7592-8603-fc58c6b88f93', 1796257111410, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (46, '01a22947-f532-7592-8603-fc58c6b88f93', 1796257111451, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (47, '01a22947-f532-7592-8603-fc58c6b88f93', 1796257111478, '{"event":"step-failed","step":"send-invitation"}', '{"code":"own-domain","fields":[{"field":"address","code":"own-domain"}],"reference":"TKEDWS4WAW","retry_at":null,"role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (48, '01a22947-f5e7-769b-ad08-38d739736037', 1796257111591, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (49, '01a22947-f5e7-769b-ad08-38d739736037', 1796257111600, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (50, '01a22947-f5e7-769b-ad08-38d739736037', 1796257111627, '{"event":"step-waiting","step":"send-invitation"}', '{"code":"directory-busy","fields":[],"reference":"X8BFDHRZZE","retry_at":"2026-12-03T03:03:18.914Z","role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (51, '01a22948-0ba5-768c-b8f4-0cba45f4ade2', 1796257117157, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (52, '01a22948-0ba5-768c-b8f4-0cba45f4ade2', 1796257117180, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (53, '01a22948-1dc4-72bc-87e7-bd7b4808e96c', 1796257121796, '{"event":"asked"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (54, '01a22948-1dc4-72bc-87e7-bd7b4808e96c', 1796257121803, '{"event":"step-done","step":"find-person"}', NULL);
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (55, '01a22948-1dc4-72bc-87e7-bd7b4808e96c', 1796257121811, '{"event":"step-stopped","step":"send-invitation"}', '{"code":"suspicious-activity","fields":[],"reference":"2RK2NK1MTX","retry_at":null,"role":null}');
INSERT INTO public.invitation_history OVERRIDING SYSTEM VALUE VALUES (56, '01a22948-29cd-775f-9cad-60aaba9c2cd4', 1796257124877, '{"event":"asked"}', NULL);


--
-- Data for Name: invitation_steps; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.invitation_steps VALUES ('01a22947-c5ef-7147-a8b2-383f6c152ba1', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c5ef-7147-a8b2-383f6c152ba1', 1, 'send-invitation', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c5ef-7147-a8b2-383f6c152ba1', 2, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c5ef-7147-a8b2-383f6c152ba1', 3, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c67e-7015-8c4c-859bfd808f70', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c67e-7015-8c4c-859bfd808f70', 1, 'send-invitation', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c67e-7015-8c4c-859bfd808f70', 2, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c67e-7015-8c4c-859bfd808f70', 3, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c705-77d5-914b-de03173adc5a', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c705-77d5-914b-de03173adc5a', 1, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c705-77d5-914b-de03173adc5a', 2, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c75d-7155-9c51-4b2dda050aa8', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c75d-7155-9c51-4b2dda050aa8', 1, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c75d-7155-9c51-4b2dda050aa8', 2, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c8a1-70a3-8fab-829c74e77b21', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c8a1-70a3-8fab-829c74e77b21', 1, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c8a1-70a3-8fab-829c74e77b21', 2, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 1, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 2, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c975-7388-abee-f5c880e876ef', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c975-7388-abee-f5c880e876ef', 1, 'record-access', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c975-7388-abee-f5c880e876ef', 2, 'tell-inviter', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-f532-7592-8603-fc58c6b88f93', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-f532-7592-8603-fc58c6b88f93', 1, 'send-invitation', 'failed', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 1, 'send-invitation', 'failed', 2);
INSERT INTO public.invitation_steps VALUES ('01a22947-d9e1-72f5-9003-30375560ec88', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-d9e1-72f5-9003-30375560ec88', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-d9e1-72f5-9003-30375560ec88', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-d9e1-72f5-9003-30375560ec88', 1, 'send-invitation', 'stopped', 2);
INSERT INTO public.invitation_steps VALUES ('01a22947-e83f-7646-957d-a8035ee3f4a8', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-e83f-7646-957d-a8035ee3f4a8', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-e83f-7646-957d-a8035ee3f4a8', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-e83f-7646-957d-a8035ee3f4a8', 1, 'send-invitation', 'stopped', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-f532-7592-8603-fc58c6b88f93', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-f532-7592-8603-fc58c6b88f93', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-f5e7-769b-ad08-38d739736037', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-f5e7-769b-ad08-38d739736037', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22947-f5e7-769b-ad08-38d739736037', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22947-f5e7-769b-ad08-38d739736037', 1, 'send-invitation', 'waiting', 1);
INSERT INTO public.invitation_steps VALUES ('01a22948-0ba5-768c-b8f4-0cba45f4ade2', 1, 'send-invitation', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-0ba5-768c-b8f4-0cba45f4ade2', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-0ba5-768c-b8f4-0cba45f4ade2', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-0ba5-768c-b8f4-0cba45f4ade2', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22948-1dc4-72bc-87e7-bd7b4808e96c', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-1dc4-72bc-87e7-bd7b4808e96c', 3, 'tell-inviter', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-1dc4-72bc-87e7-bd7b4808e96c', 0, 'find-person', 'done', 1);
INSERT INTO public.invitation_steps VALUES ('01a22948-1dc4-72bc-87e7-bd7b4808e96c', 1, 'send-invitation', 'stopped', 1);
INSERT INTO public.invitation_steps VALUES ('01a22948-29cd-775f-9cad-60aaba9c2cd4', 0, 'find-person', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-29cd-775f-9cad-60aaba9c2cd4', 1, 'send-invitation', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-29cd-775f-9cad-60aaba9c2cd4', 2, 'record-access', 'open', 0);
INSERT INTO public.invitation_steps VALUES ('01a22948-29cd-775f-9cad-60aaba9c2cd4', 3, 'tell-inviter', 'open', 0);


--
-- Data for Name: invitations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.invitations VALUES ('01a22947-c705-77d5-914b-de03173adc5a', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'elm-street-renewal', 'reader', 'grady.archie@fabrikam.example', 'grady.archie@fabrikam.example', '94ad0000-0007-4a57-8c11-5c0e10f0c007', NULL, 'For the night shift.', 'en', 'shared', '{"person":{"id":"94ad0000-0007-4a57-8c11-5c0e10f0c007","name":"Grady Archie","address":"grady.archie@fabrikam.example","standing":"guest","company":"Fabrikam"},"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c6f5-741b-a7d1-799001715747', 'MYlPrzCp0sDmvfQYC4pdHPyiORhDrv-R0Uk11fU8vYY', NULL, NULL, 1795988899589, 1795988899610);
INSERT INTO public.invitations VALUES ('01a22947-c5ef-7147-a8b2-383f6c152ba1', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'elm-street-renewal', 'reader', 'kim@woodgrove.example', 'kim@woodgrove.example', NULL, 'Kim Akers', 'Annex C has the dates.
See you <soon> & "safe".', 'lt', 'accepted', '{"person":{"id":"61d748da-2147-4e09-ade2-5059994e8e4c","name":"Kim Akers","address":"kim@woodgrove.example","standing":"pending","company":null},"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":true,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c5d2-70b0-8ff4-0b62f592ebed', 'gQSQiFmDLmcj75AGKJP2zJLGhhllXFR3obIyQvjh0D4', '61d748da-2147-4e09-ade2-5059994e8e4c', NULL, 1795988899311, 1795988899874);
INSERT INTO public.invitations VALUES ('01a22947-c975-7388-abee-f5c880e876ef', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'supplier-code', 'reader', 'diego.siciliani@contoso.example', 'diego.siciliani@contoso.example', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', NULL, NULL, 'en', 'shared', '{"person":{"id":"d1e60000-0003-4a57-8c11-5c0e10f0c003","name":"Diego Siciliani","address":"diego.siciliani@contoso.example","standing":"member","company":"Contoso"},"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c967-7195-b2ab-de6c09a8147e', 'zUr9Qup6d4PLWC2SVbSe8zCk1FWLWDXDG9oanQ8t--I', NULL, NULL, 1796248100213, 1796248100232);
INSERT INTO public.invitations VALUES ('01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'platform-lifts', 'reader', 'sam@nowhere.example', 'sam@nowhere.example', NULL, 'Sam', NULL, 'en', 'failed', '{"person":null,"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":1}', '{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"DY290HHH2X","retry_at":null,"role":null}', '01a22947-c9b1-75d2-8d63-a6e9053eec56', 'ngwI8N0mdk38IgTqcRoMwLpA-lkwSauPYBMPLkV2w1g', NULL, NULL, 1796248100289, 1796248102387);
INSERT INTO public.invitations VALUES ('01a22948-1dc4-72bc-87e7-bd7b4808e96c', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'energy-use', 'reader', 'jo@fabrikam.example', 'jo@fabrikam.example', NULL, NULL, NULL, 'en', 'stopped', '{"person":null,"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', '{"code":"suspicious-activity","fields":[],"reference":"2RK2NK1MTX","retry_at":null,"role":null}', '01a22948-1da5-7030-b56e-b998e21ba039', 'oStAsE6Z-8RgJUr_0TCFA4vHF1kgGnKpIl_Jbg5-n0M', NULL, NULL, 1796257121796, 1796257121811);
INSERT INTO public.invitations VALUES ('01a22948-29cd-775f-9cad-60aaba9c2cd4', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'harbour-line-tender', 'reader', 'quinn@northwind.example', 'quinn@northwind.example', NULL, NULL, NULL, 'en', 'working', '{"person":null,"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22948-29b8-7094-859c-3114d3028bf0', 'sOgIUaPwrgyHHyr3I98mthFT4Id1Y8zyPvh2dmlLnpI', NULL, NULL, 1796257124877, 1796257124877);
INSERT INTO public.invitations VALUES ('01a22947-c75d-7155-9c51-4b2dda050aa8', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'elm-street-renewal', 'reader', 'joni.sherman@northwind.example', 'joni.sherman@northwind.example', '10410000-0008-4a57-8c11-5c0e10f0c008', NULL, NULL, 'en', 'shared', '{"person":{"id":"10410000-0008-4a57-8c11-5c0e10f0c008","name":"Joni Sherman","address":"joni.sherman@northwind.example","standing":"pending","company":"Northwind Traders"},"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c74b-711c-9a09-521de01f58d8', 'YvnPAQFahXdv07Y8hQ_FYd6oJZ4FiCUNM8WpML-JCXM', NULL, NULL, 1795988899677, 1795988899697);
INSERT INTO public.invitations VALUES ('01a22947-c67e-7015-8c4c-859bfd808f70', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'harbour-line-tender', 'contributor', 'lee@fabrikam.example', 'lee@fabrikam.example', NULL, 'Ąžuolas O''Neill 👋', NULL, 'en', 'sent', '{"person":{"id":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","name":"Ąžuolas O''Neill 👋","address":"lee@fabrikam.example","standing":"pending","company":null},"matches":[],"post":{"post":"none"},"requests":[],"seen":true,"invited":true,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c66c-70ea-b972-c5d7f72533db', 'WrZ-pQ7sXPP8IavW3tgXynzglBL1e0hCGD6ExTsbKgA', '53f1155f-8b2e-48d6-9856-3f4a7f66605b', '\x01bfdc8ffbd46baf42fc5640f16825660c4c5a89574b90ef5bb00aeda8c782c043b030b859364554d2c39408cef828ed83ee1786bf2cd0e3eecf957a64fba104138c6ef2049b4818e5a8b0d7c9869e1bb77891ddbae48b28c8d4034ea78f1e3b50fe40709af87a196df4e339db3ec00aafd3cebe029317d5e1c39524c087ecf0023fcd29aaa81cf392fbe71d7ba2e933685becca332140f9ec70ef56c44999473186506d9bd4a0758aaf7154bfd893733863aaafad2d982ab600835615a09e3160d6b8966a7c926724d2d310942ff09b8a48530aad12a365020f574556c5ff546b3f6c73ddaa673810ea6bd13eb95823ecae2f0c6d711291f68554c10a67e3d81976130ee4e24caebb7e91e2c79f621eff2cce74b58e4c2708ef22992299dc6ff6d5c220748da5b260f8', 1795988899454, 1795988899504);
INSERT INTO public.invitations VALUES ('01a22947-c8a1-70a3-8fab-829c74e77b21', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'elm-street-renewal', 'contributor', 'grady.archie@fabrikam.example', 'grady.archie@fabrikam.example', '94ad0000-0007-4a57-8c11-5c0e10f0c007', NULL, NULL, 'en', 'shared', '{"person":{"id":"94ad0000-0007-4a57-8c11-5c0e10f0c007","name":"Grady Archie","address":"grady.archie@fabrikam.example","standing":"guest","company":"Fabrikam"},"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c895-7470-aaa7-211d7976e18e', '0Cu74MRupoFEmKE5T5vj1x1RZSEor1wlig9srFMz7VA', NULL, NULL, 1796248100001, 1796248100036);
INSERT INTO public.invitations VALUES ('01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'punctuality', 'reader', 'lee@fabrikam.example', 'lee@fabrikam.example', '53f1155f-8b2e-48d6-9856-3f4a7f66605b', NULL, NULL, 'en', 'shared', '{"person":{"id":"53f1155f-8b2e-48d6-9856-3f4a7f66605b","name":"Ąžuolas O''Neill 👋","address":"lee@fabrikam.example","standing":"pending","company":null},"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22947-c901-772c-bd19-7fdb626c6bb7', 'IBx_MW6LavgbAGTkeEOqnV9ZYQrI2aw9iA0_iuXx67c', NULL, NULL, 1796248100111, 1796248100136);
INSERT INTO public.invitations VALUES ('01a22947-d9e1-72f5-9003-30375560ec88', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'brake-test-report', 'reader', 'robin@northwind.example', 'robin@northwind.example', NULL, NULL, 'Please read page 4.', 'en', 'stopped', '{"person":{"id":"b6f929a3-723e-45a8-8a1b-461a9cb05812","name":"robin","address":"robin@northwind.example","standing":"pending","company":null},"matches":[],"post":{"post":"unconfirmed"},"requests":[],"seen":false,"invited":true,"failing":{"since":1796248104436,"times":1},"kept":null,"tries":0}', '{"code":"outcome-unknown","fields":[],"reference":null,"retry_at":null,"role":null}', '01a22947-d9d1-7012-b789-e82db50b5039', 'Ujy_QM99BG5qEXFWZgF9NmWvsuwEja45pufK9F9RtRM', 'b6f929a3-723e-45a8-8a1b-461a9cb05812', NULL, 1796248104417, 1796248105036);
INSERT INTO public.invitations VALUES ('01a22947-e83f-7646-957d-a8035ee3f4a8', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'energy-use', 'reader', 'toni@gmail.com', 'toni@gmail.com', NULL, NULL, NULL, 'en', 'stopped', '{"person":null,"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', '{"code":"sign-in-again","fields":[],"reference":"86WRHJZ491","retry_at":null,"role":null}', '01a22947-e82f-7768-b09c-1229608aaf6c', 'YScBBhZVQ1Kzpp-gNnCu1-hq-B9vwoXwEv-N33fqNfk', NULL, NULL, 1796248108095, 1796248108112);
INSERT INTO public.invitations VALUES ('01a22947-f532-7592-8603-fc58c6b88f93', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'night-noise-study', 'reader', 'new.person@contoso.example', 'new.person@contoso.example', NULL, NULL, 'Own domain.', 'en', 'failed', '{"person":null,"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', '{"code":"own-domain","fields":[{"field":"address","code":"own-domain"}],"reference":"TKEDWS4WAW","retry_at":null,"role":null}', '01a22947-f50d-7139-848c-723d71e29a32', 'VlLLGUqytBh6Op_MLyJe5IWdV5ciX_qdjNpukHumlL0', NULL, NULL, 1796257111410, 1796257111478);
INSERT INTO public.invitations VALUES ('01a22947-f5e7-769b-ad08-38d739736037', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'depot-fire-plan', 'reader', 'pat@fabrikam.example', 'pat@fabrikam.example', NULL, NULL, NULL, 'en', 'waiting', '{"person":null,"matches":[],"post":{"post":"none"},"requests":[],"seen":false,"invited":false,"failing":{"since":1796257111627,"times":1},"kept":null,"tries":0}', '{"code":"directory-busy","fields":[],"reference":"X8BFDHRZZE","retry_at":"2026-12-03T03:03:18.914Z","role":null}', '01a22947-f5cf-7057-87ae-afc45148487b', '3sTfrCldKmXTDN7EcAHBHTEMhzp_Tc0QKTKr-ycajGA', NULL, NULL, 1796257111591, 1796257111627);
INSERT INTO public.invitations VALUES ('01a22948-0ba5-768c-b8f4-0cba45f4ade2', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'rolling-stock-drawings', 'reader', 'sasha@northwind.example', 'sasha@northwind.example', NULL, NULL, NULL, 'en', 'working', '{"person":null,"matches":[],"post":{"post":"unknown","since":1796257117183},"requests":["01a22948-0bbf-77fa-b65d-32abb4c9ebdd"],"seen":false,"invited":false,"failing":null,"kept":null,"tries":0}', NULL, '01a22948-0b93-7212-964e-7c21e0c9dca9', 'oiAJIcN1aDNWjyuqo8mocYAbu7hjBGf0ZEBN1ks4MaA', NULL, NULL, 1796257117157, 1796257117183);


--
-- Data for Name: items; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.items VALUES ('harbour-line-tender', 'document', 'Harbour Line tender 2027', 'harbour line tender 2027', 'The tender for 24 low-floor trams on the Harbour Line. Annex C has the delivery dates that bidders ask about.', 'Paperwork', 'http://localhost:3950/items/harbour-line-tender', true);
INSERT INTO public.items VALUES ('depot-fire-plan', 'document', 'Depot North: fire protection plan', 'depot north: fire protection plan', 'Escape routes, extinguishing zones and contacts of the north depot, as agreed with the fire brigade.', 'Paperwork', 'http://localhost:3950/items/depot-fire-plan', true);
INSERT INTO public.items VALUES ('brake-test-report', 'document', 'Brake test report, series 41', 'brake test report, series 41', 'Measurements of 120 emergency stops on dry and wet rail, with the supplier''s comments.', 'Paperwork', 'http://localhost:3950/items/brake-test-report', true);
INSERT INTO public.items VALUES ('night-noise-study', 'document', 'Night noise along Elm Street', 'night noise along elm street', 'What residents hear between midnight and five, before and after the rails were ground.', 'Paperwork', 'http://localhost:3950/items/night-noise-study', true);
INSERT INTO public.items VALUES ('supplier-code', 'document', 'Supplier code of conduct', 'supplier code of conduct', 'What we expect of everybody who works for us, and how to report what goes wrong.', 'Paperwork', 'http://localhost:3950/items/supplier-code', true);
INSERT INTO public.items VALUES ('elm-street-renewal', 'project', 'Elm Street track renewal', 'elm street track renewal', 'Eleven weeks of night work on 1.8 km of track. Contractors find tasks, drawings and the shift calendar here.', 'Trackside', 'http://localhost:3950/items/elm-street-renewal', true);
INSERT INTO public.items VALUES ('ticket-reader-rollout', 'project', 'Ticket reader rollout', 'ticket reader rollout', 'New readers for 312 vehicles in three waves, with the installers'' check lists.', 'Trackside', 'http://localhost:3950/items/ticket-reader-rollout', true);
INSERT INTO public.items VALUES ('platform-lifts', 'project', 'Platform lifts, phase two', 'platform lifts, phase two', 'Nine stations get lifts by spring. Permits, site visits and open questions for the builders.', 'Trackside', 'http://localhost:3950/items/platform-lifts', true);
INSERT INTO public.items VALUES ('merger-review', 'project', 'Valley Tramways review', 'valley tramways review', 'Due diligence for the purchase of Valley Tramways. Only people it is shared with see it.', 'Trackside', 'http://localhost:3950/items/merger-review', false);
INSERT INTO public.items VALUES ('station-photos', 'folder', 'Station photographs', 'station photographs', 'Press pictures of all 86 stations, free to use with the photographer''s name.', 'Shelf', 'http://localhost:3950/items/station-photos', true);
INSERT INTO public.items VALUES ('rolling-stock-drawings', 'folder', 'Rolling stock drawings', 'rolling stock drawings', 'General arrangement and wiring drawings of series 38 to 41, for workshops and suppliers.', 'Shelf', 'http://localhost:3950/items/rolling-stock-drawings', true);
INSERT INTO public.items VALUES ('accident-files', 'folder', 'Accident investigation files', 'accident investigation files', 'Statements, logs and pictures for the investigators. Only people it is shared with see it.', 'Shelf', 'http://localhost:3950/items/accident-files', false);
INSERT INTO public.items VALUES ('punctuality', 'dashboard', 'Punctuality by line', 'punctuality by line', 'Arrivals within three minutes of the timetable, by line and hour, refreshed every five minutes.', 'Signal box', 'http://localhost:3950/items/punctuality', true);
INSERT INTO public.items VALUES ('energy-use', 'dashboard', 'Energy use per kilometre', 'energy use per kilometre', 'What the fleet draws and gives back, by series and weather, for the city''s energy office.', 'Signal box', 'http://localhost:3950/items/energy-use', true);


--
-- Data for Name: jobs; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.jobs VALUES ('01a22947-f5e9-75fc-8055-98c3f2261c4a', 'run-invitation', '01a22947-f5e7-769b-ad08-38d739736037', 1796266998914, 1, NULL, NULL, 'run-invitation:01a22947-f5e7-769b-ad08-38d739736037');
INSERT INTO public.jobs VALUES ('01a22947-dc4d-772f-9995-af4e0f0a6cd6', 'check-acceptance', '01a22947-d9e1-72f5-9003-30375560ec88', 1796257411432, 1, NULL, NULL, 'check-acceptance:01a22947-d9e1-72f5-9003-30375560ec88');
INSERT INTO public.jobs VALUES ('01a22947-c6a8-77a0-94f7-de6a8c166030', 'check-acceptance', '01a22947-c67e-7015-8c4c-859bfd808f70', 1796258911433, 2, NULL, NULL, 'check-acceptance:01a22947-c67e-7015-8c4c-859bfd808f70');
INSERT INTO public.jobs VALUES ('01a22948-29cf-7757-b74d-09e7fbf58030', 'run-invitation', '01a22948-29cd-775f-9cad-60aaba9c2cd4', 1796257124879, 0, '01a22948-29d0-7008-80f4-df48add89519', 1796257144882, 'run-invitation:01a22948-29cd-775f-9cad-60aaba9c2cd4');
INSERT INTO public.jobs VALUES ('01a22948-0bb8-7337-b845-2b508010067c', 'run-invitation', '01a22948-0ba5-768c-b8f4-0cba45f4ade2', 1796257132183, 0, '01a22948-0bbd-71d7-a4f4-0a460bc5518d', 1796257147187, 'run-invitation:01a22948-0ba5-768c-b8f4-0cba45f4ade2');


--
-- Data for Name: paces; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.paces VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 1796248109093);
INSERT INTO public.paces VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 1796257122789);
INSERT INTO public.paces VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 1796257125873);


--
-- Data for Name: people; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '10410000-0008-4a57-8c11-5c0e10f0c008', 'Joni Sherman', 'joni.sherman@northwind.example', 'pending', 'Northwind Traders', 1795988899691);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', 'Adele Vance', 'adele.vance@contoso.example', 'member', NULL, 1796248099889);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', 'Alex Wilber', 'alex.wilber@contoso.example', 'member', NULL, 1796248099919);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '53f1155f-8b2e-48d6-9856-3f4a7f66605b', 'Ąžuolas O''Neill 👋', 'lee@fabrikam.example', 'pending', NULL, 1796248100129);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', 'Diego Siciliani', 'diego.siciliani@contoso.example', 'member', 'Contoso', 1796248100224);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', 'kim', 'kim@woodgrove.example', 'guest', NULL, 1796248111190);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '94ad0000-0007-4a57-8c11-5c0e10f0c007', 'Grady Archie', 'grady.archie@fabrikam.example', 'guest', 'Fabrikam', 1796248111242);
INSERT INTO public.people VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '3e9a0000-0004-4a57-8c11-5c0e10f0c004', 'Megan Bowen', 'megan.bowen@contoso.example', 'member', NULL, 1796257127675);


--
-- Data for Name: sessions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sessions VALUES ('opLgoMmNHzmaXTRf9UrULdBiYyRBd5C4wWZXFRz_mvI', '2i-lzVOIW9Ia1W78TyWMZJYbAML4F4uvfR-MhDB-NxQ', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '\x7b22706572736f6e223a7b2261646472657373223a226164656c652e76616e636540636f6e746f736f2e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a66616c73652c226b6579223a2232692d6c7a564f4957394961315737385479574d5a4a5962414d4c344634757666522d4d6844422d4e7851222c226e616d65223a224164656c652056616e6365222c227365656e223a313739353938383839393235322c2273696e6365223a313739353938383839393235322c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2261646531653030302d303030312d346135372d386331312d356330653130663063303031227d2c22626567756e223a5b5d2c226b6579223a2230316132323934372d633562362d373763302d626266612d343232623134643462373233227d', 1796017699261);
INSERT INTO public.sessions VALUES ('kgWpuvQVO4_AdDifEmDipLReC-ekA1KXImsVDtQFyDI', 'lrDMpFgXxqhx5u6TioXOcUnX0FwLipq3TaoqVtKfbsM', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', '\x7b22626567756e223a5b5d2c22706572736f6e223a7b2261646472657373223a226b696d40776f6f6467726f76652e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a747275652c226b6579223a226c72444d704667587871687835753654696f584f63556e583046774c6970713354616f7156744b6662734d222c226e616d65223a226b696d222c227365656e223a313739353938383839393836302c2273696e6365223a313739353938383839393836302c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2236316437343864612d323134372d346530392d616465322d353035393939346538653463227d2c226b6579223a2230316132323934372d633831362d373433372d386165352d643737343566323931386665227d', 1796017699863);
INSERT INTO public.sessions VALUES ('FpDUZqy5TLbKLuwE1Mu2wGWiT-GhPYo7wDO1tn3eETM', 'NKUlI9kpezj6u_1BcQ2hcJYsKE-MxCbJPHONFjs1YcY', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '\x7b22706572736f6e223a7b2261646472657373223a226164656c652e76616e636540636f6e746f736f2e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a66616c73652c226b6579223a224e4b556c49396b70657a6a36755f314263513268634a59734b452d4d7843624a50484f4e466a7331596359222c226e616d65223a224164656c652056616e6365222c227365656e223a313739363235373131313330332c2273696e6365223a313739363234383039393838392c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2261646531653030302d303030312d346135372d386331312d356330653130663063303031227d2c22626567756e223a5b5d2c226b6579223a2230316132323934372d633833322d373636642d616634392d346336623635636631333066227d', 1796285911309);
INSERT INTO public.sessions VALUES ('o1gR9JOpdQTGBYbWgQEkcoannF13BoZy6dZsFlPS47g', 'SVld3SWuK0pDAHEL2f09_o39mI6ywEnFMRV7LuYKafU', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', '\x7b22706572736f6e223a7b2261646472657373223a22616c65782e77696c62657240636f6e746f736f2e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a66616c73652c226b6579223a2253566c64335357754b3070444148454c326630395f6f33396d49367977456e464d5256374c75594b616655222c226e616d65223a22416c65782057696c626572222c227365656e223a313739363235373131373133372c2273696e6365223a313739363234383039393931392c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2261316530303030302d303030322d346135372d386331312d356330653130663063303032227d2c226b6579223a2230316132323934372d633835302d373230622d393935622d336662376336303966633566222c22626567756e223a5b5d7d', 1796285917140);
INSERT INTO public.sessions VALUES ('8oyb_Ecx7luvcFiJ18bLNmVKSKTMiUlUOKelMR337sQ', 'VJayxzu5rAbe8JShor3c1QMBZpKMc7ajapvZvJats2U', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '\x7b226b6579223a2230316132323934372d633837362d373637372d616663652d373761353338613764363663222c22706572736f6e223a7b2261646472657373223a22646965676f2e736963696c69616e6940636f6e746f736f2e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a66616c73652c226b6579223a22564a6179787a753572416265384a53686f72336331514d425a704b4d6337616a6170765a764a6174733255222c226e616d65223a22446965676f20536963696c69616e69222c227365656e223a313739363235373132373339352c2273696e6365223a313739363234383039393935372c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2264316536303030302d303030332d346135372d386331312d356330653130663063303033227d2c22626567756e223a5b5d7d', 1796285927405);
INSERT INTO public.sessions VALUES ('Vj0SWR4vjpc1cENl4IYmZOhWJcUWaOQwb91lrpAHN1E', 'JqePuOdYsrFL6bAHo0AlFe6yftVCCBuXupNGHPkWNNQ', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '3e9a0000-0004-4a57-8c11-5c0e10f0c004', '\x7b226b6579223a2230316132323934382d333462632d373633362d386132642d346235303334663231346336222c22706572736f6e223a7b2261646472657373223a226d6567616e2e626f77656e40636f6e746f736f2e6578616d706c65222c2269735f61646d696e223a747275652c2269735f6775657374223a66616c73652c226b6579223a224a716550754f64597372464c366241486f30416c46653679667456434342755875704e4748506b574e4e51222c226e616d65223a224d6567616e20426f77656e222c227365656e223a313739363235373132373637352c2273696e6365223a313739363235373132373637352c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2233653961303030302d303030342d346135372d386331312d356330653130663063303034227d2c22626567756e223a5b5d7d', 1796285927677);
INSERT INTO public.sessions VALUES ('5i5vy023nIUoZ9iUSE9iIdm8ZxR4D4sGFArzXklFwfM', 'ZIBJ4oKhKerxuaa5nWEquSwafmMPkufCUBFvAzn-c5M', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', '\x7b22626567756e223a5b5d2c226b6579223a2230316132323934372d663435392d373334312d616134352d373834626232396530373239222c22706572736f6e223a7b2261646472657373223a226b696d40776f6f6467726f76652e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a747275652c226b6579223a225a49424a346f4b684b657278756161356e57457175537761666d4d506b75664355424676417a6e2d63354d222c226e616d65223a226b696d222c227365656e223a313739363235373132373730302c2273696e6365223a313739363234383131313139302c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2236316437343864612d323134372d346530392d616465322d353035393939346538653463227d7d', 1796285927701);
INSERT INTO public.sessions VALUES ('XPxSneMAQmJ_49GVJph1gDWY49sqJnldNGIfVgvwP_Y', '3ESZL1t9VIv-kVTO-pD86GKrsqJXE6c_ICB-lpk2Tjs', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '94ad0000-0007-4a57-8c11-5c0e10f0c007', '\x7b226b6579223a2230316132323934372d663439372d373138342d393536302d336166313034666436316365222c22706572736f6e223a7b2261646472657373223a2267726164792e6172636869654066616272696b616d2e6578616d706c65222c2269735f61646d696e223a66616c73652c2269735f6775657374223a747275652c226b6579223a223345535a4c3174395649762d6b56544f2d70443836474b7273714a584536635f4943422d6c706b32546a73222c226e616d65223a22477261647920417263686965222c227365656e223a313739363235373132373731392c2273696e6365223a313739363234383131313234322c2274656e616e74223a2263306531306630302d376534612d346530612d396335652d306330343730353030303031222c2275736572223a2239346164303030302d303030372d346135372d386331312d356330653130663063303037227d2c22626567756e223a5b5d7d', 1796285927720);


--
-- Data for Name: settings; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: toasts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.toasts VALUES ('01a22947-c771-7311-8874-5d7a9e76875c', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22947-c75d-7155-9c51-4b2dda050aa8:shared:0', '{"kind":"shared","person":"Joni Sherman","item_title":"Elm Street track renewal","awaits_guest":true}', '01a22947-c75d-7155-9c51-4b2dda050aa8', 'elm-street-renewal', 1795988899697, 1795988899762);
INSERT INTO public.toasts VALUES ('01a22947-c719-71e9-8b18-fb99e4b503ff', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22947-c705-77d5-914b-de03173adc5a:shared:0', '{"kind":"shared","person":"Grady Archie","item_title":"Elm Street track renewal","awaits_guest":false}', '01a22947-c705-77d5-914b-de03173adc5a', 'elm-street-renewal', 1795988899609, 1795988899784);
INSERT INTO public.toasts VALUES ('01a22947-c6af-7434-8793-fa94b48b4dfa', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22947-c67e-7015-8c4c-859bfd808f70:sent:0', '{"kind":"invited","person":"Ąžuolas O''Neill 👋","item_title":"Harbour Line tender 2027"}', '01a22947-c67e-7015-8c4c-859bfd808f70', 'harbour-line-tender', 1795988899503, 1795988899818);
INSERT INTO public.toasts VALUES ('01a22947-c633-73b5-98bf-f5f930dd5171', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22947-c5ef-7147-a8b2-383f6c152ba1:sent:0', '{"kind":"invited","person":"Kim Akers","item_title":"Elm Street track renewal"}', '01a22947-c5ef-7147-a8b2-383f6c152ba1', 'elm-street-renewal', 1795988899379, 1795988899837);
INSERT INTO public.toasts VALUES ('01a22947-c823-7772-8200-c09108d8237d', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22947-c5ef-7147-a8b2-383f6c152ba1:accepted', '{"kind":"accepted","person":"kim","item_title":"Elm Street track renewal"}', '01a22947-c5ef-7147-a8b2-383f6c152ba1', 'elm-street-renewal', 1795988899875, NULL);
INSERT INTO public.toasts VALUES ('01a22947-c8c4-766e-8417-79737cbf4bc6', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', '01a22947-c8a1-70a3-8fab-829c74e77b21:shared:0', '{"kind":"shared","person":"Grady Archie","item_title":"Elm Street track renewal","awaits_guest":false}', '01a22947-c8a1-70a3-8fab-829c74e77b21', 'elm-street-renewal', 1796248100036, NULL);
INSERT INTO public.toasts VALUES ('01a22947-c927-75ba-883b-fb847634a22e', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', '01a22947-c90f-73ca-b1e2-469bb5c8b4c9:shared:0', '{"kind":"shared","person":"Ąžuolas O''Neill 👋","item_title":"Punctuality by line","awaits_guest":true}', '01a22947-c90f-73ca-b1e2-469bb5c8b4c9', 'punctuality', 1796248100135, NULL);
INSERT INTO public.toasts VALUES ('01a22947-c988-759f-992a-25f410b294a3', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', '01a22947-c975-7388-abee-f5c880e876ef:shared:0', '{"kind":"shared","person":"Diego Siciliani","item_title":"Supplier code of conduct","awaits_guest":false}', '01a22947-c975-7388-abee-f5c880e876ef', 'supplier-code', 1796248100232, NULL);
INSERT INTO public.toasts VALUES ('01a22947-c9d3-7172-9d98-efdb572e1fd6', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3:failed:0', '{"kind":"trouble","person":"Sam","item_title":"Platform lifts, phase two","problem":{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"MBP3Y5M5CP","retry_at":null,"role":null}}', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 'platform-lifts', 1796248100307, 1796248100310);
INSERT INTO public.toasts VALUES ('01a22947-d1f3-7279-a4a5-4cc22ad986bc', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3:failed:1', '{"kind":"trouble","person":"Sam","item_title":"Platform lifts, phase two","problem":{"code":"domain-blocked","fields":[{"field":"address","code":"domain-blocked"}],"reference":"DY290HHH2X","retry_at":null,"role":null}}', '01a22947-c9c1-71cc-b533-ee06f8e4b7e3', 'platform-lifts', 1796248102387, NULL);
INSERT INTO public.toasts VALUES ('01a22947-dc4d-772f-9995-af4d9cfe45bf', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '01a22947-d9e1-72f5-9003-30375560ec88:stopped:0', '{"kind":"trouble","person":"robin","item_title":"Brake test report, series 41","problem":{"code":"outcome-unknown","fields":[],"reference":null,"retry_at":null,"role":null}}', '01a22947-d9e1-72f5-9003-30375560ec88', 'brake-test-report', 1796248105037, NULL);
INSERT INTO public.toasts VALUES ('01a22947-e857-7552-a9e2-4cf9f14aedc4', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '01a22947-e83f-7646-957d-a8035ee3f4a8:stopped:0', '{"kind":"trouble","person":"toni@gmail.com","item_title":"Energy use per kilometre","problem":{"code":"sign-in-again","fields":[],"reference":"86WRHJZ491","retry_at":null,"role":null}}', '01a22947-e83f-7646-957d-a8035ee3f4a8', 'energy-use', 1796248108119, NULL);
INSERT INTO public.toasts VALUES ('01a22947-f576-768a-b8b8-42c4067e5578', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22947-f532-7592-8603-fc58c6b88f93:failed:0', '{"kind":"trouble","person":"new.person@contoso.example","item_title":"Night noise along Elm Street","problem":{"code":"own-domain","fields":[{"field":"address","code":"own-domain"}],"reference":"TKEDWS4WAW","retry_at":null,"role":null}}', '01a22947-f532-7592-8603-fc58c6b88f93', 'night-noise-study', 1796257111478, 1796257111505);
INSERT INTO public.toasts VALUES ('01a22948-1dd5-745b-82e0-e04cad188f7a', 'c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '01a22948-1dc4-72bc-87e7-bd7b4808e96c:stopped:0', '{"kind":"trouble","person":"jo@fabrikam.example","item_title":"Energy use per kilometre","problem":{"code":"suspicious-activity","fields":[],"reference":"2RK2NK1MTX","retry_at":null,"role":null}}', '01a22948-1dc4-72bc-87e7-bd7b4808e96c', 'energy-use', 1796257121813, NULL);


--
-- Data for Name: tokens; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.tokens VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'd1e60000-0003-4a57-8c11-5c0e10f0c003', '\x01bfdc8ffb4b135245e991381d8211059a9a3766f23dd6fb7b08e979f9b9d4c7f1dab090cac8eaab0ca3e2979538d1c2774dff59b686602d2329458a8910fcac7b2c3d0c5167c63a67680028412c17191747b353deb71fbb4a928412c38ae4a4df2b914c0a1858570219dfd8dcf76b5dbd37bbff1460de03597000f71b45d6aeaa05cbc0956ccc31e1e38baa13fb2c3c21f1ad87309cf5fd68ac34f836e4a8d395944cfe1344573a9d269ee18a21eb50bc7d9f95dab19c60135119fae52a986c97b3a4a7c011d7fd0887893522602fd57918445d74163967aa4268ce881b616fa6cbe0c2a03f61ff3534e1541522de8da5fabc328c2a8fde304476447fb657f914aeeac8079bb6875ae56c9472a10f386ca3632d3b06b99f5a847bd7b42c95df0fe7005dc672f610695d7684b2f915794d771bb9664b08c512e34e58e126b65154301c8dcade4840c1cafe795a7894d41a4071879d0e5e2f48c820f7ff25cbd910ee64420350bb6998e684459ccf81284e3f4f2dafd68f03d6d227f0cba22f6d4f1f934525410276a0fb96af5bf8f0558579fc3c16198afaa9de4f8bf7c7796911ad61fb24d6fa04e5a7aa4c1637843d5944dfb34305947b56d5fa6477fe23dfde0eb909a01c5e13e594d0c3bb981ad9a6ca27b3351a0c2866fdfaec36c4e9c5431b462ae087d5bdca16bba0f25808355ebff41e5890e2b4c1d779d59589280f5a58e801f0506a0e043c28061a13803feb5706a871b826b8caff91bd8f2769eaa0acd6d3b5b6e96b02ccf6e68f06d832a5b3bfb55ead43a17a2a21e0796269bf89ff7f83b4c8c54666c996e6b4f0eefd671aa252c098bbc49692df9b20c1e93473792fe03419d52819814d146e32762faa7a843586ab921087d840ac9b881debb2ff0f122c96378c8938f6d9720a13fd337d2a8a215417c2d16155f683bea4c10073724b12cd4057348aebb3fed8a16e3e0e22bb49185e734638021fbb829ab62baa7d5fffaa878f23ee1169f199670606c14f0f4165e1eae1afdeb0606d2f1d389cdee29c1f3509925666aeb407a4b710e883715696d999e846ea289c0dd74d17b6f40bc76c89ddc617f80c39639ed00e334648ac976b227cf3eaa3a10a2c161c0b802a9b7c71f7bc0406e3d995077225184685ee73d7105063c87528cc0260fcc223361fc2333c75349ae8b7a8ba99f995e58e80c759795f993858a18df50ece08d4e63ff867e7e3e3ffb662921d85ca384d8d54f0d74e46a9344aeea1ad6bf5d9b90b647a3ee82b25bb619d507834e4b45fab2e6f67db497086ea65a67f5bebe32a161967529d1f7a6256d27ad65d2d4c509e7c9969ae23c13d98c5f35c1ea525b08d22867d4f412bc30abeb84b1ace0b582d59d1d0fb843fe603c4c2dccfed94a58dfce8423ec0c857377dac5948a05cfc44aef3fc6c51e63cb90726c3836c455d7c484dce4b8e653666b62727d576997e0d79f9d6e13010e9a06d1831d61aa4aea12fad1c362a0cbef57236ca52beadb49041da16146d04c158ddc83febbcbf324be48239dfaaef9017548e8217f7b3f03489eae34afa5ee65843a45708c65c0c06c0a4e53e2b45e43c52c92380b8de6e1774368ec5c8c6f8de49021477388970e3ba1a0afb5ecab7f523291bbf03e661d133122709a39f89470905f39dc189c8a7975a1d085715e9e9d5faa327ff2b25e19028d6f6d6d4cbb843879cd48c1caddf4a2ffa1fc864d7ce1fcddbfa31299165443ac3779672ab52517532c14e8783f7936f008d3bd069cb297f496c2fd07a91818ddbe4adb38727ec39f415551a753a98135efb304b45abcb9ad726c1047bc019f9193bfca56b61ad0456e497a9a2c0af6dca206d953d5bc7c0c561da54faa19b22a6e4aad10bd12f5cf796af470da4f596b4274dcddda090925305652b7828bfd6aa504dabe4dcab2ce4d886a6732ba284e891e81eaa2155470666934f64d22d5af684445c13833e79b110cfa599a7ff045ba7646cdfdb4c6366670fcd6947eece79b19365bac622f21e27a45cfef5fa8f72fb71ba56a3be268da9a5006c5cdc5ad0b2d1a298f72ce1914a51f8ada955a97ed29e5fdb428402c4eda37a6916a9938055a6d83330c0a4924cc8e1c8b8077bcd61f790a965aee19d69ed16c2f5781dc429bc47e53f9e5d888121eca0f6c165cd96cedae23536683b5986239774b87114e0268aad89f3b4dfe77e6e1d711afb45e1d4e44fbafa8671c5857cd40e861d2baf07173cefd102b1162f5cf4fa5c2b0fb25a8eb58fd355975b96e85931b110ca77e8b3210089ffb371abc6e84959a06cce625b3e2b4be5ada0f8b9dda00f4b33baea1f2edd8df539897ffdad1890328a7c6a1c068af5a2b1079491d03d09c137d2b3e7b8fba0481e0e260325dd4f922ac1aedcbabff6cb3dd5f0f2d58beb0c28e1b01d9fe30bb3f7d518e6924334d01c397c260635a69b299a0374666353cd8986ca702729bbfc815d39a908c58d777a039fb5b6854bf1417da01c359e35772d92e01ca16e261b08ee8b207384c10e54c25db514221ce9845a0ba3351910dc27e040fa5ad53ed6a40f59f4d6632e7c929ad0f22b86a7410233b47ed20be54a8a984df30ca6b9e7e876152c3544541ada2df9ae9c376cf64e8cdebd0292545f49fb0f926cb0e32585cdaefe675e949e44beefd04a5eb154e528f43f513c59a4c8a5ad367625bb7334b00e3e97e0405062e45027791ffdb42c17d69608a3c5fe61cebb9e1deec94825c28992d1f121d310bec22abe08294d53dd24198486eb01351d237e596c4746ebf85057c4bcc763bb0883738a952d370c8d86115709d9f0ec461142132b70a7de602a9ede98cf5471e3df08bf101c2145104aea854d2e8697f6a478a2a525c56f159c7aa8834d89cf70a9874bbd2cfc7ed5b33d8424f237f511db7c280ca425ffffd71694bbdf60a78170a2efe27fe93d95114b1614ebd8a5e5bdb1ecb2703a88f11f641f051b1c9b5e3b4373236b315d2d6dc3507be2fee0aeb346de73b180f4dff95f608f7866ce193d680e8d8465843806eaf236072c499e22f2255ad9d09bcc85299ffb79b873ab01312d8655186c6dbfa19491c0c291d40a5bd19843ab4576e95491d1c22c1caca2aed9f7', 1796251698958, 1796251698958, NULL, NULL, '{"access_token":{"nbf":{"essential":true,"value":"1796248108"}}}');
INSERT INTO public.tokens VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '61d748da-2147-4e09-ade2-5059994e8e4c', '\x01bfdc8ffb553cc7868d5d7119d24de05fd109e2350654c52d221549f84572ce43247a788902520e061182013496abb42a88a19754bf1fc9e095f59deaa6cfd4c04fc92971d6245c409bd97cb05da632ea097ae14db33877d7daed24a02146c94edae5629deb5e9384d11b15dc9975012386e81dd8d456830e7aba484209e964f2ab15751a434f84cfaa08a0443f416dfbad005f732e6eb98f00d30e4659a352ba83e1f5d74fc98dd899d536ca4d88b946aeb9e456944e009328e074a44d1fc0e9dfb8f7bb8f343947fcfa53e4a23045165c8dd5c5958d43c726c96da868ac72a0ecddd30f84d26cc2b930c7f2af3d2283df1d7a273d24068f43b30bc36d91ee921ed0371da79c6147262d9aefa609551ec844064e351d69900447af30229eb1a113e022aba126f9042f81040b3ea90353a43410c765970f4fa7ebcd74735b191c12e4046b1aa2a652d70e05c330bcaba9ca31c5bc51fb31e82b374267b81ee3c6e153e616713a2c32b452f9f2b6e7c938152ee681ac9101d6512bc986229436cd968fefb4571f887079a1a1bf6983fccded2b92f2fc2799ece0cc29d02d3c0a9cf43ecf906141fc6ac1b0082e2a5ffe5b576266cabe1120b282b4191c544acdbe110c2ad3b8b7c6784ca99a2a5d1e87cd6809f91903a502e9e9ba99aaf5d71f661e15c39427c2d26a6fb25bf52ab4860750a989c19ebf5f6c885b5019977ed7ddb0fde2ab9fad2924032218ee3e4a9cdd0c164defeb1339444ba3aa6af8378275a820082be49482815854690d0f4a2fe6042928089476c3b167ecba867bca4c7262e9d647136b6947cefce2197fa10443c0880e41455c833ffefc79079456f96f043161700ab90f3c518d1543d5ac4896a45cbf4dc610f98e058425594af7a84ecd35234b0ecb39c5310231778e3b6153dfff8515199a0daca646ad351c2fc83f8cf20b058438a9eeedb6c028ff5422210a124046c2c0b0d1c839464c62bf524bb4c5ebd3fc851c64096d9ff820f77d1b5f0e9ea318bded976e0818687c55d12880e285fc3eb278b3fb03b6e72d2fd8f8ddc4fc82981ebedd4d6b8f24dfea826bda894244cac6ce71925a463df958af66b4dbc3d71a632e06ee3648dfb4de4bf0c5ac199822053d795e0fa2817c8745e1d415bb93890ba8e5a91aedc88bd7e7f983948e1289664eb98afa955e4cf72a0378d29d67760460eeb0ec926752beb99a5502e17aad09f0e1d7dae9b4db73a0098e7281bb75cd7de62430950c5fe148fe30f479aa5b22bc8da7075a1813583da5d3a10314846808017833c1632ee332f39f1b5926b634fa636cd3b8639d34fb2999577b5fcb4e1aa86d62100a228f8f1851eb50f8c74830b703dbd30b4f4ecdc5e037e2b3b8a297df04ab36de1e149920f2d1df59df8672752cbb3c2a9255380b03a404b7d306ed347ab1b88dcd9972098f9db5beefff88210d111456bcc8f0d2168cfa4b7d8e707e5809cbc5a1964dbce856655cefa56cb30fedae622a118dca4c26f4fcb6d6c323ae05f4b56aad8c3e0016b2be41709e3afc1058b6bee74962ac5b9d0e1215e8a287066e0e35080ea7778fb5336543c76949a4b30658dc968cb65b8135eae428f4bdf36dfb75984a4df4a734c494d1e92007e5d8a8d51796f97b4c6a448ce88994cedb66471432daf43a8ae81ddfe556b393c25d62f952a0b439d5c855cb25dbf81a3a42e1ec98a3833e3ff63c42cc9ce7daacfb26976fa9be35c334c3754a3801db4df96b3f879afc2371b52f61da3128e55b7310304ffee9a01b882f6e86cbe51cacc13d16bd1f751099b5ee3c282edd027e18f1fa3f8777959f1182289fbc2f76e21e90cc6d2300b16e20fa315192aeae8cee6773c5ec7cd819478c0c0f7433187b54fddef56dfa891cc34cc134a127582932bdf13e1e55ca002ae2b1aabc09f01573ef1297015c9d2906135a3896c181c77f47d767b0d3745e025f81d94feb520b16a662b1ad7dbdc79cb9c22b254eb66aed98e118b79cf26c5656b21a7df47bc5fd5edb737abd18ae3db7fdb07075fc318d4910e9d3aa7d2c9bb5d41c8f59af312d9676436a18132d434d3271bc23f9486dad7d1b80a2a196e9fe3587c4e67043044f2a17205ac4faa84c88c0988fe92ded7d4e3f433d69947826bcb256c5a853245c158524849db4a9ea78611101a88faecad40a2690849760629959c3eedde5c9fdbc140713f0d4e626e75ea14e27a88b87f2c213391548dfbb07d7b9cb0dadd13b4f101645671cc496bbcd6bb7a066f956e550b81362fc0022c5a9ba4b54888b7c307b1d88e2023daea9bae73c62d21618755d98638acd53c867643844ce67e9c84808ebb704a85b9a1380912b9e2571ec206035419241453f81b70fd09d44c95c7df3a1939d7dccf541f5bde79f6f4265519a86ef0e9efeff1e3bd3830e4ed39e1fde2ac039670004d5f86d7bbd6b7d419ea44be0facb7f6a1c6e467c926ea41065cfbcae597fd7f9ebf31d1d967a6270a239054d7f6f28322e834af59bd952cc16f0b658b5721439fbdba9d80d5f6633e8249d3ed08d650c9b31ea403ca3e56c518a380723cd559a4a76549e37d2fbaef421059a8d6cf4c80671a577e6d76b2474c6c9f63664d19e9a23a47881d5d7df2dcc19e408cd67162c219de8e1e19dec0d42e128264d225fd3aae45353df0eee2c305aef6f14cf639fc83b022209304ce5a9448a4dbd59f5d603179cc3b92e36aae4375cad63d25c26e64811adbda6fd059253b7db7f4140ae306feab53bd3b4494b1f2cd0786ab1b12a1f1b038e9360e2bf92d3fb54010b22e99392ce2eb8e1477c3c57d7bb54db25af90eb52cb3185551f4c56127fe0960a21e9b25c9c4867c4b5388a2d1870dbc6e6dcdf9fc4704cec393c5e375b897aef5a982d47616a095ccfb8cf822c76dfa543ead627de503c7da797ca1d44188829d0e4ed88059aafce23481a5914edd1d56acb93b177302ddab5b42e3856afc6d6f893288579d7f7099de2256d7dcee485c23c7423343b637deaca6196cf193ed06d5bb3255d1a1446fbf417ebbbb536e07e2591062df478d7425bf57a1e86b6b16170c9323443aa0f8109a3005739369b47a89d0324032a15f8ba63670bc73b5fd5fd4fff2f8c2ebf540d653390a0651eaa9d275d485bac28306e8dd8d3c1145fcc57fa7d6fb73ccef1cba7c9b2a60c9fa96e501477208871017b3967dc2b90b8c3514eaa29', 1795992498863, 1796251710193, NULL, NULL, NULL);
INSERT INTO public.tokens VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '94ad0000-0007-4a57-8c11-5c0e10f0c007', '\x01bfdc8ffbaf2571aba94778bc11c30a2afd642679a08739dc58aeb109ee875c66708af546d165f40645778a10bff23edbb4ad046d262f80636abbb6bcdb1a656b1f6065772ece43a960c000c864da154c178806bd19b641d5297ca3d02a04f55922582cf3abe97b34de069c94d441ea97ab14e4689b038d62ef1e555b095ed338d54c46e230db214db2a536a8bd94ac5e4fb1e9f1f008370c328f203b62e2f7e26cd04ded6e7412d2a8600373476a76aa5c19b92d50d9429a3f3ed0cd6747ad0d812d233e60cf92841206824a968088792c117a5aaad78c6c338994c0a12bd18fe59d451a21390ec868ecac2756ef38559458ec8fff084582dc2f75a0aad7b373ff38433ba1ab50c25de831ae94f128b0d543fffb097d980fa7297b14382ec29141b9fcab2b3bd6ff95490a836357055ecf92d10d1a5368a36c0468400ad5148a7745eb39d208d5eb97f74b6342b17f7ca70a050af7bbceb6f296186a0f19df14e745b2bb5a0731a1eaa709bde8c0e5c41c4b495875b263ad75eec9d3b05b33813e8d24f8707d83ea78f4310f8f009f4d0fcbd4e5ebcc2fddb66192795ffc3271f6ce085d3122152e6d704fb6c4f2b45ab2ebe46164c4501118d7391ed6df8a1193644f9ccf4e4c10d3d757ded3e81750926dfee829bd7775ac5266342488ab71dfeb035b42c31284e5cc3d2898eaacbcdf506bda4046840cb533a0f6aa12883cb8e87e5381fbd90974c7f59a66542363f2925b9666bfff7b29ebd7d83f8eb2421ed08353f70b306e2ed8a9a458a388aa4e13772391403246e92e5942e4eb81373e665a9c8290135b55e09b8488d0154ab87e4ca6f776354df9b8da4a91fec0cb884d3d6bab86ac7553188f64f309a7b66b3d1e2bddc334ede14ecbff38768ae737f7936457ab4b6556a8d6b15e3b52127caa91c6a289c0ee1280c2e3aca66523251f0fa9dbfbcfb9423dc97c5c17eec2c64c5720e273a52d0dc80c680d8f55bd67df0fa19872387324b69fdef3175618ba3971b7262708577af5e9581d7d7236bf798e9d80ca6bee0de289643d0660b2b05790e21acc4f9655527202a8eaf8f7d02a1c66e0becd0b16fad55e3ec196dac294e4fd3e40b8da1df2e9135c6419807eb1f06059b18534aa21c89673941b483c80bfee734c40c601e3718c9a32354af5f58fede8df01a966b844b35e8c9827fc57ad3e800b07f66b80dffc6ad8356bb273164a32ccf3cde54b03171f3b167bfb41f49ec17a877f6bc32a1c575e099eb2018f19bcf979aebdff116b089c59122d74ab201a1425af74643a2d2fbdc2ec9a74eaf438c27f0548228ab5aa190ed6051210278b21e0cb76f29bab86a03a4b8fa5c90bd511aaf9aac1082260bbee4f134af19f0cbe73c5fade00e63cf027e67681d4d658f573820c16666220cb8b6cfa47a81adf832e369fadb0952945656312bad692c7f29ba382dbb7dacb7a83aba8178d530ef8fd9b82be913f03942b76367220e4da0c00d659f4a2cf79723faabbc327a8ad08ca92331ce6bdb75408ebba7f95a8ffc3cabc5754e19a4931b0dc8a547c1584c9d0d205f1a2ff9df20638920bf70306171aafe19c95d9501b682e94a01a3a880d42db10bdf0bedcd785ac675c86a8611707fcce98833ad96a02f7e3940444a5618410d821403a1d2f3cfc14dc0e67d8580908a72388cea42db8b8994887f08e1d1704e9319dd3944f9fc5d15e320da3e3e9fbbb6618a1db3146dcc0d29f8c05baa5ee4a65564dd90cbd13a0be3b46f80570744093983c38e2476fb8739dd07c072b5d6816123dd828f1f9e9588d5dd35d465651e27a1f64fefaaebb1e6753fc4a7fadd257fe34882cb645a2aa887552cd4a848713a62db39e27bcf055fbbdcc8a7e1cf95441e0fb87ccaa73ecadce998be7844ea1a56eaef672d4baedc6c1f79e4bd98a9767a49a95642bda979cb3701f6b110226a52edac07acbac2a140953d2bddc187f5d19799338863b41a33056af01b524aba66ce1d34277aa3774fc41f55092fd6dd3a17ee4b9b58e74069be550980de494e4852e76d168442ab2a7fdf4f81c92abd97c4b303d834748484d6538eedd90da0fa4ea511f6b919e9ea751fba720c87ec250cff38a97d18aebc92a6cb60ee21cc0918fe5938e726ef9c0cacd9dcce7d1a546f4c8c6bdb7eb07777c1b81fe129e1ba0a1779082530b8d09d6e132e53b94537be20a3800964f221e9bdc663d4d53699f70169799470a36f74d3da8744afce91f6d623fb63749ddf8de18f13fc37e0d2818876957ac94f0021e44c07844b6e5379aa007c936d81e2bbe75586cc93620db4e4b073ba242a803292a17b5857d7c6da5ef2864d077c8a895138df2d35547f6727d9834b0b84ceccfecfb25f5338d1d9a09b7020c3e5bb0fb0ea57509c686d72541ba038c33d1e3df4e0db872325ded5eab9cbea52ea8efbe637b24f319ffc5829775d12b13ec5de90c69d5c754db78305b06545f72175c8b64da738189f2325d10ec4f1abf96caef51c9e5e5bb36d2e6b28dd0d1f7d35359c0ae82e067b2c82b3c8256bbb0b5a662e9734ea58c487f1895639904c68a33f7f9b7674267e2d89a6e99e989e63e00c26b2ce932eca1d48653a491b688941ba58920753b120f08675add1449f7df36921a36e92c9370fe699a4980341462926ca868a6c42fd3ad0b6cf888130ddfda2c052bffcc4da0912133e586674b7024e52c6189836888da6301a6827892d0a25047d791bea2a3ab242640604ab1011b560fbf2f977449fbec07c02b4478a45c043993111ea3a8f20bcacd4d8ff2a0e885dc1803db95e0aad3c970b0a2edada60bdd76910620f24def688f2a45a8e0a0d0497762cb24943ae34e0c96ee7d404fdc6b5edb22c0a7697f8a0449fcb303a85016bc7017b9bee6cc464d9adb244ae368aa709c8192c2604738e3af98f8e8b8bf5835c3459ef4fc50f0630ac5145a9d5532cb9b58a73b41be5037ea7648167f78eccff86c8427d63bf539d4a9734f43a82f4340f1f6a97d2a67f82c7783368c6a0b777f3b70f1f9a0b6759d2d13e10d36b29e414d409d612125c9f3b89d69f80e537ea96c01329967e2f94d7d181a9dc6b91348ad583e1749dbf6f6a189582f9a7b35b9259cc5125a0561a3a643be15c0bc83cb4a2a62396c24b589bfc1226db9cc3913ea650e310db386c48c014c8f0228b2a712836cd41013612d370d655f344c42d898ac52f66f1e21b6a785b9aa76326af865a38512111c5ef350abc6c7e7e26fd4fb6bf50f0a5a5dc8017bf55ccfc1bf769dda170a568f7b5f365d97f6ce0de507da67da6dc19fd1', 1796251710255, 1796251710255, NULL, NULL, NULL);
INSERT INTO public.tokens VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'ade1e000-0001-4a57-8c11-5c0e10f0c001', '\x01bfdc8ffb40d5ec91f87743dbfff96144c5c5a0111f3e9a3e3cdaa3d41eda588f41e4101560fcabd7aad57a5915128c23524ffba472bc524382fb7702a970db6928f89fa11feb5a31e72d642d0a433f1bdf92c8e1c0ca895698f99d5bfd7330bcfaf7182a7e8036683507575a99758d804d0d19173d39add5817cceb9da46d4333c7f5dca199a7e0dae12031916039e5b8b7a53631f593e63f1c1acfc53699bf0ccb059beae18f15b14e758442b917cb44c95096764a49fb400b42dc01815d0336a784e052a7375dea680ec19fd4e6631c5524d7e3b29871b572700c62f0a3eec9ef64cf74dfbbb7720eb69b028d08ee6aebb6b0f88a323a09d225388119ab7e5b48ddc046f433fdbf86fdc8aa9db3ecf795cdede34a6d7358d03f8da6dc5f617f52f86312051b84ef0496d61c118e1b547c6432f604b9f6bfca1e24f7f1d6e2c6b6bbd756c9bd7c32e4dde39cb435b1a8c56a9ed07ff24f64759d5671a739ed0c1b975e50149ce80df8c700f69a8db320c0ffa70e32a88c81a9be323e72a3b53caa1efa8d189a10197203dd59af02338aebdb1bec1ad8a7ebb39a102e3f043431cb8d2f68cc410acba3aea552abce7ad90a1cd5ff611ce2712bbbf39973b47979bb861bbc500a10fdbfd96b0e1183dc178b6e83b3b655ef606b4a7efa2463c4882a172229ab3c9017b6cf7d3578cbf77f350b150f69a81b0110171869fc0750e18bd88823728cc7cdc22acd8d2e59612e8be14315fb9b0bcab6d9a6bed4178febd66fde672d2121483f55a9e5680c59baf2cc5463730ce8543806b54d6d6b5bef68453f670c0da4d16e2ee68ffa4e2d780509b8795eaab19be705d9cd8cda464cddd443539959fb330ef2e85195dafd6f52aa08a13c045389b23a1016a44e2b8fa392e71916822188f648bc1e70463fa97bee207eba08b2ee94a0afe6cbd713d71e7f96b600ddb988c589e199da84a84b39175141a9bb7303c407474dc75e3e333722bf74f9ebf787a3490afdcfedf1ea89e70bfd4bea8cb9ba8b58e54168e75ec2f80702e40e8c328adb821826d7ef568a9640bdfbff0f03720e69f48037790ecfeae7e6df06298345dbd27ba8de48fd5e19da9c04f7f85b596b6487c668939b91c1996e5b506c84ed7ebc23db936f8ffe7213bcabd8244288e194f1e83d367ee9e6a6902fd017a2ccf03fdc7a47067600518d325dcb32d899fac58d005547ce157420f35c548f78f3cbe2ca74b5ca36d7ae20a2ad08a3e80d7e6ada3d309e4cc45e2953ee76ac5e870ddfee6737182c97eaa8f1b49c9e8689f612170215f022c3fd61c2d7b3ae03421583ae15c90f9d9c032f3cad945f4075a3888dba5cda0efee42f1b03898a763f5d145f61fd9719c5c190669a29ccf07443f07a57de688fedb749427822de92fb105155968d8c7c1e09531e28f3b004c4dd8372f8dd9422fdf6ef1f4ae847c011103a5550bc0d6bc7d54c9eab669a28b3fb73ae302ede6fe287f4b5cf4c19b393db1d8fe12fd70f68a131b6433776c8861fc38a8d531f07e38024e323eb0d755a8d2978e359d3fbf851ad6066277320e4827d426e5469478b2949866f10b13c0f69e84bc2e3023665c388b1fab640c718552b6efc880d2007a74ad5057f54d751953079583ad456d4ec775ea54f4137b6b08e39be00c054d32d911835f96be75b5174471a2480a396e2b26a9fa8c45fce69041f47ec58fee268dd4ecc0f1841f3ec72ad40215d8f7d99555deec9286b020b7d2aa16b31879563f2aee6856276c449c3d7eb2b1beff100b2767c7df68d7a7cba28aeb1fe792687398c4f89d644df7b617e732b73e4db32a88523e4a53667609a1fc71ee698b99259cfc8c7fd3f3680173fa4aa2c0b9b97130d1a81ff37880905972113717f71f3369521f977b02867c9c670a98787bec12d7e744e90194749913e5055ecded26eea850297579e56c5d97ea688257e9b1eee5f93db1c831a443d3e62248d5783541a0a59b605e9e14a7b15509a4f04c908ec7992a49d63a26dc060e5fdce4ea51f8384a94ccb66c934cf7cc646e03e6fc4522f4d05f1075790ac8ac5c990f7090f8a35ed330e1d05f8d3233c1ec481a0f32df25213026320cbb8df43f54fd14bcd196d6e8ede6526f60b6385972f1d1a15058e25e82de7d211fec8ef11ff9c4c5e84d12420a317aedbef4b16938d270a105812635c936a7aff12eb8152534e489e38432c33795dd883c7ebec3330f94e339adde63c4c509335aedfdc5797afd3682e52a1565761eb58e7f6a30ede5a6837ac5c1d6a612b6308a8512feaa612853799c362a4b0c66a36ab62f5facec447b68110186133b66108c21dbb27206207f2b11ae2ca5a3b2d7b71ab1a1d18cb1a7644eb0e4897b867a05a42e1db8a8fae50acec047408cc000abcf43b28975fccd9a1fbae2523d9019b274d415432f6e643bd4458af7b02726ab2071e416e6686ba90bf47705111bd7ca16d723c812332f587df65d1d80a1b445f108e6dfb3014ee528d4fcb5407c64998772cab5ec14b92109cbcf7ca4bade8115288925cdf0d1d714824d93d0adc736dad9b871121a1a6aa1ee5ebe87cd730349349d87278ee94faa7647e69cb1e4019526379d4afdf603dbd56718c204021f2da6d8bcee691826a20c64ae55a2a16a39794823fc41c70f380296179eefa159bef8f74323c871964869c9cc10257df9f3b26704528417e43dca123bffaa35ef958b4e056c817e09e6565e9b7fbed650e4ef454245cb02e709dd335ec0c215f9f265f61ed6259733e67ca35ca0e0eb5f26b9c12b60fa8bf947954e3c2332cec3f91713cd86ebf8c061eefc6e4986e5058fff0b98110368e067b554874449d3cb3187d880162baae4b85f6e4c488871730af741fde1456e317a35945c4460e98c6ae05f3b4e805e74fe1e16303c1622d583b59d6d82666d3e179c3b81da265690ae0d22aeb54166b26eec1c334f138d82827caa52743760169c13354899ab9261eacd0dfd4c5d3821e2a49995efd6aea33f66f449d06b7198f670933c25238d8b72828616c3e31b37511316e599b548d7c36dce83a81acc90ccab1757a3c6b6d233519028b82a9c34f176d2d63f64bc0f', 1795992498261, 1796260710474, NULL, NULL, NULL);
INSERT INTO public.tokens VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', 'a1e00000-0002-4a57-8c11-5c0e10f0c002', '\x01bfdc8ffb1416c2c0dd9bd04904b5d1342a5d43546f162515931e7cbce6b9ba1c18baba0243202aaf271e9e22c010a11c5d2bb359bca0fbabb9e7c3bcfd332e243689e155fb7518ebd1171f414732712ec3f8afeb4e15d2696b519e8eb58d63e87547a8f538f0f5c60c7d4239f1418734a77178ac7b8e10756071dd7811be4e34fe05cc9fefb9f32822fc4bb4361a47b1a27283f61fc4ef88d537e9c67e888474c50e50239d24e883b6444c0849c957554a468925d4bd5ef927cae907fa1ab9c2056f8df358343bfee8d0985daf8759e7bdb373994d1c0a5c105f41ee2f6775dc24fcd54597f5b2551ee582842d991daad67c64b5f232533332627f2642904cd08e81ced97417aa1e265edea9bafafe0bda817adb850327a897898341c7fe883a1127468f539a3765b507a3f3251aff89f8992a72d69591473f7aa4acf691b767b4b40c913be61e7c6105f338f003cf2a37e81197070608fc2389042744d74218e1bd6823fbf01e5b1f19a3358f4c1a50219895766f265cfe1dac9275883b4ce6e34183bf247d17d0cd26dae72157b99ddcfcc897775455314bf50645f376753a493cc13fe405ef7d2429e2a4d145d5a473122931239f0eefbfbb693debe0cd215669820de3a8f6595edf42322a3f9e70b5626872f6926d7ffcc813636898df31ce83f1f9b898fef46781ccc6b7974d1f19180f5fba1ebdc872a2adb3816f309475948fef30e0b49f2735c82a7cade702ad894e09f9524cc7f085e58fd45e55c4beea9dc0be321f93782eaf7ada628ae14d53233478d0a224dcdec1d8695f0cd11376cfe8ea1af769d7c4d9e52569571dbc78acb45ddc5ae2da2612406bdfee1b4d99baf048bf23aec14d1e4b4db74f632d8e402ae33e5b04c0fc2c324d6e8175f8b0ef10e95dcbe88bb6c6e35fad9fce42b6d81e4489f516ba95777c7cddd574a36435f61bfda8cfb56b16ac02b59f18c11f60b46c89c02f6f11763363d9faf0d2456c93e5def89b5f9dbd8ce97d72e5255b09bb7398b2b74712552844a0e3b14c98ce60f2776517f3498eeee36d098428f5f8a0be8e8039430d0c8123e5031efb3ce79abb20ab1aeaca7edfc7fa62eced62fe68de8ec4badfb4d460b1e608bbc15e947f994c84ea74768979e2a42b8f4c1d808c2c2f479c8a1e55067aaa0e16bbd41f7ab7b89d277028614807efefb2821ea9f02f41d3e2938b64809a6c0d84f6cac5eb28731831ffa1f9526cf09dd0cad34ce2ef34fe9d8c2cdc5be30f6b774baf5a59c6ab5d8b6b95e2ce83eb17f107b73bd22f5b79bfdfb55968108b04dea46ac613e4fcf25b2e41b54075d66d525e0d93b30cf72328526d8f6ae47a456923196098afffeb7341dd89a18dff721b9c37845ed9a27635826029b991a261af5fe88743f8bd357213092f78066a1806f70d01b33a68571dc5512dc0e00aaf652879d73cfdd60abb85795aad411f266aad5bea546f9ec1b49f5ec0532ee4e205e94e9e1cd0cba370125ad100a4dba963d30dcc2b742f66e4ea6f4dc1d14c4e7468e2c7ffc6db452896932fe9aa22df98b41f8156402c249ff72390d74ce05e81ebddb7afbe0b56c495df22aaa2568157b0b872c92bfd46edde6c20c2955900ad34a48dbcaabd8154cadc07094f0fd3ac325736d76dd62178d03f4d53b4b06dd2f442ef5f9bee57f8dc9a1f67c01a2efb1f0bf7094de37ebae11b2005a9e9b7839a9f656d0098b683cd818bb42a347e41cd98a5efdba3f0d5e68e31ca7c370dd79d59e7e7fc097038fde3b01df42816b67b123fff2534e01c93898c36647cf434f3c3b3af36405831c9cf06e883f475b3aad78a734969862a44d1772ce3be499ee564f2ccdb694c464f89a7f2c4c390bc42cb31d3366b383d1658dbea71539d44aacb4ed80e96275808c19344045806d365665b7b9a4aae46b1c43d860cfad92fa3657b5a21c3d0045063da0f29e8550ebfb6213b2da522349868bf0900e1e20f31a096eba5f12cc185178693235be61742d9031a0963f08963d9fef75bd3d0aaeba1c25dcad4f11f87ebceb285f1bdde3591d867638d80cca3b01d502d693d540deafd1b48edafdcba99da57ba62320dd65251aaf275b14d83f50e6fbf3c478ee2fc1a20243ef24d9281cdaeeb4967d5d77d04a4f4f513e313feb80629d4744133197c612dc9ea9ea3cbcce893378f4117e124e3f1498750582d47e8f5d8cfcd4398e202276fda053864f7c97052fd113955523cdff99daf8712cbbb7605ccdc03de95555b63330018102c5adff449935257f6980727a7d1342ee06e92808354bcc6050c7ae2a005b57829380367556221b6fc518d1dbb4ce87aa843c3064416487ee33cac8163cd7439a0161d60c54f92260402cfcd37f3e64ba9d046bb90630fb12e27308558eba2378f1b0ccac443af30a29b2d55979bfcce47bd7231b02fe4b6b26c84faaa4a2e66cfd69f3d9f56c31c809c924546c05a933ecc8369763f517f9506ad0a005ed5f800fde58cfe10dc5c9d3a344eb5fc916382ec86cf9a28e2100318877d27befb5c6fafe76e5189a3cd9c20eba99f1215dde8d85251bd09b6d2df3d8dd8e29303887069ab13497e28a2ff27d467e015283cd26b1eaead55a5ac6f4473f012d4c5caf3eddafbfc6d79df7f156a444969830f562fcf2a797b3707e4008b1a26a1c43276ac3fa342ac5d22832921733183f7cacabed9ecdd70380678d7803561bd95b19be030bd1e38892e8a622fe3e65c2904d1e7da283db9c64f83c6797804e522922c11f3501f75c30429484e338760d92aee6b80b7548361d63ed5e5054b474e39fa55a3469bf5e46e3ee16c6733628fc2b7e9debc52eaa784f3bf6d132fcb5d1ce91c8567b9a21d02f41767987f4fe59a66ddf0f1716a0448fafb890cbf7ba96d36279007adc70b0f4d4bb8fc0ec542b584a4ef0cbd246fa01d6f790ab62dc7ebf63510cbebe251fa51043e31f4b12357c058327791d298dcf7c1c161c283ae6fb1ba097b0fb049d98546c27c0c5328162994345fc76eab9aded25611a31452fef1e6a620336e8e719ebe0e253c0387b5fc4b8226adc79a75a7147b4ee77ab609b090af1b1d70e729c31a9650fda751e4ab6047d2bba9c5e8423653ccb5cdc2e18ec79030d146de52913abe1c9acb1c1752c6212b8919486ac7a659f0d059d57d2c452d6f24', 1796251698921, 1796260716187, NULL, NULL, NULL);
INSERT INTO public.tokens VALUES ('c0e10f00-7e4a-4e0a-9c5e-0c0470500001', '3e9a0000-0004-4a57-8c11-5c0e10f0c004', '\x01bfdc8ffb8b2833c9759570da4f2e882dd1fe98d9fd0a772b438b3444a17aeed0cef173846ecf7a5a3c2b2ff0ddf843f293a28f00acdb690b3a5933ec9b2deacb4023ce6b79b3ec3f9ca29986c62ada64592f58b0f344e2d4004e082c6bf8081e089d0a225da53748edd5de016761fb08d537c5c4ddcdb9417693bf42e0a14d233b072f60c9fe60273dd306dd3c15be899682ad6f35115a7c68e2f4843e8b940d741df902cbac7dab28b4f4a592b0e08dda818b8f825b41d00d54928b8361b49e2dcabbd80f91af295ab94a905db4dc4946cc16174a77c0a1c33d4fb72b0cf42466e4a0cc8e8cc5dcb2ff938cbe6da29b82d5e6dcb28374464305da8105cff82aa9d0f7b2ad97943e6b6fef1b3e464cab975d6f8fa0770714dcb74e0ae1ab4d77c390f826b3615141012c588c3decd4a90d5ffe2c5e0aa2e4cd7debdc0b94a075dbdde3f611a95e14abcceafed3e6a013c8aaf5f88a5edf3c0a138e018d8ba2cfa3ec2b284097434b6a75e3e605f04607eb571476bd228a377bebb32a1ef589aad5eede08513e8bff8f174a3207792bbf3e63fec7fcbcd66aff4e4ae93ed4ab1ac075be9d4edf0585cd56de6941225bf5a596e24743d9cd0747a4ada28cd835da37ce33cdda3b78b0772546a12504fb7b9fb6b0bb5abad78576544287f02b95995512112878b37e06627705f1e4344a25b3e42df6c856a95e2725bd672cfe72b0c841ac9bad2027777257aeafc59d8fdd6877c4534ff3c083690fa775974edaafd2f7793ea9dffed27efcfd35e79112e1021bf3fdb5a4d07ad1becf46f5c906868aca22ab300a3ea69d80103190cc747d2b10d567221728aa57d0c116ed9c6b215f50839ab9e64fa42738331319486790a553de61c5e4775e057e66c4d9bdcc0466871c534b3c7c0c8af09c7faf6d0671ab98f57c40e28bdf2b70da24ba6a24162907c0eeb977c54aa7b5cb6f8da4071086d3ca3e87a59323117f1f09403b1c2da477502662e1a27dd332516612e208fd560f709260a2a557b558b654f6d75e7578e53434e811fcf4eb880bc4a147446db30421c20265fd4ae4bf97e0638253fa2f54323dd2139c95efd1098d1c72b48d503196c6ba4c1d573d7e5f9d3ef505afec46456367c482e1e8f13441a05909dc2839dea337e9a4913c104ada0ddbcd1e9865d9a4c3379fc1428f2411927cd01e7126f38dd2b15a022c8e4c05321a2bbea649c309d6a4a847261696cabe5eabccbde9fe7de027b1aceb45e2c28baa8a03be5ccc192c47a316f57dfbbd942d371b0def3e1831f7c3b0ef3eb64dbeaba8524ce5ee6e0a84ec053cc1a77bdca74b1ae69e6ff318e2239702fed431fff5e6492ea2930b8bb4ccb34f599a6bde868b13f4329dab9a6ef8086190e2616220b6952ba4f2fa8b30e9560f0f111c812045b02d999e6d4319778651e53b10ed8018ba83b9373b82215bc9e8d3eb873e4f169d82907c064646b85e3e97ac0bd2a0099a7c56ee8bbbef56feb5b421eea935be24c9b931cd278e6effa0a4d7af7cf80a3cf351d02959db12a9f4e531f897b58f83569240c63e585788242579b5966853112fdb75f2bee62baa3fa48e3b81ae4358d2738badffe2f0e8e48bc575d09af51a1fb156e47a6056ed492b76e417d1bb01248bc99eb4e387c1bd913a0c1aa2b8959d76b7378af8ea720e4590d61db40723f6ba0c3438cf8ac35153200c81b4c1ae0eec33f7627922b3ae7eacafa89e0930f98c22eb19588e5e96d294168ed00e54ba0a788daf7043ac7277bbaaf2d282c7d62d6f49a0a70f8c3bfa4f69919ba7a7070809fb7bdd0d9231645b84aba5a198915a798d34dc71ec03f0b4649672d8c1d8f16f864ebd7ce97e22f5bb59e99e5d7e0e998fa0914424ed013a12b8eb2265eefcafa9072c51a6f8d8cd6633c1ff7869c27ba9323b2ccb605f7224a081957b937bc6911896837c37b8a94fca02aade9b21d83e33bfe5f524b9dce07ee9395b9db65b7f3ccc62607df23abb9aae3d1e99ac9a887f7e808cb6e668efe31647198e4fe9cc714adc0d0e747cacc6a12b60077c90793c23393c6aa013ef68b78e01f80e2aa01b0845f2d423aee8777dabb609df92e2c15e623891596a4eb14678cf457ab3918033247bccd779d37c26a25dc1ab57e7c7f268bb64005a52441527a713d85734edc0f9fa291289084756ff0a51b7656c20ee5d6625d372e15b913dc93af2ea515e49f5d60ae309db26d511a058013187ce513b273c00fe6e4c027407fc3c3a8684918ddac5eade70b01eccfa0385b4291af74fe696ba6fa1cb36ae7e26c9b42ff9640b854459e5786f245ddb23e8964bc65e79a4bd8c05e91ddfde67f260758f580be12eee3438b17f4380f991042063ebfa73e80a3dbc4ee3bf353e57eb158856231c34fc839ab2b111b89ca7937204d66a907c79e5d4530c7ea9dd924575dbace15978ccf48a2d2bbd357b0137fe60db94746d89cc451d9ebf820219fa22b5e54d67aa3da3c398a69c6d80214373200877e55333f3e37d1a36ec9c163734317fc7299e83a82562181c08897154e05e7495f256811ba461a8b0076dbad06e1a6a4208f631025d3b9f54bae190ffcf305522388a7e94fdb1ce6f5f86da67b17fffc70fe1d615e117270b8279b7a1d87d97163091535029490db444276a495afb927a3124791c84c191b72d869d1f13e386cab9b2f786e661d70ce7cbfdce65f328b97f3c724ba532f93855eddc58c9cf43ab7405640776b36b9af472f9b86a68954552701d17209782e202e3158cd738d2ba2e28eaea87ededc84ff145c873044bdbcaf947a9c8695a296b08cbb47c52e661c7adad90d67c4538edc2cd5180fd4af5a4a33622aa1ab3b10bb2751cf252227b2d80fa9a6fe53e798d3226936d63f51b505f85eb721099630ead53c25ae106dd03b246435e9b783d780163d208ff4a11e188a370e397dd23309b419cf38fade366ff361d7cb45a03811ed6f1f1357361e86e4662d3724f64d67c547b6a7423b53c0d9d6b653fa59188356f271259ab15a36e55a100aa93d4d0fec9ee20c6eb8192524a9abca9f960d3ba4c8785fdc41eac33dacac7f72c40e99fdac0d863b2ee5c8c4b035ab37884ceb641b27fd703daee7fc32154187ae0a1fc56ecccd397d83e497e65359565bfb77be7465bd54a15039fc8abe00b4112f1', 1796260726676, 1796260726676, NULL, NULL, NULL);


--
-- Name: invitation_history_seq_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.invitation_history_seq_seq', 56, true);


--
-- Name: _sqlx_migrations _sqlx_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);


--
-- Name: access access_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_pkey PRIMARY KEY (tenant, user_id, item);


--
-- Name: audit_head audit_head_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (id);


--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (seq);


--
-- Name: blocks blocks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_pkey PRIMARY KEY (tenant);


--
-- Name: drafts drafts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);


--
-- Name: invitation_history invitation_history_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation_history
    ADD CONSTRAINT invitation_history_pkey PRIMARY KEY (seq);


--
-- Name: invitation_steps invitation_steps_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation_steps
    ADD CONSTRAINT invitation_steps_pkey PRIMARY KEY (invitation, "position");


--
-- Name: invitations invitations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (id);


--
-- Name: invitations invitations_tenant_inviter_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_tenant_inviter_key_key UNIQUE (tenant, inviter, key);


--
-- Name: items items_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);


--
-- Name: jobs jobs_dedupe_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_dedupe_key UNIQUE (dedupe);


--
-- Name: jobs jobs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);


--
-- Name: paces paces_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.paces
    ADD CONSTRAINT paces_pkey PRIMARY KEY (tenant, user_id);


--
-- Name: people people_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (tenant, user_id);


--
-- Name: sessions sessions_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_key_key UNIQUE (key);


--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);


--
-- Name: settings settings_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (version);


--
-- Name: toasts toasts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.toasts
    ADD CONSTRAINT toasts_pkey PRIMARY KEY (id);


--
-- Name: toasts toasts_tenant_user_id_dedupe_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.toasts
    ADD CONSTRAINT toasts_tenant_user_id_dedupe_key UNIQUE (tenant, user_id, dedupe);


--
-- Name: tokens tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (tenant, user_id);


--
-- Name: access_of_invitation; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_of_invitation ON public.access USING btree (invitation);


--
-- Name: access_of_item; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_of_item ON public.access USING btree (item, tenant, since);


--
-- Name: audit_of_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_of_subject ON public.audit USING btree (subject, seq);


--
-- Name: drafts_by_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drafts_by_expiry ON public.drafts USING btree (expires_at);


--
-- Name: drafts_of_owner; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drafts_of_owner ON public.drafts USING btree (COALESCE(tenant, ''::text), COALESCE(user_id, ''::text), expires_at);


--
-- Name: invitation_history_of; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitation_history_of ON public.invitation_history USING btree (invitation, seq);


--
-- Name: invitations_of_address; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitations_of_address ON public.invitations USING btree (tenant, canonical);


--
-- Name: invitations_of_guest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitations_of_guest ON public.invitations USING btree (tenant, guest, state);


--
-- Name: invitations_of_inviter; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitations_of_inviter ON public.invitations USING btree (tenant, inviter, created_at);


--
-- Name: invitations_of_item; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitations_of_item ON public.invitations USING btree (item);


--
-- Name: invitations_under_way; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX invitations_under_way ON public.invitations USING btree (updated_at) WHERE (state = ANY (ARRAY['working'::text, 'waiting'::text]));


--
-- Name: items_by_title; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX items_by_title ON public.items USING btree (title_folded, id);


--
-- Name: jobs_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_by_time ON public.jobs USING btree (run_at, id);


--
-- Name: jobs_of_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_of_subject ON public.jobs USING btree (subject);


--
-- Name: paces_by_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX paces_by_time ON public.paces USING btree (full_at);


--
-- Name: sessions_by_expiry; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_by_expiry ON public.sessions USING btree (expires_at);


--
-- Name: sessions_by_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_by_person ON public.sessions USING btree (tenant, user_id);


--
-- Name: toasts_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX toasts_by_age ON public.toasts USING btree (created_at);


--
-- Name: tokens_by_leaving; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tokens_by_leaving ON public.tokens USING btree (leave_at);


--
-- Name: audit audit_keeps_contents; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_keeps_contents BEFORE UPDATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuses();


--
-- Name: audit audit_keeps_rows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_keeps_rows BEFORE DELETE OR TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuses();


--
-- Name: access access_invitation_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_invitation_fkey FOREIGN KEY (invitation) REFERENCES public.invitations(id);


--
-- Name: access access_item_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_item_fkey FOREIGN KEY (item) REFERENCES public.items(id);


--
-- Name: access access_tenant_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access
    ADD CONSTRAINT access_tenant_user_id_fkey FOREIGN KEY (tenant, user_id) REFERENCES public.people(tenant, user_id);


--
-- Name: invitation_history invitation_history_invitation_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation_history
    ADD CONSTRAINT invitation_history_invitation_fkey FOREIGN KEY (invitation) REFERENCES public.invitations(id) ON DELETE CASCADE;


--
-- Name: invitation_steps invitation_steps_invitation_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation_steps
    ADD CONSTRAINT invitation_steps_invitation_fkey FOREIGN KEY (invitation) REFERENCES public.invitations(id) ON DELETE CASCADE;


--
-- Name: invitations invitations_item_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_item_fkey FOREIGN KEY (item) REFERENCES public.items(id);


--
-- PostgreSQL database dump complete
--


