"""Another process that edits: `python -m tests.editor_process DATABASE_NAME EDITS`. It says a line when it begins.

Each edit moves all listings to another state, support and price at once, so that a reader of two versions sees both.
"""

import os
import sys

import django


def main(database: str, edits: int) -> None:
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    for number in range(edits):
        move(number)


def move(number: int) -> None:
    """All listings are in New York for nothing, or all in California for a dollar."""
    from activities import workflow
    from activities.models import Activity

    east = number % 2
    versions = dict(Activity.objects.values_list("pk", "version"))
    with workflow.editing_many(versions, by="another process", reason="A test moves everything.") as activities:
        for activity in activities:
            activity.state = "NY" if east else "CA"
            activity.save(update_fields=["state"])
            activity.prices.update_or_create(membership=None, defaults={"kind": "amount", "amount": 0 if east else 1})


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cme_catalog.settings")
    main(sys.argv[1], int(sys.argv[2]))
