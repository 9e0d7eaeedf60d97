"""Dates, eras and times of day."""

from practices.anonymize.structured.rule import AFTER, AFTER_DIGIT, BEFORE, BEFORE_DIGIT, Rule, rule

_KANJI = r"[〇零一二三四五六七八九十]"
_YEAR = r"(?:19|20)[0-9]{2}"
_ERA = r"(?:令和|平成|昭和|大正|明治|㋿)"
_ERA_YEAR = rf"{_ERA} ?(?:[0-9]{{1,2}}|元|{_KANJI}{{1,3}})"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_WEEKDAY = r"(?: ?\([日月火水木金土](?:曜日?)?(?:[・,、]?祝)?\)| ?[日月火水木金土]曜日?)?"
_MONTH_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_CLOCK = r"(?:2[0-4]|[01]?[0-9])"
_SIXTY = r"[0-5][0-9]"
_HALF = r"(?:午前|午後|正午|AM|PM|深夜|早朝|朝|昼|夕方|夜|未明) ?"

RULES: tuple[Rule, ...] = (
    rule(
        "DATE",
        rf"{BEFORE_DIGIT}(?:{_ERA_YEAR}|[0-9]{{4}}|'?[0-9]{{2}})(?: ?\({_ERA_YEAR}\))? ?年 ?度?"
        rf"(?: ?{_MONTH} ?月(?: ?{_DAY} ?日{_WEEKDAY})?)?",
    ),
    rule("DATE", rf"{_ERA_YEAR} ?年度?(?: ?{_KANJI}{{1,2}}月(?:{_KANJI}{{1,3}}日)?)?"),
    rule("DATE", rf"[一二]{_KANJI}{{3}}年(?:{_KANJI}{{1,2}}月(?:{_KANJI}{{1,3}}日)?)?"),
    rule(
        "DATE",
        rf"{BEFORE_DIGIT}{_MONTH} ?月(?!間|額|次|給|例|末日?まで)"
        rf"(?: ?{_DAY} ?日(?!間){_WEEKDAY}|[上中下]旬|初旬|末|初め|半ば)?",
    ),
    rule("DATE", rf"(?<![一-鿿]){_KANJI}{{1,2}}月{_KANJI}{{1,3}}日(?!間)"),
    rule(
        "DATE",
        rf"{BEFORE_DIGIT}{_DAY} ?日(?!間|以内|後|前|目|ごと|おき|連続|程度|"
        rf"余り|分|常|本|当|数|以上|未満|[一-鿿]?程){_WEEKDAY}",
    ),
    rule(
        "DATE",
        rf"(?<![0-9A-Za-z.])(?:{_YEAR}|[MTSHR][0-9]{{1,2}})(?P<sep>[-/.]){_MONTH}(?P=sep){_DAY}(?![0-9A-SU-Z])(?!(?P=sep)[0-9]){_WEEKDAY}",
    ),
    rule("DATE", rf"(?<![0-9A-Za-z.]){_YEAR}[-/]{_MONTH}(?![0-9A-Za-z/-])"),
    rule("DATE", rf"(?<![0-9A-Za-z/.]){_MONTH}/{_DAY}(?![0-9A-Za-z/.])(?: ?\([日月火水木金土]\))?"),
    rule(
        "DATE",
        rf"(?<![0-9A-Za-z]){_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z])(?:T?(?=[0-9]{{6}}))?",
    ),
    rule(
        "DATE", rf"{BEFORE}{_DAY}(?:st|nd|rd|th)?[ -](?:of )?{_MONTH_NAME}(?:,?[ -]?(?:{_YEAR}|'?[0-9]{{2}}))?{AFTER}"
    ),
    rule("DATE", rf"{BEFORE}{_MONTH_NAME} ?{_DAY}(?:st|nd|rd|th)?(?:,? ?{_YEAR})?{AFTER}"),
    rule("DATE", rf"{BEFORE}{_MONTH_NAME},? {_YEAR}{AFTER}"),
    rule("DATE", rf"{BEFORE}(?:FY ?{_YEAR}|{_YEAR}[ -]?(?:Q[1-4]|H[12])){AFTER}"),
    rule(
        "TIME",
        rf"(?:{_HALF})?{BEFORE_DIGIT}{_CLOCK} ?時(?!間|期|代|点|給|短|限)"
        rf"(?: ?(?:{_SIXTY}|[0-9]) ?分(?: ?(?:{_SIXTY}|[0-9]) ?秒)?|半|頃|ごろ|過ぎ)?",
    ),
    rule("TIME", rf"(?:午前|午後) ?{_KANJI}{{1,2}}時(?:{_KANJI}{{1,3}}分|半)?"),
    rule(
        "TIME",
        rf"(?:{_HALF})?(?<![0-9A-SU-Z:.]){_CLOCK}:{_SIXTY}(?::{_SIXTY}(?:\.[0-9]{{1,6}})?)?(?![0-9:])"
        rf"(?: ?(?:AM|PM|JST|UTC|GMT)(?![A-Za-z])|Z|[+-][0-9]{{2}}:?[0-9]{{2}})?",
    ),
    rule("TIME", "正午|午前零時|午後零時|真夜中"),
    rule("TIME", rf"{BEFORE}(?:1[0-2]|[1-9]) ?[ap]\.?m\.?{AFTER}"),
    rule("DATE", rf"(?:本|同|前|翌|昨|一昨|先|来|再来|当)(?:日|年|月|週)(?:の)?[日月火水木金土]曜日?{AFTER_DIGIT}"),
)
