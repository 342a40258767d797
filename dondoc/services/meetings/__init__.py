"""Meetings on what is behind: agenda, pack, conclusions, and what became of them.

Its door: `call.call_meeting`, `proposals.proposed`, `agenda.Agenda`, `conclusions.Conclusions`,
`follow_up.conclusions_of`, and `pack.pack_paper` with its fellows in `notice` and `minutes`.
"""
