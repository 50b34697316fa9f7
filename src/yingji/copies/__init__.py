"""Controlled copies on paper: which is out with whom, and which must come back."""
