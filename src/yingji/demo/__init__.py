"""A rehearsal township: real places and real upstream documents, invented people and plans.

Everything goes through the same verbs a user calls; only the instants are told instead of lived.
"""
