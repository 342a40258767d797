"""What is kept about a person, as they see it, and their requests about it with their clock.

`own_file/` puts together everything that is kept about somebody; `requests.py` asks, answers and
carries out; `queue.py` is what waits for the office; `notices.py` the letters about it.
"""
