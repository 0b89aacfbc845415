"""How far a long command has come: a bar on a terminal, plain lines in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINES = 10
"""Lines written to a pipe in all."""


@contextmanager
def progress(label: str, total: int, stream: TextIO) -> Iterator[Callable[[int], None]]:
    """Yields a function that is told how many more are done."""
    if stream.isatty():
        with _bar(stream) as bar:
            task = bar.add_task(label, total=total)
            yield lambda done: bar.update(task, advance=done)
    else:
        yield _lines(label, total, stream)


def _bar(stream: TextIO) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=stream))


def _lines(label: str, total: int, stream: TextIO) -> Callable[[int], None]:
    so_far = 0

    def advance(done: int) -> None:
        nonlocal so_far
        before, so_far = so_far * LINES // total, so_far + done
        if so_far * LINES // total > before:
            stream.write(f"{label}: {so_far:,} of {total:,}\n")
            stream.flush()

    return advance
