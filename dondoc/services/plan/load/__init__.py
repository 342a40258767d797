"""Loads a checked plan into the database, tells the difference, and makes a plan of it again."""
