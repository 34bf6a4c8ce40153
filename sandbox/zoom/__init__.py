"""A Zoom that runs on this computer: its REST interface, its webhooks, its rooms."""
