"""Invented released cases as records: one that says everything, one that says nothing but its words."""

from typing import Any

from practices.exchange.public import Export, Record, public_record

WHOLE: dict[str, Any] = {
    "id": "k3m7pq2xyz",
    "version": 2,
    "url": "https://hub.example/cases/k3m7pq2xyz/",
    "origin": "member",
    "tlp": "CLEAR",
    "released": "2026-11-15T00:00:00Z",
    "region": "kinki",
    "prefecture": "27",
    "industry_division": "E",
    "industry_group": "24",
    "industry_sector": "secondary",
    "size_band": "medium",
    "size_class": "sme",
    "occurred": "2024-Q2",
    "incident_types": ["ransomware", "vuln_exploit"],
    "response_type": "on_site",
    "entry_route": "vpn",
    "starting_point": "own",
    "damage_kind": "actual",
    "damage_band": "to_5m",
    "damage_range": [1000001, 5000000],
    "noticed_by": "internal",
    "affected": ["server_file", "pc"],
    "environment": ["on_premises"],
    "cost_kinds": ["recovery"],
    "data_kinds": ["personal"],
    "records_band": "100-999",
    "durations": {"noticed": "1-3", "recovered": "8-30"},
    "veris": {
        "actions": ["malware.Ransomware", "hacking.Exploit vuln"],
        "actors": ["external"],
        "assets": ["S", "U"],
        "attributes": ["availability", "confidentiality"],
    },
    "techniques": ["T1486", "T1133"],
    "confidence": "high",
    "indicators": [{"kind": "DOMAIN", "value": "evil[.]example", "reason": "攻撃者の痕跡"}],
    "is_shared": True,
    "is_reported": False,
    "is_announced": True,
    "practices": [{"key": "0d9f4a52-5a2b-4a53-9d2a-111111111111", "relation": "would_have_prevented"}],
    "source": {"name": "経済産業省", "url": "https://www.example.jp/a?b=1&c=2", "published": "2024-10"},
    "texts": {
        "ja": {
            "title": "=VPN装置からの侵入",
            "summary": "古いVPN装置から、\n「夜」に入られました; そして",
            "what_happened": "1,2,3\r\n# 見出しではない",
            "lesson": "'引用符で始まる",
            "checklist": ["装置の版を、確かめる", "控えを取る;"],
            "timeline": [{"label": "0日目", "text": "気づいた"}],
            "own_words": ["lesson"],
        },
        "en": {"title": "Break-in through a VPN device", "summary": "At night."},
    },
}
BARE: dict[str, Any] = {
    "id": "abcdefghjk",
    "version": 1,
    "origin": "external",
    "tlp": "CLEAR",
    "released": "2026-11-01T00:00:00Z",
    "entry_route": "unknown",
    "starting_point": "unknown",
    "damage_kind": "not_stated",
    "texts": {"en": {"title": "Nothing but a title"}},
}


def record(**changed: Any) -> Record:
    """The whole record, changed."""
    return public_record({**WHOLE, **changed})


def export(*records: Record, **filters: list[str]) -> Export:
    """An export of these records, of both if none are given."""
    return Export(records or (record(), public_record(BARE)), "2026-11-25", "https://hub.example", filters)
