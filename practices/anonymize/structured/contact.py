"""Ways to reach somebody: telephone, postcode, position."""

from practices.anonymize.structured.checks import digits_of
from practices.anonymize.structured.rule import AFTER_DIGIT, BEFORE, BEFORE_DIGIT, SEP, Rule, labelled, rule

_HYPHEN = r"(?: ?[-ー.] ?| )"


def is_phone(value: str) -> bool:
    """Whether the digits are as many as a Japanese number has, and do not begin with two zeros."""
    digits = digits_of(value)
    if "+" in value:
        return 9 <= len(digits) <= 15
    return len(digits) in (10, 11) and digits[0] == 0 and digits[1] != 0


def is_mobile_or_area(value: str) -> bool:
    """Whether an unbroken number can be a telephone: ten digits, or eleven of a mobile or IP telephone."""
    digits = "".join(map(str, digits_of(value)))
    if len(digits) == 11:
        return digits[:3] in {"020", "050", "060", "070", "080", "090"} or digits[:4] in {"0800", "0570", "0990"}
    return len(digits) == 10 and digits[1] != "0"


RULES: tuple[Rule, ...] = (
    rule(
        "PHONE",
        rf"(?<![0-9A-Za-z][-])(?<![0-9A-Za-z])0[1-9][0-9]{{0,3}}{_HYPHEN}[0-9]{{1,4}}{_HYPHEN}[0-9]{{3,4}}(?![0-9])(?!-[0-9])",
        is_phone,
    ),
    rule("PHONE", r"(?<![0-9A-Za-z])\(?0[1-9][0-9]{0,3}[ -]?\([0-9]{1,4}\)[ -]?[0-9]{3,4}(?![0-9])", is_phone),
    rule("PHONE", r"\(0[1-9][0-9]{0,3}\)[ -]?[0-9]{1,4}[- ー]?[0-9]{4}(?![0-9])", is_phone),
    rule("PHONE", rf"{BEFORE}0[1-9][0-9]{{8,9}}(?![0-9A-Za-z])", is_mobile_or_area),
    rule(
        "PHONE",
        r"(?<![0-9A-Za-z+])\+[1-9][0-9]{0,2}(?:[- .ー]?\(0\))?(?:[- .ー]?\(?[0-9]{1,4}\)?){2,5}(?![0-9])",
        is_phone,
    ),
    rule("PHONE", r"(?<![0-9A-Za-z])0[0-9]{1,4}[ー-][0-9]{1,4}[ー-][0-9]{3,4}(?![0-9])", is_phone),
    labelled(
        "PHONE",
        r"電話番号|電話|携帯|TEL|FAX|ファックス|ファクス|Phone|Mobile|直通|代表",
        rf"\+?[0-9(][0-9() .ー-]{{7,18}}[0-9]{AFTER_DIGIT}",
    ),
    labelled("PHONE", r"内線|ext\.?|extension", rf"[0-9]{{2,6}}{AFTER_DIGIT}"),
    rule("POSTCODE", rf"〒 ?[0-9]{{3}}{SEP}[0-9]{{4}}{AFTER_DIGIT}"),
    rule("POSTCODE", r"(?<![0-9A-Za-z])(?<![0-9A-Za-z]-)[0-9]{3}[-ー][0-9]{4}(?![0-9A-Za-z])(?!-[0-9])"),
    labelled("POSTCODE", r"郵便番号|郵便|〒|Postal ?code|ZIP(?: ?code)?", rf"[0-9]{{3}}{SEP}[0-9]{{4}}{AFTER_DIGIT}"),
    rule(
        "COORDINATES",
        rf"{BEFORE_DIGIT}[NS]?[0-9]{{1,2}}\.[0-9]{{4,10}}[°度]?[NS]?(?: ?[,、/] ?| )"
        rf"[EW]?1?[0-9]{{2}}\.[0-9]{{4,10}}[°度]?[EW]?{AFTER_DIGIT}",
    ),
    rule(
        "COORDINATES",
        r"(?:北緯|南緯) ?[0-9]{1,2}度(?: ?[0-9]{1,2}分)?(?: ?[0-9.]{1,7}秒)?[ 、,]{0,2}"
        r"(?:東経|西経) ?[0-9]{1,3}度(?: ?[0-9]{1,2}分)?(?: ?[0-9.]{1,7}秒)?",
    ),
)
