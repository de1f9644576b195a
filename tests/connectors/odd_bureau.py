"""A bureau that keeps the agreement in its own way; each test writes down what it answers."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

KINDS = {
    "ac01": {"aac001": "42010000000001", "aac016": "1", "aac021": "", "aac011": "", "aae005": ""},
    "jy": {
        "bcc031": "1", "acc114": "2026-10-01", "aae100": "1", "acc318": "", "aae043": "",
        "aab004": "", "aab003": "", "acc31s": "", "acc31n": "",
    },
}  # fmt: skip


class OddBureau:
    """Rows in the order of their time; `says` answers one path in other words than usual."""

    def __init__(self):
        self.rows, self.says, self.asked = [], {}, []
        self.size, self.tells_size = 500, True
        self.login = b'{"code":200,"msg":"ok"}'

    def add(self, lx, number, at, **more):
        self.rows.append({"lx": lx, "aac002": number, "aae036": at, **KINDS[lx], **more})

    def answer(self, path, said):
        self.asked.append((path, said))
        if path == "/login":
            return self.login
        if path in self.says:
            told = self.says[path]
            told = told.pop(0) if isinstance(told, list) and told else told
            if told:
                return told if isinstance(told, bytes | tuple) else json.dumps(told).encode()
        return json.dumps({"code": 200, "data": self._page(said)}).encode()

    def _page(self, said):
        rows = [row for row in self.rows if _plain(row["aae036"]) >= _plain(said["since"])]
        size = min(self.size, int(said["pageSize"]))
        first = (int(said["pageNo"]) - 1) * size
        page = {
            "total": str(len(rows)),
            "pageNo": said["pageNo"],
            "list": rows[first : first + size],
        }
        return {**page, "pageSize": size} if self.tells_size else page


def _plain(moment):
    return "".join(c for c in str(moment or "") if c.isdigit())


@contextmanager
def odd_bureau():
    """The bureau on a port of its own, and the place to call it at."""
    bureau = OddBureau()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            size = int(self.headers.get("content-length") or 0)
            said = json.loads(self.rfile.read(size) or b"{}")
            told = bureau.answer(unquote(self.path), said)
            status, headers, body = told if isinstance(told, tuple) else (200, {}, told)
            self.send_response_only(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.end_headers()  # no length: the end of the connection is the end of the answer
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, *told):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    where = f"127.0.0.1:{server.server_port}"
    try:
        yield (
            bureau,
            {
                "url": f"http://{where}",
                "user": "u",
                "password": "p",
                "first_since": FIRST,
                "egress": [where],
            },
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


FIRST = "2026-11-01 00:00:00"
