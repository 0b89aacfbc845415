"""`manage.py make_staff USER --role ROLE`: an account for an editor or a reviewer."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from activities.roles import ROLES, give


class Command(BaseCommand):
    """Creates the account when there is none, and gives it the role. Done twice, it changes nothing more."""

    help = "Make an account of the catalog's staff, or change its role. No account gets a password nobody chose."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the user name")
        parser.add_argument("--role", required=True, choices=sorted(ROLES), help="what the person may do")
        parser.add_argument("--email", default="", help="the person's mail address")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--password", action="store_true", help="ask for a password at the terminal")
        how.add_argument("--link", action="store_true", help="print an address where the person sets a password, once")

    def handle(self, *args: Any, **options: Any) -> None:
        name, role = options["user"], ROLES[options["role"]]
        password = _ask(name) if options["password"] else None
        with transaction.atomic():
            user, created = _account(name, options["email"])
            give(user, role)
            if password is not None:
                user.set_password(password)
                user.save(update_fields=["password"])
        self.stdout.write(f"{name} is {'now ' if created else ''}staff of the catalog as {role.name}.")
        if options["link"]:
            self.stdout.write(f"{name} sets a password here, once and within an hour:\n{_link(user)}")
        elif not user.has_usable_password():
            self.stdout.write(f"{name} has no password yet; --link prints an address to set one.")


def _account(name: str, email: str) -> tuple[User, bool]:
    """The active account of that name, made when there is none; CommandError when it may not be used."""
    new = User(username=name, email=email)
    new.set_unusable_password()
    _check(new)
    user = User.objects.filter(username=name).first()
    if user is None:
        new.save()
        return new, True
    if not user.is_active:
        raise CommandError(f"The account {name} is closed; open it in the admin first.")
    if email and user.email != email:
        user.email = email
        user.save(update_fields=["email"])
    return user, False


def _check(user: User) -> None:
    try:
        user.clean_fields()
    except ValidationError as problem:
        raise CommandError(" ".join(problem.messages)) from problem


def _ask(name: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError("--password asks at a terminal; use --link where there is none.", returncode=2)
    password = getpass.getpass(f"Password for {name}: ")
    if password != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ; nothing was changed.")
    try:
        validate_password(password, User(username=name))
    except ValidationError as problem:
        raise CommandError(" ".join(problem.messages)) from problem
    return password


def _link(user: User) -> str:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_reset_confirm", args=[key, default_token_generator.make_token(user)])
    return f"{settings.CME_SITE_URL}{path}"
