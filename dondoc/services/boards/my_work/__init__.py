"""My work: the checkpoints that a person answers for, counting acts that are not applied yet."""
