"""The prose of an example listing: title, description, objectives and engagement, put together from sentences."""

import re
from functools import cache

from activities.examples.dice import Dice
from activities.examples.material import Concept, material
from activities.examples.subjects import Subject

TITLES_BY_FORMAT = {
    "internet-poc": "point_of_care",
    "rss": "series",
    "pi-cme": "improvement",
    "committee-learning": "committee",
    "manuscript-review": "review",
    "test-item-writing": "questions",
    "learning-from-teaching": "teaching",
}
ENGAGEMENT_BY_FORMAT = {"live": "presence", "rss": "presence", "committee-learning": "presence", "pi-cme": "project"}

_SMALL = {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to"}
_TITLE_WORD = re.compile(r"[\w'’+]+")


class Wording:
    """Fills the sentences for one subject. `year` is the one in which the activity begins."""

    def __init__(self, dice: Dice, subject: Subject, year: int) -> None:
        self.dice, self.subject = dice, subject
        self.slots = {
            "c": subject.concept.name,
            "o": subject.other.name,
            "d": dice.one(subject.concept.look_alikes) if subject.concept.look_alikes else "",
            "p": subject.people,
            "s": subject.setting,
            "f": subject.field.name,
            "y": str(year),
        }

    def title(self) -> str:
        template = self._pick("titles", self._title_group())
        return title_case(template.format_map(self.slots | {"c": self._name()}))

    def description(self) -> str:
        """Three headed paragraphs; the heading stands alone on its line and ends with a colon."""
        bodies = (self._opening(), self._middle(), self._close())
        headings = material().descriptions["headings"]
        chosen = headings.get(self.subject.format, headings["enduring"])
        return "\n\n".join(f"{heading}:\n{body}" for heading, body in zip(chosen, bodies, strict=True))

    def objectives(self) -> str:
        fitting = _fitting("objectives", self.subject.concept.shape, bool(self.slots["d"]))
        return "\n".join(map(self._fill, self.dice.some(fitting, 1, 4)))

    def engagement(self) -> str:
        kind = ENGAGEMENT_BY_FORMAT.get(self.subject.format) or self.dice.weighted({"questions": 3, "reflection": 1})
        numbers = {"n": str(self.dice.one((5, 8, 10, 20, 25))), "k": str(self.dice.one((60, 70, 75, 80)))}
        return self.dice.one(material().engagement[kind]).format_map(numbers)

    def _title_group(self) -> str:
        form = self.subject.format
        if form == "journal" and self.dice.chance(0.55):
            return "journal"
        if form == "live" and self.dice.chance(0.5):
            return "gathering"
        return TITLES_BY_FORMAT.get(form, self.subject.concept.shape)

    def _name(self) -> str:
        """The preferred name; at times a synonym, or the acronym beside it."""
        concept = self.subject.concept
        point = self.dice.random()
        if point < 0.12 and concept.entry_terms:
            return self.dice.one(concept.entry_terms)
        if point > 0.92 and concept.acronyms:
            return f"{concept.name} ({concept.acronyms[0]})"
        return concept.name

    def _opening(self) -> str:
        said = [self._say("picture")]
        synonyms = [term for term in self.subject.concept.entry_terms if "," not in term]
        if synonyms and self.dice.chance(0.45):
            said.append(self._fill(self._pick("descriptions", "synonym"), e=self.dice.one(synonyms)))
        if self.subject.concept.acronyms and self.dice.chance(0.3):
            said.append(self._fill(self._pick("descriptions", "acronym"), a=self.subject.concept.acronyms[0]))
        return " ".join(said)

    def _middle(self) -> str:
        parts = ["evaluation", "treatment"]
        if self.dice.chance(0.4):
            parts.append("communication")
        return " ".join(map(self._say, parts))

    def _close(self) -> str:
        how: str = material().descriptions["formats"][self.subject.format]
        return f"{self._say('systems')} {how}"

    def _say(self, part: str) -> str:
        return self._fill(self._pick("descriptions", self.subject.concept.shape, part))

    def _pick(self, text: str, *keys: str) -> str:
        return self.dice.one(_fitting(text, "/".join(keys), bool(self.slots["d"])))

    def _fill(self, template: str, **more: str) -> str:
        said = template.format_map(self.slots | more)
        return said[0].upper() + said[1:]


def title_case(text: str) -> str:
    """Headline capitals; small words stay small except at the beginning and after a colon."""
    return _TITLE_WORD.sub(lambda found: _capital(found, text), text)


def keyword_names(dice: Dice, concept: Concept, other: Concept) -> list[str]:
    """Two to five keywords: the concept, what it belongs to, and what stands beside it."""
    near = [concept.parent, concept.field, other.name] if concept.parent else [concept.field, other.name]
    return [title_case(name) for name in dict.fromkeys([concept.name, *dice.some(near, 1, 3)])]


def _capital(found: re.Match[str], text: str) -> str:
    word, at = found.group(), found.start()
    begins = at == 0 or text[at - 2 : at] == ": "
    if word != word.lower() or (word in _SMALL and not begins):
        return word
    return word[0].upper() + word[1:]


@cache
def _fitting(text: str, keys: str, with_look_alike: bool) -> list[str]:
    """The sentences under the keys, without those that need a look-alike where the concept has none."""
    found = getattr(material(), text)
    for key in keys.split("/"):
        found = found[key]
    return [sentence for sentence in found if with_look_alike or "{d}" not in sentence]
