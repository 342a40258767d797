"""What the unit tests share lies beside them."""
