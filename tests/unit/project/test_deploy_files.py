"""The files of deploy/: they agree with the code, and give no secret away."""

import importlib.util
import re
import socket
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from dondoc.clockwork.retention import retention_environment
from dondoc.settings import Settings

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
COMPOSE_TEXT = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "dondoc.env.example").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)["services"]
OURS = {"prefect-server", "deploy", "worker", "resident", "web"}
SETTINGS = {f"DONDOC_{name.upper()}" for name in Settings.model_fields}
WHERE_UP_RUNS = {"DONDOC_PREFECT_PORT", "DONDOC_EMBEDDED", "DONDOC_WEB_PORT"}
OF_PAGES = {name for name in SETTINGS if name.startswith("DONDOC_OIDC_")} | {"DONDOC_METRICS_TOKEN"}
"""What only the pages need: the others do not get its secrets."""
SECRETS = {
    "POSTGRES_PASSWORD",
    "DATABASE_PASSWORD_DONDOC",
    "DATABASE_PASSWORD_PREFECT",
    "PREFECT_SERVER_API_AUTH_STRING",
    "DONDOC_SECRET_KEY",
}


def _example() -> dict[str, str]:
    """Every assignment of the example, commented out or not."""
    return dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def test_the_work_pool_keeps_the_schedules_of_a_single_process() -> None:
    # Here and not above: importing Prefect takes seconds.
    from flows.office import TIMEZONE
    from flows.serving import SCHEDULES

    file = yaml.safe_load((DEPLOY / "prefect.yaml").read_text(encoding="utf-8"))
    found = {one["name"]: one["schedules"] for one in file["deployments"]}
    assert found == {
        name: [{"cron": cron, "timezone": TIMEZONE}] for name, cron in SCHEDULES.items()
    }


def test_a_delivery_that_takes_long_leaves_a_slot_to_every_other_flow() -> None:
    from flows.serving import SCHEDULES, SLOTS

    worker = yaml.safe_load(COMPOSE_TEXT)["services"]["worker"]["command"]
    assert int(worker[worker.index("--limit") + 1]) == SLOTS > len(SCHEDULES)


def test_past_runs_are_kept_as_long_in_containers_as_elsewhere() -> None:
    server = yaml.safe_load(COMPOSE_TEXT)["services"]["prefect-server"]
    assert retention_environment().items() <= server["environment"].items()


def test_nothing_is_copied_for_a_run() -> None:
    file = yaml.safe_load((DEPLOY / "prefect.yaml").read_text(encoding="utf-8"))
    assert [file[step] for step in ("build", "push", "pull")] == [[], [], []]
    for one in file["deployments"]:
        assert one["entrypoint"] == f"flows.{one['name']}.{one['name']}"
        assert importlib.util.find_spec(f"flows.{one['name']}")
        assert one["work_pool"] == {"name": "dondoc"}


def test_the_example_documents_every_setting_and_no_other() -> None:
    assert {name for name in _example() if name.startswith("DONDOC_")} == SETTINGS
    assert set(_example()) >= SECRETS


def test_the_example_sets_nothing_by_itself() -> None:
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    assert lines == []


def test_what_the_example_shows_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in _example().items():
        if name.startswith("DONDOC_"):
            monkeypatch.setenv(name, value)
    assert Settings().lang == "vi"
    assert Settings().root.is_absolute()


def test_one_image_runs_everything_of_ours() -> None:
    assert set(SERVICES) == OURS | {"postgres"}
    assert {SERVICES[name]["image"] for name in OURS} == {"dondoc:local"}
    builds = [SERVICES[name]["build"] for name in OURS]
    assert all(build == {"context": "..", "dockerfile": "deploy/Dockerfile"} for build in builds)


def test_only_prefect_and_the_pages_are_published_and_only_on_this_host() -> None:
    published = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}
    assert set(published) == {"prefect-server", "web"}
    ports = [port for given in published.values() for port in given]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    assert not any("network_mode" in service for service in SERVICES.values())


