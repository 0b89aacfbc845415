"""A catalog whose every edit is a new edition of many listings at once, so that an answer of two editions shows.

`python -m tests.editions prepare` makes it in an empty database, `prepare 3` with the editions up to the third and a
snapshot of the index before each. `python -m tests.editions publish` brings out editions one after another until its
standard input ends, then prints the number of the last.
"""

import select
import sys
from itertools import count
from typing import NamedTuple

import django

PARTS, OTHERS = 24, 376
PROVIDER = "example-editions"


class Edition(NamedTuple):
    """What one edition says everywhere at once. Numbers begin at 1."""

    number: int

    @property
    def version(self) -> int:
        """The catalog's, by the time it is out."""
        return self.number + 1

    @property
    def name(self) -> str:
        return f"Example Edition {self.number}"

    @property
    def even(self) -> bool:
        return self.number % 2 == 0

    @property
    def price(self) -> int:
        """In dollars, below 50: nothing for every other edition."""
        return 0 if self.even else 1 + self.number % 49

    @property
    def support(self) -> str:
        return "yes" if self.even else "no"

    @property
    def east(self) -> int:
        """So many of the parts are in New York, the others in California; at least one in each."""
        return 1 + self.number * 7 % (PARTS - 1)

    def title(self, part: int) -> str:
        return f"Part {part} of edition{self.number}"

    def state(self, part: int) -> str:
        return "NY" if part < self.east else "CA"


def prepare(last: int) -> None:
    """Editions up to the last, with a snapshot of the index before each but the first, among other listings."""
    from django.core.management import call_command

    from activities.search.index import making

    call_command("migrate", verbosity=0)
    prepare_first()
    for number in range(2, last + 1):
        making.publish()
        publish(Edition(number))


def prepare_first() -> None:
    from providers.models import Provider
    from tests import factories

    first = Edition(1)
    factories.make_vocabularies()
    Provider.objects.create(slug=PROVIDER, name=first.name)
    factories.publish_all({"title": f"Asthma {number}", "state": "TX"} for number in range(OTHERS))
    factories.publish_all(
        {
            "title": first.title(part),
            "state": first.state(part),
            "commercial_support": first.support,
            "provider": PROVIDER,
            "prices": {"public": str(first.price)},
        }
        for part in range(PARTS)
    )


def publish(edition: Edition) -> None:
    """Bring it out in one transaction: a name that all parts print, and with it the parts themselves."""
    from activities import workflow
    from activities.models import Activity, Price
    from providers.models import Provider

    provider = Provider.objects.get(pk=PROVIDER)
    with workflow.renaming(provider, by="the printer", reason="A new edition is out."):
        provider.name = edition.name
        provider.save(update_fields=["name"])
        parts = list(Activity.objects.filter(provider=provider).order_by("pk"))
        for part, activity in enumerate(parts):
            activity.title, activity.state = edition.title(part), edition.state(part)
            activity.commercial_support = edition.support
        Activity.objects.bulk_update(parts, ["title", "state", "commercial_support"])
        Price.objects.filter(activity__in=parts).update(amount=edition.price)


def publish_until_told() -> int:
    from providers.models import Provider

    out = Provider.objects.get(pk=PROVIDER).name
    for number in count(int(out.split()[-1]) + 1):
        publish(Edition(number))
        if select.select([sys.stdin], [], [], 0)[0]:
            break
    return number


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "prepare":
        prepare(int(*sys.argv[2:] or [1]))
    else:
        sys.stdout.write(f"{publish_until_told()}\n")
