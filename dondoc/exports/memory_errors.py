"""Readers of files that ran out of memory: some say so as if the file were wrong."""

import zlib

from lxml import etree

_ZLIB_WITHOUT_MEMORY = "Error -4 "
"""How zlib's Z_MEM_ERROR begins; Python gives its number in words alone."""


def is_without_memory(error: Exception) -> bool:
    """Whether there was no memory left, whoever says so: Python, libxml2 or zlib."""
    if isinstance(error, etree.XMLSyntaxError):
        return bool(error.code == etree.ErrorTypes.ERR_NO_MEMORY)
    if isinstance(error, zlib.error):
        return str(error).startswith(_ZLIB_WITHOUT_MEMORY)
    return isinstance(error, MemoryError)
