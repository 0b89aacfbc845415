"""What every page says about the site itself. Read from the settings alone, so that error pages can say it too."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Site:
    """Name, operator and address of this installation. Empty text means: not configured."""

    name: str
    operator: str
    contact: str
    url: str
    time_zone: str
    demo: bool
    section: str = ""

    def canonical(self, path: str) -> str:
        """The address of `path` here; the path alone (RFC 6596 allows it) when no site address is configured."""
        return f"{self.url.rstrip('/')}{path}"


def site_facts(path: str = "") -> Site:
    """The site as configured. `path` only tells which part of the navigation is the current one. Asks no database."""
    return Site(
        name=settings.CME_SITE_NAME,
        operator=settings.CME_OPERATOR_NAME,
        contact=settings.CME_CONTACT_EMAIL,
        url=settings.CME_SITE_URL,
        time_zone=settings.TIME_ZONE,
        demo=settings.CME_DEMO,
        section=path.strip("/").partition("/")[0],
    )


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor: `site` in every template."""
    return {"site": site_facts(request.path)}
