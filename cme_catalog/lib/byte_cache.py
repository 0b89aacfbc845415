"""A cache in this process for finished answers, bounded in bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer: its body, its content type and the headers that belong to it."""

    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """Bytes it is counted with: the body, and 500 for key and headers."""
        return len(self.body) + 500


class ByteCache:
    """Keeps the answers asked for last, `limit` bytes of them together; 0 keeps nothing. Safe for threads.

    The key must name everything an answer depends on: nothing here ever grows old by itself.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer, and drop the ones not asked for longest; one larger than a tenth of the limit is not kept."""
        if answer.size * 10 > self.limit:
            return
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self.limit:
                self._drop(next(iter(self._answers)))

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self.size = 0

    def _drop(self, key: Hashable) -> None:
        old = self._answers.pop(key, None)
        self.size -= old.size if old else 0
