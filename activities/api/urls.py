"""The addresses of the API."""

from django.urls import path

from activities.api import reference, views

app_name = "api"
urlpatterns = [
    path("", reference.api_reference, name="api_reference"),
    path("schema/", reference.api_schema, name="api_schema"),
    path("activities/", views.activity_list, name="activity_list"),
    path("activities/<int:activity_id>/", views.activity_detail, name="activity_detail"),
    path("facets/", views.facets, name="facets"),
    path("providers/", views.provider_list, name="provider_list"),
    path("providers/<slug:slug>/", views.provider_detail, name="provider_detail"),
    path("boards/", views.board_list, name="board_list"),
    path("boards/<slug:code>/", views.board_detail, name="board_detail"),
]
