"""The pages: for now the one on which people stop reminders that are not mandatory."""
