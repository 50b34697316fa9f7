"""Registry of emergency plans."""
