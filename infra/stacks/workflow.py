"""The machines: uploads start jobs, the job machine drives them, full tasks are consolidated."""

from __future__ import annotations

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import access, job_machine
from infra.constructs.handlers import Handlers
from infra.constructs.machine import LoggedMachine, machine_arn
from infra.constructs.queue import GuardedQueue, dead_letter_queue
from infra.constructs.training import TrainingBuild
from infra.environments import Environment
from infra.stacks.data import DataStack
from infra.workloads import (
    AUTOLABEL,
    CONSOLIDATION,
    EXPORT,
    INTAKE,
    MACHINE_NAME,
    METERING,
    NOTICES,
    PRE_ANNOTATION,
    ROUTING,
)
from trigpoint.adapters import event_bus, webhooks
from trigpoint.domain import places
from trigpoint.domain.notice import DELIVERIES

UPLOADS = f"{places.INBOX}*{places.MANIFEST_SUFFIX}"
"""Keys whose upload starts a job."""


class WorkflowStack(Stack):
    """Outputs: MachineArn, ClosingQueueUrl. `variables` are what every function is told."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Environment, data: DataStack) -> None:
        super().__init__(scope, construct_id, env=settings.target)
        self._settings = settings
        self._data = data
        self.closing = GuardedQueue(self, "Closing", consumer_timeout=CONSOLIDATION.timeout)
        self.notices_queue = GuardedQueue(self, "Notices", consumer_timeout=NOTICES.timeout, receives=DELIVERIES)
        self.bus = events.EventBus.from_event_bus_name(self, "Bus", "default")
        self.variables = self._variables()
        self._build_functions()
        self.training = self._build_training()
        self.machine = self._build_machine()
        self._build_triggers()
        self._grant()
        CfnOutput(self, "MachineArn", value=self.machine.state_machine_arn)
        CfnOutput(self, "ClosingQueueUrl", value=self.closing.queue_url)

    def _variables(self) -> dict[str, str]:
        data = self._data
        return {
            places.TABLE: data.table.table_name,
            places.BUCKET: data.bucket.bucket_name,
            places.CLOSING_QUEUE: self.closing.queue_url,
            places.NOTICES_QUEUE: self.notices_queue.queue_url,
            places.SECRETS_KEY: data.secrets.key_arn,
            places.MACHINE: machine_arn(self, MACHINE_NAME),
            places.EVENT_BUS: self.bus.event_bus_name,
            places.USER_POOL: data.workforce.pool.user_pool_id,
            places.POOL_CLIENT: data.workforce.client.user_pool_client_id,
            places.ALLOWED_BUCKETS: ",".join([data.bucket.bucket_name, *self._settings.allowed_buckets]),
            **({places.LIMITS: self._settings.limits} if self._settings.limits else {}),
            **({places.MOST_AT_LENGTH: str(most)} if (most := self._settings.most_at_length) else {}),
        }

    def _build_functions(self) -> None:
        handlers = Handlers(self, "Functions", settings=self._settings, variables=self.variables)
        self.intake = handlers.add(INTAKE)
        self.pre_annotation = handlers.add(PRE_ANNOTATION)
        self.routing = handlers.add(ROUTING)
        self.consolidation = handlers.add(CONSOLIDATION)
        self.autolabel = handlers.add(AUTOLABEL)
        self.export = handlers.add(EXPORT)
        self.metering = handlers.add(METERING)
        self.notices = handlers.add(NOTICES)
        if self._settings.name == "local":
            self.notices.add_environment(places.LOOPBACK_WEBHOOKS, "1")

    def _build_training(self) -> TrainingBuild | None:
        if not self._settings.most_at_length:
            return None
        variables = self.variables | {places.PATIENCE: str(AUTOLABEL.patience)}
        return TrainingBuild(self, "Training", settings=self._settings, variables=variables)

    def _build_machine(self) -> LoggedMachine:
        at_length = self.training is not None
        return LoggedMachine(
            self,
            "Machine",
            name=MACHINE_NAME,
            definition=job_machine.definition(self._settings.map_concurrency, at_length=at_length),
            functions={
                INTAKE.name: self.intake,
                PRE_ANNOTATION.name: self.pre_annotation,
                ROUTING.name: self.routing,
                CONSOLIDATION.name: self.consolidation,
                AUTOLABEL.name: self.autolabel,
                EXPORT.name: self.export,
                METERING.name: self.metering,
            },
            settings=self._settings,
            builds={job_machine.TRAINING: self.training} if self.training else {},
        )

    def _build_triggers(self) -> None:
        undelivered = dead_letter_queue(self, "UndeliveredEvents")
        self._build_rules(undelivered)
        self.consolidation.add_event_source(self._closing_messages())
        self.notices.add_event_source(
            sources.SqsEventSource(
                self.notices_queue,
                batch_size=10,
                # With ten calls a batch, a receiver meets fifty at a time and not a thousand.
                max_concurrency=None if self._settings.name == "local" else 5,
                report_batch_item_failures=True,
            )
        )

    def _build_rules(self, undelivered: sqs.Queue) -> None:
        events.Rule(
            self,
            "Upload",
            description="A manifest under inbox/ starts a job",
            event_pattern=self._upload_pattern(),
            targets=[targets.LambdaFunction(self.intake, dead_letter_queue=undelivered, retry_attempts=24)],
        )
        events.Rule(
            self,
            "Sweep",
            description="Tops windows up, resends full tasks, fires waves that are due",
            schedule=events.Schedule.rate(Duration.minutes(self._settings.sweep_minutes)),
            targets=[
                targets.LambdaFunction(
                    self.routing,
                    event=events.RuleTargetInput.from_object({"step": "sweep"}),
                    retry_attempts=0,
                )
            ],
        )
        events.Rule(
            self,
            "StateChange",
            description="The end of a job is told to its webhook",
            event_pattern=events.EventPattern(source=[event_bus.SOURCE], detail_type=[event_bus.DETAIL_TYPE]),
            targets=[targets.SqsQueue(self.notices_queue, dead_letter_queue=undelivered)],
        )

    def _upload_pattern(self) -> events.EventPattern:
        return events.EventPattern(
            source=["aws.s3"],
            detail_type=["Object Created"],
            detail={
                "bucket": {"name": [self._data.bucket.bucket_name]},
                "object": {"key": [{"wildcard": UPLOADS}]},
            },
        )

    def _closing_messages(self) -> sources.SqsEventSource:
        return sources.SqsEventSource(
            self.closing,
            batch_size=50,
            max_batching_window=Duration.seconds(self._settings.closing_window_seconds),
            max_concurrency=self._settings.consolidation_concurrency,
            report_batch_item_failures=True,
        )

    def _grant(self) -> None:
        self._grant_ledger()
        self._grant_objects()
        if self.training:
            self._grant_training(self.training.role)
        for function in (self.intake, self.routing):
            access.start_jobs(function)
        # An object that ends may be the one its wave was waiting for; so may a job that fails.
        for function in (self.intake, self.pre_annotation, self.routing, self.consolidation):
            access.fire_tokens(function)
        for function in (self.pre_annotation, self.consolidation, self.autolabel):
            access.call_customer_functions(function)
        access.ask_customer_models(self.autolabel)
        self.closing.grant_send_messages(self.routing)
        self.bus.grant_put_events_to(self.intake)
        for function in (self.consolidation, self.autolabel):
            self.notices_queue.grant_send_messages(function)
        access.open_secrets(self._data.secrets, self.notices, webhooks.CONTEXT)
        access.publish_to_customer_topics(self.notices)

    def _grant_training(self, role: iam.Role) -> None:
        """What the model's function may do to take a step: its labels are written by the function itself."""
        access.read_ledger(self._data.table, role, [access.JOB])
        access.read_objects(self._data.bucket, role, self._settings.allowed_buckets)
        access.write_objects(self._data.bucket, role, "work/")
        access.call_customer_functions(role)
        access.ask_customer_models(role)

    def _grant_ledger(self) -> None:
        table = self._data.table
        access.use_ledger(table, self.intake, [access.JOB])
        access.use_ledger(table, self.pre_annotation, [access.JOB, access.TASK])
        access.use_ledger(table, self.routing, [access.JOB, access.TASK])
        access.use_ledger(table, self.consolidation, [access.JOB, access.TASK, access.USAGE])
        access.use_ledger(table, self.autolabel, [access.JOB, access.USAGE])
        access.use_ledger(table, self.export, [access.JOB])
        access.use_ledger(table, self.metering, [access.JOB, access.USAGE])
        access.read_ledger(table, self.notices, [access.JOB, access.WEBHOOK])
        access.read_index(table, self.routing, "GSI1", [access.JOB_INDEX])

    def _grant_objects(self) -> None:
        bucket, others = self._data.bucket, self._settings.allowed_buckets
        readers = (self.intake, self.pre_annotation, self.routing, self.consolidation, self.autolabel, self.export)
        for function in (*readers, self.notices):
            access.read_objects(bucket, function, others)
        access.write_objects(bucket, self.intake, "work/", places.INBOX)
        for function in (self.pre_annotation, self.routing, self.autolabel):
            access.write_objects(bucket, function, "work/")
        # What customer functions were asked and what they replied is part of a job's output, as masks of models are.
        for function in (self.consolidation, self.autolabel, self.export):
            access.write_outputs(bucket, function, others)
