"""The pages on AWS: two sites, each with exactly the headers of `web_pages`, over private buckets."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aws_cdk import App

from infra import app as trigpoint_app
from infra.constructs import frame_policy
from infra.constructs.site_upload import CACHING
from tests.infra.deployment import STACKS, Deployment, Synth, context
from tests.infra.resolved import BUCKET, REGION, SUFFIX, resolved
from trigpoint.domain.web_pages import frame_headers, portal_headers

PORTAL, FRAME = "https://portaldistribution.domainname", "https://framedistribution.domainname"
COGNITO = f"https://cognito-idp.{REGION}.{SUFFIX}"
MEDIA = [f"https://s3.{REGION}.{SUFFIX}/{BUCKET}/", f"https://s3.{SUFFIX}/{BUCKET}/"]
SITE_CONFIG = {"region", "cognito", "client", "frame"}
"""What frontend/portal/session.ts reads."""

HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
NAMES = {
    "portal_domain": "label.example",
    "frame_domain": "frame.example",
    "certificate": "arn:aws:acm:us-east-1:111122223333:certificate/1",
}


@pytest.fixture(scope="module")
def named(synth: Synth) -> Deployment:
    """The stack with domain names of its own."""
    return synth(environment="aws", **NAMES).only("trigpoint-portal")


def distribution(site: Deployment, part: str) -> dict[str, Any]:
    found = site.resources("AWS::CloudFront::Distribution")
    (chosen,) = [one for name, one in found.items() if name.startswith(part)]
    config: dict[str, Any] = chosen["Properties"]["DistributionConfig"]
    return config


def sent_headers(site: Deployment, behaviour: dict[str, Any]) -> dict[str, str]:
    """What the behaviour's headers policy adds to every response."""
    policy = site.resources("AWS::CloudFront::ResponseHeadersPolicy")[behaviour["ResponseHeadersPolicyId"]["Ref"]]
    config = resolved(policy["Properties"]["ResponseHeadersPolicyConfig"])
    security, custom = config["SecurityHeadersConfig"], config["CustomHeadersConfig"]["Items"]
    assert all(one["Override"] for one in (*security.values(), *custom))
    https = security["StrictTransportSecurity"]
    found = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={https['AccessControlMaxAgeSec']}",
        **{one["Header"]: one["Value"] for one in custom},
    }
    assert "ContentTypeOptions" in security
    if "ContentSecurityPolicy" in security:
        found["Content-Security-Policy"] = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    return found


def uploads(site: Deployment) -> dict[str, dict[str, Any]]:
    """The uploads' properties by the site they fill."""
    found = [resolved(one) for one in site.properties("Custom::CDKBucketDeployment")]
    return {one["DestinationBucketName"].removesuffix("pages"): one for one in found}


# -- headers
def test_the_portal_has_exactly_the_headers_of_one_machine(site: Deployment) -> None:
    config = distribution(site, "Portal")
    wanted = portal_headers(frame=FRAME, cognito=COGNITO) | HTTPS
    for behaviour in (config["DefaultCacheBehavior"], *config["CacheBehaviors"]):
        assert sent_headers(site, behaviour) == wanted


def test_the_frame_has_exactly_the_headers_of_one_machine(site: Deployment) -> None:
    wanted = frame_headers(frame=FRAME, portals=[PORTAL], media=MEDIA)
    fixed = sent_headers(site, distribution(site, "Frame")["DefaultCacheBehavior"])
    metadata = uploads(site)["frame"]["UserMetadata"]
    answered = at_the_edge(site, {f"x-amz-meta-{name}": value for name, value in metadata.items()})
    assert fixed | by_their_names(answered) == wanted | HTTPS


HOSTS = ["cdn.example.com", "*.example.org"]


