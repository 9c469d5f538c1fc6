"""The one file where an AWS account and one machine differ, as data.

`-c environment=aws|local` picks the row. More context: `-c allowed_buckets=a,b` (buckets beside our
own that jobs may read and write), `-c allowed_origins=https://a,https://b` (pages that may call the
HTTP API), `-c limits={"teams": 25}` (or the variable TRIGPOINT_LIMITS; trigpoint/domain/limits.py lists
them), `-c handlers=subprocess` (one machine: run our own functions as AWS would, each in a process of
its own), `-c portal_domain=… -c frame_domain=… -c certificate=…` (names of your own for the two sites,
and the ARN of a certificate in us-east-1 that holds both), `-c pages=DIR` (the built front end).
"""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from aws_cdk import Environment as CdkEnvironment
from aws_cdk.aws_logs import RetentionDays
from constructs import Node

from trigpoint.domain.limits import Limits
from trigpoint.domain.places import LIMITS

PAGES = Path(__file__).resolve().parent.parent / "dist"
SITE_NAMES = ("portal_domain", "frame_domain", "certificate")


@dataclass(frozen=True, slots=True)
class SiteNames:
    """Domain names of the two sites, and the ARN of the certificate in us-east-1 that holds both."""

    portal: str
    frame: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Where the app runs and how much it may take there.

    `account` and `region` None: decided by the credentials of the deploy. `platforms` are the wheel
    tags of the layers; none means those of the interpreter that runs the synth. `site`: the stacks serve the
    pages, which lie built in `pages`; `site_names` None leaves them the names that CloudFront gives.
    `most_at_length`: a training outside of a function learns from at most so many texts; 0: there is none.
    """

    name: str
    account: str | None
    region: str | None
    python: str
    architecture: str
    platforms: tuple[str, ...]
    keep_data: bool
    point_in_time_recovery: bool
    map_concurrency: int
    consolidation_concurrency: int | None
    closing_window_seconds: int
    sweep_minutes: int
    log_retention: RetentionDays
    metrics: bool
    tracing: bool
    in_process: bool
    site: bool
    most_at_length: int
    pages: Path = PAGES
    site_names: SiteNames | None = None
    allowed_buckets: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    limits: str = ""

    @property
    def target(self) -> CdkEnvironment:
        return CdkEnvironment(account=self.account, region=self.region)


def aws() -> Environment:
    """Production. Lambda's newest Python on arm64, the cheapest per answer."""
    return Environment(
        name="aws",
        account=os.environ.get("CDK_DEFAULT_ACCOUNT"),
        region=os.environ.get("CDK_DEFAULT_REGION"),
        python="3.13",
        architecture="arm64",
        platforms=("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
        keep_data=True,
        point_in_time_recovery=True,
        map_concurrency=40,
        # A cap on the event source, not reserved concurrency: it keeps a burst of full tasks from
        # starving the portal, yet deploys into a new account, whose whole quota may be ten.
        consolidation_concurrency=20,
        closing_window_seconds=1,
        sweep_minutes=1,
        log_retention=RetentionDays.THREE_MONTHS,
        metrics=True,
        tracing=True,
        in_process=False,
        site=True,
        # Measured: so many short texts take 10.4 of the 16 GB of a build.
        most_at_length=900_000,
    )


def local() -> Environment:
    """One machine. The interpreter of the synth is also the one that runs the functions."""
    return Environment(
        name="local",
        account="000000000000",
        region="us-east-1",
        python=f"{sys.version_info.major}.{sys.version_info.minor}",
        architecture="arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64",
        platforms=(),
        keep_data=False,
        point_in_time_recovery=False,
        # Each concurrent item is a process in subprocess mode (facts: local-runtime 6).
        map_concurrency=4,
        consolidation_concurrency=None,
        closing_window_seconds=0,
        sweep_minutes=1,
        log_retention=RetentionDays.ONE_WEEK,
        metrics=False,
        tracing=False,
        in_process=True,
        # The listener serves the pages, on ports of its own.
        site=False,
        # A function has the whole machine there.
        most_at_length=0,
    )


_BY_NAME = {"aws": aws, "local": local}


def choose(node: Node) -> Environment:
    """The environment that the context of the CDK app asks for. Raises ValueError on an unknown name."""
    name = node.try_get_context("environment") or "aws"
    if name not in _BY_NAME:
        raise ValueError(f"Unknown environment {name!r}. Pass -c environment=aws or -c environment=local.")
    chosen = _BY_NAME[name]()
    return replace(
        chosen,
        in_process=chosen.in_process and node.try_get_context("handlers") != "subprocess",
        allowed_buckets=_listed(node, "allowed_buckets"),
        allowed_origins=_listed(node, "allowed_origins"),
        limits=_limits(node),
        pages=Path(node.try_get_context("pages") or PAGES),
        site_names=_site_names(node),
    )


def _site_names(node: Node) -> SiteNames | None:
    """Raises ValueError when only some of the three are given."""
    given = [str(node.try_get_context(name) or "") for name in SITE_NAMES]
    if any(given) and not all(given):
        raise ValueError(f"Pass all of {', '.join(SITE_NAMES)}, or none.")
    return SiteNames(*given) if all(given) else None


def _limits(node: Node) -> str:
    """JSON of trigpoint.domain.limits. Raises ValueError for a limit there is not: better here than in a function."""
    text = node.try_get_context("limits") or os.environ.get(LIMITS, "")
    Limits.parse(text)
    return text


def _listed(node: Node, key: str) -> tuple[str, ...]:
    text = node.try_get_context(key) or ""
    return tuple(part.strip() for part in text.split(",") if part.strip())
