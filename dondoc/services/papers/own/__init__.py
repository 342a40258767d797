"""The office's own templates: checked when they come in, kept with who and when, and used."""
