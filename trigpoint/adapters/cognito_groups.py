"""Groups of the deployment's user pool: who is in a work team is Cognito's to know."""

from __future__ import annotations

from typing import Any


class CognitoGroups:
    """`control.Groups`: `CognitoGroups(boto3.client("cognito-idp"), pool_id)`."""

    def __init__(self, client: Any, pool: str) -> None:
        self._cognito, self._pool = client, pool

    def exists(self, name: str) -> bool:
        try:
            self._cognito.get_group(GroupName=name, UserPoolId=self._pool)
        except self._cognito.exceptions.ResourceNotFoundException:
            return False
        return True

    def all(self) -> list[str]:
        found: list[str] = []
        query: dict[str, Any] = {"UserPoolId": self._pool, "Limit": 60}
        while True:
            reply = self._cognito.list_groups(**query)
            found += [str(group["GroupName"]) for group in reply["Groups"]]
            if not reply.get("NextToken"):
                return sorted(found)
            query["NextToken"] = reply["NextToken"]
