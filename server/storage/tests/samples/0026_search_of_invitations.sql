UPDATE people SET seen_at = seen_at + 0 WHERE user_id = 'grady' AND name_folded = 'grady archie' AND last_name_folded = 'archie';
