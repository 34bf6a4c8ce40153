"""What arrives over HTTP: health, webhooks, pages."""
