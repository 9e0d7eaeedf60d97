"""People come in."""

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import User


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    totp_secret: str | None = None,
    is_superuser: bool = False,
) -> User:
    """A person with a confirmed mail address; with `totp_secret` (base 32) also an authenticator and recovery codes.

    No code of the authenticator is used up. ValidationError where the address is taken.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(_("Somebody with this mail address is here already."))
    make = User.objects.create_superuser if is_superuser else User.objects.create_user
    user = make(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if totp_secret:
        TOTP.activate(user, totp_secret)
        RecoveryCodes.activate(user)
    return user
