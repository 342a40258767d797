"""The words of a letter: entries, buttons, sender, subject."""
