"""What refers to rows: whatever table of ours it is, so that none has to be remembered."""

from collections.abc import Collection, Sequence

from sqlalchemy import Table, func, select

from consultation.db import Base, session


def hanging_on(
    model: type[Base], numbers: Sequence[int], *, but: Collection[Table] = ()
) -> list[str]:
    """The tables with a row that refers to one of some rows, in words; `but` are left out."""
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is model.__table__ and table not in but:
                rows = select(func.count()).select_from(table).where(key.parent.in_(numbers))
                if session.scalar(rows):
                    found.append(table.name.replace("_", " "))
    return list(dict.fromkeys(found))
