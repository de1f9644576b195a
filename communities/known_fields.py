"""Which fields there are to grant: the hub brings their names, the keys are kept here."""

from collections import Counter
from collections.abc import Iterable, Mapping

_known: dict[str, tuple[str, str]] = {}


def register_fields(fields: Mapping[str, tuple[str, str]]) -> None:
    """Add fields: name -> label and English label; call it when the app is ready."""
    _known.update(fields)


def known_fields() -> Mapping[str, tuple[str, str]]:
    return _known


def unknown_among(names: Iterable[str]) -> list[str]:
    """Those that no app has brought, in order."""
    return sorted(set(names) - _known.keys())


def names_of(words: Iterable[str]) -> list[str]:
    """The fields meant by names or Chinese labels; a word that is neither, or the label of several
    fields, stays as it is."""
    many = Counter(label for label, _english in _known.values())
    named = {label: name for name, (label, _english) in _known.items() if many[label] == 1}
    return [named.get(word, word) for word in words]
