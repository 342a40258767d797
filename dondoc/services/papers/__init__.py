"""Papers (văn bản): one value of what a paper says, and its forms in Word, PDF and Excel.

Its door: `layouts.layout_for`, `paper.Paper`, `write.written`, and `of_digest.digest_paper` and
its fellows, which make a paper of what another folder knows.
"""
