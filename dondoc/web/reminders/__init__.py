"""Pages of the register and the preview of reminders."""
