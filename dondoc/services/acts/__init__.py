"""Recording an act on a checkpoint: what was sent in, whether it may be, and why not."""
