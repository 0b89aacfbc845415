"""The addresses of providers and boards."""

from django.urls import path

from providers import views

app_name = "providers"
urlpatterns = [
    path("providers/", views.provider_list, name="provider_list"),
    path("providers/<slug:slug>/", views.provider_detail, name="provider_detail"),
    path("boards/", views.board_list, name="board_list"),
    path("boards/<slug:code>/", views.board_detail, name="board_detail"),
]
