"""Writing a plan's differences into the database, table by table."""
