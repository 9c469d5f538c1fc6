"""One static site: a private bucket that only its own CloudFront distribution reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Aws
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.encrypted_bucket import EncryptedBucket
from infra.environments import Environment

_TLS = cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021
"""The least that browsers may speak. CloudFront's own certificate cannot be told."""


class Site(Construct):
    """`origin` is how browsers name the site.

    `name` is a domain of its own, if it has one. `passed_on` are path patterns that something else answers;
    `functions` run on what the bucket answers.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Environment,
        log: s3.IBucket,
        headers: cloudfront.IResponseHeadersPolicy,
        name: str | None,
        passed_on: Mapping[str, cloudfront.BehaviorOptions] | None = None,
        functions: Sequence[cloudfront.FunctionAssociation] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = EncryptedBucket(self, "Pages", keep=settings.keep_data, log_to=log)
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Trigpoint {construct_id.lower()}",
            default_root_object="index.html",
            default_behavior=cloudfront.BehaviorOptions(
                origin=self._pages(construct_id),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                response_headers_policy=headers,
                function_associations=list(functions),
            ),
            additional_behaviors=dict(passed_on or {}),
            domain_names=[name] if name else None,
            certificate=self._certificate(settings),
            minimum_protocol_version=_TLS if settings.site_names else None,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            # The pages are small and the API has one Region anyhow: distant edges would buy little.
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            log_bucket=log,
            log_file_prefix=f"{construct_id.lower()}/",
        )
        self.origin = f"https://{name or self.distribution.distribution_domain_name}"

    def _pages(self, construct_id: str) -> cloudfront.IOrigin:
        # Named by ourselves: names are the account's, and a second Region's would be the same.
        access = cloudfront.S3OriginAccessControl(
            self, "Access", origin_access_control_name=f"trigpoint-{construct_id.lower()}-{Aws.REGION}"
        )
        return origins.S3BucketOrigin.with_origin_access_control(self.bucket, origin_access_control=access)

    def _certificate(self, settings: Environment) -> acm.ICertificate | None:
        names = settings.site_names
        return acm.Certificate.from_certificate_arn(self, "Certificate", names.certificate) if names else None


def api_behaviour(domain: str, headers: cloudfront.IResponseHeadersPolicy) -> cloudfront.BehaviorOptions:
    """Calls that go on to the HTTP API at `domain`, whole and never from a cache."""
    return cloudfront.BehaviorOptions(
        origin=origins.HttpOrigin(domain),
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
        cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
        # API Gateway goes by its own Host; the token has to come through.
        origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        response_headers_policy=headers,
    )
