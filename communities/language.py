"""In which of its two languages somebody reads the product."""

from django.utils.translation import get_language


def is_english() -> bool:
    return (get_language() or "zh").startswith("en")
