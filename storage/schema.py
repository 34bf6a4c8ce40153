"""Every table there is, whichever file describes it: what a database is compared with."""

from typing import Final

from sqlalchemy import MetaData

from storage import arrival_tables, commission_tables, page_tables, sheet_tables, tables

PARTS: Final = (tables, page_tables, sheet_tables, arrival_tables, commission_tables)
metadata: Final[MetaData] = tables.metadata
