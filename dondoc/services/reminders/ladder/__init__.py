"""The ladder of reminders: its steps in force, and steps read from files."""
