"""The words and shapes of VERIS 1.4.1, with the spellings that 1.3 had."""

import csv
import json
import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ENUMERATIONS = DATA / "veris_enumerations.json"
ACTIONS_JA = DATA / "veris_actions_ja.csv"

# Renamed since 1.3, from the changelog of VERIS; the old word stays valid in what was written with it.
OLD_WORDS = {
    "action.hacking.variety": {"MitM", "Use of backdoor or C2", "HTTP Response Splitting", "Footprinting"},
    "action.hacking.vector": {"Backdoor or C2", "Web drive-by"},
    "action.malware.variety": {"MitM"},
    "action.malware.vector": {"Web drive-by", "Web download", "Email unknown"},
    "action.social.vector": {"Website"},
    "action.error.variety": {"Omission"},
    "plus.attribute.confidentiality.data_abuse": {"U", "Y", "N"},
}
OBJECT_LISTS = ("asset.assets", "attribute.confidentiality.data", "impact.loss", "plus.event_chain", "ioc")
LISTS = re.compile(
    r"action\.[a-z]+\.(variety|vector|result|target)|actor\.[a-z]+\.(variety|motive|country|region|name|job_change)"
    r"|asset\.(cloud|country|governance|hosting|management|ownership|role)|attribute\.[a-z]+\.variety"
    r"|attribute\.confidentiality\.(data_victim|state)|discovery_method\.[a-z]+\.variety"
    r"|value_chain\.[a-z -]+\.variety|victim\.(country|government|region|secondary\.victim_id)"
)
NUMBERS = re.compile(
    r"(plus\.)?timeline\.\w+\.(year|month|day|value)|.*\.(amount|data_total|total_amount|overall_amount)"
    r"|victim\.locations_affected|attribute\.availability\.duration\.value"
)
COUNTRY = re.compile(r"[A-Z]{2}|Unknown|Other|NA")
CURRENCY = re.compile(r"[A-Z]{3}")


@cache
def enumerations() -> dict[str, frozenset[str]]:
    """The words allowed at each path, those of 1.3 included."""
    rows = json.loads(ENUMERATIONS.read_text(encoding="utf-8"))
    return {
        path: frozenset(words) | OLD_WORDS.get(path, set()) for path, words in rows.items() if not path.startswith("_")
    }


def is_list(path: str) -> bool:
    """Whether the path holds several words."""
    return bool(LISTS.fullmatch(path))


def is_number(path: str) -> bool:
    """Whether the path holds a whole number."""
    return bool(NUMBERS.fullmatch(path))


def object_list_of(path: str) -> tuple[str, str]:
    """("asset.assets", "variety") for a path into a list of objects, else ("", "")."""
    owner = next((each for each in OBJECT_LISTS if path.startswith(f"{each}.")), "")
    return (owner, path[len(owner) + 1 :]) if owner else ("", "")


@cache
def actions(language: str) -> dict[str, dict[str, str]]:
    """Varieties by action, each with its name: `actions("ja")["malware"]["Ransomware"]`; the action itself is ""."""
    found: dict[str, dict[str, str]] = {}
    with ACTIONS_JA.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            name = row["name_ja"] if language == "ja" else row["variety"] or row["action"].capitalize()
            found.setdefault(row["action"], {})[row["variety"]] = name
    return found


@cache
def action_codes() -> frozenset[str]:
    """Every action as a case says it: "malware.Ransomware", or "malware" alone."""
    named = actions("en").items()
    return frozenset(f"{action}.{variety}" if variety else action for action, names in named for variety in names)
