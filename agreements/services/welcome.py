"""The mail to a new person: where to set a password."""

import logging

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from agreements.models import Unit, User

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
logger = logging.getLogger(__name__)


def welcome_send(*, person: User, unit: Unit, by: User) -> bool:
    """Mail the person, in their language, a link to set a password with. Was the mail handed over?

    The link works for `DAYS` days, and once. The role is committed before: a mail that fails takes nothing back.
    """
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        return False
    with override(person.language):
        context = {"person": person, "unit": unit, "by": by, "link": welcome_link(person), "days": DAYS}
        subject = " ".join(render_to_string("agreements/mail/welcome_subject.txt", context).split())
        body = render_to_string("agreements/mail/welcome.txt", context)
    try:
        EmailMessage(subject, body, to=[person.email]).send()
    except Exception as error:  # Whatever is wrong with the mail, the administrator is told and may send it again.
        logger.warning("The welcome of %s could not be sent: %s", person.email, error)
        return False
    return True


def awaits_welcome(person: User) -> bool:
    """Has the person never signed in, nor any password to do so with?"""
    return person.is_active and person.last_login is None and not person.has_usable_password()


def welcome_link(person: User) -> str:
    """Where the person sets a password, with the site's address: the page of whoever has forgotten theirs."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.SITE_ADDRESS + reverse("account_reset_password_from_key", kwargs=key)
