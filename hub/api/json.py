from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer


class QuickJson(JSONRenderer):
    """JSON by orjson: a profile has a thousand small values."""

    def render(
        self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)
