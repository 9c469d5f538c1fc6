"""The templates of one environment, with the questions that tests ask of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STACKS = ("trigpoint-data", "trigpoint-workflow", "trigpoint-api")
SITE = "trigpoint-portal"

Resource = dict[str, Any]


@dataclass(frozen=True)
class Deployment:
    """The templates of one environment, by stack name, and the folder of its assets."""

    templates: dict[str, dict[str, Any]]
    folder: Path

    def resources(self, kind: str) -> dict[str, Resource]:
        """All resources of a type, by logical id (unique across our stacks)."""
        return {
            name: resource
            for template in self.templates.values()
            for name, resource in template["Resources"].items()
            if resource["Type"] == kind
        }

    def properties(self, kind: str) -> list[dict[str, Any]]:
        return [resource.get("Properties", {}) for resource in self.resources(kind).values()]

    def statements(self) -> Iterator[dict[str, Any]]:
        """Every statement of every policy of a role."""
        for policy in self.properties("AWS::IAM::Policy"):
            yield from policy["PolicyDocument"]["Statement"]
        for role in self.properties("AWS::IAM::Role"):
            for policy in role.get("Policies", []):
                yield from policy["PolicyDocument"]["Statement"]

    def only(self, *stacks: str) -> Deployment:
        return Deployment({name: self.templates[name] for name in stacks}, self.folder)

    def function(self, name: str) -> dict[str, Any]:
        return next(
            function
            for function in self.properties("AWS::Lambda::Function")
            if function["FunctionName"] == f"trigpoint-{name}"
        )


def context(**extra: str) -> dict[str, Any]:
    """The context of cdk.json with more keys."""
    return {**json.loads((ROOT / "cdk.json").read_text())["context"], **extra}


def built_pages(folder: Path) -> str:
    """A folder with as much of a built front end as a synth looks at."""
    for part in ("portal", "frame"):
        (folder / part).mkdir(parents=True)
        (folder / part / "index.html").write_text(f"<title>{part}</title>")
    return str(folder)


Synth = Callable[..., Deployment]
