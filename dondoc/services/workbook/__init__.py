"""Reading a table that somebody sent, in any format: headings, amounts, days, problems on cells."""
