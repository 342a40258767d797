"""The content of the example plan of Vĩnh Phúc 2022; nothing here is needed at run time."""
