"""Delivery: messages are claimed, checked, frozen, sent, and every attempt is recorded.

Two clocks: `now` is the programme's moment (what letters say, when history says it happened);
`wall` is real time (leases, pauses between attempts), because mail servers live in it.
"""
