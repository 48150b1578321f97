"""A small tree of RDF statements and its two spellings, Turtle and RDF/XML. Knows nothing of places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

XSD = "http://www.w3.org/2001/XMLSchema#"
_IN_IRI = {char: f"%{ord(char):02X}" for char in '<>"{}|^`\\ \n\r\t'}


@dataclass(frozen=True, slots=True)
class Iri:
    """The name of something described elsewhere."""

    value: str

    def __str__(self) -> str:
        """With nothing in it that would end an IRI."""
        return "".join(_IN_IRI.get(char, char) for char in self.value if char.isprintable() or char in _IN_IRI)


@dataclass(frozen=True, slots=True)
class Text:
    """A literal: with a language, or of a type of XML Schema, or plain."""

    value: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """Something with its properties, in order; iri None: nameless. Types and properties are names with a prefix."""

    type: str
    says: "tuple[tuple[str, Iri | Text | Node], ...]"
    iri: Iri | None = None


Value = Iri | Text | Node


def turtle(prefixes: Mapping[str, str], roots: tuple[Node, ...]) -> bytes:
    """UTF-8, nested nodes without a name in brackets; those with a name stand on their own."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in prefixes.items()]
    waiting = list(roots)
    while waiting:
        node = waiting.pop(0)
        lines += ["", f"<{node.iri}> a {node.type}" + "".join(f" ;\n    {line}" for line in _said(node)) + " ."]
        waiting += _named_inside(node)
    return ("\n".join(lines) + "\n").encode()


def _said(node: Node) -> Iterator[str]:
    for name, value in node.says:
        yield f"{name} {_turtle_value(value)}"


def _turtle_value(value: Value) -> str:
    if isinstance(value, Iri):
        return f"<{value}>"
    if isinstance(value, Text):
        quoted = '"' + _turtle_text(value.value) + '"'
        if value.language:
            return f"{quoted}@{value.language}"
        return f"{quoted}^^<{XSD}{value.kind}>" if value.kind else quoted
    if value.iri is not None:
        return f"<{value.iri}>"
    return "[ " + " ; ".join([f"a {value.type}", *_said(value)]) + " ]"


def _turtle_text(text: str) -> str:
    spelled = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return "".join(spelled.get(char, char) for char in _clean(text))


def _named_inside(node: Node) -> list[Node]:
    found = []
    for _, value in node.says:
        if isinstance(value, Node):
            found += [value] if value.iri is not None else _named_inside(value)
    return found


def rdf_xml(prefixes: Mapping[str, str], roots: tuple[Node, ...]) -> bytes:
    """UTF-8, nodes nested where they are first spoken of."""
    names = "".join(f"\n  xmlns:{prefix}={quoteattr(iri)}" for prefix, iri in prefixes.items())
    body = "".join(_element(root, 1) for root in roots)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n{body}</rdf:RDF>\n'.encode()


def _element(node: Node, depth: int) -> str:
    pad = "  " * depth
    about = f" rdf:about={quoteattr(str(node.iri))}" if node.iri is not None else ""
    inside = "".join(_property(name, value, depth + 1) for name, value in node.says)
    return f"{pad}<{node.type}{about}>\n{inside}{pad}</{node.type}>\n"


def _property(name: str, value: Value, depth: int) -> str:
    pad = "  " * depth
    if isinstance(value, Iri):
        return f"{pad}<{name} rdf:resource={quoteattr(str(value))}/>\n"
    if isinstance(value, Node):
        return f"{pad}<{name}>\n{_element(value, depth + 1)}{pad}</{name}>\n"
    kind = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    kind += f" rdf:datatype={quoteattr(XSD + value.kind)}" if value.kind else ""
    return f"{pad}<{name}{kind}>{escape(_clean(value.value), {chr(13): '&#13;'})}</{name}>\n"


def _clean(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))
