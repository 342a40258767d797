"""A random sample of verified results that other units look at again; no result changes by it.

`draw.py` draws it, `answer.py` takes what somebody found, `samples.py` is what each sees of it.
"""
