"""Several years' programmes side by side: which one is meant, and what waits in the others."""
