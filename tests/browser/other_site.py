"""Websites of other people for the tests: real HTML pages on a second origin (another port) with their own policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PLAIN = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Stadt</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/site.css"></head>
<body><h1>Treffpunkte in unserer Stadt</h1>
{code}
<p id="after">Rathaus, Markt 1</p></body></html>
"""

TYPO3 = """<!DOCTYPE html>
<html dir="ltr" lang="de-DE"><head><meta charset="utf-8"><title>Integration: Stadt</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="TYPO3 CMS">
<link rel="stylesheet" href="/site.css"></head>
<body id="p42" class="page-42 pagelevel-2"><div id="page"><main role="main">
<div id="c117" class="frame frame-default frame-type-text"><header><h1>Treffpunkte</h1></header></div>
<div id="c118" class="frame frame-default frame-type-html frame-layout-0">
{code}
</div></main></div></body></html>
"""

WORDPRESS = """<!DOCTYPE html>
<html lang="de"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Treffpunkte – Gemeinde</title><link rel="stylesheet" href="/site.css"></head>
<body class="page-template-default page page-id-7 wp-embed-responsive">
<div class="wp-site-blocks"><main class="wp-block-group">
<h1 class="wp-block-post-title">Treffpunkte</h1>
<div class="entry-content wp-block-post-content is-layout-constrained"><div class="wp-block-columns">
<div class="wp-block-column">
{code}
</div></div></div></main></div></body></html>
"""

JOOMLA = """<!DOCTYPE html>
<html lang="de-de" dir="ltr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Treffpunkte</title><link rel="stylesheet" href="/site.css"></head>
<body class="site com_content wrapper-static view-article">
<div class="site-grid"><div class="grid-child container-component">
<main><div class="com-content-article item-page"><div class="page-header"><h1>Treffpunkte</h1></div>
<div class="com-content-article__body"><div class="custom" id="mod-custom95">
{code}
</div></div></div></main></div></div></body></html>
"""

SHAPES = {"plain": PLAIN, "typo3": TYPO3, "wordpress": WORDPRESS, "joomla": JOOMLA}

STYLES = """body { margin: 0; font: 1.25rem/1.8 serif; } iframe { max-width: 100%; } p, a { letter-spacing: .02em; }
.wp-block-columns { display: flex; } .wp-block-column { flex-grow: 1; flex-basis: 0; min-width: 0; }
.site-grid { display: grid; grid-template-columns: [full-start] minmax(0, 1fr); }
.container-component { padding: 1rem; }
.frame { max-width: 70rem; margin: 0 auto; padding: 0 .625rem; }
"""

OWN_POLICY = "default-src 'self'; script-src 'self' {script}; frame-src {frame}; style-src 'self'; object-src 'none'"
"""As strict as websites have it: nothing inline. The line of the generator is added to what is there."""


@dataclass
class OtherSite:
    """Its address, its pages by path, its Content-Security-Policy (none where empty)."""

    origin: str
    pages: dict[str, str] = field(default_factory=dict)
    policy: str = ""

    def show(self, path: str, code: str, shape: str = PLAIN) -> str:
        """A page of a shape with a piece of code in it; gives its address."""
        self.pages[path] = shape.format(code=code)
        return self.origin + path

    def allow(self, csp_line: str) -> None:
        """Add the line that the generator prints to a strict policy of the site's own."""
        sources = {part.split()[0]: " ".join(part.split()[1:]) for part in csp_line.split(";") if part.split()}
        self.policy = OWN_POLICY.format(script=sources["script-src"], frame=sources["frame-src"])


@contextmanager
def other_site() -> Iterator[OtherSite]:
    """While it lasts, the site answers on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """A page, the style sheet, or 404."""
            text, kind = site.pages.get(self.path), "text/html; charset=utf-8"
            if self.path == "/site.css":
                text, kind = STYLES, "text/css; charset=utf-8"
            body = (text or "").encode()
            self.send_response(200 if text is not None else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if site.policy:
                self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = OtherSite(f"http://127.0.0.1:{server.server_port}", {"/favicon.ico": ""})
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
