"""Working groups and their strands: made, renamed, and removed while nothing hangs on them."""

from datetime import datetime

from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import Consultation, Person, WorkingGroup
from consultation.operations.accounts.people import one_line
from consultation.operations.audit import record
from consultation.queries.consultations.working_groups import hangs_on


def add_group(
    consultation: Consultation,
    code: str,
    name: str,
    *,
    parent: WorkingGroup | None = None,
    by: Person,
    now: datetime,
) -> WorkingGroup:
    """Make a working group, or a strand of one.

    Raises RuleError for a code that another has, and for a strand of a strand.
    """
    locked(consultation)
    if parent is not None and parent.parent_id is not None:
        raise RuleError(f"{parent.code} is a strand itself. Choose the whole group.")
    code, name = _named(consultation, code, name)
    group = WorkingGroup(consultation=consultation, code=code, name=name, parent=parent)
    session.add(group)
    after = {"code": code, "name": name} | ({"strand of": parent.code} if parent else {})
    record("add a working group", group, person=by, now=now, after=after)
    return group


def rename_group(group: WorkingGroup, code: str, name: str, *, by: Person, now: datetime) -> None:
    """Give a working group another code or name, wherever it stands from now on."""
    locked(group.consultation)
    before = {"code": group.code, "name": group.name}
    code, name = _named(group.consultation, code, name, but=group)
    if before == {"code": code, "name": name}:
        return
    group.code, group.name = code, name
    after = {"code": code, "name": name}
    record("rename a working group", group, person=by, now=now, before=before, after=after)


def remove_group(group: WorkingGroup, *, by: Person, now: datetime) -> None:
    """Take away a working group on which nothing hangs. Raises RuleError otherwise."""
    consultation = group.consultation
    locked(consultation)
    hanging = hangs_on(group)
    if hanging:
        raise RuleError(
            f"{group.code} is not removed: {', '.join(hanging)} hang on it. Rename it instead."
        )
    before = {"code": group.code, "name": group.name}
    session.delete(group)
    record("remove a working group", consultation, person=by, now=now, before=before)


def _named(
    consultation: Consultation, code: str, name: str, *, but: WorkingGroup | None = None
) -> tuple[str, str]:
    code, name = one_line(code), one_line(name)
    if not (code and name):
        raise RuleError("A working group has a code and a name.")
    taken = {group.code.casefold() for group in consultation.working_groups if group is not but}
    if code.casefold() in taken:
        raise RuleError(f"There is a working group {code} already. Choose another code.")
    return code, name
