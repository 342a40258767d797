"""History (sự kiện): appending events, sealing a day, and showing what happened."""
