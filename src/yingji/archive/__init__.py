"""Backups that anybody can read and a later release can restore."""
