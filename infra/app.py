"""The app: `cdk deploy --all -c environment=aws` for an account, `local` for one machine."""

from __future__ import annotations

from aws_cdk import App

from infra import suppressions
from infra.environments import choose
from infra.stacks.api import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.portal import PortalStack
from infra.stacks.workflow import WorkflowStack


def compose(app: App) -> App:
    """Put the stacks of the environment that the context asks for into the app."""
    settings = choose(app.node)
    data = DataStack(app, "trigpoint-data", settings=settings)
    workflow = WorkflowStack(app, "trigpoint-workflow", settings=settings, data=data)
    api = ApiStack(app, "trigpoint-api", settings=settings, data=data, workflow=workflow)
    if settings.site:
        PortalStack(app, "trigpoint-portal", settings=settings, data=data, api=api)
    suppressions.acknowledge(app)
    return app


if __name__ == "__main__":
    compose(App()).synth()
