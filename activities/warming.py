"""What the first reader of a new process would wait for, read before anybody asks."""

import logging

from django.db import DatabaseError

from activities import status
from activities.printing.list_page import list_page
from activities.search.results import answer
from activities.search.selection import Selection
from cme_catalog.lib.unavailable import Unavailable
from cme_catalog.site import site_facts

log = logging.getLogger(__name__)


def warm() -> None:
    """Print the list once for nobody. Nothing is raised: without a database, or an index, there is nothing to warm, and
    a list that cannot be printed is no reason to serve none of the other pages.
    """
    try:
        list_page(answer(Selection(day=status.today())), [], "", site_facts())
    except (DatabaseError, Unavailable):
        return
    except Exception:
        log.exception("The first list could not be printed.")
