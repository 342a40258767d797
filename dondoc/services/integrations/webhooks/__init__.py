"""Other programs are told, with a signature, what moved: https addresses, calls, retries."""
