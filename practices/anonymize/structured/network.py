"""Addresses of the network and of machines, written plainly or made harmless (defanged)."""

import ipaddress
import re

from practices.anonymize.structured.rule import AFTER, BEFORE, Rule, labelled, rule

DOT = r"(?:\.| ?[\[({<](?:\.|dot|ドット)[\])}>] ?| dot )"
AT = r"(?:@| ?[\[({<](?:@|at|アット|アットマーク)[\])}>] ?| at | ?アットマーク ?)"
COLON = r"(?:\[:\]|\(:\)|:)"
_SCHEME = rf"(?:h(?:tt|xx|\*\*|XX)ps?|s?ftps?|ldaps?|rdp|ssh|smb|wss?|file|tcp|udp){COLON}//"
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = rf"(?:{_LABEL}{DOT}){{1,8}}(?:xn--[a-z0-9-]{{2,40}}|[a-z]{{2,24}})"
_IDN = rf"[ぁ-ゖァ-ヺー一-鿿々]{{1,20}}{DOT}(?:(?:co|or|ne|ac|go|ed|gr|lg){DOT})?(?:jp|com|net|org|みんな|コム)"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])"
_IPV4 = rf"(?<![0-9])(?<![0-9]\.)(?<!v){_OCTET}(?:{DOT}{_OCTET}){{3}}"
_HEX = r"[0-9a-f]{1,4}"
_IPV6 = (
    rf"{BEFORE}(?=[0-9a-f]{{0,4}}{COLON})(?:{_HEX})?(?:{COLON}{{1,2}}{_HEX}){{0,7}}"
    rf"(?:{COLON}{{2}})?(?:\.[0-9]{{1,3}}){{0,3}}(?:%[a-z0-9]{{1,15}})?"
)
_PATH = r"[!#-;=?-~]"

# A last label that names a kind of file far more often than a domain.
_ENDINGS = (
    "txt csv tsv log json xml yml yaml toml html htm php asp aspx jsp js mjs ts css scss exe dll sys bat cmd ps "
    "vbs msi scr lnk iso img zip rar gz tgz tar bz xz doc docx docm xls xlsx xlsm ppt pptx pdf png jpg jpeg gif "
    "bmp svg webp ico mp wav mov avi eml msg pst ost dat bin tmp bak old db sql sqlite mdb accdb conf cfg ini inf "
    "reg py pyc sh rb rs java class jar war cpp hpp cs vb md rst rtf odt ods key pem crt cer der pfx evtx etl dmp "
    "pcap cap vhd vhdx vmdk ova apk ipa lock encrypted locked"
)
_FILE_ENDINGS = frozenset(_ENDINGS.split())
_NOT_DOMAINS = frozenset({"asp.net", "vb.net", "ado.net", "paint.net"})
# Standards, algorithms and products that look like the name of a machine.
_NOT_HOSTS = re.compile(
    r"(?:sha|aes|md|utf|iso|iec|jis|rfc|ieee|rsa|des|tls|ssl|wpa|wep|ms|kb|cve|cwe|jvn(?:db)?|usb|rj|rs|cat|covid|sars|nist|sp|pci|"
    r"x|g|t|ta|apt|unc|fin|emp|ipv|base|win|http|smb|ver|v|no|type|class|level|tier|phase|step|rev|fips|crc|bs|en)-?[0-9._-]*",
    re.IGNORECASE,
)
_MACHINE = (
    r"(?:srv|sv|svr|server|web|www|db|sql|dc|ad|fs|(?:file|web|mail|db|app|print|backup)(?:s|sv|srv|server)|file|mail|smtp|mx|ns|dns|dhcp|vpn|fw|utm|nas|san|pc|nb|note|ap|app|proxy|"
    r"host|node|ws|wks|vm|esxi?|hv|test|dev|stg|prod|prd|backup|bk|client|cl|desktop|laptop|win|linux|rt|rtr|router|sw|switch|"
    r"print|prn|mfp|cam|iot|plc|scada|hmi|erp|crm|log|mon|jump|bastion|gw|rds|ts|term|term?srv|print(?:er)?)"
)


def is_domain(value: str) -> bool:
    """Whether a dotted name is rather a domain than a file or a product."""
    plain = plain_dots(value).lower()
    labels = plain.split(".")
    if plain in _NOT_DOMAINS:
        return False
    return labels[0] == "www" or labels[-1] not in _FILE_ENDINGS


def plain_dots(value: str) -> str:
    """The value as it was before it was made harmless."""
    value = re.sub(DOT, ".", value, flags=re.IGNORECASE)
    return re.sub(COLON, ":", re.sub(AT, "@", value, flags=re.IGNORECASE))


def is_ipv6(value: str) -> bool:
    """Whether the value is an address of version 6, with or without a zone."""
    plain = re.sub(COLON, ":", value).split("%")[0]
    try:
        ipaddress.IPv6Address(plain)
    except ValueError:
        return False
    return plain != "::"


def is_host(value: str) -> bool:
    """Whether the value is rather the name of a machine than of a standard."""
    return not _NOT_HOSTS.fullmatch(value)


