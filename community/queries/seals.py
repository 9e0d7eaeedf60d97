"""Where the hub keeps what is sealed: fields of tables, secrets of second factors, files below the data folder."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from secunity.core.models import SealedTextField

# Fernet tokens begin with the version byte 0x80; neither base 32 nor hexadecimal secrets do in their text.
SEALED_START = "gAAAA"
# The secrets in the rows of django-allauth's second factors.
FACTOR_SECRETS = ("secret", "seed")


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    """Every sealed field of every table, with its model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                yield model, field


def sealed_files() -> list[Path]:
    """The sealed files on disk, in a stable order; all of them belong to class P3."""
    folder = Path(settings.DATA_DIR) / "sealed"
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".part"))
