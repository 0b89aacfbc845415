"""Plain text and its few conventions, read into blocks that a template prints and escapes."""

from dataclasses import dataclass

BULLET = "- "


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list when it has items; either may stand under a heading. Nothing in it is markup."""

    heading: str = ""
    text: str = ""
    items: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """The blocks of a plain text, in order. Anything may be passed; what follows no convention is a paragraph.

    An empty line ends a block. A block whose first line ends in a colon, with text in the next line, is headed by that
    line: it is printed as a heading without the colon (before a list, such a line stays a sentence). Lines that begin
    with "- " are a list. Other line ends inside a block are only where the writer broke the line.
    """
    found = []
    for part in _parts(text):
        heading, lines = _heading(part)
        for run in _runs(lines):
            found.append(_block(heading, run))
            heading = ""
    return found


def _parts(text: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            parts[-1].append(line.strip())
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _heading(lines: list[str]) -> tuple[str, list[str]]:
    first = lines[0]
    headed = len(lines) > 1 and first.endswith(":") and len(first) > 1 and not first.startswith(BULLET)
    followed_by_list = headed and lines[1].startswith(BULLET)
    return (first[:-1].rstrip(), lines[1:]) if headed and not followed_by_list else ("", lines)


def _runs(lines: list[str]) -> list[list[str]]:
    """The lines, parted where a list begins or ends."""
    runs: list[list[str]] = []
    for line in lines:
        if runs and runs[-1][0].startswith(BULLET) == line.startswith(BULLET):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _block(heading: str, lines: list[str]) -> Block:
    if lines[0].startswith(BULLET):
        return Block(heading, items=tuple(line.removeprefix(BULLET).strip() for line in lines))
    return Block(heading, text=" ".join(lines))
