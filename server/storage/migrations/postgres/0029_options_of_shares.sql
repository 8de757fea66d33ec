-- What the share form said besides: who gets a copy, who writes, who answers for the guests, until when access lasts. JSON; none where nothing was.
ALTER TABLE invitations ADD COLUMN options TEXT;
