"""Pages of people, their positions and committees."""
