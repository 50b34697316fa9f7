"""What verdicts stand on: laws and upstream plans, thresholds, working days."""
