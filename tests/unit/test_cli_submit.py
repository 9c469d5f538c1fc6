"""`trigpoint submit`: data sets of every kind, the recipe intake accepts, waiting for intake's word."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trigpoint.cli import connection, submission
from trigpoint.cli.app import app
from trigpoint.cli.connection import Connection
from trigpoint.cli.dataset import dataset
from trigpoint.cli.kinds import IMAGE, QUESTIONS, TEXT, VIDEO, check_fit, kind_of, medium
from trigpoint.cli.submission import Order, await_job, name_from, place_order, recipe
from trigpoint.cli.troubles import NotRunning
from trigpoint.domain.errors import BadInput, CategoriesError, JobNameTaken, ManifestError, RecipeError, TrigpointError
from trigpoint.domain.job import JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.formats.categories import parse_categories
from trigpoint.formats.job_request import job_spec
from trigpoint.ports import Ports
from trigpoint.tasktypes import names
from trigpoint.testing import (
    FakeClock,
    FakeFunctions,
    MemoryBlobs,
    MemoryLedger,
    MemoryQueue,
    MemoryWorkflow,
    RecordedEvents,
    SeededIds,
)
from trigpoint.usecases.accept_upload import Upload, accept_upload
from trigpoint.usecases.job_files import built_in_template

HOUSE = Deployment("bucket", "us-east-1", "000000000000")
ORDER = Order("Birds-1", ("cat", "dög"), "team-a", workers=5)
PREFIX = "s3://bucket/data/Birds-1/"


@pytest.fixture
def ports() -> Ports:
    rest = (MemoryQueue(), MemoryWorkflow(), FakeFunctions(), RecordedEvents(), FakeClock(), SeededIds())
    return Ports(MemoryLedger(), MemoryBlobs(), *rest)


def written(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def lines(manifest: bytes) -> list[dict[str, str]]:
    return [json.loads(line) for line in manifest.splitlines()]


class TestDataset:
    def test_a_folder_of_images_in_order_and_nothing_else(self, tmp_path: Path) -> None:
        for name in ("b.PNG", "a.jpg", "deep/c.jpeg", "notes.md"):
            written(tmp_path / name, "x")
        found = dataset(tmp_path, PREFIX)
        assert (found.kind, found.objects) == (IMAGE, 3)
        assert [line["source-ref"] for line in lines(found.manifest)] == [
            PREFIX + name for name in ("a.jpg", "b.PNG", "deep/c.jpeg")
        ]
        assert dict(found.files)[PREFIX + "deep/c.jpeg"] == tmp_path / "deep" / "c.jpeg"

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("t.csv", 'text,label\r\n"one, ""1""",ham\r\ntwö,spam\r\n'),
            ("t.csv", '\ufefflabel,TEXT\nham,"one, ""1"""\nspam,twö\nspam,\n'),
            ("t.csv", '"one, ""1"""\ntwö\n'),
            ("t.txt", '\ufeffone, "1"\r\n\r\ntwö'),
        ],
    )
    def test_texts_of_a_table_or_list(self, tmp_path: Path, name: str, data: str) -> None:
        found = dataset(written(tmp_path / name, data), PREFIX)
        assert (found.kind, found.objects) == (TEXT, 2)
        assert [line["source"] for line in lines(found.manifest)] == ['one, "1"', "twö"]

    def test_another_column(self, tmp_path: Path) -> None:
        path = written(tmp_path / "t.csv", "id,body\n1,hello\n")
        assert lines(dataset(path, PREFIX, "body").manifest) == [{"source": "hello"}]
        with pytest.raises(BadInput, match="no column 'text'") as caught:
            dataset(path, PREFIX)
        assert "id, body" in caught.value.fix

    def test_a_text_of_several_lines_is_one_object(self, tmp_path: Path) -> None:
        path = written(tmp_path / "t.csv", 'text,n\n"a\nb",1\n')
        assert lines(dataset(path, PREFIX).manifest) == [{"source": "a\nb"}]

    @pytest.mark.parametrize(("key", "kind"), [("source", TEXT), ("source-ref", IMAGE)])
    def test_a_manifest_goes_as_it_is(self, tmp_path: Path, key: str, kind: str) -> None:
        data = f'\ufeff{{"{key}": "s3://b/k"}}\r\n{{bad\r\n'.encode()
        found = dataset(written(tmp_path / "m.jsonl", data), PREFIX)
        assert (found.kind, found.manifest, found.objects) == (kind, data, 2)

    @pytest.mark.parametrize(
        ("name", "data", "error", "words"),
        [
            ("m.jsonl", "\n\n", ManifestError, "no lines"),
            ("m.jsonl", "{bad", ManifestError, "line 1"),
            ("m.manifest", '{"a": 1}', ManifestError, "neither source nor source-ref"),
            ("t.csv", "text\n", BadInput, "no texts"),
            ("t.txt", b"\xff\xfe", BadInput, "not UTF-8"),
            ("t.pdf", "x", BadInput, "no kind"),
        ],
    )
    def test_trouble_names_file_and_line(
        self, tmp_path: Path, name: str, data: str | bytes, error: type[TrigpointError], words: str
    ) -> None:
        with pytest.raises(error, match=words) as caught:
            dataset(written(tmp_path / name, data), PREFIX)
        assert name in caught.value.message
        assert caught.value.fix

    def test_a_folder_without_images(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="no images"):
            dataset(tmp_path, PREFIX)


