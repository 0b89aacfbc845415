"""The style sheet of the public pages: one request for the reader, one file a cascade layer for whoever edits it."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

LAYERS = ("tokens", "base", "layout", "components", "print")
NAME = "css/site.css"

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def joined() -> str:
    """The layers in their order, without their comments."""
    folder = Path(settings.BASE_DIR, "static", "css")
    return "".join(_COMMENT.sub("", (folder / f"{layer}.css").read_text()) for layer in LAYERS)


class SiteStylesheet(BaseFinder):
    """Finds `css/site.css` as if it were a file of the checkout, and joins it anew when a layer has changed."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Where the file lies, as `finders.find` asks for it; an empty list for any other path."""
        if path != NAME:
            return []
        found = str(_written())
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """The one file, for `collectstatic` and for a server that looks for all files when it starts."""
        yield NAME, FileSystemStorage(location=_written().parent.parent)


def _written() -> Path:
    """The joined file in the data directory. Several processes may write it at once: each puts a whole one in place."""
    target, text = Path(settings.CME_DATA_DIR, "joined", NAME), joined()
    if not target.is_file() or target.read_text() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False) as file:
            file.write(text)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    return target
