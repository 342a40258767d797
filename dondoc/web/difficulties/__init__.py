"""The page of difficulties."""
