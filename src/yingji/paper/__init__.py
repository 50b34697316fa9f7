"""The print workshop: an outline and the facts of its version in, a PDF out. Never opens a database."""
