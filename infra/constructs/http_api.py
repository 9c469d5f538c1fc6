"""An HTTP API whose calls are logged, and which pages of the listed origins may call."""

from __future__ import annotations

import jsii
from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_apigateway as rest
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.environments import Environment


@jsii.implements(apigateway.IAccessLogSettings)
class _AccessLog:
    """One line a call, without headers: they carry tokens and signatures."""

    def __init__(self, group: logs.LogGroup) -> None:
        self._group = group

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        return apigateway.LogGroupLogDestination(self._group)

    @property
    def format(self) -> rest.AccessLogFormat:
        return rest.AccessLogFormat.clf()


class LoggedHttpApi(apigateway.HttpApi):
    """The default stage is its only one. No origin listed: no page of another origin may call it."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment) -> None:
        super().__init__(
            scope,
            construct_id,
            api_name="trigpoint",
            create_default_stage=False,
            cors_preflight=_cors(settings.allowed_origins),
        )
        apigateway.HttpStage(
            self,
            "Stage",
            http_api=self,
            stage_name="$default",
            auto_deploy=True,
            access_log_settings=_AccessLog(self._log_group(settings)),
        )

    def _log_group(self, settings: Environment) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            "Log",
            log_group_name="/aws/vendedlogs/apigateway/trigpoint",
            retention=settings.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )


def _cors(origins: tuple[str, ...]) -> apigateway.CorsPreflightOptions | None:
    if not origins:
        return None
    return apigateway.CorsPreflightOptions(
        allow_origins=list(origins),
        allow_methods=[apigateway.CorsHttpMethod.ANY],
        allow_headers=["authorization", "content-type"],
        max_age=Duration.hours(1),
    )
