"""Fields whose content is sealed at rest: whoever reads the database or a back-up of it reads nothing."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from secunity.core.sealing import Seal

# P2 contact, P3 case facts and consent records, "factor" second factors, "room" talk, "mail" what waits to be sent.
DataClass = Literal["P2", "P3", "factor", "room", "mail"]


def seal_for(data_class: DataClass) -> Seal:
    """The seal of a class of data under the hub's keys."""
    return _seal(tuple(settings.SEALING_KEYS), data_class)


@cache
def _seal(keys: tuple[str, ...], data_class: str) -> Seal:
    return Seal(keys, data_class)


class SealedTextField(models.TextField):
    """Text, sealed at rest. It cannot be searched: a look-up of equal values needs a `keyed_hash` beside it."""

    def __init__(self, *args: Any, data_class: DataClass, **kwargs: Any) -> None:
        self.data_class = data_class
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """With the class of data, for migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "data_class": self.data_class}

    def get_prep_value(self, value: Any) -> Any:
        """The sealed text; empty stays empty, so that forms and constraints can tell."""
        text = self.written(value)
        return text if text in (None, "") else seal_for(self.data_class).close(text.encode())

    def from_db_value(self, value: str | None, *_context: Any) -> Any:
        """The open content; BrokenSealError where no key fits."""
        return self.read(seal_for(self.data_class).open(value).decode() if value else value)

    def written(self, value: Any) -> str | None:
        """The content as text, before it is sealed."""
        return None if value is None else str(value)

    def read(self, text: str | None) -> Any:
        """The content from its text."""
        return text

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is something can be asked."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: it cannot be compared in the database")
        return super().get_lookup(lookup_name)


class SealedJSONField(SealedTextField):
    """A JSON value, sealed at rest; None where there is none."""

    if TYPE_CHECKING:
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def written(self, value: Any) -> str | None:
        """JSON; dates and decimals as Django writes them."""
        return None if value is None else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)

    def read(self, text: str | None) -> Any:
        """The value."""
        return None if not text else json.loads(text)

    def to_python(self, value: Any) -> Any:
        """The value as it is: it is no text."""
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """JSON, for serialisation."""
        return self.written(self.value_from_object(obj)) or ""

    def formfield(self, **_kwargs: Any) -> Any:
        """None: what is sealed as JSON has a form of its own."""
        return None
