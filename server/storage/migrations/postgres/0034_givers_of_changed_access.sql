-- Which invitation had given what was changed: given again, it goes on as the form of that one said.
ALTER TABLE access_changes ADD COLUMN invitation TEXT;
