"""What a case needs in order to help others, and what names nobody: hashes, vulnerabilities, techniques."""

from practices.anonymize.findings import Finding
from practices.anonymize.structured.personal import STAFF_NUMBER
from practices.anonymize.structured.rule import AFTER, BEFORE, find_all, rule

_RULES = (
    rule(
        "HASH",
        rf"{BEFORE}(?:[0-9a-f]{{128}}|[0-9a-f]{{96}}|[0-9a-f]{{64}}|[0-9a-f]{{56}}|[0-9a-f]{{40}}|[0-9a-f]{{32}}){AFTER}",
    ),
    rule("HASH", rf"{BEFORE}[0-9]{{1,7}}:[a-z0-9/+]{{6,64}}:[a-z0-9/+]{{3,64}}{AFTER}"),
    rule("CVE", rf"{BEFORE}CVE-[0-9]{{4}}-[0-9]{{4,7}}{AFTER}"),
    rule("TECHNIQUE", rf"{BEFORE}(?-i:TA?)[0-9]{{4}}(?:\.[0-9]{{3}})?(?![0-9A-Za-z])"),
)


def find_kept(text: str) -> list[Finding]:
    """Return what stays readable in normalised text, except where a label says that it is somebody's number."""
    labelled = [(finding.start, finding.end) for finding in STAFF_NUMBER.find(text)]
    return [
        finding._replace(rule="keep")
        for finding in find_all(_RULES, text)
        if not any(start <= finding.start and finding.end <= end for start, end in labelled)
    ]
