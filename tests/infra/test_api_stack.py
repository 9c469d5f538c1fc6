"""One HTTP API: the control route checks its own signatures, the portal wants a token."""

from __future__ import annotations

from collections.abc import Callable

from tests.infra.deployment import Deployment


def test_only_the_control_route_is_open(deployment: Deployment) -> None:
    routes = {r["RouteKey"]: r for r in deployment.properties("AWS::ApiGatewayV2::Route")}
    assert {key: route["AuthorizationType"] for key, route in routes.items()} == {
        "POST /": "NONE",
        "ANY /portal/{proxy+}": "JWT",
        "ANY /console/{proxy+}": "JWT",
    }
    assert len({str(route["AuthorizerId"]) for key, route in routes.items() if key != "POST /"}) == 1


def test_the_authorizer_takes_tokens_of_our_pool_for_our_client(deployment: Deployment) -> None:
    (authorizer,) = deployment.properties("AWS::ApiGatewayV2::Authorizer")
    assert authorizer["AuthorizerType"] == "JWT"
    assert len(authorizer["JwtConfiguration"]["Audience"]) == 1
    assert "cognito-idp" in str(authorizer["JwtConfiguration"]["Issuer"])


def test_calls_are_logged(deployment: Deployment) -> None:
    (stage,) = deployment.properties("AWS::ApiGatewayV2::Stage")
    assert stage["StageName"] == "$default"
    assert "DestinationArn" in stage["AccessLogSettings"]


def test_no_other_origin_may_call_unless_it_is_listed(deployment: Deployment, synth: Callable[..., Deployment]) -> None:
    (closed,) = deployment.properties("AWS::ApiGatewayV2::Api")
    assert "CorsConfiguration" not in closed
    listed = synth(environment="local", allowed_origins="https://label.example, https://b.example")
    (api,) = listed.properties("AWS::ApiGatewayV2::Api")
    assert api["CorsConfiguration"]["AllowOrigins"] == ["https://label.example", "https://b.example"]


def test_outputs_have_their_fixed_names(deployment: Deployment) -> None:
    named = {
        stack: {name for name, output in template["Outputs"].items() if "Export" not in output}
        for stack, template in deployment.templates.items()
    }
    assert named == {
        "trigpoint-data": {"BucketName", "SecretsKeyArn", "TableName", "UserPoolId", "UserPoolClientId"},
        "trigpoint-workflow": {"MachineArn", "ClosingQueueUrl"},
        "trigpoint-api": {"ApiId", "ApiUrl"},
    }
