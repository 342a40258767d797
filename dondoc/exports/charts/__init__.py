"""Charts: a pure description of data, words and a table, drawn for pages, PDF and Word.

Its door: `description.Chart`, what `course`, `unit_bars`, `targets` and `trajectory` make of the
figures, `draw.page_svg`, `draw.paper_svg` and `draw.png_of`.
"""
