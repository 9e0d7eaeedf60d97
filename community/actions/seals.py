"""Everything that is sealed is sealed again under the newest key. It may stop anywhere and be started again."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast

from community.queries.seals import FACTOR_SECRETS, SEALED_START, sealed_fields, sealed_files
from secunity.core.models import DataClass, SealedTextField, seal_for
from secunity.core.sealing import BrokenSealError, Seal

BATCH = 200
Progress = Callable[[str, int], None]


class SealRenewal:
    """One run over everything sealed; `renewed`, `current` and `broken` count values, `problems` says where."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.renewed = self.current = 0
        self.problems: list[str] = []
        self._progress = progress or (lambda where, done: None)

    def run(self) -> None:
        """Renew every field, every second factor, every file."""
        for model, field in sealed_fields():
            self._renew_field(model, field)
        self._renew_factors()
        self._renew_files()

    def _renew_field(self, model: type[models.Model], field: SealedTextField) -> None:
        where = f"{model._meta.label}.{field.name}"
        done = 0
        for pk, token in _tokens(model, field):
            fresh = self._fresh(token, field.data_class, f"{where} {pk}")
            if fresh:
                # Only where nobody has written meanwhile: whoever did has sealed it under the newest key.
                raw = _raw(model, field).filter(pk=pk, token=token)
                raw.update(**{field.name: Value(fresh, output_field=models.TextField())})
            done += 1
            if done % BATCH == 0:
                self._progress(where, done)
        self._progress(where, done)

    def _renew_factors(self) -> None:
        pks = list(Authenticator.objects.order_by("pk").values_list("pk", flat=True))
        for pk in pks:
            with transaction.atomic():
                factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
                if factor is not None and self._renew_factor(factor):
                    factor.save(update_fields=["data"])
        self._progress("second factors", len(pks))

    def _renew_factor(self, factor: Authenticator) -> bool:
        changed = False
        for name, secret in list(_secrets_of(factor)):
            fresh = self._fresh(secret, "factor", f"second factor {factor.pk}")
            if fresh:
                changed = True
                _put(factor.data, name, fresh)
        return changed

    def _renew_files(self) -> None:
        paths = sealed_files()
        for path in paths:
            fresh = self._fresh(path.read_text("ascii"), "P3", path.name)
            if fresh:
                _replace(path, fresh)
        self._progress("files", len(paths))

    def _fresh(self, token: str, data_class: DataClass, where: str) -> str:
        """The token under the newest key; "" where it is that already, or cannot be opened."""
        if not token.startswith(SEALED_START):
            self.renewed += 1
            return seal_for(data_class).close(token.encode())
        if _opens(Seal(settings.SEALING_KEYS[:1], data_class), token):
            self.current += 1
            return ""
        try:
            fresh = seal_for(data_class).renew(token)
        except BrokenSealError:
            self.problems.append(where)
            return ""
        self.renewed += 1
        return fresh


def _raw(model: type[models.Model], field: SealedTextField) -> models.QuerySet[Any]:
    return model._base_manager.annotate(token=Cast(F(field.name), models.TextField()))


def _tokens(model: type[models.Model], field: SealedTextField) -> Iterator[tuple[Any, str]]:
    """Key and sealed text of every row that has one, batch by batch in the order of the key."""
    rows = _raw(model, field).exclude(token=None).exclude(token="").order_by("pk")
    last: Any = None
    while True:
        batch = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "token")[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1][0]


def _opens(seal: Seal, token: str) -> bool:
    try:
        seal.open(token)
    except BrokenSealError:
        return False
    return True


def _secrets_of(factor: Authenticator) -> Iterator[tuple[str | tuple[str, int], str]]:
    for name in FACTOR_SECRETS:
        if factor.data.get(name):
            yield name, factor.data[name]
    for index, code in enumerate(factor.data.get("migrated_codes") or []):
        yield ("migrated_codes", index), code


def _put(data: dict[str, Any], name: str | tuple[str, int], value: str) -> None:
    if isinstance(name, tuple):
        data[name[0]][name[1]] = value
    else:
        data[name] = value


def _replace(path: Path, token: str) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="ascii") as file:
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
