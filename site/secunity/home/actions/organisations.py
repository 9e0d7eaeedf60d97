"""The demo's invented organisations: their facts, how they are written, and what the members' directory shows."""

from typing import Any

from community.actions.organisations import set_domains, set_names
from community.models import Affiliation, DirectoryEntry, Organisation, User

PLAIN = ("membership_class", "corporate_number", "employees", "capital_yen")
CODES = ("industry", "industry_group", "size_band", "prefecture")
# Who of the demo's people is responsible, and who belongs to a second organisation.
RESPONSIBLE = {"organiser", "organiser2", "member", "member2"}
ALSO_AT = {"member2": "org-hoshizora-kosen"}


def load_organisation(text: dict[str, Any]) -> Organisation:
    """The organisation of one entry of organisations.json, made once."""
    names = {"name_ja": text["ja"]["name"], "name_en": text["en"]["name"], "kana": text["ja"]["kana"]}
    facts = {name: text[name] for name in PLAIN if name in text} | {f"{name}_id": text[name] for name in CODES}
    organisation, is_new = Organisation.objects.get_or_create(
        key=text["key"], defaults={**names, **facts, "is_demo": True}
    )
    if is_new:
        set_names(organisation, text["aliases"])
        set_domains(organisation, text["domains"])
        _list(organisation, text)
    return organisation


def affiliate(people: dict[str, User], organisations: dict[str, Organisation]) -> None:
    """Each of the demo's people works for one of the first organisations, one of them for two."""
    for (role, user), organisation in zip(people.items(), organisations.values(), strict=False):
        Affiliation.objects.get_or_create(
            user=user, organisation=organisation, defaults={"is_responsible": role in RESPONSIBLE}
        )
    for role, key in ALSO_AT.items():
        Affiliation.objects.get_or_create(user=people[role], organisation=organisations[key])


def _list(organisation: Organisation, text: dict[str, Any]) -> None:
    DirectoryEntry.objects.create(
        organisation=organisation,
        is_listed=True,
        introduction=text.get("introduction", ""),
        size_for="members",
        **dict.fromkeys(text["offers"], True),
    )
