"""Writing a plan as a workbook: the guide, the tables, and marks on cells to mend."""
