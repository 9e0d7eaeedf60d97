"""What a new version of a public case says, whole, before it is released."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from practices.models import CaseVersion

REFERENCES = (
    "region",
    "prefecture",
    "industry_division",
    "industry_group",
    "size_band",
    "response_type",
    "damage_band",
)
# What was added to cases later: left out of the hash where it says nothing, so that older hashes stay as they are.
LATER = (
    "industry_sector",
    "size_class",
    "noticed_by",
    "affected",
    "environment",
    "cost_kinds",
    "data_kinds",
    "records_band",
    "durations",
    "veris",
    "techniques",
    "confidence",
    "indicators",
)
PLAIN = (
    "occurred",
    "entry_route",
    "starting_point",
    "damage_kind",
    "damage_yen",
    "is_shared",
    "is_reported",
    "is_announced",
    *LATER,
)


@dataclass(frozen=True)
class CaseDraft:
    """Everything a new version of a public case says. `texts` maps a language to the fields of CaseText."""

    texts: dict[str, dict[str, Any]]
    region: str | None = None
    prefecture: str | None = None
    industry_division: str | None = None
    industry_group: str | None = None
    size_band: str | None = None
    occurred: str = ""
    incident_types: tuple[str, ...] = ()
    response_type: str | None = None
    entry_route: str = CaseVersion.EntryRoute.UNKNOWN
    starting_point: str = CaseVersion.StartingPoint.UNKNOWN
    damage_kind: str = CaseVersion.DamageKind.NOT_STATED
    damage_band: str | None = None
    damage_yen: int | None = None
    is_shared: bool = False
    is_reported: bool = False
    is_announced: bool = False
    practices: tuple[tuple[str, str], ...] = field(default=())
    industry_sector: str = ""
    size_class: str = ""
    noticed_by: str = ""
    affected: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    cost_kinds: tuple[str, ...] = ()
    data_kinds: tuple[str, ...] = ()
    records_band: str = ""
    durations: dict[str, str] = field(default_factory=dict)
    veris: dict[str, Any] = field(default_factory=dict)
    techniques: tuple[str, ...] = ()
    confidence: str = ""
    indicators: tuple[dict[str, str], ...] = ()

    @property
    def text_hash(self) -> str:
        """SHA-256 over everything that becomes public, in one canonical spelling."""
        said = {name: value for name, value in asdict(self).items() if value or name not in LATER}
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "CaseDraft":
        """The draft that `asdict` and JSON have made lists of."""
        lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
        practices = tuple((str(key), str(relation)) for key, relation in said.get("practices", ()))
        return cls(**{**said, **lists, "practices": practices})
