"""A reader of XML that ran out of memory says so as if the file were wrong."""

from lxml import etree


def is_without_memory(error: Exception) -> bool:
    """Whether there was no memory left; libxml2 reports it as if the file were wrong."""
    if isinstance(error, etree.XMLSyntaxError):
        return bool(error.code == etree.ErrorTypes.ERR_NO_MEMORY)
    return isinstance(error, MemoryError)
