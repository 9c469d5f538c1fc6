"""A Standard state machine that is traced and logs every event, without the data in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aws_cdk import Arn, ArnComponents, ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.constructs.training import TrainingBuild
from infra.environments import Environment


class LoggedMachine(sfn.StateMachine):
    """`functions` by the name under which the definition calls them: `${name}` stands for the ARN. `builds` are
    CodeBuild projects that it runs, whose names stand there."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        definition: Mapping[str, Any],
        functions: Mapping[str, lambda_.IFunction],
        settings: Environment,
        builds: Mapping[str, TrainingBuild] | None = None,
    ) -> None:
        builds = builds or {}
        super().__init__(
            scope,
            construct_id,
            state_machine_name=name,
            definition_body=sfn.DefinitionBody.from_string(json.dumps(definition, indent=1)),
            definition_substitutions={
                **{key: function.function_arn for key, function in functions.items()},
                **{key: build.name for key, build in builds.items()},
            },
            tracing_enabled=settings.tracing,
            logs=sfn.LogOptions(
                destination=_log_group(scope, construct_id, name, settings),
                level=sfn.LogLevel.ALL,
                include_execution_data=False,
            ),
            removal_policy=RemovalPolicy.DESTROY,
        )
        self._allow(functions, name)
        for build in builds.values():
            self._allow_build(build.arn)

    def _allow(self, functions: Mapping[str, lambda_.IFunction], name: str) -> None:
        self.add_to_role_policy(
            iam.PolicyStatement(
                actions=["lambda:InvokeFunction"],
                resources=[function.function_arn for function in functions.values()],
            )
        )
        # A Distributed Map starts its children as executions of the machine itself.
        self.add_to_role_policy(
            iam.PolicyStatement(actions=["states:StartExecution"], resources=[machine_arn(self, name)])
        )
        self.add_to_role_policy(
            iam.PolicyStatement(
                actions=["states:DescribeExecution", "states:StopExecution"],
                resources=[machine_arn(self, f"{name}:*", resource="execution")],
            )
        )

    def _allow_build(self, project: str) -> None:
        actions = ["codebuild:StartBuild", "codebuild:StopBuild", "codebuild:BatchGetBuilds"]
        self.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[project]))
        # Step Functions hears of the end of a build by a rule of its own.
        rule = Stack.of(self).format_arn(
            service="events", resource="rule", resource_name="StepFunctionsGetEventForCodeBuildStartBuildRule"
        )
        actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
        self.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=[rule]))


def machine_arn(scope: Construct, name: str, resource: str = "stateMachine") -> str:
    """A machine's ARN from its fixed name: the functions it calls need it before it exists."""
    return Arn.format(
        ArnComponents(
            service="states",
            resource=resource,
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        ),
        Stack.of(scope),
    )


def _log_group(scope: Construct, construct_id: str, name: str, settings: Environment) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        f"{construct_id}Log",
        # Under this prefix deliveries do not swell the account's one log resource policy.
        log_group_name=f"/aws/vendedlogs/states/{name}",
        retention=settings.log_retention,
        removal_policy=RemovalPolicy.DESTROY,
    )
