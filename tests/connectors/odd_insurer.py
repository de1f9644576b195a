"""An insurer that keeps the agreement in its own way: each test says what its SOAP desk answers
and what lies on its file server."""

import hashlib
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import paramiko

from tests.hub.people import an_id

FOLDER = "/out"
XML = "text/xml"
COLUMNS = (
    "aac001", "aac002", "aac003", "aae140", "aac008", "aac031", "aac049", "aae041", "aae201",
    "aac040", "acc31f", "aac008s", "ajc112", "aac008g", "aic160", "aac084", "aae010", "aae008",
    "aaz500", "aac086",
)  # fmt: skip


class OddInsurer:
    """`answer` is (status, kind, body) of the next calls; `files` are bytes by path."""

    def __init__(self):
        self.answer, self.asked = (200, XML, b""), []
        self.files, self.grows, self.denied = {}, {}, set()
        self.password = "right-word"  # noqa: S105 a stand-in's

    def put(self, name, lines, *, month="202610", end=None, md5=True, encoding="gbk", eol="\n"):
        """One monthly file with its last line and its manifest."""
        rows = [line if isinstance(line, bytes) else line.encode(encoding) for line in lines]
        told = f"#END|{len(rows)}|{sum(map(fen, rows))}" if end is None else end
        body = b"".join(row + eol.encode() for row in [*rows, told.encode()])
        return self.put_bytes(name, body, month=month, md5=md5)

    def put_bytes(self, name, body, *, month="202610", md5=True):
        path = f"{FOLDER}/{month}/{name}"
        self.files[path] = body
        self.files.pop(f"{path}.md5", None)
        if md5:
            self.files[f"{path}.md5"] = manifest(body, name) if md5 is True else md5(body, name)
        return path


def manifest(body, name):
    return f"{hashlib.md5(body, usedforsecurity=False).hexdigest()}  {name}\n".encode()


def fen(row):
    cells = row.split(b"|")
    return int(cells[9]) if len(cells) > 9 and cells[9].isdigit() else 0


class Desk(paramiko.SFTPServerInterface):
    insurer: OddInsurer

    def list_folder(self, path):
        path = path.rstrip("/")
        if path in self.insurer.denied:
            return paramiko.SFTP_PERMISSION_DENIED
        inside = {one[len(path) + 1 :].split("/")[0] for one in self.insurer.files
                  if one.startswith(f"{path}/")}  # fmt: skip
        if not inside:
            return paramiko.SFTP_NO_SUCH_FILE
        return [self._about(f"{path}/{name}", name) for name in sorted(inside)]

    def stat(self, path):
        return self._about(path) if path in self.insurer.files else paramiko.SFTP_NO_SUCH_FILE

    lstat = stat

    def _about(self, path, name=None):
        about = paramiko.SFTPAttributes()
        about.filename = name
        about.st_size = len(self.insurer.files.get(path, b""))
        about.st_mode, about.st_mtime = 0o100644, 1_790_000_000
        return about

    def open(self, path, flags, attr):
        if path not in self.insurer.files:
            return paramiko.SFTP_NO_SUCH_FILE
        handle = Held(flags)
        handle.body = self.insurer.files[path]
        if path in self.insurer.grows:  # somebody writes on while it is read
            self.insurer.files |= self.insurer.grows.pop(path)
        return handle


class Held(paramiko.SFTPHandle):
    body = b""

    def read(self, offset, length):
        return self.body[offset : offset + length] or paramiko.SFTP_EOF

    def stat(self):
        about = paramiko.SFTPAttributes()
        about.st_size = len(self.body)
        return about


class Door(paramiko.ServerInterface):
    def __init__(self, insurer):
        self.insurer = insurer

    def check_auth_password(self, username, password):
        right = password == self.insurer.password
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, number):
        return paramiko.OPEN_SUCCEEDED

    def get_allowed_auths(self, username):
        return "password"


def serve_files(insurer, listener, key):
    desk = type("BoundDesk", (Desk,), {"insurer": insurer})
    kept = []
    while True:
        try:
            line, _whence = listener.accept()
        except OSError:
            return
        transport = paramiko.Transport(line)
        transport.add_server_key(key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, desk)
        kept.append(transport)
        threading.Thread(target=greet, args=(transport, insurer), daemon=True).start()


def greet(transport, insurer):
    try:
        transport.start_server(server=Door(insurer))
    except (paramiko.SSHException, OSError, EOFError):
        transport.close()


def soap_desk(insurer):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            insurer.asked.append(self.rfile.read(int(self.headers.get("content-length") or 0)))
            status, kind, body = insurer.answer
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told):
            return

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@contextmanager
def odd_insurer():
    """The insurer on two ports of its own, and the place to call it at."""
    insurer, key = OddInsurer(), paramiko.ECDSAKey.generate()
    desk, listener = soap_desk(insurer), socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=desk.serve_forever, daemon=True).start()
    threading.Thread(target=serve_files, args=(insurer, listener, key), daemon=True).start()
    port = listener.getsockname()[1]
    place = {
        "url": f"http://127.0.0.1:{desk.server_port}/hrmis/services",
        "department": "hub", "key": "k",
        "sftp": {"host": "127.0.0.1", "port": port, "user": "hub", "password": "right-word",
                 "host_key": f"{key.get_name()} {key.get_base64()}"},
    }  # fmt: skip
    egress = [f"127.0.0.1:{desk.server_port}", f"127.0.0.1:{port}"]
    try:
        yield SimpleNamespace(insurer=insurer, place=place, egress=egress)
    finally:
        listener.close()
        desk.shutdown()
        desk.server_close()


def cells(order=246, **told):
    usual = {
        "aac001": f"4201{order:010d}", "aac002": an_id(order=order), "aac003": "赵某",
        "aae140": "110", "aac008": "1", "aac031": "1", "aac049": "200001", "aae041": "202610",
        "aae201": "200", "aac040": "449400", "aae008": "中国建设银行",
    }  # fmt: skip
    return {**dict.fromkeys(COLUMNS, ""), **usual, **told}


def line(order=246, **told):
    return "|".join(cells(order, **told).values())
