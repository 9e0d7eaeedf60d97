"""Identifiers as people write them: one row for each way that a report was seen or can be expected to use."""

import pytest

from tests.practices.anonymize.identifiers import AROUND
from tests.practices.anonymize.test_structured import found_in

WRITTEN = {
    "POSTCODE": ["１２３−４５６７", "〒1234567"],
    "PHONE": [
        "０３‐１２３４‐５６７８",
        "０３ー１２３４ー５６７８",
        "0120-828-828",
        "0800-123-4567",
        "03.1234.5678",
        "+81 90-1234-5678",
        "＋８１９０１２３４５６７８",
        "090 1234 5678",
        "0570-000-111",
        "(0467)22-1234",
        "0467(22)1234",
    ],
    "BANK_ACCOUNT": [
        "みずほ銀行 新宿支店 普通預金 1234567",
        "口座番号1234567",
        "普通：1234567",
        "(普)1234567",
        "三菱UFJ銀行(0005) 本店(001) 普通 1234567",
    ],
    "YUCHO_ACCOUNT": ["記号10120 番号12345671", "10120-12345671", "00150-3-123456", "ゆうちょ銀行 10120 12345671"],
    "PASSPORT": ["TR1234567"],
    "PENSION_NUMBER": ["1234-567890"],
    "INSURANCE_NUMBER": [
        "保険者番号06123456",
        "記号1234 番号567",
        "被保険者番号 12345678",
        "健康保険 記号 1234 番号 56",
    ],
    "EMPLOYEE_ID": ["社員番号 A12345", "EMP-12345", "社員番号123456", "職員コード：00123"],
    "LICENCE_PLATE": [
        "品川 500 さ 12-34",
        "横浜 330 す ・・12",
        "なにわ３００あ１２３４",
        "札幌 30A ほ 5678",
        "足立 400 あ ･･･1",
    ],
    "HOSTNAME": [
        "tky-fs01",
        "PC-YAMADA01",
        "KINKI-PC-023",
        "srv-web-01",
        "FILESV2",
        "OSAKA-DC01",
        "JP-TKO-SRV01",
        "NB-00123",
        "WIN-ABCDEFG1234",
        "dbserver-prod-3",
    ],
    "DOMAIN": ["dc1.example.local", "日本語.jp", "example.co[.]jp", "sub.example-kogyo.co.jp"],
    "USER_PATH": [
        "\\\\fileserver\\総務部\\給与.xlsx",
        "C:\\Users\\t.yamada\\AppData",
        "/Users/taro/Documents",
        "C:￥Users￥yamada￥Desktop",
        "D:\\Users\\suzuki",
    ],
    "AWS_ACCOUNT": ["AWSアカウント 1234-5678-9012", "123456789012"],
    "SNS_HANDLE": ["＠taro_y", "@taro.y", "LINE ID: taro123"],
    "DATE": [
        "2024.03.05",
        "R6/3/5",
        "令和６年３月５日",
        "5/3(金)",
        "2024年03月",
        "平成31年4月30日",
        "昭和五十年一月",
        "2024年度",
        "3月5日(火)",
        "H30.4.1",
        "20240305",
        "2024-03-05T10:00:00Z",
    ],
    "TIME": ["午後3時15分", "23時59分", "10:00:00", "正午"],
    "MONEY": ["1億2000万円", "￥1,000", "100ドル", "金壱百万円", "5千万円", "3.5億円", "1,234,567円", "50百万円"],
    "COUNT": ["約3,000件", "1万2000人", "10GB", "延べ300名", "三百二十件", "30社"],
    "AGE": ["三十五歳", "35才", "40代", "満20歳"],
    "CIDR": ["１０．０．０．０／８", "10[.]0[.]0[.]0/8", "2001:db8::/32"],
    "IPV6": ["2001:0db8:85a3:0000:0000:8a2e:0370:7334", "::ffff:192.0.2.1", "2001:db8[:][:]1"],
    "IPV4": ["10.0.0.1:8080"],
    "MAC": ["00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e"],
    "URL": [
        "https://example.co.jp:8443/path?x=1#y",
        "hxxps[:]//evil[.]example/a",
        "http[:]//evil[.]example",
        "www.example.jp/login",
    ],
    "EMAIL": [
        "taro＠example．co．jp",
        "taro(at)example.com",
        "taro.yamada+x@mail.example.co.jp",
        "taro@example[.]com",
        "taro アットマーク example.com",
    ],
    "CARD": ["4111 1111 1111 1111", "378282246310005", "3782-822463-10005"],
    "MY_NUMBER": ["1234 5678 9018", "マイナンバー 1234-5678-9018"],
    "CORPORATE_NUMBER": ["7000012050002", "7-0000-1205-0002"],
    "WINDOWS_SID": ["S-1-5-18", "S-1-5-21-3623811015-3361044348-30300820-1013"],
}


@pytest.mark.parametrize(("kind", "written"), [(kind, each) for kind, all_of in WRITTEN.items() for each in all_of])
def test_written_form_is_found_everywhere(kind: str, written: str) -> None:
    for before, after in AROUND:
        assert kind in {finding.kind for finding in found_in(before + written + after)}, before + written + after
