"""Names the application of providers and boards."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Providers, boards and certificates."""

    name = "providers"
