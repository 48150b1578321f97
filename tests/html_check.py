"""What every HTML page must be, whatever it shows. `CheckingClient` asks it of each page a test receives."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.constants import E as HTML5LIB_MESSAGES
from werkzeug.test import TestResponse

OWN_HOSTS = {"", "localhost", "127.0.0.1"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNLABELLED_INPUTS = {"hidden", "submit", "button", "image", "reset"}
LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "button": ("formaction",),
    "input": ("src", "formaction"),
    "use": ("href",),
    "image": ("href",),
}
LOADING_RELATIONS = {"stylesheet", "icon", "apple-touch-icon", "manifest"}
LOADING_RELATIONS |= {"preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch"}
LONGEST_TITLE = 60
"""So much of a heading must stand in the title; the rest of an endless name may be cut."""

PIECE = '<section class="kommanmap"'
"""How a piece begins that is no page of its own."""

CARRYING_ADDRESSES = {"href", "src", "action", "formaction"}
CODE_IN_ADDRESS = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "headers")


class PageIsUnsound(AssertionError):
    """A page breaks a rule; the message says which and what to do."""


class CheckingClient(FlaskClient):
    """Flask's test client, which looks at every HTML page that passes through it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send the request; fail the test if the answer is an unsound page."""
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and not answer.headers.get("Content-Encoding"):
            assert_sound(answer.get_data(as_text=True), answer.request.path)
        return answer


def assert_sound(html: str, address: str = "") -> None:
    """Raise `PageIsUnsound` with every problem of the page. An empty body (HEAD, 304) is no page."""
    if not html or html.startswith("<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>"):
        return
    problems = page_problems(whole_page(html))
    if problems:
        raise PageIsUnsound(f"{address} has {len(problems)} problem(s):\n- " + "\n- ".join(problems))


def whole_page(html: str) -> str:
    """The page itself; a piece of HTML for other sites' servers stands in a page around it, as it will there."""
    if not html.lstrip().startswith(PIECE):
        return html
    head = '<!doctype html><html lang="de" dir="ltr"><head><title>Amt</title></head><body><h1>Amt</h1>'
    return f"{head}{html}</body></html>"


@lru_cache(maxsize=512)
def page_problems(html: str) -> tuple[str, ...]:
    """Everything that is wrong with a page, each with its remedy; empty when it is sound."""
    return looked_at(html)[1]


