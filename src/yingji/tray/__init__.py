"""The tray: files somebody has handed in and not yet decided on, and batches while they are gone through."""
