INSERT INTO settings (version, at, changed_by, document, author, reason, restored) VALUES
    (2, 2000, 'megan', '{}', 'Megan Bowen', 'Back to what it was.', 1);
