"""Every change of a row that a figure stands on, written down by the software that makes it.

Whoever changes such a row past the software leaves no line, so the row and the ledger differ:
`dondoc audit verify` names the row, the column, what stands there and what the ledger says.
"""
