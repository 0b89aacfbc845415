"""What XML, calendars and tables cannot hold, although it may have got into a database."""

import re
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fit(value: Any) -> Any:
    """The value, with every character that XML 1.0 forbids replaced in all its texts, however deep they are."""
    if isinstance(value, str):
        return _UNFIT.sub(REPLACEMENT, value)
    if isinstance(value, dict):
        return {key: fit(inner) for key, inner in value.items()}
    return [fit(inner) for inner in value] if isinstance(value, list) else value


def may_be_unfit(json_text: str) -> bool:
    """Whether canonical JSON text may hold such characters: a quick look that lets nothing through."""
    return "\\u" in json_text or "\ufffe" in json_text or "\uffff" in json_text
