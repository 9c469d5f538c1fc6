"""The people: a user pool that only an operator can invite into, and its two groups.

A work team is a further group of the pool, named as the team; the CLI makes those.
"""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

GROUPS = {"workers": "May label for the teams they are in.", "operators": "May see and steer every job."}


class Workforce(Construct):
    """`pool` and the portal's `client`, which holds no secret because it runs in a page."""

    def __init__(self, scope: Construct, construct_id: str, *, keep: bool) -> None:
        super().__init__(scope, construct_id)
        self.pool = self._build_pool(keep)
        self.client = self._build_client()
        for name, description in GROUPS.items():
            cognito.CfnUserPoolGroup(
                self,
                name.title(),
                group_name=name,
                description=description,
                user_pool_id=self.pool.user_pool_id,
            )

    def _build_pool(self, keep: bool) -> cognito.UserPool:
        return cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            sign_in_case_sensitive=False,
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            password_policy=_PASSWORDS,
            deletion_protection=keep,
            removal_policy=RemovalPolicy.RETAIN if keep else RemovalPolicy.DESTROY,
        )

    def _build_client(self) -> cognito.UserPoolClient:
        return self.pool.add_client(
            "Portal",
            auth_flows=cognito.AuthFlow(user_password=True, user_srp=True),
            generate_secret=False,
            disable_o_auth=True,
            prevent_user_existence_errors=True,
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(7),
        )


_PASSWORDS = cognito.PasswordPolicy(
    min_length=12,
    require_digits=True,
    require_lowercase=True,
    require_uppercase=True,
    require_symbols=True,
    temp_password_validity=Duration.days(7),
)