def test_what_stays_up_has_a_health_check_and_the_rest_waits_for_it() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {
        "deploy"
    }
    assert SERVICES["deploy"]["restart"] == "no"
    for name in ("worker", "resident", "web"):
        waits = SERVICES[name]["depends_on"]["deploy"]
        assert waits == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_secrets_come_from_the_env_file_only(name: str) -> None:
    for variable, value in SERVICES[name]["environment"].items():
        secret = re.search(r"PASSWORD|AUTH_STRING", variable)
        credentials = re.search(r"://[^:/@]+:(.+)@", str(value))
        given = credentials[1] if credentials else str(value)
        if secret or credentials:
            assert re.fullmatch(r"\$\{(\w+):\?[^}]+\}", given), variable


def test_every_variable_that_compose_asks_for_is_documented() -> None:
    lines = [line for line in COMPOSE_TEXT.splitlines() if not line.lstrip().startswith("#")]
    asked = set(re.findall(r"\$\{(\w+)", "\n".join(lines)))
    assert asked == SECRETS | {"PREFECT_PORT", "WEB_PORT"}
    assert asked <= set(_example())


@pytest.mark.parametrize("name", ["deploy", "worker", "resident", "web"])
def test_our_processes_get_every_setting_and_no_secret_of_others(name: str) -> None:
    environment = SERVICES[name]["environment"]
    ours = {variable for variable in environment if variable.startswith("DONDOC_")}
    assert ours == SETTINGS - WHERE_UP_RUNS - (set() if name == "web" else OF_PAGES)
    assert not {"POSTGRES_PASSWORD", "DATABASE_PASSWORD_PREFECT"} & set(environment)
    assert environment["DONDOC_PREFECT_API_URL"] == environment["PREFECT_API_URL"]


def test_an_unset_url_stays_unset() -> None:
    # A null takes the variable from the env file or leaves it out; "${X}" would make it empty.
    for service in ("deploy", "worker", "resident", "web"):
        environment = SERVICES[service]["environment"]
        assert environment["DONDOC_MAIL_URL"] is None
        assert environment["DONDOC_WEB_URL"] is None


def test_the_pages_believe_the_host_and_nobody_else_about_who_is_asking() -> None:
    network = yaml.safe_load(COMPOSE_TEXT)["networks"]["default"]["ipam"]["config"][0]
    trusted = SERVICES["web"]["environment"]["FORWARDED_ALLOW_IPS"]
    assert trusted == network["gateway"]
    assert {"dondoc", "web", "--workers"} <= set(SERVICES["web"]["command"])


def test_the_proxy_hands_on_to_the_pages_and_keeps_no_log() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    port = Settings.model_fields["web_port"].default
    assert f"\treverse_proxy 127.0.0.1:{port} {{" in rules
    assert not any(re.match(r"\s*log\b", line) for line in rules)


def test_the_service_starts_a_real_installation_that_may_write_its_data_only() -> None:
    text = (DEPLOY / "dondoc.service").read_text(encoding="utf-8")
    assert re.search(r"^ExecStart=/\S+/dondoc up --no-sample$", text, re.MULTILINE)
    home = re.search(r"^Environment=DONDOC_HOME=(\S+)$", text, re.MULTILINE)
    writable = re.search(r"^ReadWritePaths=(\S+)$", text, re.MULTILINE)
    assert home is not None and writable is not None
    assert home[1].startswith(writable[1])


def test_the_image_runs_as_nobody_special_and_keeps_the_examples() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER dondoc$", last, re.MULTILINE)
    assert "COPY examples /app/examples" in last
    assert "uv sync --frozen --no-dev" in text
    assert "--no-editable" not in text


def test_what_the_image_copies_is_let_through() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for name in line.split()[:-1]
    ]
    assert {f"!{name}" for name in copied} <= set(rules)
    assert all((ROOT / name).exists() for name in copied)
    assert "deploy/*.env" in rules


@pytest.fixture
def health() -> ModuleType:
    spec = importlib.util.spec_from_file_location("connected", DEPLOY / "connected.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_resident_is_healthy_while_it_is_connected(health: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not health.connected(port)
        with socket.create_connection(("127.0.0.1", port)), server.accept()[0]:
            assert health.connected(port)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_guide_names_what_there_is(language: str) -> None:
    guide = (ROOT / "docs" / f"install.{language}.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE)) == set(SERVICES)
    assert set(re.findall(r"DONDOC_\w+", guide)) <= SETTINGS
    for path in re.findall(r"deploy/[\w.]+\w", guide):
        assert (ROOT / path).exists() or path == "deploy/dondoc.env"
