"""What the first reader of a new process would wait for, read before anybody asks."""

from django.db import DatabaseError

from activities import status
from activities.printing.list_page import list_page
from activities.search.results import answer
from activities.search.selection import Selection
from cme_catalog.lib.unavailable import Unavailable
from cme_catalog.site import site_facts


def warm() -> None:
    """Print the list once for nobody. Without a database, or an index, nothing is warmed and nothing is raised."""
    try:
        list_page(answer(Selection(day=status.today())), [], "", site_facts())
    except (DatabaseError, Unavailable):
        return
