"""The one HTTP API: SageMaker's protocol at `POST /`, workers' calls under `/portal/`, operators' under `/console/`."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra import access
from infra.constructs.handlers import Handlers
from infra.constructs.http_api import LoggedHttpApi
from infra.environments import Environment
from infra.stacks.data import DataStack
from infra.stacks.workflow import WorkflowStack
from infra.workloads import CONTROL_API, PORTAL_API
from trigpoint.adapters import service_keys
from trigpoint.domain.places import MASKS, TASK_UIS


class ApiStack(Stack):
    """Outputs: ApiId, ApiUrl."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Environment,
        data: DataStack,
        workflow: WorkflowStack,
    ) -> None:
        super().__init__(scope, construct_id, env=settings.target)
        self._settings = settings
        self._data = data
        self._workflow = workflow
        handlers = Handlers(self, "Functions", settings=settings, variables=workflow.variables)
        self.control_api = handlers.add(CONTROL_API)
        self.portal_api = handlers.add(PORTAL_API)
        self.http = LoggedHttpApi(self, "Http", settings=settings)
        self._route()
        self._grant()
        CfnOutput(self, "ApiId", value=self.http.api_id)
        CfnOutput(self, "ApiUrl", value=self.http.api_endpoint)

    def _route(self) -> None:
        # Open to API Gateway: clients sign for the service `sagemaker`, so the function checks SigV4.
        self.http.add_routes(
            path="/",
            methods=[apigateway.HttpMethod.POST],
            integration=integrations.HttpLambdaIntegration("Control", self.control_api),
        )
        workforce = self._data.workforce
        portal = integrations.HttpLambdaIntegration("Portal", self.portal_api)
        people = authorizers.HttpUserPoolAuthorizer("Workers", workforce.pool, user_pool_clients=[workforce.client])
        for path in ("/portal/{proxy+}", "/console/{proxy+}"):
            self.http.add_routes(path=path, methods=[apigateway.HttpMethod.ANY], integration=portal, authorizer=people)

    def _grant(self) -> None:
        self._grant_control()
        self._grant_portal()

    def _grant_control(self) -> None:
        table, function = self._data.table, self.control_api
        access.use_ledger(table, function, [access.JOB, access.KEY, access.CATALOGUE])
        access.read_index(table, function, "GSI1", [access.JOB_INDEX])
        access.read_objects(self._data.bucket, function, self._settings.allowed_buckets)
        access.write_objects(self._data.bucket, function, TASK_UIS)
        access.start_jobs(function)
        access.fire_tokens(function)
        access.open_secrets(self._data.secrets, function, service_keys.CONTEXT)
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["cognito-idp:GetGroup", "cognito-idp:ListGroups"],
                resources=[self._data.workforce.pool.user_pool_arn],
            )
        )

    def _grant_portal(self) -> None:
        table, function = self._data.table, self.portal_api
        access.use_ledger(table, function, [access.JOB, access.TASK, access.WORKER])
        access.read_index(table, function, "GSI2", [access.TEAM_INDEX])
        access.read_index(table, function, "GSI1", [access.JOB_INDEX])
        access.fire_tokens(function)
        access.read_objects(self._data.bucket, function, self._settings.allowed_buckets)
        access.write_objects(self._data.bucket, function, f"work/*/{MASKS}")
        self._workflow.closing.grant_send_messages(function)
