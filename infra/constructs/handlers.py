"""All functions of a stack: one code zip, the layers they list, one set of variables."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra import bundle
from infra.constructs.function import HandlerFunction
from infra.environments import Environment
from infra.workloads import Workload


class Handlers(Construct):
    """Layers belong to the stack: a layer version shared across stacks could never be replaced,
    because CloudFormation refuses to change an export that is in use."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Environment, variables: Mapping[str, str]
    ) -> None:
        super().__init__(scope, construct_id)
        self._settings = settings
        self._variables = variables
        self._code = lambda_.Code.from_asset(str(bundle.code()))
        self._layers: dict[str, lambda_.LayerVersion] = {}

    def add(self, workload: Workload) -> HandlerFunction:
        """The workload's function."""
        return HandlerFunction(
            self,
            workload.name.title().replace("_", ""),
            workload=workload,
            settings=self._settings,
            code=self._code,
            layers=[self._layer(name) for name in workload.layers],
            variables=self._variables,
        )

    def _layer(self, name: str) -> lambda_.LayerVersion:
        if name not in self._layers:
            self._layers[name] = lambda_.LayerVersion(
                self,
                f"{name.title()}Layer",
                code=lambda_.Code.from_asset(str(bundle.layer(name, self._settings))),
                description=f"Third-party packages: {name}",
            )
        return self._layers[name]
