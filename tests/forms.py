"""What a browser would send of a form on a page, for tests that fill in forms as people do."""

from typing import Any

import html5lib


def form_values(html: str, css_class: str = "place") -> dict[str, Any]:
    """The fields of the form of this class as they stand; lists where a name is there more than once."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    (form,) = [each for each in root.iter("form") if css_class in (each.get("class") or "").split()]
    sent: dict[str, list[str]] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.tag not in ("input", "select", "textarea"):
            continue
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        sent.setdefault(name, []).append(_value(field))
    sent.pop("form_token", None)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in sent.items()}


def _value(field: Any) -> str:
    if field.tag == "textarea":
        return str("".join(field.itertext()))
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return str(chosen[0].get("value", "")) if chosen else ""
    return str(field.get("value", ""))
