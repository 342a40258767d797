"""What people look at: my work, units, items, lists of people and comments."""
