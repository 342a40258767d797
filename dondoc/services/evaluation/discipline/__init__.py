"""Papers that discipline a person or a unit, or conclude somebody's degradation."""
