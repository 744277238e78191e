"""GIFT read back by the rules of Moodle's importer: escaped signs first, then what is left of them has a meaning."""

from __future__ import annotations

import re

_KEPT = 0xE000  # an escaped sign waits here until the others are read


def read_gift(text):
    """Name of a question → its prompt, its answers as (sign, text, feedback), and the general feedback."""
    found = {}
    for block in text.split("\n\n"):
        kept = re.sub(r"\\(.)", lambda each: chr(_KEPT + ord("\n" if each[1] == "n" else each[1])), block)
        parts = re.search(r"^::(.*?)::\[html\](.*?)\{(.*?)^####(.*)\}", kept, re.DOTALL | re.MULTILINE)
        if parts:
            name, prompt, body, after = parts.groups()
            signs = re.findall(r"([=~](?:%[-.\d]+%)?)([^=~#]*)(?:#([^=~]*))?", body)
            answers = [(sign, _back(words), _back(feedback).strip()) for sign, words, feedback in signs]
            found[_back(name)] = _back(prompt), answers, _back(after)
    return found


def _back(text):
    return re.sub("[\ue000-\ue0ff]", lambda each: chr(ord(each[0]) - _KEPT), text)
