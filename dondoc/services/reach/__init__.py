"""Where people are reached: their own addresses, confirmed by a code, and what they wish for.

`own_addresses`: what a person does with theirs. `out_of_reach`: whom no letter reaches, for the
secretariat. `send_code`: how a code goes out. An address is opened only here and when a letter is
frozen; everything else sees its masked form.
"""
