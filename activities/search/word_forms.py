"""The forms of an English word that a search takes for the same: its number, and simple verb forms.

Both functions give keys to compare by, not words to print. They are light on purpose: nothing is cut that makes
another word of it (international and internal, university and universe, dysphagia and dysphasia stay apart).
"""

import re
from functools import lru_cache

_IRREGULAR = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "lice": "louse",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "halves": "half",
    "calves": "calf",
    "wolves": "wolf",
    "bacteria": "bacterium",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "indices": "index",
    "appendices": "appendix",
    "matrices": "matrix",
    "cortices": "cortex",
    "vertices": "vertex",
    "cervices": "cervix",
    "crises": "crisis",
    "nuclei": "nucleus",
    "stimuli": "stimulus",
    "fungi": "fungus",
    "bacilli": "bacillus",
    "thrombi": "thrombus",
    "emboli": "embolus",
    "foci": "focus",
    "loci": "locus",
    "menisci": "meniscus",
    "alveoli": "alveolus",
    "bronchi": "bronchus",
    "calculi": "calculus",
    "gyri": "gyrus",
    "sulci": "sulcus",
    "villi": "villus",
    "quizzes": "quiz",
    "news": "news",
    "lens": "lens",
    "lenses": "lens",
    "gases": "gas",
    "buses": "bus",
    "uses": "use",
    "toes": "toe",
    "shoes": "shoe",
    "does": "does",
    "goes": "goes",
    "has": "has",
    "was": "was",
    "this": "this",
    "always": "always",
    "perhaps": "perhaps",
    "whereas": "whereas",
}
_SUGARS = "overd|gluc|purp|exp|supp|comp|prop|disp|opp|imp|lact|sucr|fruct|cellul|dextr|malt|galact"
_US = "vir|fet|sin|uter|thym|plex|bol|call|camp|cens|consens|disc|foc|fung|loc|menisc|nucle|rect|radi|stat|surpl|thromb"
_PLURALS = (
    (re.compile(r"((?:pancre|atl|canv|bi|ali)as)(?:es)?"), r"\1"),
    (re.compile(r"(.*(?:pelv|pen|ir|epiderm|trell)is)es"), r"\1"),
    (re.compile(rf"(.*(?:{_US}|tinnit|bon|apparat|prospect|syllab|esophag|humer|embol)us)es"), r"\1"),
    (re.compile(r"(.+y|.+sta|.+(?:th|par|gen|mim)e)ses"), r"\1sis"),
    (re.compile(rf"(?!(?:.*(?:{_SUGARS}))oses)(.{{3,}}o)ses"), r"\1sis"),
    (re.compile(r"(.+(?:ss|sh|ch|x|zz))es?"), r"\1"),
    (re.compile(r"(?=.{5})(.+)ies?"), r"\1y"),
    (re.compile(r"(.{3,}o)es"), r"\1"),
    (re.compile(r"(.{3,}a)e"), r"\1"),
    (re.compile(r"(.*cocc)i"), r"\1us"),
    (re.compile(r"(.+oma)ta"), r"\1"),
    (re.compile(r"(.{2,}[^sui])s"), r"\1"),
)
"""How a plural ends, and its singular. Where two singulars end alike (headache, breach) both become one key."""


@lru_cache(maxsize=100_000)
def number_form(word: str) -> str:
    """A key that the singular and the plural of a lower-case word share; a word in capitals counts as lower case."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    for plural, singular in _PLURALS:
        if found := plural.fullmatch(word):
            return found.expand(singular)
    return word


_VOWEL = re.compile("[aeiouy]")
_SYLLABLE = re.compile("[aeiouy]+[^aeiouy]+")
_SHORT = re.compile(r"(?:[aeiouy]|.*[^aeiouy][aeiouy])[^aeiouywx]")
_DOUBLED = re.compile(r".*(bb|dd|gg|mm|nn|pp|rr|tt)")
_NO_VERBS = {"evening", "morning", "nothing", "anything", "something", "everything", "sibling", "herring", "hundred"}
_NOT_FROM_ATE = {"lactation", "citation", "station", "formation", "vacation", "ovation", "vocation"}
"""Nouns beside which a word in -ate stands that means something else."""
_STEMS = {"vaccinat": "vaccin"}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A key that the simple forms of a verb share, and its noun in -ation: vaccinate, vaccinated, vaccination."""
    word = number_form(word)
    if len(word) < 5 or not word.isascii() or not word.isalpha() or word in _NO_VERBS:
        return word
    bare = _without_e(_infinitive(word))
    return _STEMS.get(bare, bare)


def _infinitive(word: str) -> str:
    if word.endswith("ation") and len(word) > 7 and word not in _NOT_FROM_ATE:
        return f"{word[:-5]}e" if word.endswith("ization") else f"{word[:-3]}e"
    if word.endswith("ied"):
        return f"{word[:-3]}y"
    for ending in ("ing", "ed"):
        bare = word.removesuffix(ending)
        if bare != word and _VOWEL.search(bare) and not word.endswith("eed"):
            return _restored(bare)
    return word


def _restored(bare: str) -> str:
    """What is left of a verb without its ending, as it was before: planned, plan; hoped, hope."""
    if bare.endswith(("at", "bl", "iz")):
        return f"{bare}e"
    if len(bare) > 3 and _DOUBLED.fullmatch(bare):
        return bare[:-1]
    return f"{bare}e" if len(_SYLLABLE.findall(bare)) == 1 and _SHORT.fullmatch(bare) else bare


def _without_e(word: str) -> str:
    """Without a final e, unless the word would become another: plane, plan; care, car."""
    bare = word.removesuffix("e")
    long = len(_SYLLABLE.findall(bare)) > 1 or not _SHORT.fullmatch(bare)
    return bare if bare != word and len(bare) > 3 and long else word
