"""Everything that is kept about a person, kind by kind, as a page and as files to take along."""
