"""The overdue board: every checkpoint by due state, filtered, sorted and counted by the database.

Two things are true of a checkpoint: what the last drain left, and what was recorded since. The
first is asked in SQL (`conditions`), the second is weighed by the rules themselves (`pending`).
"""
