"""The process: settings, composition root, delivery, command line."""
