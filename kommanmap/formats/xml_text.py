"""XML 1.0 as text: what XML cannot hold is left out, the rest is escaped. Knows no format of ours.

Prefixes are an argument: the library keeps them for the whole process, where two threads that write different formats
would take them from each other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from xml.etree.ElementTree import Element, SubElement

from kommanmap.formats.pieces import encoded

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = str.maketrans({"\n": "&#10;", "\t": "&#9;"})
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

Prefixes = Mapping[str, str]
"""Prefix → namespace; "" for the main one. Every namespace in use stands here."""


def clean(text: str) -> str:
    """Without control characters and half signs (https://www.w3.org/TR/xml/#charsets); line breaks as one sign."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A child with text; attributes as they are named in the file."""
    child = SubElement(parent, tag, {name: clean(value) for name, value in attributes.items()})
    if text:
        child.text = clean(text)
    return child


def document(root: Element, *, prefixes: Prefixes) -> bytes:
    """The whole file in UTF-8."""
    return f"{DECLARATION}{_rooted(root, prefixes)}\n".encode("utf-8", "replace")


def document_with(path: Sequence[Element], items: Iterable[Element], *, prefixes: Prefixes) -> Iterator[bytes]:
    """The file piece by piece; `items` become the last children of the last of `path`, which begins at the root."""
    head, end = head_and_end(path, prefixes)
    return encoded(_around(head, (written(item, prefixes) for item in items), end))


def head_and_end(path: Sequence[Element], prefixes: Prefixes) -> tuple[str, str]:
    """What stands before and after the children that the last element of `path` still gets; each has some already."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    end = "".join(f"</{_name(element.tag, names)}>" for element in reversed(path))
    return DECLARATION + _rooted(path[0], prefixes).removesuffix(end), f"{end}\n"


def written(element: Element, prefixes: Prefixes) -> str:
    """An element with everything in it, for a place where its prefixes are known."""
    return _written(element, {namespace: prefix for prefix, namespace in prefixes.items()}, "")


def _around(head: str, items: Iterable[str], end: str) -> Iterator[str]:
    yield head
    yield from items
    yield end


def _rooted(root: Element, prefixes: Prefixes) -> str:
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    known = "".join(f' xmlns{prefix and ":"}{prefix}="{escape(names_it)}"' for prefix, names_it in prefixes.items())
    return _written(root, names, known)


def _written(element: Element, names: Mapping[str, str], more: str) -> str:
    name = _name(element.tag, names)
    given = "".join(f' {_name(key, names)}="{escape(value).translate(_BREAKS)}"' for key, value in element.items())
    inside = escape(element.text or "", quote=False) + "".join(_written(child, names, "") for child in element)
    return f"<{name}{more}{given}>{inside}</{name}>" if inside else f"<{name}{more}{given}/>"


def _name(tag: str, names: Mapping[str, str]) -> str:
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    prefix = names[namespace]
    return f"{prefix}:{local}" if prefix else local
