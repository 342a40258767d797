"""Moving stages: what people recorded is applied, and what a date brought; nobody else does it."""
