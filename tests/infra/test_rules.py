"""cdk-nag's AwsSolutions rules, as a validation plugin of the app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks

from infra import app as trigpoint_app
from infra import suppressions
from tests.infra.deployment import built_pages, context


def _checked(folder: Path) -> App:
    pages = built_pages(folder / "pages")
    app = trigpoint_app.compose(App(context=context(environment="aws", pages=pages), outdir=str(folder)))
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return app


def test_no_finding_is_without_a_reason(tmp_path: Path) -> None:
    assembly = _checked(tmp_path).synth()
    assert assembly.stacks


def test_no_reason_is_without_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppressions, "acknowledge", lambda _: None)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        _checked(tmp_path).synth()
    report = json.loads((tmp_path / "validation-report.json").read_text())
    found = {v["ruleName"] for plugin in report["pluginReports"] for v in plugin["violations"]}
    assert found == set(suppressions.REASONS)
