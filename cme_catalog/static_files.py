"""Static files: hashed names that never change, served by the application itself."""

from urllib.parse import urljoin
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMMUTABLE = "public, max-age=31536000, immutable"


class CatalogStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types.
    """Hashed names after `collectstatic`; plain names before it, so that a checkout serves without a build step."""

    def url(self, name: str, force: bool = False) -> str:
        """The address of a static file."""
        if not self.hashed_files:
            return urljoin(settings.STATIC_URL, name)
        return str(super().url(name, force))


def add_headers(headers: Headers, path: str, url: str) -> None:
    """States one year for a hashed file, as long as HTTP caches keep anything; other files keep their minute."""
    if "immutable" in (headers["Cache-Control"] or ""):
        headers["Cache-Control"] = IMMUTABLE
