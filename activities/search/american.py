"""British spellings of folded words, turned into American ones, so that either finds the other.

The rules work on word parts where these cannot occur otherwise, and on lists where they can (disease, exercise,
four). They apply to texts and to queries alike: a rule that goes too far joins two spellings and loses nothing.
"""

import re
from functools import lru_cache

_PARTS = {
    "haem": "hem",
    "aemi": "emi",
    "paed": "ped",
    "aesth": "esth",
    "gynaec": "gynec",
    "caesar": "cesar",
    "caec": "cec",
    "faec": "fec",
    "aetio": "etio",
    "praev": "prev",
    "naev": "nev",
    "phaeo": "pheo",
    "synaes": "synes",
    "oedem": "edem",
    "oesoph": "esoph",
    "oestr": "estr",
    "foet": "fet",
    "rrhoe": "rrhe",
    "pnoe": "pne",
    "coeli": "celi",
    "homoeo": "homeo",
    "amoeb": "ameb",
    "poeia": "peia",
    "manoeuv": "maneuv",
    "sulph": "sulf",
    "tumour": "tumor",
    "colour": "color",
    "behaviour": "behavior",
    "labour": "labor",
    "odour": "odor",
    "favour": "favor",
    "humour": "humor",
    "neighbour": "neighbor",
    "honour": "honor",
    "harbour": "harbor",
    "vapour": "vapor",
    "vigour": "vigor",
    "rigour": "rigor",
    "endeavour": "endeavor",
    "programme": "program",
    "aluminium": "aluminum",
    "neurone": "neuron",
    "yoghurt": "yogurt",
    "judgement": "judgment",
    "ageing": "aging",
    "dietician": "dietitian",
    "fulfilment": "fulfillment",
    "enrolment": "enrollment",
    "skilful": "skillful",
}
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))

_WORDS = {
    "practise": "practice",
    "practised": "practiced",
    "practising": "practicing",
    "licence": "license",
    "licences": "licenses",
    "defence": "defense",
    "offence": "offense",
    "speciality": "specialty",
    "specialities": "specialties",
    "catalogue": "catalog",
    "catalogues": "catalogs",
    "analogue": "analog",
    "analogues": "analogs",
    "enrol": "enroll",
    "fulfil": "fulfill",
    "grey": "gray",
    "mould": "mold",
}
_ENDINGS = (
    (re.compile(r"(cent|lit|fib|tit|met|calib|theat|maneuv)re(s?)$"), r"\1er\2"),
    (
        re.compile(
            r"(counsel|label|model|travel|signal|channel|tunnel|cancel|level|fuel|panel|dial)l(ed|ing|[eo]rs?)$"
        ),
        r"\1\2",
    ),
    (re.compile(r"((?:an|par|cat|hydr|di)(?:al|ol|a))ys(ed?|ing|ers?)$"), r"\1yz\2"),
    (re.compile(r"isation(s?|al|ally)$"), r"ization\1"),
)
_ISE = re.compile(r"(.{3,})is(ed?|ing|ers?|es)$")
_NOT_IZE = re.compile(
    r".*(?:[aou]|v|w|p|pr|[rnxe]c|fr)ise|(?:com|com?pro|pro|pre|de|sur|che)mise|(?:a|sun|moon)rise|.*pertise|treatise"
    r"|circumcise|concise|paradise|merchandise|franchise|anise|penise|epidermise|menise|trellise|disguise"
)
"""Words in -ise that every English spells so, and plurals such as crises that only look like them."""


@lru_cache(maxsize=50_000)
def american(word: str) -> str:
    """The American spelling of a lower-case word without accents; any other word as it is."""
    spelled = _PART.sub(lambda part: _PARTS[part.group()], _WORDS.get(word, word))
    for ending, other in _ENDINGS:
        spelled = ending.sub(other, spelled)
    verb = _ISE.fullmatch(spelled)
    if verb and not _NOT_IZE.fullmatch(f"{verb[1]}ise"):
        return f"{verb[1]}iz{verb[2]}"
    return spelled