def test_a_jobs_outside_hosts_come_by_the_address_as_on_one_machine(site: Deployment) -> None:
    origins = {"x-amz-meta-frame": FRAME, "x-amz-meta-portal": PORTAL}
    wanted = frame_headers(frame=FRAME, portals=[PORTAL], media=MEDIA, hosts=HOSTS)
    found = by_their_names(at_the_edge(site, origins, ",".join(HOSTS)))
    assert found == {name: wanted[name] for name in found}
    closed = by_their_names(at_the_edge(site, origins))
    many = ",".join(["a.example"] * 11)
    for asked in ("x; script-src *", "*", "*.com", "https://a.example", "a.example,1.2.3.4", many):
        assert by_their_names(at_the_edge(site, origins, asked)) == closed, asked
    assert "hosts.invalid" not in str(closed)


def by_their_names(answered: dict[str, str]) -> dict[str, str]:
    return {name: answered[name.lower()] for name in ("Content-Security-Policy", "Connection-Allowlist")}


def test_names_of_ones_own_are_in_the_headers(named: Deployment) -> None:
    sent = sent_headers(named, distribution(named, "Portal")["DefaultCacheBehavior"])
    assert "frame-src https://frame.example;" in sent["Content-Security-Policy"]
    assert uploads(named)["frame"]["UserMetadata"] == {
        "frame": "https://frame.example",
        "portal": "https://label.example",
    }


def test_links_to_objects_reach_the_buckets_of_jobs_only(synth: Synth) -> None:
    opened = synth(environment="aws", allowed_buckets="pictures").only("trigpoint-portal")
    answered = at_the_edge(opened, {"x-amz-meta-frame": FRAME, "x-amz-meta-portal": PORTAL})
    (images,) = [d for d in answered["content-security-policy"].split("; ") if d.startswith("img-src")]
    extra = [f"https://s3.{REGION}.{SUFFIX}/pictures/", f"https://s3.{SUFFIX}/pictures/"]
    assert images.split() == ["img-src", *MEDIA, *extra, "data:", "blob:"]


# -- the function at the edge
def at_the_edge(site: Deployment, headers: dict[str, str], hosts: str = "") -> dict[str, str]:
    """Headers of a page after the function of the frame's distribution, run by Node.js."""
    (function,) = site.properties("AWS::CloudFront::Function")
    associated = distribution(site, "Frame")["DefaultCacheBehavior"]["FunctionAssociations"]
    assert [one["EventType"] for one in associated] == ["viewer-response"]
    code = resolved(function["FunctionCode"])
    assert len(code) < 10_000, "what CloudFront takes"
    response = {"statusCode": 200, "headers": {name: {"value": value} for name, value in headers.items()}}
    asked = {"hosts": {"value": quote(hosts, safe="")}} if hosts else {}
    event = {"request": {"querystring": asked}, "response": response}
    script = f"{code}\nprocess.stdout.write(JSON.stringify(handler({json.dumps(event)})));"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    return {name: one["value"] for name, one in json.loads(done.stdout)["headers"].items()}


def test_a_page_without_its_origins_may_do_nothing(site: Deployment) -> None:
    for headers in ({}, {"x-amz-meta-portal": PORTAL}, {"x-amz-meta-frame": FRAME}):
        assert at_the_edge(site, headers)["content-security-policy"] == frame_policy.CLOSED


def test_pages_of_the_frame_are_not_kept_and_scripts_are(site: Deployment) -> None:
    def caching(kind: str) -> str:
        return at_the_edge(site, {"content-type": kind, "cache-control": CACHING})["cache-control"]

    assert caching("text/html; charset=utf-8") == "no-store"
    assert caching("text/javascript") == CACHING


def test_more_buckets_than_the_function_can_name_are_refused_at_the_synth() -> None:
    assert frame_policy.code(MEDIA * 20)
    with pytest.raises(ValueError, match="Allow fewer buckets"):
        frame_policy.code(MEDIA * 80)


