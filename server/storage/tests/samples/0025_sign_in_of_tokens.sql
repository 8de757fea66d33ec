UPDATE tokens SET sign_in = version WHERE user_id = 'adele';
