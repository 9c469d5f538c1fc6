"""One Lambda function of ours: a role of its own, a log group of its own, traced where traces go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.queue import dead_letter_queue
from infra.environments import Environment
from infra.workloads import Workload
from trigpoint.domain.places import PATIENCE

_ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}


class HandlerFunction(lambda_.Function):
    """A workload, deployed. Its role may write its own log and nothing else; grants come from the stack."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workload: Workload,
        settings: Environment,
        code: lambda_.Code,
        layers: Sequence[lambda_.ILayerVersion],
        variables: Mapping[str, str],
    ) -> None:
        called_by_events = workload.event_retries is not None
        log = _log_group(scope, construct_id, workload, settings)
        super().__init__(
            scope,
            construct_id,
            function_name=workload.function_name,
            handler=workload.handler,
            code=code,
            layers=layers,
            runtime=lambda_.Runtime(f"python{settings.python}", lambda_.RuntimeFamily.PYTHON),
            architecture=_ARCHITECTURES[settings.architecture],
            memory_size=workload.memory,
            timeout=Duration.seconds(workload.timeout),
            environment=_variables(workload, settings, variables),
            role=_role(scope, construct_id, log),
            log_group=log,
            logging_format=lambda_.LoggingFormat.JSON,
            tracing=lambda_.Tracing.ACTIVE if settings.tracing else lambda_.Tracing.DISABLED,
            retry_attempts=workload.event_retries,
            dead_letter_queue=dead_letter_queue(scope, f"{construct_id}DeadLetters") if called_by_events else None,
        )


def _log_group(scope: Construct, construct_id: str, workload: Workload, settings: Environment) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        f"{construct_id}Log",
        log_group_name=f"/aws/lambda/{workload.function_name}",
        retention=settings.log_retention,
        removal_policy=RemovalPolicy.DESTROY,
    )


def _role(scope: Construct, construct_id: str, log: logs.LogGroup) -> iam.Role:
    role = iam.Role(scope, f"{construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    log.grant_write(role)
    return role


def _variables(workload: Workload, settings: Environment, shared: Mapping[str, str]) -> dict[str, str]:
    own = {
        "POWERTOOLS_SERVICE_NAME": workload.function_name,
        "POWERTOOLS_METRICS_NAMESPACE": "Trigpoint",
        "POWERTOOLS_METRICS_DISABLED": str(not settings.metrics).lower(),
        "POWERTOOLS_TRACE_DISABLED": str(not settings.tracing).lower(),
    }
    if workload.patience:
        own[PATIENCE] = str(workload.patience)
    # A model that learns holds the interpreter for seconds: on one machine it would hold up every seat.
    if settings.in_process and "learning" not in workload.layers:
        own["TRIGPOINT_IN_PROCESS"] = "1"
    return {**shared, **own}
