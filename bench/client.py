"""A small client for one connection that stays open: less work for the machine that is measured than a library's."""

import socket
import time
from typing import NamedTuple

LONGEST_WAIT = 120


class Reply(NamedTuple):
    """An answer with the seconds from sending the request to having read all of it."""

    status: int
    body: bytes
    seconds: float


class Client:
    """One connection to the server on this machine, opened again whenever the server closes it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def get(self, address: str, **headers: str) -> Reply:
        """Asks for an address and reads the whole answer."""
        lines = [f"GET {address} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
        request = "\r\n".join([*lines, "", ""]).encode()
        for last_try in (False, True):
            begun = time.perf_counter()
            try:
                status, body = self._exchange(request)
            except (ConnectionError, EOFError):  # A worker closed an idle connection, or ended after many requests.
                self.close()
                if last_try:
                    raise
            else:
                return Reply(status, body, time.perf_counter() - begun)
        raise AssertionError

    def close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket = None

    def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST_WAIT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head, _, rest = self._until(b"\r\n\r\n", b"").partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        body = self._body(fields, rest)
        if fields.get(b"connection") == b"close":
            self.close()
        return int(head.split(b" ", 2)[1]), body

    def _body(self, fields: dict[bytes, bytes], rest: bytes) -> bytes:
        if fields.get(b"transfer-encoding") == b"chunked":
            return self._chunks(rest)
        if b"content-length" not in fields:
            return self._rest(rest)
        missing = int(fields[b"content-length"]) - len(rest)
        pieces = [rest]
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def _chunks(self, rest: bytes) -> bytes:
        pieces = []
        while True:
            size, _, rest = self._until(b"\r\n", rest).partition(b"\r\n")
            wanted = int(size, 16) + 2
            while len(rest) < wanted:
                rest += self._more()
            pieces.append(rest[: wanted - 2])
            rest = rest[wanted:]
            if wanted == 2:
                return b"".join(pieces)

    def _rest(self, body: bytes) -> bytes:
        try:
            while True:
                body += self._more()
        except EOFError:
            return body

    def _until(self, mark: bytes, data: bytes) -> bytes:
        while mark not in data:
            data += self._more()
        return data

    def _more(self) -> bytes:
        assert self._socket
        data = self._socket.recv(262_144)
        if not data:
            raise EOFError("the server closed the connection")
        return data
