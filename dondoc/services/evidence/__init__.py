"""Evidence (minh chứng): which files are taken, where they lie, who may see them."""
