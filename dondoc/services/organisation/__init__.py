"""Who holds what on which day, and so who answers for work: units, positions, committees."""
