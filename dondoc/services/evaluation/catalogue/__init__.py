"""The catalogue of products with their conversion coefficients: loaded, approved, tied to work.

Its door: `coefficients.py` (which coefficient counts for a piece of work), `versions.py` (what
there is), `keep.py` (loading and approving) and `ties.py` (which work is which product).
"""