def looked_at(html: str) -> tuple[Element, tuple[str, ...]]:
    """A page parsed, and what `page_problems` finds in it: for whoever needs both, because parsing takes longest."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    for parent in list(root.iter()):  # what stands in a <template> is no part of the page yet
        for waiting in parent.findall("template"):
            parent.remove(waiting)
    lines = html.splitlines()
    problems = [_parse_error(error, lines) for error in parser.errors]
    for check in (_language, _headings, _ids, _labels, _inline_code, _loaded):
        problems.extend(check(root))
    return root, tuple(problems)


def _parse_error(error: tuple[tuple[int, int], str, dict[str, Any]], lines: list[str]) -> str:
    (line, _), code, data = error
    near = lines[line - 1].strip()[:120] if 0 < line <= len(lines) else ""
    return f"line {line} is not valid HTML: {HTML5LIB_MESSAGES.get(code, code) % data} Near: {near!r}"


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _elements(root: Element, *tags: str) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str) and element.tag in tags)


def _language(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "<html> has no lang. Extend base.html, which writes it from the page's language."
    if root.get("dir") not in {"ltr", "rtl"}:
        yield '<html> has no dir="ltr" or "rtl". Extend base.html, which writes it from CLDR.'


def _headings(root: Element) -> Iterator[str]:
    headings = [(element.tag, _text(element)) for element in _elements(root, *HEADINGS)]
    titles = [text for tag, text in headings if tag == "h1"]
    if len(titles) != 1:
        yield f"The page has {len(titles)} h1 ({titles}). Give it exactly one: what the page is about."
    page_title = next((_text(element) for element in _elements(root, "title")), "")
    if titles and not page_title.startswith(titles[0][:LONGEST_TITLE]):
        yield f"The title {page_title!r} does not begin with the h1 {titles[0]!r}. Put the h1's text first."
    previous = 0
    for tag, text in headings:
        level = int(tag[1])
        if level > previous + 1:
            yield f"<{tag}> {text!r} follows a heading of level {previous}. Use h{previous + 1} and a class."
        if not text:
            yield f"An <{tag}> is empty. Say what follows, or remove it."
        previous = level


def _ids(root: Element) -> Iterator[str]:
    ids = Counter(identifier for element in root.iter() if (identifier := element.get("id")) is not None)
    for identifier, number in ids.items():
        if number > 1:
            yield f"id {identifier!r} stands {number} times on the page. Add a slug or a code to it."
        if not identifier or identifier.split() != [identifier]:
            yield f"id {identifier!r} is empty or has a space. Use a slug."
    for element in root.iter():
        for name in REFERENCES:
            for identifier in (element.get(name) or "").split():
                if identifier not in ids:
                    yield f'<{element.tag} {name}="{identifier}"> points at no id of this page. Correct one.'
        target = element.get("href") or ""
        is_sample = len(target) <= len("#x")  # the patterns page shows links that lead nowhere
        if element.tag == "a" and target.startswith("#") and not is_sample and target[1:] not in ids:
            yield f'The link "{target}" leads nowhere on this page. Give its target that id.'


def _labels(root: Element) -> Iterator[str]:
    labelled = {element.get("for") for element in _elements(root, "label")}
    wrapped = {id(inner) for label in _elements(root, "label") for inner in label.iter()}
    for element in _elements(root, "input", "select", "textarea"):
        if element.get("type", "text").lower() in UNLABELLED_INPUTS:
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not (named or element.get("id") in labelled - {None} or id(element) in wrapped):
            yield f"<{element.tag} name={element.get('name')!r}> has no label. Add <label for=…>."
    for element in _elements(root, "a", "button"):
        pictures = "".join(image.get("alt") or "" for image in _elements(element, "img"))
        if element.tag == "a" and element.get("href") is None:
            continue
        spoken = element.get("aria-label") or element.get("aria-labelledby")
        if not (_text(element) or pictures.strip() or spoken):
            yield f"A <{element.tag} class={element.get('class')!r}> has no text. Say what it does."
    for element in _elements(root, "img"):
        if element.get("alt") is None:
            yield f'<img src={element.get("src")!r}> has no alt. Describe it, or alt="" if it only decorates.'
    for element in _elements(root, "iframe"):
        if not element.get("title"):
            yield f"<iframe src={element.get('src')!r}> has no title. Say what it shows."


def _inline_code(root: Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == "style":
            yield "A <style> element: the policy blocks it. Move the rules to a style sheet."
        inline = element.tag == "script" and element.get("src") is None
        if inline and element.get("type") != "application/ld+json":
            yield "An inline <script>: the policy blocks it. Put it in a module, hand data over in data-*."
        for name, value in element.attrib.items():
            picture = element.tag == "img" and value.startswith("data:image/")
            if name == "style":
                yield f"<{element.tag} style={value!r}>: the policy blocks it. Use a class."
            elif re.fullmatch(r"on[a-z]+", str(name)):
                yield f"<{element.tag} {name}=…>: the policy blocks it. Listen from a module."
            elif name in CARRYING_ADDRESSES and CODE_IN_ADDRESS.match(value) and not picture:
                yield f"<{element.tag} {name}={value[:60]!r}> runs or embeds code. Link an address."


def _loaded(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name in _loading_attributes(element):
            for address in _addresses(name, element.get(name) or ""):
                if urlsplit(address).hostname not in OWN_HOSTS | {None}:
                    yield f"<{element.tag} {name}={address!r}> asks another host. Ship the file in static."


def _loading_attributes(element: Element) -> tuple[str, ...]:
    if element.tag == "link":
        return ("href",) if LOADING_RELATIONS & set((element.get("rel") or "").lower().split()) else ()
    return LOADING.get(element.tag, ()) if isinstance(element.tag, str) else ()


def _addresses(name: str, value: str) -> list[str]:
    if name == "srcset":
        return [part.split()[0] for part in value.split(",") if part.split()]
    return [value.strip()]
