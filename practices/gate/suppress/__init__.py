"""Counts over what is not public (pure): 「3件未満」 for 1 and 2, and nothing that gives them back.

suppress_count(2).display()                                         # 「3件未満」
table = suppress_list({"ransomware": 12, "phishing": 1})            # with a total
table = suppress_table({("kinki", "2024"): 4}, rows=..., columns=...)  # with totals of rows, columns and all
table.cell("kinki", "2024").display("en")
suppress_list(later, previous=table.memory)                         # a series: changes of 1 or 2 stay hidden too
"""

from practices.gate.suppress.cells import THRESHOLD, TOTAL, Cell, Memory, Table, suppress_count
from practices.gate.suppress.tables import suppress_list, suppress_table

__all__ = ["THRESHOLD", "TOTAL", "Cell", "Memory", "Table", "suppress_count", "suppress_list", "suppress_table"]
