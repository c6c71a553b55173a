"""Real engines: how each is started, and how a table gets into it.

``MINSHENG_POSTGRES`` is the URL of a PostgreSQL server that tests may write to; ``.ci/postgres`` starts one.
Where an engine is absent its tests are skipped, or fail if ``MINSHENG_ENGINES=required``. With
``MINSHENG_ENGINES=embedded`` no server and no JVM is started.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import pytest
from attrs import frozen

from tests.frames import LOCAL, absent, library

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.backends.duckdb import Backend as IbisDuckDB
    from ibis.backends.postgres import Backend as IbisPostgres
    from pyspark.sql import SparkSession


@frozen
class Engine:
    """An engine by name, and ``put``, which makes a native frame in it of an Arrow table."""

    name: str
    put: Callable[[pa.Table], Any]


def only_embedded() -> None:
    """Skip what runs in a process of its own, where that was asked for."""
    if os.environ.get("MINSHENG_ENGINES") == "embedded":
        pytest.skip("MINSHENG_ENGINES=embedded: no servers")


@pytest.fixture(scope="session")
def postgres() -> Iterator[IbisPostgres]:
    """PostgreSQL through ibis, in a schema that no other worker and no other run sees."""
    only_embedded()
    url = os.environ.get("MINSHENG_POSTGRES")
    if not url:
        absent("MINSHENG_POSTGRES names no PostgreSQL server")
    ibis = library("ibis")
    psycopg = library("psycopg")
    schema = f"minsheng_{uuid.uuid4().hex}"
    try:
        admin = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as problem:
        absent(f"PostgreSQL does not answer at MINSHENG_POSTGRES: {problem}")
    with admin:
        admin.execute(f"CREATE SCHEMA {schema}")
        connection = ibis.connect(f"{url}/{schema}")
        try:
            yield connection
        finally:
            connection.disconnect()  # first: an open transaction of its would hold up the drop
            admin.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(scope="session")
def ibis_duckdb() -> Iterator[IbisDuckDB]:
    """DuckDB through ibis, in memory."""
    library("duckdb")
    connection = library("ibis").duckdb.connect()
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """PySpark on two threads of this machine, in the ANSI mode that it has by default.

    Starting it takes seconds: tests with ``spark`` in their name are all given to one worker.
    """
    only_embedded()
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=os.path.join(home, "bin") if home else None):  # noqa: PTH118  # a PATH
        absent("PySpark needs Java, and there is none in JAVA_HOME or PATH")
    sql = library("pyspark.sql")
    errors = library("pyspark.errors")
    temporary = tmp_path_factory.mktemp("spark")
    # every failed query would be logged here once more, with the whole stack of the JVM
    logging.getLogger("DataFrameQueryContextLogger").setLevel(logging.CRITICAL + 1)
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    # the JVM lives for a few minutes: to compile its code well, and to collect at leisure, does not pay
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    builder = sql.SparkSession.builder.master("local[2]").appName("minsheng")
    for key, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={temporary} -XX:-UsePerfData {quick}",
        "spark.local.dir": str(temporary),
        "spark.sql.warehouse.dir": str(temporary / "warehouse"),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        builder = builder.config(key, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")  # or it looks for the name of the machine, and warns
        try:
            session: SparkSession = builder.getOrCreate()
        except errors.PySparkRuntimeError as problem:
            absent(f"Spark does not start, is Java 17 or newer? {problem}")
        session.sparkContext.setLogLevel("OFF")
        gateway = session.sparkContext._gateway  # no public way to end the JVM
        yield session
        session.stop()
        if gateway is not None:
            gateway.shutdown()
            jvm = cast("subprocess.Popen[bytes]", gateway.proc)
            if jvm.stdin is not None:
                jvm.stdin.close()  # it ends with its input
            jvm.wait(timeout=60)


#: all of them, one parameter each
ENGINES = [
    *LOCAL,
    "duckdb",
    "ibis-duckdb",
    "ibis-postgres",
    "pyspark",
]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each engine in turn; only the one whose turn it is gets started."""
    name: str = request.param
    library("pyarrow")  # tables come as Arrow's
    match name:
        case "duckdb":
            with library("duckdb").connect() as connection:
                yield Engine(name, connection.from_arrow)
        case "ibis-duckdb":
            yield Engine(name, into_ibis(request.getfixturevalue("ibis_duckdb")))
        case "ibis-postgres":
            yield Engine(name, into_ibis(request.getfixturevalue("postgres")))
        case "pyspark":
            yield Engine(name, request.getfixturevalue("spark").createDataFrame)
        case _:
            yield Engine(name, LOCAL[name])


def into_ibis(connection: IbisDuckDB | IbisPostgres) -> Callable[[pa.Table], Any]:
    """Write an Arrow table to a new table of the connection."""

    def put(table: pa.Table) -> Any:
        name = f"t_{uuid.uuid4().hex}"
        # in two steps: ibis 12 on DuckDB 2 fails to clean up after create_table(name, table)
        connection.create_table(name, schema=library("ibis").Schema.from_pyarrow(table.schema))
        connection.insert(name, table)
        return connection.table(name)

    return put
