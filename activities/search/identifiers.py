"""A query that is an identifier: a DOI in any written form, or an activity ID."""

import re
from typing import NamedTuple
from urllib.parse import unquote

ACTIVITY, DOI = "activity", "doi"

_DOI = re.compile(
    r"(?:doi\s*[:=]?\s*)?(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/)?(?:doi:\s*)?(10\.\d{4,9}/\S{1,200})", re.IGNORECASE
)
_ACTIVITY = re.compile(
    r"(?:activity\s*(?:id|no\.?|number)?\s*[:#]?\s*|#\s*|id\s*[:#]?\s*)?0*(\d{1,12})", re.IGNORECASE | re.ASCII
)
_BEHIND = ".,;:!?'\">]}"


class Identifier(NamedTuple):
    """`kind` is ACTIVITY or DOI; a DOI is in lower case, an activity ID in digits without leading zeros."""

    kind: str
    value: str

    @property
    def activity_id(self) -> int | None:
        return int(self.value) if self.kind == ACTIVITY else None


def identifier(text: str) -> Identifier | None:
    """The identifier that the whole text is, if it is one; signs and digits are of one kind already."""
    asked = text.strip(" <\"'([{")
    if found := _DOI.fullmatch(unquote(asked)):
        return Identifier(DOI, _doi(found[1]))
    if found := _ACTIVITY.fullmatch(asked.rstrip(_BEHIND + ")")):
        return Identifier(ACTIVITY, found[1])
    return None


def _doi(written: str) -> str:
    """In lower case, without the punctuation of the sentence around it; a bracket that it opened itself stays."""
    doi = written.lower()
    while doi[-1] in _BEHIND or (doi[-1] == ")" and doi.count(")") > doi.count("(")):
        doi = doi[:-1]
    return doi
