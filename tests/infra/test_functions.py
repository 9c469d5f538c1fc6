"""Every function has a role, a log group, the shared variables and only the layers it needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from infra.workloads import WORKLOADS, Workload
from tests.infra.deployment import Deployment

VARIABLES = {
    "TRIGPOINT_TABLE",
    "TRIGPOINT_BUCKET",
    "TRIGPOINT_CLOSING_QUEUE",
    "TRIGPOINT_MACHINE",
    "TRIGPOINT_EVENT_BUS",
    "TRIGPOINT_USER_POOL",
    "TRIGPOINT_ALLOWED_BUCKETS",
    "TRIGPOINT_NOTICES_QUEUE",
    "TRIGPOINT_SECRETS_KEY",
    "POWERTOOLS_SERVICE_NAME",
}
ONE_MACHINE = "TRIGPOINT_IN_PROCESS"


def _variables(deployment: Deployment, workload: Workload) -> dict[str, object]:
    function = deployment.function(workload.name.replace("_", "-"))
    variables: dict[str, object] = function["Environment"]["Variables"]
    return variables


def test_the_functions_are_those_of_the_house(deployment: Deployment) -> None:
    handlers = {f["Handler"] for f in deployment.properties("AWS::Lambda::Function")}
    assert handlers == {f"functions.{workload.name}.handler" for workload in WORKLOADS}


def test_no_two_functions_share_a_role(deployment: Deployment) -> None:
    functions = deployment.properties("AWS::Lambda::Function")
    assert len({f["Role"]["Fn::GetAtt"][0] for f in functions}) == len(functions)


def test_no_role_carries_a_managed_policy(deployment: Deployment) -> None:
    assert not [r for r in deployment.properties("AWS::IAM::Role") if r.get("ManagedPolicyArns")]


def test_every_function_has_its_own_log_group_and_logs_end(deployment: Deployment) -> None:
    groups = deployment.properties("AWS::Logs::LogGroup")
    assert {f"/aws/lambda/{w.function_name}" for w in WORKLOADS} <= {g["LogGroupName"] for g in groups}
    assert all(group["RetentionInDays"] for group in groups)


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_every_function_is_told_where_things_are(deployment: Deployment, workload: Workload) -> None:
    assert set(_variables(deployment, workload)) >= VARIABLES


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
def test_a_function_lists_only_the_layers_it_needs(deployment: Deployment, workload: Workload) -> None:
    layers = deployment.function(workload.name.replace("_", "-"))["Layers"]
    assert len(layers) == len(workload.layers)


def test_only_those_that_calculate_carry_numpy() -> None:
    assert [workload.name for workload in WORKLOADS if "numeric" in workload.layers] == ["consolidation", "autolabel"]
    assert [workload.name for workload in WORKLOADS if "learning" in workload.layers] == ["autolabel"]


def test_our_functions_run_in_process_on_one_machine_only(
    aws: Deployment, local: Deployment, synth: Callable[..., Deployment]
) -> None:
    apart = synth(environment="local", handlers="subprocess")
    for workload in WORKLOADS:
        inside = _variables(local, workload).get(ONE_MACHINE) == "1"
        assert inside is (workload.name != "autolabel"), "a model that learns would hold up every seat"
        assert ONE_MACHINE not in _variables(aws, workload)
        assert ONE_MACHINE not in _variables(apart, workload)


def test_on_aws_every_function_is_traced(aws: Deployment) -> None:
    functions = aws.properties("AWS::Lambda::Function")
    assert {f["TracingConfig"]["Mode"] for f in functions} == {"Active"}
    assert {(f["Runtime"], *f["Architectures"]) for f in functions} == {("python3.13", "arm64")}


def test_nothing_is_deployed_that_one_machine_cannot_run(deployment: Deployment) -> None:
    kinds = {r["Type"] for t in deployment.templates.values() for r in t["Resources"].values()}
    assert not {kind for kind in kinds if "CustomResource" in kind or kind.startswith("Custom::")}


def test_both_environments_are_made_of_the_same_resources_but_for_the_build(aws: Deployment, local: Deployment) -> None:
    def kinds(deployment: Deployment) -> dict[str, list[str]]:
        return {
            stack: sorted(
                resource["Type"] for name, resource in template["Resources"].items() if not name.startswith("Training")
            )
            for stack, template in deployment.templates.items()
        }

    assert kinds(aws) == kinds(local)
