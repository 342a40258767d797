"""The database and what is near it: transactions, bulk statements, leases, caches."""
