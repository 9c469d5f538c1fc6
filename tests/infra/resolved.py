"""CloudFormation values as text, with names in the place of what only a deploy knows."""

from __future__ import annotations

from typing import Any

REGION, SUFFIX, BUCKET = "eu-central-1", "amazonaws.com", "data-bucket"
_PSEUDO = {"AWS::Region": REGION, "AWS::URLSuffix": SUFFIX, "AWS::Partition": "aws", "AWS::AccountId": "111122223333"}


def resolved(value: Any) -> Any:
    """`Ref` and `Fn::GetAtt` become the resource's name without its hash, in lower case."""
    match value:
        case {"Fn::Join": [str(glue), list(parts)]}:
            return glue.join(resolved(part) for part in parts)
        case {"Ref": name}:
            return _PSEUDO.get(name, _name(name))
        case {"Fn::GetAtt": [name, attribute]}:
            return f"{_name(name)}.{attribute.lower()}"
        case {"Fn::ImportValue": name}:
            return BUCKET if "RefData" in name else str(name)
        case dict():
            return {key: resolved(one) for key, one in value.items()}
        case list():
            return [resolved(one) for one in value]
        case _:
            return value


def _name(logical_id: str) -> str:
    return logical_id[:-8].lower()
