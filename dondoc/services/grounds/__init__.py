"""What a decision rests on: what its form showed, against what stands when it is recorded."""
