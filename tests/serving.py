"""A server on this machine alone, for what is sent through an address."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Keeps what is posted to it, and answers as it is told."""

    daemon_threads = True
    status = 200
    drips = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.posts: list[dict[str, Any]] = []
        self.ended = threading.Event()
        self.left_alone = threading.Event()

    @property
    def url(self) -> str:
        """The address of this server, with secrets in it."""
        return f"json://user:password@127.0.0.1:{self.server_port}/secret/path?retry=0"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server

    def do_POST(self) -> None:
        """Keep a post; answer at once, or a letter at a time without end."""
        self.server.posts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.server.drips:
            self._drip()
            return
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def _drip(self) -> None:
        try:
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            while not self.server.ended.wait(0.02):
                self.wfile.write(b"X")
        except OSError:
            self.server.left_alone.set()

    def do_GET(self) -> None:
        """Be glad of every visitor, as the page that a redirect leads to."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the library asks for
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """Serve for a while."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
