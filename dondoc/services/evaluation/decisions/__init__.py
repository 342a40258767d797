"""Decisions about people: sessions of the deciding body, publication, re-assessment, lock.

Doors: `sessions.py` calls and closes a session, `session_page.py` reads all that it decides on,
`decide.py` takes decisions, `round_steps.py` publishes, locks and reopens a round.
"""
