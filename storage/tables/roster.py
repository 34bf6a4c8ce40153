"""The tables of people and groups."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from exams.domain.people import Condition, Locale, Role
from storage.columns import Named, NamedSet
from storage.tables.base import CHAT, NAME, metadata, needed, own_id, whole

groups = Table(
    "groups",
    metadata,
    own_id(),
    needed("name", NAME, unique=True),
    needed("faculty", NAME),
    Column("chat_id", CHAT, unique=True),
    needed("locale", Named(Locale)),
    Column("language", Named(Locale)),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    own_id(),
    needed("name", NAME),
    needed("number", String(64), unique=True),
    needed("roles", NamedSet(Role)),
    needed("faculty", NAME),
    Column("group_id", ForeignKey("groups.id"), index=True),
    Column("phone", String(32), index=True),
    Column("locale", Named(Locale)),
    Column("account", CHAT, unique=True),
    needed("reachable", Boolean),
    needed("extra_time", Integer),
    needed("conditions", NamedSet(Condition), server_default=""),
    needed("region", NAME, server_default=""),
    whole("extra_time"),
    sqlite_autoincrement=True,
)
