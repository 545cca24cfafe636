"""Setting a consultation up: rounds, groups, offices, eligibility, texts in force."""
