"""A draft of next year's plan, made of this year's."""
