"""A person's own file, their requests about it, and the queue of whoever answers these."""
