"""Progress of long commands: a bar on a terminal, plain lines in a pipe."""

from io import StringIO

import pytest

from cme_catalog.lib.progress import progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_lines_at_most_ten() -> None:
    pipe = StringIO()
    with progress("Rows", 2500, pipe) as advance:
        for _ in range(50):
            advance(50)
    lines = pipe.getvalue().splitlines()
    assert len(lines) == 10
    assert (lines[0], lines[-1]) == ("Rows: 250 of 2,500", "Rows: 2,500 of 2,500")
    assert "\x1b" not in pipe.getvalue()


def test_a_small_task_gets_one_line() -> None:
    pipe = StringIO()
    with progress("Rows", 3, pipe) as advance:
        advance(3)
    assert pipe.getvalue() == "Rows: 3 of 3\n"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with progress("Rows", 4, terminal) as advance:
        advance(4)
    assert "4/4" in terminal.getvalue()
    assert "\x1b" in terminal.getvalue()
