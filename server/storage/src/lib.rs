//! The only SQL, on SQLite and PostgreSQL.
