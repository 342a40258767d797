"""People, the positions they hold and the committees they sit on, changed one at a time.

A plan changes many at once; here is the change of a Tuesday: somebody left, somebody came.
"""
