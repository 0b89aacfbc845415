"""Every address of the catalog."""

from django.contrib import admin
from django.contrib.auth import views as accounts
from django.urls import include, path

from cme_catalog import health

handler400 = "cme_catalog.errors.bad_request"
handler403 = "cme_catalog.errors.permission_denied"
handler404 = "cme_catalog.errors.page_not_found"
handler500 = "cme_catalog.errors.server_error"

urlpatterns = [
    path("", include("cme_catalog.pages")),
    path("", include("activities.urls")),
    path("", include("providers.urls")),
    path("api/", include("activities.api.urls")),
    path("admin/password/done/", accounts.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path(
        "admin/password/<uidb64>/<token>/",
        accounts.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
