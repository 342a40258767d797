"""Pages of addresses, wishes and channels."""
