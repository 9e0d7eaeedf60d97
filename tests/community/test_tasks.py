"""What is kept of sign-ins, and for how long."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.models import User
from community.tasks import SIGN_IN_ACTIONS, forget_old_sign_ins

pytestmark = pytest.mark.django_db


def test_old_sign_ins_are_forgotten_and_grants_are_not(make_person: Callable[..., User]) -> None:
    person = make_person("member")
    for action in SIGN_IN_ACTIONS:
        log(instance=person, action=action)
    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(days=91))
    log(instance=person, action="community.sign_in")

    assert forget_old_sign_ins() == len(SIGN_IN_ACTIONS)
    left = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert "community.role_granted" in left
    assert "community.sign_in" in left
