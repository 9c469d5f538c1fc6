"""What the operations of the control API reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from trigpoint.domain.control import JobQuery, ListedJob
from trigpoint.domain.limits import Limits
from trigpoint.domain.places import Deployment
from trigpoint.domain.service_key import Caller
from trigpoint.formats.sagemaker_arns import Arns
from trigpoint.ports import Catalogue, Ports


class JobDirectory(Protocol):
    """Jobs as the control API shows them."""

    def entry(self, key: str) -> ListedJob:
        """One job with its whole request, read consistently in one call. Raises NotFound."""

    def page(self, query: JobQuery, after: str, limit: int) -> tuple[list[ListedJob], str]:
        """At most `limit` jobs behind the place `after` ("" = the beginning), and the next place ("" = the end).

        Two calls to the store; a page may be short, or empty, before the end.
        """


class Groups(Protocol):
    """User groups of the deployment's own user pool."""

    def exists(self, name: str) -> bool: ...

    def all(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Control:
    """Built once by the composition root. `pool` and `client` are the user pool and its portal client."""

    ports: Ports
    directory: JobDirectory
    catalogue: Catalogue
    groups: Groups
    deployment: Deployment
    pool: str
    client: str

    @property
    def limits(self) -> Limits:
        return self.deployment.limits

    @property
    def arns(self) -> Arns:
        return Arns(self.deployment.region, self.deployment.account)


Request = Mapping[str, Any]
Operation = Callable[[Request, Caller, Control], dict[str, Any]]
