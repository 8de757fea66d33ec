UPDATE toasts SET stays = TRUE WHERE id = 'old toast';
