"""The register of reminders (sổ đôn đốc): filtered, paged, and as a workbook."""
