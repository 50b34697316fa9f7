"""Whether a plan would work: contacts confirmed, drills held, shelters open, who holds which post."""
