"""Where people are reached: their own addresses, confirmed by a code sent to each.

`mine`: what a person does with their own addresses. `secretariat`: who is out of reach, and
taking an address up again. `sending`: how a code goes out. An address is opened only here and
when a letter is frozen; everything else sees its masked form.
"""
