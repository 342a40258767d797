"""What a change of working days does to what people are judged by."""
