"""A real object store on this machine: moto's S3 server, spoken to over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

BUCKET = "s3://library"


@contextmanager
def object_store() -> Iterator[Any]:
    """An empty bucket, and the file system that reaches it, as any program does by its environment."""
    server = pytest.importorskip("moto.server", reason="needs moto: pip install 'moto[s3,server]'")
    s3fs = pytest.importorskip("s3fs", reason="needs s3fs: pip install s3fs")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "reader")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem.clear_instance_cache()
        try:
            system = s3fs.S3FileSystem()
            system.mkdir(BUCKET)
            yield system
        finally:
            s3fs.S3FileSystem.clear_instance_cache()
            running.stop()
