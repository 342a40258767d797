"""The register of reminders (sổ nhắc): filtered, paged, and as a workbook."""
