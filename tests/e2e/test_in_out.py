"""Taking a network away, and bringing set-ups and weights in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Download, Page, expect

from support.browser import Bench
from support.serving import Server

FOREIGN = (
    "#activation=relu&batchSize=10&dataset=xor&regDataset=reg-plane&learningRate=0.03"
    "&regularizationRate=0&noise=0&networkShape=5,3&seed=0.5&showTestData=false&discretize=false"
    "&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false"
    "&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false"
)

EXPORTS = {
    "pytorch": (".py", b"import torch"),
    "onnx": (".onnx", b""),
    "safetensors": (".safetensors", b'{"'),
    "json": (".json", b"{"),
    "csv": (".csv", b"step"),
    "parquet": (".parquet", b"PAR1"),
}


def exported(bench: Bench, item: str) -> Download:
    bench.at("export").click()
    with bench.page.expect_download() as waiting:
        bench.at(item).click()
    return waiting.value


@pytest.mark.parametrize("format", EXPORTS)
def test_each_export_is_a_file(bench: Bench, format: str, tmp_path: Path) -> None:
    ending, sign = EXPORTS[format]
    bench.at("name").fill("My net")
    bench.wait_for_steps(bench.step + 20)
    download = exported(bench, f"export-{format}")
    assert re.fullmatch(r"my-net(-curves)?" + re.escape(ending), download.suggested_filename)
    content = Path(download.path()).read_bytes()
    assert sign in content
    assert len(content) > 100


def test_a_picture_as_png_has_twice_its_pixels(bench: Bench) -> None:
    bench.pause()
    bench.at("save-boundary").click()
    with bench.page.expect_download() as waiting:
        bench.at("save-boundary-png").click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    wide = int.from_bytes(content[16:20], "big")
    box = bench.at("boundary").bounding_box()
    assert box is not None
    assert wide > 2 * box["width"]


@pytest.mark.parametrize("name", ["boundary", "diagram", "curves", "gradient-norms"])
def test_pictures_as_svg(bench: Bench, name: str) -> None:
    expect(bench.at("curves").locator(".scatterlayer path.js-line").first).to_be_attached(
        timeout=20_000
    )
    bench.pause()
    download = exported(bench, f"picture-{name}-svg")
    root = ElementTree.fromstring(Path(download.path()).read_text())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}text"))) > 2


def test_a_tensorflow_link_opens_by_its_address(page: Page, server: Server) -> None:
    bench = Bench(page, server).open(FOREIGN)
    expect(bench.at("neuron-h1-4")).to_be_visible()
    notes = bench.at("import-notes")
    expect(notes).to_contain_text("TensorFlow Playground")
    bench.at("import-notes-close").click()
    expect(notes).to_have_count(0)
    page.wait_for_function("() => location.hash.startsWith('#s=1.')")


def test_a_tensorflow_link_opens_pasted(bench: Bench) -> None:
    bench.at("import").click()
    bench.at("import-link").fill(f"https://playground.tensorflow.org/{FOREIGN}")
    bench.at("import-open").click()
    expect(bench.at("import-notes")).to_be_visible()
    expect(bench.at("neuron-h1-4")).to_be_visible()
    expect(bench.at("neuron-h1-5")).to_have_count(0)


def test_what_is_no_link_says_what_to_paste(bench: Bench) -> None:
    bench.at("import").click()
    bench.at("import-link").fill("https://example.org/")
    bench.at("import-open").click()
    expect(bench.at("problem")).to_contain_text("everything after the #")


def test_a_set_up_comes_back_from_its_file(bench: Bench, tmp_path: Path) -> None:
    download = exported(bench, "export-json")
    document = json.loads(Path(download.path()).read_text())
    document["network"]["layers"][0]["units"] = 3
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(document))
    bench.at("import").click()
    bench.at("import-file").set_input_files(file)
    expect(bench.at("neuron-h1-3")).to_have_count(0)
    expect(bench.at("neuron-h1-2")).to_be_visible()


def test_a_set_up_can_be_dropped_on_the_page(bench: Bench) -> None:
    download = exported(bench, "export-json")
    document = json.loads(Path(download.path()).read_text())
    document["name"] = "Dropped"
    bench.page.evaluate(
        """(text) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "set-up.json"));
          const event = (type) =>
            new DragEvent(type, {dataTransfer, bubbles: true, cancelable: true});
          document.body.dispatchEvent(event("dragover"));
          document.body.dispatchEvent(event("drop"));
        }""",
        json.dumps(document),
    )
    expect(bench.at("name")).to_have_value("Dropped")


def test_a_file_that_is_no_set_up_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    bench.page.expected_complaints.append("422")  # type: ignore[attr-defined]
    file = tmp_path / "broken.json"
    file.write_text('{"data": {"dataset": "nothing"}}')
    bench.at("import").click()
    bench.at("import-file").set_input_files(file)
    expect(bench.at("problem")).to_be_visible()
    expect(bench.at("neuron-h1-7")).to_be_visible()


def test_weights_come_back_from_their_file(bench: Bench, tmp_path: Path) -> None:
    bench.wait_for_steps(300)
    bench.pause()
    learned = bench.number("loss-train")
    download = exported(bench, "export-safetensors")
    file = tmp_path / "weights.safetensors"
    download.save_as(file)
    bench.at("reset").click()
    bench.wait_for("steps", "value === 0")
    bench.wait_for("loss-train", f"Math.abs(value - {learned}) > 0.001")
    bench.at("import").click()
    bench.at("import-file").set_input_files(file)
    bench.wait_for("loss-train", f"Math.abs(value - {learned}) < 0.001")
