"""Groups of kiosks that get an edition before the others: their names and their lists; signs nothing.

The list for all delegates to one role a group: ``targets`` to ``group-pilot``, for ``groups/pilot/*`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kiosk.updates.framework import DelegatedRole, Delegations, Key, Snapshot, Targets

GROUPS = 32
"""Groups of one repository: each kiosk reads one line about each."""

GROUP_NAMES = "write 1 to 32 small letters, digits and hyphens, no hyphen first"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_ROLE = re.compile(rf"group-({_NAME.pattern})")


def is_group(name: str) -> bool:
    """Whether a group can be called so: small letters, digits and hyphens, at most 32."""
    return _NAME.fullmatch(name) is not None


def role_of(group: str) -> str:
    """The role that lists a group's editions; of those for all (no group) it is ``targets``."""
    return f"group-{group}" if group else Targets.type


def folder_of(group: str) -> str:
    """The folder of a group's targets; of those for all (no group) it is ``editions``."""
    return f"groups/{group}" if group else "editions"


def groups_in(targets: Targets) -> list[str]:
    """The groups that the list for all delegates to, in order; other delegations are passed over."""
    roles = targets.delegations.roles if targets.delegations else None
    named = (_ROLE.fullmatch(role) for role in sorted(roles or ()))
    return [one[1] for one in named if one]


def versions_of(snapshot: Snapshot) -> dict[str, int]:
    """The number of each group's list, by its role; of no more groups than a repository may have."""
    roles = {name.removesuffix(".json"): meta.version for name, meta in snapshot.meta.items()}
    return {role: roles[role] for role in [one for one in sorted(roles) if _ROLE.fullmatch(one)][:GROUPS]}


def delegations_to(groups: Iterable[str], key: Key) -> Delegations | None:
    """What the list for all says of its ``groups``, all signed by ``key``; None where there is none."""
    roles = {
        role_of(group): DelegatedRole(role_of(group), [key.keyid], 1, True, [f"{folder_of(group)}/*"])
        for group in groups
    }
    return Delegations({key.keyid: key}, roles) if roles else None
