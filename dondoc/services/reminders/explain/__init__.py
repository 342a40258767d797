"""Who will hear of what and why: a dry run of reminding, kept for a day."""
