"""`make synth` and `make deploy`: the same CDK app for an AWS account, with the stock CDK CLI.

Run as `python -m trigpoint.local.aws_deploy synth|deploy [CDK options]`. Credentials, account and region
are the caller's own, as every AWS tool finds them; an endpoint override is refused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from trigpoint.domain.errors import TrigpointError
from trigpoint.local.deploy import CHECKOUT, cdk_program
from trigpoint.local.place import node_folder


class EndpointSet(TrigpointError):
    """AWS_ENDPOINT_URL points elsewhere than AWS."""

    code = "EndpointSet"


def command(verb: str, options: list[str]) -> list[str]:
    stacks = ["--all"] if verb == "deploy" else ["--quiet"]
    return [*cdk_program(), "--no-notices", verb, *stacks, "-c", "environment=aws", *options]


def environment() -> dict[str, str]:
    """Raises EndpointSet when the CDK CLI would not talk to AWS."""
    if os.environ.get("AWS_ENDPOINT_URL"):
        raise EndpointSet("AWS_ENDPOINT_URL is set.", "Unset it to deploy to AWS; `trigpoint up` deploys locally.")
    folders = [str(node_folder()), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    return os.environ | {"PATH": os.pathsep.join(folders)}


def main() -> int:
    verb, *options = sys.argv[1:] or ["synth"]
    try:
        return subprocess.run(command(verb, options), cwd=CHECKOUT, env=environment(), check=False).returncode
    except EndpointSet as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