class TestKinds:
    def test_every_task_type_but_custom_can_be_submitted(self) -> None:
        assert {kind_of(name) for name in names() - {"custom"}} == set(QUESTIONS)
        assert kind_of("bounding-box") == kind_of("BoundingBox") == kind_of("bounding_box") == "BoundingBox"
        assert kind_of("") == ""
        with pytest.raises(BadInput, match="boxes") as caught:
            kind_of("boxes")
        assert "NamedEntityRecognition" in caught.value.fix

    def test_data_of_another_sort_is_refused(self) -> None:
        for kind, found in (("NamedEntityRecognition", IMAGE), ("BoundingBox", TEXT), (VIDEO, TEXT)):
            with pytest.raises(BadInput, match=kind):
                check_fit(kind, found)
        check_fit(VIDEO, IMAGE)
        check_fit("VerificationBoundingBox", IMAGE)

    def test_a_folder_of_videos(self, tmp_path: Path) -> None:
        written(tmp_path / "a.MP4", "x")
        assert dataset(tmp_path, PREFIX).kind == VIDEO
        written(tmp_path / "b.png", "x")
        assert [uri for uri, _ in dataset(tmp_path, PREFIX).files] == [PREFIX + "b.png"]

    @pytest.mark.parametrize("kind", sorted(QUESTIONS))
    def test_an_order_of_any_type_is_a_job_with_a_template_of_its_own(
        self, kind: str, tmp_path: Path, ports: Ports
    ) -> None:
        prior = b'{"source-ref": "s3://bucket/a.png"}'
        text = medium(kind) == "text"
        data = dataset(written(tmp_path / "m.jsonl", b'{"source": "x"}' if text else prior), PREFIX)
        place_order(replace(ORDER, kind=kind), data, ports, HOUSE, quiet=True)
        job = accept_upload(Upload("Birds-1", "Birds-1", "1"), ports, HOUSE)
        assert job
        spec = ports.ledger.job("birds-1").spec
        assert spec.label_attribute == "Birds-1" + ("-ref" if "Segmentation" in kind and "Ver" not in kind else "")
        assert built_in_template(spec.task_type)

    def test_one_label_is_enough_where_nothing_is_chosen(self, tmp_path: Path, ports: Ports) -> None:
        data = dataset(written(tmp_path / "a.png", b"png"), PREFIX)
        place_order(replace(ORDER, labels=("cat",), kind="BoundingBox"), data, ports, HOUSE, quiet=True)
        assert parse_categories(ports.blobs.read(PREFIX + "categories.json"), 1) == ("cat",)


