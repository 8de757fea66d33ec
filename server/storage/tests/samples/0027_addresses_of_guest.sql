UPDATE invited_addresses SET invited_at = invited_at WHERE tenant = 'tenant' AND guest = 'guest';
