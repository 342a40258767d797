"""What an event of history changed, from what to what and about whom: `texts.texts_of`."""
