"""Where the browser of the tests is, how it is started, and what it notices while a page is open.

`python -m tests.browser_tools` prints the program that would be used, and fails when there is none.
"""

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHOICE = "KOMMANMAP_TEST_BROWSER"
"""Environment variable that names the browser's program."""

SYSTEM_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
"""Quiet and shut in: the browser itself asks nobody, and no name but our own is found."""


def find_browser(playwright: Playwright | None = None) -> str | None:
    """The browser's program: the one chosen, the system's, or Playwright's own; None when there is none."""
    chosen = os.environ.get(CHOICE)
    if chosen:
        return shutil.which(chosen)
    for name in SYSTEM_PROGRAMS:
        if program := shutil.which(name):
            return program
    if playwright is not None and Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    return None


def start_browser(playwright: Playwright) -> Browser:
    """A headless Chromium with an empty user folder.

    Raises:
        FileNotFoundError: there is no browser; the message says what to do.
    """
    program = find_browser(playwright)
    if program is None:
        raise FileNotFoundError(f"no Chromium found: run `make browser`, or set {CHOICE} to the program's path")
    return playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))


@dataclass
class Notebook:
    """What went on behind a page: requests, bytes, and everything that must not happen."""

    origin: str
    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    transferred: int = 0
    """Bytes over the wire, headers and compressed bodies."""
    forgiven: set[str] = field(default_factory=set)
    """Parts of messages that a test provokes on purpose."""

    def watch(self, page: Page) -> None:
        """Write down what the page does from now on."""
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.errors.append(f"script error: {error}"))
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._request)
        session.on("Network.loadingFinished", self._finished)
        session.on("Audits.issueAdded", self._issue)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Audits.enable")

    def clear(self) -> None:
        """Forget the requests and bytes so far; what must not happen stays noted."""
        self.requests.clear()
        self.transferred = 0

    def complaints(self) -> list[str]:
        """Everything that must not happen and did."""
        told = [f"asked another host: {address}" for address in self.foreign]
        told += [f"policy violated: {text}" for text in self.violations]
        told += self.errors
        return [text for text in told if not any(part in text for part in self.forgiven)]

    def _request(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        scheme = urlsplit(address).scheme
        if scheme in {"data", "blob", "about"}:
            return
        self.requests.append(address)
        if not address.startswith(self.origin + "/"):
            self.foreign.append(address)

    def _finished(self, event: dict[str, Any]) -> None:
        self.transferred += int(event["encodedDataLength"])

    def _issue(self, event: dict[str, Any]) -> None:
        issue = event["issue"]
        if issue["code"] == "ContentSecurityPolicyIssue":
            details = issue["details"]["contentSecurityPolicyIssueDetails"]
            self.violations.append(f"{details['violatedDirective']} {details.get('blockedURL', '')}".strip())

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(f"console: {text}")


def new_context(browser: Browser, *, width: int = 360, height: int = 740, **options: Any) -> BrowserContext:
    """A fresh visitor: no cookie, no cache, the given window."""
    return browser.new_context(viewport={"width": width, "height": height}, **options)


def main() -> int:
    """Say which browser there is."""
    with sync_playwright() as playwright:
        program = find_browser(playwright)
    if program is None:
        sys.stderr.write("no Chromium found\n")
        return 1
    sys.stdout.write(f"{program}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