class TestRecipe:
    @pytest.mark.parametrize(("kind", "task_type"), [(IMAGE, "image_multi_class"), (TEXT, "text_multi_class")])
    def test_it_is_a_request_that_intake_accepts(self, kind: str, task_type: str) -> None:
        document = recipe(ORDER, kind, HOUSE)
        spec = job_spec(document, name=ORDER.name, manifest="s3://bucket/m", task_types=names())
        assert (spec.task_type, spec.team, spec.workers) == (task_type, "team-a", 5)
        assert (spec.label_attribute, spec.output) == ("Birds-1", "s3://bucket/output")
        assert spec.pre_function is spec.post_function is None
        assert spec.undo_seconds == 0
        later = recipe(replace(ORDER, undo_seconds=30), kind, HOUSE)
        assert job_spec(later, name=ORDER.name, manifest="s3://bucket/m", task_types=names()).undo_seconds == 30

    def test_names_of_files_become_names_of_jobs(self) -> None:
        assert name_from("my photos (2)", "20260101-000000") == "my-photos-2-20260101-000000"
        assert name_from("***", "1") == "job-1"
        long = name_from("x" * 200, "20260101-000000")
        assert len(long) <= 63
        job_spec(recipe(Order(long, ("a", "b"), "t"), TEXT, HOUSE), name=long, manifest="s3://b/m", task_types=names())


class TestPlacing:
    def test_everything_is_there_before_the_manifest(self, tmp_path: Path, ports: Ports) -> None:
        written(tmp_path / "a.png", b"png")
        source = place_order(ORDER, dataset(tmp_path, PREFIX), ports, HOUSE, quiet=True)
        blobs = ports.blobs
        assert source == "s3://bucket/inbox/Birds-1/Birds-1.manifest?versionId=1"
        assert list(blobs.objects) == [  # type: ignore[attr-defined]
            PREFIX + "a.png",
            PREFIX + "categories.json",
            "s3://bucket/recipes/Birds-1.json",
            "s3://bucket/inbox/Birds-1/Birds-1.manifest",
        ]
        assert parse_categories(blobs.read(PREFIX + "categories.json")) == ("cat", "dög")
        assert accept_upload(Upload("Birds-1", "Birds-1", "1"), ports, HOUSE)

    @pytest.mark.parametrize(
        ("order", "error"),
        [
            (Order("a", ("one",), "t"), CategoriesError),
            (Order("a", ("one", "one"), "t"), CategoriesError),
            (Order("a_b", ("one", "two"), "t"), RecipeError),
            (Order("a", ("one", "two"), "t", attribute="x-metadata"), RecipeError),
            (Order("a", ("one", "two"), "t", workers=10), RecipeError),
        ],
    )
    def test_a_wrong_order_writes_nothing(
        self, tmp_path: Path, ports: Ports, order: Order, error: type[TrigpointError]
    ) -> None:
        data = dataset(written(tmp_path / "t.txt", "x"), PREFIX)
        with pytest.raises(error):
            place_order(order, data, ports, HOUSE)
        assert not ports.blobs.objects  # type: ignore[attr-defined]

    def test_a_taken_name_in_any_case_writes_nothing(self, tmp_path: Path, ports: Ports) -> None:
        data = dataset(written(tmp_path / "t.txt", "x"), PREFIX)
        place_order(ORDER, data, ports, HOUSE)
        accept_upload(Upload("Birds-1", "Birds-1", "1"), ports, HOUSE)
        before = dict(ports.blobs.objects)  # type: ignore[attr-defined]
        with pytest.raises(JobNameTaken):
            place_order(Order("BIRDS-1", ("a", "b"), "t"), data, ports, HOUSE)
        assert ports.blobs.objects == before  # type: ignore[attr-defined]


