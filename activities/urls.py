"""The addresses of listings. Without the closing slash a listing answers too: 404 and 410 come before redirects."""

from django.urls import path, re_path

from activities.files import LISTING_FILES
from activities.views.activity_detail import activity_detail
from activities.views.activity_list import activity_list
from activities.views.activity_report import activity_report
from activities.views.compare import compare
from activities.views.home import home
from activities.views.list_file import list_file
from activities.views.listing_file import listing_file
from activities.views.shortlist import shortlist
from activities.views.shortlist_file import shortlist_file
from activities.views.sitemap import sitemap, sitemap_part
from activities.views.suggestions import suggestions

app_name = "activities"
urlpatterns = [
    path("", home, name="home"),
    path("activities/", activity_list, name="activity_list"),
    re_path(r"^activities\.(?P<ending>csv|xlsx|json|atom|ics|ris)$", list_file, name="list_file"),
    path("activities/<int:activity_id>/", activity_detail, name="activity_detail"),
    path("activities/<int:activity_id>", activity_detail),
    path("activities/<int:activity_id>/report/", activity_report, name="activity_report"),
    path("activities/<int:activity_id>/report", activity_report),
    path("activities/<int:activity_id>/<str:ending>/", activity_detail),
    path("activities/<int:activity_id>/<str:ending>", activity_detail),
    *(
        path(f"activities/<int:activity_id>.{ending}", listing_file, {"ending": ending}, name="listing_file")
        for ending in LISTING_FILES
    ),
    path("compare/", compare, name="compare"),
    path("sitemap.xml", sitemap, name="sitemap"),
    re_path(r"^sitemap-(?P<part>pages|0|[1-9][0-9]{0,6})\.xml$", sitemap_part, name="sitemap_part"),
    path("suggestions/", suggestions, name="suggestions"),
    path("shortlist/", shortlist, name="shortlist"),
    re_path(r"^shortlist\.(?P<ending>csv|xlsx|json|ics|ris)$", shortlist_file, name="shortlist_file"),
]
