"""One page for the Standing Committee: the whole year by group of units, counted in SQL."""
