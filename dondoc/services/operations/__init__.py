"""What keeps an installation well: metrics, and sealing secrets anew."""