# -- sites
def test_the_two_sites_have_buckets_that_only_they_may_read(site: Deployment) -> None:
    assert len(site.resources("AWS::CloudFront::Distribution")) == 2
    for part in ("Portal", "Frame"):
        (origin, *others) = distribution(site, part)["Origins"]
        assert "OriginAccessControlId" in origin
        assert len(others) == (part == "Portal"), "the API"
        (policy,) = [
            resolved(one["PolicyDocument"]["Statement"])
            for one in site.properties("AWS::S3::BucketPolicy")
            if one["Bucket"]["Ref"].startswith(f"{part}Pages")
        ]
        (allowed,) = [one for one in policy if one["Effect"] == "Allow"]
        assert (allowed["Action"], allowed["Principal"]) == ("s3:GetObject", {"Service": "cloudfront.amazonaws.com"})
        assert allowed["Condition"]["StringEquals"]["AWS:SourceArn"].endswith(f"/{part.lower()}distribution")


def test_calls_go_on_to_the_http_api_whole_and_uncached(site: Deployment) -> None:
    config = distribution(site, "Portal")
    (api,) = [one for one in config["Origins"] if "CustomOriginConfig" in one]
    assert f".execute-api.{REGION}.{SUFFIX}" in resolved(api["DomainName"])
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert [one["PathPattern"] for one in config["CacheBehaviors"]] == ["/portal/*", "/console/*"]
    for one in config["CacheBehaviors"]:
        assert one["TargetOriginId"] == api["Id"]
        assert {"GET", "POST"} <= set(one["AllowedMethods"])
        # AWS's own policies: no caching; everything of the caller's but Host, which CloudFront needs for a token.
        assert one["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
        assert one["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert "CacheBehaviors" not in distribution(site, "Frame")


@pytest.mark.parametrize("part", ["Portal", "Frame"])
def test_browsers_come_by_https_and_every_visit_is_logged(site: Deployment, named: Deployment, part: str) -> None:
    config = distribution(site, part)
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert {one["ViewerProtocolPolicy"] for one in config.get("CacheBehaviors", [])} <= {"https-only"}
    assert config["HttpVersion"] == "http2and3"
    assert config["Logging"]["Prefix"] == f"{part.lower()}/"
    own = distribution(named, part)
    assert own["Aliases"] == [NAMES[f"{part.lower()}_domain"]]
    assert own["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"


# -- uploads
def test_the_pages_are_uploaded_with_what_the_portal_needs_to_know(site: Deployment) -> None:
    found = uploads(site)
    assert set(found) == {"portal", "frame"}
    for one in found.values():
        assert one["SystemMetadata"] == {"cache-control": CACHING}
        assert (one["DistributionPaths"], one["Prune"]) == (["/*"], True)
    assert "UserMetadata" not in found["portal"]
    (config,) = site.folder.glob("asset.*/config.json")
    text = config.read_text()
    for marker, value in found["portal"]["SourceMarkers"][1].items():
        text = text.replace(marker, value)
    told = json.loads(text)
    assert set(told) == SITE_CONFIG
    assert (told["region"], told["cognito"], told["frame"]) == (REGION, COGNITO, FRAME)


def test_on_one_machine_nothing_of_it_is_deployed(local: Deployment, synth: Synth) -> None:
    assert set(synth(environment="local").templates) == set(STACKS)
    for kind in ("Custom::CDKBucketDeployment", "AWS::CloudFront::Distribution", "AWS::CloudFront::Function"):
        assert local.resources(kind) == {}


def test_a_front_end_that_is_not_built_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="make dist/built"):
        trigpoint_app.compose(App(context=context(environment="aws", pages=str(tmp_path)), outdir=str(tmp_path / "o")))


def test_outputs_have_their_fixed_names(site: Deployment) -> None:
    (template,) = site.templates.values()
    found = {name: resolved(output["Value"]) for name, output in template["Outputs"].items()}
    assert found == {
        "PortalAddress": PORTAL,
        "FrameAddress": FRAME,
        "PortalTarget": PORTAL.removeprefix("https://"),
        "FrameTarget": FRAME.removeprefix("https://"),
    }
