"""What editors and reviewers work with. Every save goes through `workflow`; nothing here writes by another way."""

from django.conf import settings
from django.contrib import admin

from activities.admin.accounts import AccountAdmin
from activities.admin.activity import ActivityAdmin
from activities.admin.concept import ConceptAdmin
from activities.admin.failed_queries import FailedQueryAdmin, SearchTestAdmin
from activities.admin.reports import ReportAdmin
from activities.admin.vocabulary import TermAdmin

admin.site.site_title = f"{settings.CME_SITE_NAME} staff"
admin.site.site_header = settings.CME_SITE_NAME
admin.site.index_title = "Catalog"

__all__ = [
    "AccountAdmin",
    "ActivityAdmin",
    "ConceptAdmin",
    "FailedQueryAdmin",
    "ReportAdmin",
    "SearchTestAdmin",
    "TermAdmin",
]
