"""Every setting of the catalog, in one file; `.env.example` lists the variables it reads."""

import os
from datetime import timedelta
from pathlib import Path

from cme_catalog.databases import databases
from cme_catalog.environment import Environment
from cme_catalog.logs import logging_config
from cme_catalog.static_files import add_headers

env = Environment(os.environ)

BASE_DIR = Path(__file__).resolve().parent.parent

# What runs: a web worker (set by `wsgi.py`), a command, or the test suite (set by `tests/conftest.py`).
PROCESS = env.choice("CME_PROCESS", ("web", "command", "test"), default="command")
TESTING = PROCESS == "test"

DEBUG = env.flag("CME_DEBUG")
CME_DEMO = env.flag("CME_DEMO")
CME_READ_ONLY = env.flag("CME_READ_ONLY")

SECRET_KEY = env.secret_key("CME_SECRET_KEY", default="known-to-everyone-and-good-for-development-only-" * DEBUG * 2)
SECRET_KEY_FALLBACKS = env.secret_words("CME_SECRET_KEY_FALLBACKS")

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.hosts("CME_ALLOWED_HOSTS", default=LOCAL_HOSTS if DEBUG else [])

# The catalog and its visitors.
CME_SITE_URL = env.site_url(
    "CME_SITE_URL", default="http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)
CME_SITE_NAME = env.text("CME_SITE_NAME", default="CME Catalog")
CME_OPERATOR_NAME = env.text("CME_OPERATOR_NAME")
CME_CONTACT_EMAIL = env.email("CME_CONTACT_EMAIL")
CME_TRUSTED_PROXY = env.networks("CME_TRUSTED_PROXY")
CME_API_RATE = env.whole("CME_API_RATE", default=10, most=100_000)  # Requests in a second from one address.

# Data.
CME_DATA_DIR = env.directory("CME_DATA_DIR", default=BASE_DIR / "var")
DATABASES = databases(
    env.secret("CME_DATABASE_URL"),
    env.secret_words("CME_REPLICA_URLS"),
    data_dir=CME_DATA_DIR,
    process=PROCESS,
    read_only=CME_READ_ONLY,
)
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CME_CACHE_URL = env.cache_url("CME_CACHE_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CME_CACHE_URL}
    if CME_CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

INSTALLED_APPS = [
    "activities",
    "providers",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "django_filters",
    "django_htmx",
    *(["zeal"] if TESTING else []),
]

MIDDLEWARE = [
    *(["zeal.middleware.zeal_middleware"] if TESTING else []),
    # Outside of all others, so that refusals and failures carry the headers too.
    "cme_catalog.middleware.headers",
    "cme_catalog.middleware.own_refusals",
    "cme_catalog.middleware.trusted_proxy",
    "cme_catalog.api_guard.guard_api",
    "cme_catalog.middleware.refuse_malformed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cme_catalog.middleware.refuse_methods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cme_catalog.form_cookies.form_cookies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cme_catalog.middleware.DatabaseTrouble",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cme_catalog.urls"
WSGI_APPLICATION = "cme_catalog.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cme_catalog.site.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("cme",)
CRISPY_TEMPLATE_PACK = "cme"

# The API: read-only and without accounts; refusals are problem documents, and `format` is a facet of ours.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "activities.api.refusals.refuse",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": ["activities.api.document.with_components"],
}

# Language and time: one stated zone decides when an activity expires.
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.time_zone("CME_TIME_ZONE", default="America/New_York")

# Static files: hashed names once `collectstatic` has run, plain names until then.
STATIC_URL = "/static/"
STATIC_ROOT = CME_DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "cme_catalog.stylesheet.SiteStylesheet",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cme_catalog.static_files.CatalogStaticFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # Looks for a file when asked, instead of for all of them at the start.
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

# Visitors arrive over TLS when the catalog's own address says so.
TLS = CME_SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# W021 asks for HSTS preload: a promise for the operator's whole domain, which is not the catalog's to give.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Cookies exist on staff pages and forms only; the prefix binds them to this host and to TLS.
SESSION_COOKIE_NAME = "__Host-sessionid" if TLS else "sessionid"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
CSRF_COOKIE_NAME = "__Host-csrftoken" if TLS else "csrftoken"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
# A reader's cookies go to one page each, so their names cannot have the prefix that demands the path of the whole site.
FORM_COOKIE_NAME = "__Secure-formtoken" if TLS else "formtoken"
SHORTLIST_COOKIE_NAME = "__Secure-shortlist" if TLS else "shortlist"
CSRF_FAILURE_VIEW = "cme_catalog.errors.csrf_failure"

# Requests: the query string has its own, smaller limit in `middleware.py`; the admin's inlines need this many.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# How long /.well-known/security.txt stays valid; RFC 9116 recommends less than a year.
SECURITY_TXT_DAYS = 180

# Staff.
LOGIN_URL = "admin:login"
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=1).total_seconds())
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:  # A hash made slow on purpose would make every test with a login slow.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A client address has ten tries in five minutes. A user name alone is never locked: that would let a stranger lock out
# a person who is known.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_LOCKOUT_CALLABLE = "cme_catalog.middleware.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

LOGGING = logging_config(readable=DEBUG)
