"""Delivery: messages are claimed, checked, frozen, sent, and every attempt is written down.

What attempts mean for messages, history and addresses is settled afterwards, in portions.

Two clocks: `now` is the programme's moment (what letters say, when history says it happened);
`wall` is real time (leases, pauses between attempts), because mail servers live in it.
"""
