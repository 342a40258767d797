"""Who answers for work on which day: positions, their holders, and who did before them."""
