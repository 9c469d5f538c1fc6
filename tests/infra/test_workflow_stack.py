"""Events find their function, and what is refused ends in a dead letter queue."""

from __future__ import annotations

from typing import Any

from infra.constructs.queue import VISIBILITY_TIMES
from infra.workloads import CONSOLIDATION
from tests.infra.deployment import Deployment
from trigpoint.domain.notice import DELIVERIES, retry_seconds


def _dead_letter_targets(deployment: Deployment) -> set[str]:
    rules = deployment.properties("AWS::Events::Rule")
    arns = [
        *(queue["RedrivePolicy"]["deadLetterTargetArn"] for queue in _sources(deployment)),
        *(
            function["DeadLetterConfig"]["TargetArn"]
            for function in deployment.properties("AWS::Lambda::Function")
            if "DeadLetterConfig" in function
        ),
        *(
            target["DeadLetterConfig"]["Arn"]
            for rule in rules
            for target in rule["Targets"]
            if "DeadLetterConfig" in target
        ),
    ]
    return {arn["Fn::GetAtt"][0] for arn in arns}


def _sources(deployment: Deployment) -> list[dict[str, Any]]:
    return [queue for queue in deployment.properties("AWS::SQS::Queue") if "RedrivePolicy" in queue]


def test_every_queue_has_a_dead_letter_queue_or_is_one(deployment: Deployment) -> None:
    queues = deployment.resources("AWS::SQS::Queue")
    ends = {name for name, queue in queues.items() if "RedrivePolicy" not in queue["Properties"]}
    assert ends == _dead_letter_targets(deployment)
    assert len(_sources(deployment)) == 2


def test_functions_called_by_events_have_a_dead_letter_queue(deployment: Deployment) -> None:
    for name in ("intake", "routing"):
        assert "DeadLetterConfig" in deployment.function(name)


def _batches(deployment: Deployment, size: int) -> dict[str, Any]:
    """The event source of this batch size."""
    (found,) = [one for one in deployment.properties("AWS::Lambda::EventSourceMapping") if one["BatchSize"] == size]
    return found


def test_a_notice_is_tried_for_hours_and_then_kept(deployment: Deployment) -> None:
    tries = sorted(queue["RedrivePolicy"]["maxReceiveCount"] for queue in _sources(deployment))
    assert tries == [5, DELIVERIES]
    assert _batches(deployment, 10)["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    waits = [retry_seconds(number) for number in range(1, DELIVERIES)]
    assert waits == [2, 10, 50, 250, 1250, 3600, 3600]


def test_the_end_of_a_job_reaches_the_notices(deployment: Deployment) -> None:
    rules = deployment.properties("AWS::Events::Rule")
    (rule,) = [rule for rule in rules if rule.get("EventPattern", {}).get("source") == ["trigpoint"]]
    assert "Notices" in rule["Targets"][0]["Arn"]["Fn::GetAtt"][0]


def test_programs_of_the_machine_are_called_on_one_machine_only(aws: Deployment, local: Deployment) -> None:
    name = "TRIGPOINT_LOOPBACK_WEBHOOKS"
    assert local.function("notices")["Environment"]["Variables"][name] == "1"
    assert name not in aws.function("notices")["Environment"]["Variables"]


def test_the_closing_queue_outwaits_its_consumer(deployment: Deployment) -> None:
    assert max(queue["VisibilityTimeout"] for queue in _sources(deployment)) >= VISIBILITY_TIMES * CONSOLIDATION.timeout


def test_consolidation_takes_batches_and_reports_failures_one_by_one(deployment: Deployment) -> None:
    mapping = _batches(deployment, 50)
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_batches_wait_a_second_on_aws_and_not_at_all_on_one_machine(aws: Deployment, local: Deployment) -> None:
    cloud, machine = _batches(aws, 50), _batches(local, 50)
    assert cloud["MaximumBatchingWindowInSeconds"] == 1
    assert machine["MaximumBatchingWindowInSeconds"] == 0
    assert cloud["ScalingConfig"] == {"MaximumConcurrency": 20}
    assert "ScalingConfig" not in machine


def test_a_manifest_under_inbox_starts_intake(deployment: Deployment) -> None:
    rules = deployment.properties("AWS::Events::Rule")
    (upload,) = [rule for rule in rules if rule.get("EventPattern", {}).get("source") == ["aws.s3"]]
    pattern = upload["EventPattern"]
    assert pattern["detail"]["object"] == {"key": [{"wildcard": "inbox/*.manifest"}]}
    (target,) = upload["Targets"]
    assert "Intake" in target["Arn"]["Fn::GetAtt"][0]
    # A replaced event is lost for good: nothing is laid over what S3 said.
    assert "Input" not in target
    assert "InputTransformer" not in target


def test_the_sweep_runs_every_minute(deployment: Deployment) -> None:
    (sweep,) = [r for r in deployment.properties("AWS::Events::Rule") if "ScheduleExpression" in r]
    assert sweep["ScheduleExpression"] == "rate(1 minute)"
    assert sweep["Targets"][0]["Input"] == '{"step":"sweep"}'


def test_the_machine_is_fixed_in_name_and_logs_no_data(deployment: Deployment) -> None:
    (machine,) = deployment.properties("AWS::StepFunctions::StateMachine")
    assert machine["StateMachineName"] == "trigpoint-job"
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False
    assert "StateMachineType" not in machine or machine["StateMachineType"] == "STANDARD"
