"""The provisional result of officials: of the checkpoints that they answered for as lead.

Nothing here decides: `read.py` reads the work of a programme as it stood when a day was over,
`scored.py` scores one person's by a rule set, `page.py` puts a person's period together with who
may see it, and `looks.py` keeps who looked.
"""
