"""Identifiers of every structured kind, made up by hypothesis, and the surroundings they are looked for in."""

import string

from hypothesis import strategies as st

from practices.anonymize.structured.checks import is_card_number, is_my_number
from secunity.core.text.corporate_number import is_corporate_number

DEFANG = {"[.]": ".", "(.)": ".", "[dot]": "."}


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)


def one_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


def number(low: int, high: int, width: int = 0) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda value: f"{value:0{width}d}")


def completed(length: int, check, at: int) -> st.SearchStrategy[str]:
    """Numbers of `length` digits whose digit at `at` is the check digit."""

    def complete(body: str) -> str | None:
        options = (body[:at] + digit + body[at:] for digit in "0123456789")
        return next((option for option in options if check(option)), None)

    return digits(length - 1).map(complete).filter(lambda value: value is not None)


def grouped(strategy: st.SearchStrategy[str], *sizes: int) -> st.SearchStrategy[str]:
    def group(pair: tuple[str, str]) -> str:
        value, separator = pair
        parts, position = [], 0
        for size in sizes:
            parts.append(value[position : position + size])
            position += size
        return separator.join(parts)

    return st.tuples(strategy, one_of("-", "", " ")).map(group)


def labelled(labels: tuple[str, ...], value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The label belongs to the text around; what must be found is the value behind the mark |."""
    return joined(st.sampled_from(labels), one_of("：", ":", " ", "は", "は「", "（", "\n"), "|", value)


LETTERS = string.ascii_lowercase
WORD = st.text(LETTERS, min_size=3, max_size=10)
TLD = one_of("jp", "co.jp", "com", "net", "or.jp", "example", "info", "ac.jp")
DOMAIN = joined(WORD, one_of("", "-", "1"), WORD, ".", TLD)
OCTET = number(0, 255)
IPV4 = st.tuples(OCTET, OCTET, OCTET, OCTET).map(".".join)
IPV6 = st.ip_addresses(v=6).map(str).filter(lambda value: value != "::")
HEX2 = number(0, 255).map(lambda value: f"{int(value):02x}")
AREA = one_of("03", "06", "045", "0120", "0467", "098", "050", "090", "080", "070")


@st.composite
def phones(draw: st.DrawFn) -> str:
    area = draw(AREA)
    rest = 11 - len(area) if area in {"050", "090", "080", "070"} else 10 - len(area)
    middle, last = draw(digits(rest - 4)), draw(digits(4))
    style = draw(one_of("{}-{}-{}", "{}({}){}", "({}){}-{}", "{} {} {}", "{}{}{}", "+81-{0:.0}{3}-{1}-{2}"))
    return style.format(area, middle, last, area[1:])


@st.composite
def defanged(draw: st.DrawFn, strategy: st.SearchStrategy[str]) -> str:
    value = draw(strategy)
    dot = draw(one_of(".", "[.]", "(.)", "[dot]"))
    return value.replace(".", dot).replace("http", draw(one_of("http", "hxxp")))


STRUCTURED: dict[str, st.SearchStrategy[str]] = {
    "PHONE": phones(),
    "POSTCODE": joined(one_of("〒", "", "〒 "), digits(3), "-", digits(4)),
    "EMAIL": st.one_of(
        joined(WORD, one_of("", "."), WORD, one_of("@", "[at]"), DOMAIN), defanged(joined(WORD, "@", DOMAIN))
    ),
    "IPV4": defanged(IPV4),
    "IPV6": IPV6,
    "CIDR": st.one_of(joined(IPV4, "/", number(8, 32)), joined(IPV6, "/", number(16, 128))),
    "MAC": st.tuples(st.lists(HEX2, min_size=6, max_size=6), one_of(":", "-")).map(lambda pair: pair[1].join(pair[0])),
    "DOMAIN": defanged(DOMAIN),
    "URL": defanged(joined(one_of("http://", "https://"), DOMAIN, "/", WORD, one_of("", "?id=1", "/a.html"))),
    "MY_NUMBER": st.one_of(
        grouped(completed(12, is_my_number, 11), 4, 4, 4),
        labelled(("マイナンバー", "個人番号"), grouped(digits(12), 4, 4, 4)),
    ),
    "CORPORATE_NUMBER": st.one_of(completed(13, is_corporate_number, 0), labelled(("法人番号",), digits(13))),
    "CARD": grouped(completed(16, is_card_number, 15).filter(lambda value: not is_corporate_number(value)), 4, 4, 4, 4),
    "BANK_ACCOUNT": labelled(("口座番号", "普通", "当座", "普通預金", "〇〇銀行△△支店 普通"), digits(7)),
    "YUCHO_ACCOUNT": st.one_of(
        joined("記号|1", digits(3), "0 番号", digits(7), "1"), joined("1", digits(3), "0-", digits(7), "1")
    ),
    "PASSPORT": joined(st.text(string.ascii_uppercase, min_size=2, max_size=2), digits(7)),
    "DRIVER_LICENCE": labelled(("運転免許証番号", "免許証番号", "免許証の番号"), digits(12)),
    "PENSION_NUMBER": st.one_of(joined(digits(4), "-", digits(6)), labelled(("基礎年金番号",), digits(10))),
    "INSURANCE_NUMBER": st.one_of(
        joined(digits(4), "-", digits(6), "-", digits(1)),
        labelled(("被保険者番号", "保険者番号", "健康保険証番号"), digits(8)),
    ),
    "EMPLOYEE_ID": labelled(
        ("社員番号", "職員番号", "従業員番号", "社員ID", "社員コード"), joined(one_of("", "E", "A-", "T"), digits(5))
    ),
    "LICENCE_PLATE": joined(
        one_of("品川", "横浜", "なにわ", "つくば", "大阪"),
        digits(3),
        one_of("あ", "か", "さ", "ま", "わ"),
        digits(2),
        "-",
        digits(2),
    ),
    "HOSTNAME": st.one_of(
        joined(one_of("srv", "SV", "web", "DB", "pc", "fileserver"), one_of("-", ""), number(1, 99, 2)),
        joined("DESKTOP-", st.text(string.ascii_uppercase + string.digits, min_size=7, max_size=7)),
        labelled(("ホスト名", "サーバ名", "コンピュータ名"), WORD),
    ),
    "USER_PATH": st.one_of(
        joined("C:\\Users\\", WORD),
        joined("C:\\Users\\", one_of("山田", "鈴木 一郎"), "\\Desktop\\a.xlsx"),
        joined("/home/", WORD, "/", WORD),
    ),
    "WINDOWS_SID": joined("S-1-5-21-", digits(9), "-", digits(10), "-", digits(9), "-", number(500, 9999)),
    "AWS_ACCOUNT": st.one_of(
        labelled(("AWSアカウント", "AWSアカウントID"), digits(12)), joined("arn:aws:iam::|", digits(12))
    ),
    "SNS_HANDLE": joined("@", WORD, one_of("", "_"), WORD),
    "DATE": st.one_of(
        joined(number(1950, 2030), "年", number(1, 12), "月", number(1, 28), "日"),
        joined(one_of("令和", "平成"), one_of("元", "2", "6"), "年", number(1, 12), "月"),
        joined(number(1950, 2030), one_of("/"), number(1, 12, 2), "/", number(1, 28, 2)),
        joined(number(1950, 2030), "-", number(1, 12, 2), "-", number(1, 28, 2)),
        joined(number(1, 12), "月", number(1, 28), "日"),
    ),
    "TIME": st.one_of(
        joined(number(0, 23), ":", number(0, 59, 2)),
        joined(one_of("午前", "午後"), number(0, 11), "時", number(10, 59), "分"),
        joined(number(0, 23), "時"),
    ),
    "MONEY": st.one_of(
        joined(number(1, 9999), one_of("円", "万円", "億円", "ドル")),
        st.integers(1000, 10**9).map(lambda n: f"{n:,}円"),
        st.integers(1, 10**6).map(lambda n: f"¥{n:,}"),
    ),
    "COUNT": joined(number(1, 99999), one_of("件", "名", "人", "台", "社", "店舗", "アカウント", "通")),
    "AGE": joined(number(1, 99), one_of("歳", "才")),
    "INVOICE_NUMBER": joined("T", digits(13)),
    "RESIDENCE_CARD": joined(
        st.text(string.ascii_uppercase, min_size=2, max_size=2),
        digits(8),
        st.text(string.ascii_uppercase, min_size=2, max_size=2),
    ),
    "COORDINATES": joined(number(20, 45), ".", digits(6), ",", one_of(" ", ""), number(122, 153), ".", digits(6)),
}

KEPT: dict[str, st.SearchStrategy[str]] = {
    "HASH": st.sampled_from((32, 40, 64, 128)).flatmap(
        lambda size: st.text("0123456789abcdef", min_size=size, max_size=size)
    ),
    "CVE": joined("CVE-", number(1999, 2030), "-", number(1000, 99999)),
    "TECHNIQUE": joined("T1", digits(3), one_of("", ".001", ".012")),
}

AROUND = (
    ("", ""),
    ("連絡先は", "です。"),
    ("電子機器", "確認"),
    ("（", "）"),
    ("「", "」"),
    ("\n", "\n"),
    ("。", "、"),
    ("サーバー ", " ヘ"),
    ("[", "]"),
)


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
