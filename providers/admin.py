"""Providers and boards: terms of the listings, with rows and addresses of their own."""

from django.contrib import admin
from django.http import HttpRequest

from activities.admin.vocabulary import TermAdmin
from providers.models import Board, Certificate, Provider


@admin.register(Provider)
class ProviderAdmin(TermAdmin):
    list_display = ["name", "slug", "accredited_provider"]
    list_select_related = ["accredited_provider"]
    search_fields = ["name", "slug"]
    autocomplete_fields = ["accredited_provider"]


class CertificateInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Certificate
    extra = 0


@admin.register(Board)
class BoardAdmin(TermAdmin):
    list_display = ["label", "abbreviation", "code", "website"]
    search_fields = ["name", "label", "abbreviation"]
    inlines = [CertificateInline]

    def has_delete_permission(self, request: HttpRequest, obj: Board | None = None) -> bool:
        """The boards are the 24 of ABMS; none is removed."""
        return False