RULES: tuple[Rule, ...] = (
    rule("EMAIL", rf"{BEFORE}[a-z0-9](?:[a-z0-9._%+'-]{{0,62}}[a-z0-9_+-])?{AT}(?:{_NAME}|{_IDN}){AFTER}"),
    rule("URL", rf"{BEFORE}{_SCHEME}{_PATH}{{0,2000}}[^\x00-\x20\x7f-\U0010ffff\"<>.,;:!?')\]}}]"),
    rule("URL", rf"{BEFORE}{_SCHEME}{_IDN}(?:[/:?]{_PATH}{{0,2000}})?"),
    rule("URL", rf"{BEFORE}{_NAME}(?::[0-9]{{2,5}})?/{_PATH}{{0,2000}}", lambda value: is_domain(value.split("/")[0])),
    rule("DOMAIN", rf"{BEFORE}{_NAME}{AFTER}", is_domain),
    rule("DOMAIN", rf"(?<![ぁ-ゖァ-ヺー一-鿿々a-z0-9]){_IDN}{AFTER}"),
    rule("IPV4", rf"{_IPV4}(?!\.?[0-9])(?![a-z])"),
    rule("IPV4", rf"(?<![0-9a-z])(?:{_OCTET}{DOT}){{2,3}}(?:[x*]{{1,3}}{DOT})?[x*]{{1,3}}(?![0-9a-z])"),
    rule("CIDR", rf"{_IPV4}/(?:3[0-2]|[12]?[0-9])(?![0-9])"),
    rule("IPV6", _IPV6 + AFTER, is_ipv6),
    rule(
        "CIDR", rf"{_IPV6}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])(?![0-9])", lambda value: is_ipv6(value.rsplit("/", 1)[0])
    ),
    rule("MAC", rf"{BEFORE}(?:[0-9a-f]{{2}}[:-]){{5,7}}[0-9a-f]{{2}}(?![:-]?[0-9a-z])"),
    rule("MAC", rf"{BEFORE}[0-9a-f]{{4}}\.[0-9a-f]{{4}}\.[0-9a-f]{{4}}{AFTER}"),
    labelled("MAC", r"MACアドレス|MAC ?address|物理アドレス", rf"[0-9a-f]{{12}}{AFTER}"),
    labelled(
        "HOSTNAME",
        r"ホスト名|サーバー?名|コンピューター?名|端末名|マシン名|機器名|PC名|host ?name|computer ?name|machine ?name",
        rf"[a-z0-9][a-z0-9_.-]{{1,62}}{AFTER}",
    ),
    rule(
        "HOSTNAME",
        rf"{BEFORE}(?:[a-z0-9]{{1,12}}[-_]){{0,3}}{_MACHINE}[-_]?(?:[a-z0-9]{{1,12}}[-_]){{0,3}}[0-9]{{1,4}}[a-z]?(?![a-z0-9]|\.[a-z0-9])",
        probability=0.9,
    ),
    rule("HOSTNAME", rf"{BEFORE}(?:desktop|laptop|win)-[a-z0-9]{{6,11}}{AFTER}"),
    rule("HOSTNAME", rf"{BEFORE}{_MACHINE}[-_][a-z0-9][a-z0-9_-]{{1,40}}{AFTER}", is_host, probability=0.6),
    rule(
        "HOSTNAME",
        rf"{BEFORE}(?-i:[A-Z]{{2,10}}[0-9]{{0,4}}(?:[-_][A-Z0-9]{{1,12}}){{0,3}}[-_][A-Z]{{0,8}}[0-9]{{2,6}}){AFTER}",
        is_host,
        probability=0.6,
    ),
    rule(
        "USER_PATH",
        rf"{BEFORE}(?:[a-z]:[\\¥/]+(?:Users|ユーザー|Documents and Settings)[\\¥/]+|"
        r"/(?:home|Users|export/home|var/mail)/)"
        r"(?:[^\\¥/:*?\"<>|\r\n、。「」()]{1,40}(?=[\\¥/])|[a-z0-9._$-]{1,40}|[ぁ-ゖァ-ヺー一-鿿々]{1,20})"
        r"(?:[\\¥/]+[^\\¥/:*?\"<>|\s、。「」()]{0,80}){0,12}",
    ),
    rule("USER_PATH", r"(?<![\\¥A-Za-z0-9:])[\\¥]{2}[a-z0-9][a-z0-9._-]{1,62}[\\¥][^/:*?\"<>|\s、。「」()]{1,200}"),
    rule("USER_PATH", r"(?<![A-Za-z0-9~])~[a-z_][a-z0-9_-]{1,30}/[a-z0-9._/-]{0,200}"),
    rule("WINDOWS_SID", rf"{BEFORE}S-1-[0-9]{{1,3}}(?:-[0-9]{{1,10}}){{1,14}}(?![0-9-]*[a-z0-9])"),
    rule("AWS_ACCOUNT", r"arn:aws[a-z-]{0,10}:[a-z0-9-]{1,30}:[a-z0-9-]{0,20}:(?P<value>[0-9]{12})(?![0-9])"),
    rule("AWS_ACCOUNT", rf"{BEFORE}(?-i:A[KS]IA[0-9A-Z]{{16}}){AFTER}"),
    labelled(
        "AWS_ACCOUNT",
        r"(?:AWS|アマゾン)[^0-9\n]{0,20}?(?:アカウント|account)?|アカウント ?ID",
        r"[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])",
    ),
    rule("SNS_HANDLE", r"(?<![A-Za-z0-9._%+@/-])@[a-z0-9_][a-z0-9_.]{0,28}[a-z0-9_](?![A-Za-z0-9_@])"),
    labelled(
        "SNS_HANDLE",
        r"LINE ?ID|Skype ?ID|Discord|Telegram|Twitter|Instagram|Facebook|X ?アカウント|"
        r"旧Twitter|ツイッター|インスタグラム?|Teams ?ID|Slack",
        rf"[a-z0-9_][a-z0-9_.]{{2,30}}(?:#[0-9]{{4}})?{AFTER}",
    ),
)
