-- What a step is to do, as the settings said when the share was accepted: a later change of them alters nothing. JSON of the step's own shape.
ALTER TABLE invitation_steps ADD COLUMN intent TEXT;
