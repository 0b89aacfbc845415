"""The cookie behind a public form: it is that form's own, so that every other public page stays without one."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cme_catalog.middleware import FORMS, STAFF, Respond


def form_cookies(get_response: Respond) -> Respond:
    """Keeps Django's CSRF cookie of a public form under another name and a path that is the form's address.

    Stands outside of Django's middleware, which reads and writes a cookie for the whole site, and answers a spoiled one
    with a new one on any page. So pages without a form do not get to see the cookie.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(STAFF):
            return get_response(request)
        if not FORMS.fullmatch(request.path_info):
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
            return get_response(request)
        request.COOKIES[settings.CSRF_COOKIE_NAME] = request.COOKIES.get(settings.FORM_COOKIE_NAME, "")
        response = get_response(request)
        token = response.cookies.pop(settings.CSRF_COOKIE_NAME, None)
        if token is not None:
            _keep(response, token.value, request.path)
        return response

    return respond


def _keep(response: HttpResponseBase, token: str, path: str) -> None:
    response.set_cookie(
        settings.FORM_COOKIE_NAME,
        token,
        path=path,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
