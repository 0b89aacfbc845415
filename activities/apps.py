"""Names the application of activities."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Activities, their listings and their history."""

    name = "activities"
