//! All behaviour: sign-in, session and vault, invite pipeline, people, items, jobs, audit.
