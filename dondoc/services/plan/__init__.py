"""The plan of a year as a workbook: checking, loading and writing it, and next year's draft."""
