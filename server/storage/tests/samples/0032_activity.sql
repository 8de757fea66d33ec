UPDATE toasts SET gathered = 'share:invited' WHERE id = 'old toast';
