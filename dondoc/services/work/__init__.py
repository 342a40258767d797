"""The checkpoint (mốc): read whole or as one row of a list, evaluated, and whose it is."""
