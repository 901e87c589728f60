"""Real servers of Spark Connect on loopback, each ready when its `with` begins.

    with sail() as address: ...
    with spark(token="...") as address: ...

As a program it starts one and runs a command with its address in UKLAD_SPARK_SERVER:

    servers.py sail|spark COMMAND ...
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Where the set-up puts the servers, each in an environment of its own: Sail refuses a PySpark that it
# does not know.
DEPS = Path(__file__).resolve().parents[2] / ".deps"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command, port, seconds, environment=None):
    """A server in a session of its own: it may start others, which must end with it."""
    folder = tempfile.mkdtemp(prefix="uklad-server-")
    log = Path(folder, "log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True)
    try:
        wait(process, port, seconds, log)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait(process, port, seconds, log):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    sys.exit(f"{process.args[0]} does not start:\n{log.read_text(errors='replace')[-4000:]}")


@contextlib.contextmanager
def sail():
    """Sail, of PyPI's pysail: a server without a JVM."""
    port = free_port()
    program = DEPS / "sail-env/bin/sail"
    command = [program, "spark", "server", "--ip", "127.0.0.1", "--port", str(port)]
    with running(command, port, 60):
        yield f"spark://127.0.0.1:{port}"


@contextlib.contextmanager
def spark(token=None):
    """Apache Spark, of PyPI's pyspark; needs Java 17."""
    port = free_port()
    home = next(DEPS.glob("spark-env/lib/python3*/site-packages/pyspark"))
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": 4,
        "spark.sql.session.timeZone": "UTC",
    }
    if token:
        settings["spark.connect.authenticate.token"] = token
    command = [
        home / "bin/spark-submit", "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer", "--master", "local[2]",
        "--driver-memory", "2g",
        *(word for name, value in settings.items() for word in ("--conf", f"{name}={value}")),
        "spark-internal",
    ]
    environment = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    with running(command, port, 120, environment):
        yield f"spark://127.0.0.1:{port}"


if __name__ == "__main__":
    with {"sail": sail, "spark": spark}[sys.argv[1]]() as address:
        environment = {**os.environ, "UKLAD_SPARK_SERVER": address}
        sys.exit(subprocess.run(sys.argv[2:], env=environment).returncode)
