"""Delivery: a letter goes in, an outcome comes out, whatever Apprise URL is behind it.

    from dondoc.channels.letter import Letter, to_mime
    from dondoc.channels.channel import open_channel

    with open_channel("mailto://user:password@mail.example.vn?from=don-doc@example.vn") as channel:
        outcome = channel.send(letter)

Nothing is imported here, so that a program that only builds letters does not pay for Apprise.
"""
