"""Which units and groups of work a leader is in charge of: recorded, taken back, shown."""
