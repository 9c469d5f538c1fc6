"""The environment comes from the context; a wrong name says what is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from aws_cdk import App

from infra.environments import SiteNames, choose
from tests.infra.deployment import Deployment


def test_aws_is_the_default_and_needs_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CDK_DEFAULT_ACCOUNT", raising=False)
    monkeypatch.delenv("CDK_DEFAULT_REGION", raising=False)
    chosen = choose(App().node)
    assert (chosen.name, chosen.account, chosen.region) == ("aws", None, None)


def test_aws_takes_the_account_of_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDK_DEFAULT_ACCOUNT", "111122223333")
    monkeypatch.setenv("CDK_DEFAULT_REGION", "eu-central-1")
    chosen = choose(App(context={"environment": "aws"}).node)
    assert (chosen.account, chosen.region) == ("111122223333", "eu-central-1")


def test_one_machine_has_the_emulators_account() -> None:
    chosen = choose(App(context={"environment": "local"}).node)
    assert (chosen.account, chosen.region, chosen.platforms) == ("000000000000", "us-east-1", ())


def test_an_unknown_environment_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="environment=aws or -c environment=local"):
        choose(App(context={"environment": "moon"}).node)


def test_limits_come_from_context_and_are_checked_at_the_synth(synth: Callable[..., Deployment]) -> None:
    told = synth(environment="local", limits='{"teams": 25}').function("control-api")["Environment"]["Variables"]
    assert told["TRIGPOINT_LIMITS"] == '{"teams": 25}'
    with pytest.raises(ValueError, match="no limit 'team'"):
        synth(environment="local", limits='{"team": 25}')


def test_only_the_account_serves_pages_and_under_names_of_its_own_if_all_are_given() -> None:
    assert not choose(App(context={"environment": "local"}).node).site
    names = {"portal_domain": "label.example", "frame_domain": "frame.example", "certificate": "arn:c"}
    chosen = choose(App(context=names).node)
    assert (chosen.site, chosen.site_names) == (True, SiteNames("label.example", "frame.example", "arn:c"))
    with pytest.raises(ValueError, match="all of portal_domain, frame_domain, certificate"):
        choose(App(context=names | {"certificate": ""}).node)
