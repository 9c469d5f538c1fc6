"""Our pages' headers (`trigpoint.domain.web_pages`) as what CloudFront adds to every response."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Aws, Duration, Names
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

POLICY, SNIFFING, REFERRER = "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"
_NAMED = {POLICY, SNIFFING, REFERRER}
"""CloudFront has fields of its own for these, and refuses them among the others."""


class HeadersPolicy(cloudfront.ResponseHeadersPolicy):
    """All of `headers`, whatever the origin sent, and HTTPS for a year."""

    def __init__(self, scope: Construct, construct_id: str, *, headers: Mapping[str, str]) -> None:
        super().__init__(
            scope,
            construct_id,
            # Names are the account's: a second Region has its own.
            response_headers_policy_name=f"{Names.unique_resource_name(scope)}-{construct_id}-{Aws.REGION}",
            security_headers_behavior=_named(headers),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                    for name, value in headers.items()
                    if name not in _NAMED
                ]
            ),
        )


def _named(headers: Mapping[str, str]) -> cloudfront.ResponseSecurityHeadersBehavior:
    """Raises ValueError when CloudFront's field for sniffing would say something else."""
    if headers.get(SNIFFING) != "nosniff":
        raise ValueError(f"{SNIFFING} is {headers.get(SNIFFING)!r}: CloudFront knows nosniff only.")
    return cloudfront.ResponseSecurityHeadersBehavior(
        content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        referrer_policy=_referrer(headers[REFERRER]),
        content_security_policy=_policy(headers[POLICY]) if POLICY in headers else None,
        strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
            access_control_max_age=Duration.days(365), include_subdomains=False, override=True
        ),
    )


def _referrer(value: str) -> cloudfront.ResponseHeadersReferrerPolicy:
    known = cloudfront.HeadersReferrerPolicy[value.upper().replace("-", "_")]
    return cloudfront.ResponseHeadersReferrerPolicy(referrer_policy=known, override=True)


def _policy(value: str) -> cloudfront.ResponseHeadersContentSecurityPolicy:
    return cloudfront.ResponseHeadersContentSecurityPolicy(content_security_policy=value, override=True)
