"""Filling in, pure: schema and document → blanks to fill; what a form sent → document. Names are JSON pointers."""
