"""Training above a function's limits: a CodeBuild project that runs our own code in an image of AWS.

A build is a machine by the minute, from an image that AWS keeps and that holds Python; SageMaker and Batch would want a
container of ours (decision 19). Code and packages are the very assets of the functions, and lie unzipped beside each
other. Nothing is downloaded and nothing is stored but what the step writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from infra import bundle
from infra.environments import Environment

NAME = "trigpoint-training"
MINUTES, QUEUED_MINUTES = 120, 60
PACKAGES = ("base", "numeric", "learning", "build")
"""Layers of the model's function, and what the Lambda runtime brings beside them."""

_MACHINE, _IMAGE = "BUILD_GENERAL1_LARGE", "aws/codebuild/amazonlinux-aarch64-standard:4.0"
"""8 processors and 16 GB, the largest that every Region with ARM builds has. The image holds Python 3.10 to 3.14."""


def commands(python: str) -> dict[str, object]:
    """The buildspec, for code and packages in the folders where CodeBuild unzips them."""
    folders = ["$CODEBUILD_SRC_DIR", *(f"$CODEBUILD_SRC_DIR_{name}/python" for name in PACKAGES)]
    run = [f'export PYTHONPATH="{":".join(folders)}"', "python -m functions.autolabel.at_length"]
    return {
        "version": "0.2",
        "phases": {"install": {"runtime-versions": {"python": python}}, "build": {"commands": run}},
    }


class TrainingBuild(Construct):
    """`name` and `arn` of the project, `role` of a build: it may read its sources and write its log; the stack grants
    the rest."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Environment, variables: Mapping[str, str]
    ) -> None:
        super().__init__(scope, construct_id)
        log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/codebuild/{NAME}",
            retention=settings.log_retention,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
        log.grant_write(self.role)
        self.name = NAME
        self.arn = Stack.of(self).format_arn(service="codebuild", resource="project", resource_name=NAME)
        self._project(settings, variables, log)

    def _project(self, settings: Environment, variables: Mapping[str, str], log: logs.LogGroup) -> None:
        code = assets.Asset(self, "Code", path=str(bundle.code()))
        packages = [assets.Asset(self, name.title(), path=str(bundle.layer(name, settings))) for name in PACKAGES]
        self._read([code, *packages])
        codebuild.CfnProject(
            self,
            "Project",
            name=NAME,
            description="Trains the model of a job that is too large for a function",
            service_role=self.role.role_arn,
            artifacts=codebuild.CfnProject.ArtifactsProperty(type="NO_ARTIFACTS"),
            # In several lines: one alone would be taken for the name of a file.
            source=_source(code, buildspec=json.dumps(commands(settings.python), indent=2)),
            secondary_sources=[_source(asset, name) for name, asset in zip(PACKAGES, packages, strict=True)],
            environment=_environment(variables),
            logs_config=codebuild.CfnProject.LogsConfigProperty(
                cloud_watch_logs=codebuild.CfnProject.CloudWatchLogsConfigProperty(
                    status="ENABLED", group_name=log.log_group_name
                )
            ),
            timeout_in_minutes=MINUTES,
            queued_timeout_in_minutes=QUEUED_MINUTES,
        )

    def _read(self, sources: Sequence[assets.Asset]) -> None:
        bucket = Stack.of(self).format_arn(service="s3", region="", account="", resource=sources[0].s3_bucket_name)
        keys = [f"{bucket}/{source.s3_object_key}" for source in sources]
        reading, looking = ["s3:GetObject", "s3:GetObjectVersion"], ["s3:GetBucketAcl", "s3:GetBucketLocation"]
        self.role.add_to_policy(iam.PolicyStatement(actions=reading, resources=keys))
        # CodeBuild makes sure of the bucket that it reads from.
        self.role.add_to_policy(iam.PolicyStatement(actions=looking, resources=[bucket]))


def _source(
    asset: assets.Asset, name: str | None = None, buildspec: str | None = None
) -> codebuild.CfnProject.SourceProperty:
    location = f"{asset.s3_bucket_name}/{asset.s3_object_key}"
    return codebuild.CfnProject.SourceProperty(
        type="S3", location=location, source_identifier=name, build_spec=buildspec
    )


def _environment(variables: Mapping[str, str]) -> codebuild.CfnProject.EnvironmentProperty:
    return codebuild.CfnProject.EnvironmentProperty(
        type="ARM_CONTAINER",
        compute_type=_MACHINE,
        image=_IMAGE,
        image_pull_credentials_type="CODEBUILD",
        environment_variables=[
            codebuild.CfnProject.EnvironmentVariableProperty(name=name, value=value)
            for name, value in variables.items()
        ],
    )
