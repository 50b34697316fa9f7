"""Who must hold which plan, and what each cell is on a day: expected set, rules, verdicts, reports."""