class TestWaiting:
    SOURCE = "s3://bucket/inbox/Birds-1/Birds-1.manifest?versionId=1"

    def wait(self, ports: Ports, events: dict[int, dict[str, object]] | None = None) -> object:
        """Each pause is half a second; `events` change the job at the pause of that number."""
        clock, pauses = FakeClock(0), 0

        def sleep(_seconds: float) -> None:
            nonlocal pauses
            pauses += 1
            clock.advance(0.5)
            if pauses in (events or {}):
                ports.ledger.change_job("birds-1", put=(events or {})[pauses])

        return await_job("Birds-1", self.SOURCE, ports, HOUSE, clock=clock.now, sleep=sleep)

    def placed(self, tmp_path: Path, ports: Ports) -> None:
        place_order(ORDER, dataset(written(tmp_path / "t.txt", "x"), PREFIX), ports, HOUSE)
        accept_upload(Upload("Birds-1", "Birds-1", "1"), ports, HOUSE)

    def test_until_the_manifest_is_split(self, tmp_path: Path, ports: Ports) -> None:
        self.placed(tmp_path, ports)
        begun = {2: {"status": JobStatus.IN_PROGRESS}, 3: {"total": 1}}
        assert getattr(self.wait(ports, begun), "total") == 1  # noqa: B009

    def test_a_job_that_failed_at_once_is_handed_back(self, tmp_path: Path, ports: Ports) -> None:
        self.placed(tmp_path, ports)
        found = self.wait(ports, {1: {"status": JobStatus.FAILED, "failure": "why"}})
        assert getattr(found, "failure") == "why"  # noqa: B009

    def test_intakes_error_is_raised_with_its_code(self, ports: Ports) -> None:
        accept_upload(Upload("Birds-1", "Birds-1", "1"), ports, HOUSE)
        with pytest.raises(BadInput, match="no recipe") as caught:
            self.wait(ports)
        assert caught.value.code == "RecipeError"

    def test_the_error_of_an_earlier_upload_is_not_ours(self, ports: Ports) -> None:
        accept_upload(Upload("Birds-1", "Birds-1", "0"), ports, HOUSE)
        with pytest.raises(NotRunning, match="not taken up"):
            self.wait(ports)


class TestVerb:
    @pytest.fixture(autouse=True)
    def intake(self, ports: Ports, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stands in for EventBridge and the machine: accepts the upload as soon as it is waited for."""

        def accepted(name: str, source: str, to: Ports, house: Deployment) -> object:
            accept_upload(Upload(name, name, source.partition("?versionId=")[2]), to, house)
            return to.ledger.change_job(name.lower(), put={"status": JobStatus.IN_PROGRESS, "total": 1})

        made = Connection(ports, HOUSE)
        monkeypatch.setattr(connection, "open_connection", lambda: made)
        monkeypatch.setattr(submission, "await_job", accepted)

    def test_texts_in_one_go(self, tmp_path: Path, ports: Ports) -> None:
        path = written(tmp_path / "texts.csv", "text\nhello\n")
        result = CliRunner().invoke(app, ["submit", str(path), "--labels", "spam, ham", "--name", "Mine"])
        assert result.exit_code == 0, result.output
        assert "Job Mine has begun" in result.stdout
        assert "trigpoint watch Mine" in result.stdout
        assert ports.ledger.job("mine").spec.task_type == "text_multi_class"

    def test_images_for_machines(self, tmp_path: Path) -> None:
        written(tmp_path / "a.png", b"png")
        result = CliRunner().invoke(app, ["submit", str(tmp_path), "--labels", "cat,dog", "--workers", "1", "--json"])
        told = json.loads(result.stdout)
        assert (told["taskType"], told["categories"], told["team"]) == ("image_multi_class", ["cat", "dog"], "workers")

    def test_refusals_are_one_line(self, tmp_path: Path) -> None:
        path = written(tmp_path / "t.txt", "x")
        for arguments in (
            ["--labels", "cat"],
            ["--labels", "a,b", "--name", "a b"],
            ["--labels", "a,b", "--team", "?"],
        ):
            result = CliRunner().invoke(app, ["submit", str(path), *arguments])
            assert result.exit_code == 1
            assert result.stderr.count("\n") == 1


def test_a_model_may_help_with_texts_and_images_only() -> None:
    found = recipe(Order("j", ("a", "b"), "t", target=0.95), "TextMultiClass", HOUSE)
    arn = found["LabelingJobAlgorithmsConfig"]["LabelingJobAlgorithmSpecificationArn"]
    assert arn.endswith("labeling-job-algorithm-specification/text-classification")
    assert found["Tags"] == [{"Key": "trigpoint:target-accuracy", "Value": "0.95"}]
    with pytest.raises(BadInput, match="does not know BoundingBox"):
        recipe(Order("j", ("a", "b"), "t", target=0.95), "BoundingBox", HOUSE)
