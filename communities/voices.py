"""For which outside systems a key may speak: the hub brings the list, the keys are kept here."""

from collections.abc import Mapping

_voices: dict[str, tuple[str, str]] = {}


def register_voices(voices: Mapping[str, tuple[str, str]]) -> None:
    """Add systems: code -> label and English label; call it when the app is ready."""
    _voices.update(voices)


def voices() -> Mapping[str, tuple[str, str]]:
    return _voices
