INSERT INTO people (tenant, user_id, name, address, standing, company, seen_at) VALUES
    ('tenant', 'adele', 'Adele Vance', 'adele.vance@contoso.example', 'member', NULL, 1000),
    ('tenant', 'grady', 'Grady Archie', 'grady.archie@fabrikam.example', 'guest', 'Fabrikam', 1000);
INSERT INTO items (id, kind, title, title_folded, summary, application, landing, open_to_members) VALUES
    ('plan', 'document', 'The plan', 'the plan', 'What we do.', 'Papers', 'http://localhost:3000/items/plan', TRUE);
