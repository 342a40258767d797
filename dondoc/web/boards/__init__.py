"""Pages of boards: my work, units, items, overdue, overview, search."""
