"""The pages on AWS: the portal on one CloudFront distribution, the sandboxed task frame on another.

On one machine the listener serves the same files with the same headers (`trigpoint.domain.web_pages`).
"""

from __future__ import annotations

from pathlib import Path

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from infra.constructs.encrypted_bucket import EncryptedBucket
from infra.constructs.frame_policy import FRAME_METADATA, PORTAL_METADATA, FramePolicy, static_headers
from infra.constructs.headers_policy import HeadersPolicy
from infra.constructs.site import Site, api_behaviour
from infra.constructs.site_upload import SiteUploads
from infra.environments import Environment
from infra.stacks.api import ApiStack
from infra.stacks.data import DataStack
from trigpoint.domain.web_pages import portal_headers

API_PATHS = ("/portal/*", "/console/*")
LOG_DAYS = 90


class PortalStack(Stack):
    """Outputs: PortalAddress and FrameAddress; PortalTarget and FrameTarget, what domains of one's own point to."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Environment, data: DataStack, api: ApiStack
    ) -> None:
        super().__init__(scope, construct_id, env=settings.target)
        self._settings, self._data, self._api = settings, data, api
        self._cognito = f"https://cognito-idp.{self.region}.{self.url_suffix}"
        self._log = EncryptedBucket(self, "Log", keep=settings.keep_data, writers_use_acls=True)
        self._log.add_lifecycle_rule(expiration=Duration.days(LOG_DAYS))
        self.frame = self._build_frame()
        self.portal = self._build_portal()
        self._upload()
        self._tell()

    def _build_frame(self) -> Site:
        media, names = self._media(), self._settings.site_names
        return Site(
            self,
            "Frame",
            settings=self._settings,
            log=self._log,
            headers=HeadersPolicy(self, "FrameHeaders", headers=static_headers(media)),
            name=names.frame if names else None,
            functions=[FramePolicy(self, "FramePolicy", media=media).association],
        )

    def _build_portal(self) -> Site:
        names = self._settings.site_names
        wanted = portal_headers(frame=self.frame.origin, cognito=self._cognito)
        headers = HeadersPolicy(self, "PortalHeaders", headers=wanted)
        api = f"{self._api.http.api_id}.execute-api.{self.region}.{self.url_suffix}"
        return Site(
            self,
            "Portal",
            settings=self._settings,
            log=self._log,
            headers=headers,
            name=names.portal if names else None,
            passed_on=dict.fromkeys(API_PATHS, api_behaviour(api, headers)),
        )

    def _media(self) -> list[str]:
        """Where signed links to objects may point: into the buckets that jobs may read."""
        buckets = [self._data.bucket.bucket_name, *self._settings.allowed_buckets]
        # botocore signs for the name without the Region in us-east-1.
        hosts = [f"s3.{self.region}.{self.url_suffix}", f"s3.{self.url_suffix}"]
        return [f"https://{host}/{bucket}/" for bucket in buckets for host in hosts]

    def _upload(self) -> None:
        uploads, pages = SiteUploads(self, "Uploads", settings=self._settings), self._settings.pages
        origins = {FRAME_METADATA: self.frame.origin, PORTAL_METADATA: self.portal.origin}
        config = deployment.Source.json_data("config.json", self._page_config())
        uploads.add("Frame", site=self.frame, sources=[_built(pages / "frame")], metadata=origins)
        uploads.add("Portal", site=self.portal, sources=[_built(pages / "portal"), config])

    def _page_config(self) -> dict[str, str]:
        """What the page needs to sign in (`SiteConfig` of frontend/portal/session.ts): no secret among it."""
        return {
            "region": self.region,
            "cognito": self._cognito,
            "client": self._data.workforce.client.user_pool_client_id,
            "frame": self.frame.origin,
        }

    def _tell(self) -> None:
        CfnOutput(self, "PortalAddress", value=self.portal.origin)
        CfnOutput(self, "FrameAddress", value=self.frame.origin)
        CfnOutput(self, "PortalTarget", value=self.portal.distribution.distribution_domain_name)
        CfnOutput(self, "FrameTarget", value=self.frame.distribution.distribution_domain_name)


def _built(folder: Path) -> deployment.ISource:
    """Raises ValueError when the front end is not built."""
    if not (folder / "index.html").is_file():
        raise ValueError(f"No page lies in {folder}. Build the front end with `make dist/built`.")
    return deployment.Source.asset(str(folder))
