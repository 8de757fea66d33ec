INSERT INTO marks (digest, picture, kept_at) VALUES ('digest', 'picture', 1000);
