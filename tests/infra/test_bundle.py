"""The bundle is small enough, holds only what is deployed, and every handler imports from it alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra import bundle
from infra.constructs.training import PACKAGES
from infra.environments import Environment, aws, local
from infra.workloads import WORKLOADS, Workload
from tests.infra.deployment import ROOT

RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
"""What the Lambda runtime brings: boto3 and what it stands on."""
FOLDERS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/__init__.py"))
ENVIRONMENTS = [aws(), local()]


def _parts(workload: Workload, environment: Environment) -> list[Path]:
    return [bundle.code(), *(bundle.layer(name, environment) for name in workload.layers)]


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the runtime's own packages, and no others."""
    folder = tmp_path_factory.mktemp("runtime")
    for name in RUNTIME:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        origin = Path(spec.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        (folder / source.name).symlink_to(source)
    return folder


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda environment: environment.name)
@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_a_function_with_its_layers_fits_into_lambda(workload: Workload, environment: Environment) -> None:
    assert bundle.unzipped_bytes(_parts(workload, environment)) < bundle.LIMIT_BYTES


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda environment: environment.name)
def test_all_layers_together_still_fit(environment: Environment) -> None:
    parts = [bundle.code(), *(bundle.layer(name, environment) for name in bundle.LAYERS)]
    assert bundle.unzipped_bytes(parts) < bundle.LIMIT_BYTES


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda environment: environment.name)
def test_no_package_lies_in_two_layers(environment: Environment) -> None:
    names = [p.name for n in bundle.LAYERS for p in (bundle.layer(n, environment) / "python").iterdir()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda environment: environment.name)
def test_layers_hold_no_litter(environment: Environment) -> None:
    for name in bundle.LAYERS:
        top = bundle.layer(name, environment) / "python"
        assert not [p for p in top.rglob("*") if p.name in ("__pycache__", "tests") or p.suffix == ".pyi"]
        assert not (top / "bin").exists()


def test_only_what_is_deployed_is_in_the_code() -> None:
    code = bundle.code()
    inside = {str(path.relative_to(code)) for path in code.rglob("*")}
    assert {"functions/__init__.py", "trigpoint/domain/job.py"} <= inside
    for dropped in ("trigpoint/local", "trigpoint/cli", "trigpoint/testing"):
        assert dropped not in inside
    assert not [name for name in inside if "__pycache__" in name]


def test_every_workload_has_its_handler_and_every_handler_its_workload() -> None:
    assert sorted(workload.name for workload in WORKLOADS) == FOLDERS


@pytest.mark.parametrize("name", FOLDERS)
def test_a_handler_imports_from_its_bundle_alone(name: str, runtime: Path) -> None:
    (workload,) = [workload for workload in WORKLOADS if workload.name == name]
    code, *layers = _parts(workload, local())
    path = [str(code), *(str(layer / "python") for layer in layers), str(runtime)]
    script = (
        f"import sys, importlib\nsys.path[:0] = {json.dumps(path)}\n"
        f"handler = importlib.import_module('functions.{name}').handler\n"
        "assert callable(handler), handler\n"
        "assert 'numpy' not in sys.modules or %r" % ("numeric" in workload.layers)
    )
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", script],
        env=_variables(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def _variables() -> dict[str, str]:
    given = {
        "TABLE": "table",
        "BUCKET": "bucket",
        "CLOSING_QUEUE": "https://sqs.us-east-1.amazonaws.com/000000000000/closing",
        "MACHINE": "arn:aws:states:us-east-1:000000000000:stateMachine:trigpoint-job",
        "EVENT_BUS": "default",
        "USER_POOL": "us-east-1_pool",
        "ALLOWED_BUCKETS": "bucket",
        "SECRETS_KEY": "arn:aws:kms:us-east-1:000000000000:key/0",
        "NOTICES_QUEUE": "https://sqs.us-east-1.amazonaws.com/000000000000/notices",
    }
    return {
        "PATH": os.environ["PATH"],
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "POWERTOOLS_SERVICE_NAME": "trigpoint",
        "POWERTOOLS_TRACE_DISABLED": "true",
        **{f"TRIGPOINT_{name}": value for name, value in given.items()},
    }


def test_the_same_content_is_built_once(tmp_path: Path) -> None:
    (tmp_path / "trigpoint").mkdir()
    source = tmp_path / "trigpoint" / "a.py"
    source.write_text("A = 1\n")
    first = bundle.code(tmp_path)
    assert bundle.code(tmp_path) == first
    source.write_text("A = 2\n")
    assert bundle.code(tmp_path) != first
    source.write_text("A = 1\n")
    assert bundle.code(tmp_path) == first


def test_the_locks_carry_hashes_and_no_addresses() -> None:
    for name in {*bundle.LAYERS, *PACKAGES}:
        lock = (ROOT / "requirements" / f"layer-{name}.txt").read_text()
        pinned = [line for line in lock.splitlines() if "==" in line and not line.startswith("#")]
        assert pinned
        assert lock.count("--hash=sha256:") >= len(pinned)
        assert "://" not in lock
