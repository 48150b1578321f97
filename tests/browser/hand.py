"""The hand of a person at a screen, for tests: does what people do, and counts it.

Opening a link, filling a field, choosing, pressing a button is one interaction each, however many keys it takes.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

SECONDS_TO_FIND = 5.0
SECONDS_TO_TYPE = 0.5
"""A careful beginner on a phone: to look for the next thing and touch it, and for each character."""

_NAME = """() => { const e = document.activeElement;
    return (e.labels?.[0]?.innerText ?? e.innerText ?? "").replace(/\\s*\\(freiwillig\\)$/, "").trim(); }"""
_MOST_TABS = 400


@dataclass
class Hand:
    """keyboard: nothing but keys. keys: how many were pressed then."""

    page: Page
    keyboard: bool = False
    done: list[str] = field(default_factory=list)
    keys: int = 0
    characters: int = 0

    @property
    def seconds(self) -> float:
        """How long somebody takes who does this for the first time."""
        return len(self.done) * SECONDS_TO_FIND + self.characters * SECONDS_TO_TYPE

    def open(self, address: str) -> None:
        """Follow a link from elsewhere."""
        self.done.append(f"open {address}")
        self.page.goto(address)

    def fill(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        self.done.append(f"fill {label}")
        self.characters += len(text)
        if self.keyboard:
            self._walk_to(label)
            self._type(text)
        else:
            self._field(label).fill(text)
        expect(self._field(label)).to_have_value(text)

    def choose(self, label: str, word: str) -> None:
        """Choose from a list."""
        self.done.append(f"choose {label}")
        if self.keyboard:
            self._walk_to(label)
            self._type(word)
        else:
            self._field(label).select_option(label=word)
        expect(self._field(label).locator("option:checked")).to_have_text(word)

    def elsewhere(self, what: str) -> None:
        """Something that happens outside the page, on the phone."""
        self.done.append(what)

    def press(self, name: str) -> None:
        """A button or a link."""
        self.done.append(f"press {name}")
        if self.keyboard:
            self._walk_to(name)
            self._key("Enter")
        else:
            by_name = self.page.get_by_role("button", name=name, exact=True)
            by_name.or_(self.page.get_by_role("link", name=name, exact=True)).first.click()

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(\s*\(freiwillig\))?$")).first

    def _walk_to(self, name: str) -> None:
        """Tab until the field or button of this name has the focus, from wherever one is."""
        for _step in range(_MOST_TABS):
            if self.page.evaluate(_NAME) == name:
                return
            self._key("Tab")
        raise AssertionError(f"{name!r} cannot be reached with the Tab key")

    def _key(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def _type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)
