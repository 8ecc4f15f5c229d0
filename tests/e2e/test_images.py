"""Images and tables: what the network makes of each, and what its convolutions look for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from playground.links import ours
from playground.spec.data import DataSpec
from playground.spec.layers.conv2d import Conv2dLayer
from playground.spec.layers.dense import DenseLayer
from playground.spec.layers.flatten import FlattenLayer
from playground.spec.layers.max_pool import MaxPoolLayer
from playground.spec.losses import CrossEntropy
from playground.spec.network import NetworkSpec
from playground.spec.project import Spec
from playground.spec.training import TrainingSpec
from support.browser import Bench
from support.serving import Server

DIGITS = Spec(
    data=DataSpec(dataset="digits", classes=4, samples=400, noise=0),
    network=NetworkSpec(
        layers=(
            Conv2dLayer(id="c1", units=4, kernel=3, padding=1, activation="relu"),
            MaxPoolLayer(id="p1", kernel=2, stride=2),
            FlattenLayer(id="f1"),
        )
    ),
    training=TrainingSpec(loss=CrossEntropy(), learning_rate=0.01),
)
IRIS = Spec(
    data=DataSpec(dataset="iris", classes=3),
    network=NetworkSpec(layers=(DenseLayer(id="h1", units=6, activation="tanh"),)),
    training=TrainingSpec(loss=CrossEntropy(), learning_rate=0.01),
)


def opened(page: Page, server: Server, spec: Spec) -> Bench:
    return Bench(page, server).open(f"#s={ours.encode(spec)}")


@pytest.fixture
def digits(page: Page, server: Server) -> Bench:
    return opened(page, server, DIGITS)


@pytest.fixture
def iris(page: Page, server: Server) -> Bench:
    return opened(page, server, IRIS)


def test_the_gallery_tells_right_from_wrong_without_colour(digits: Bench) -> None:
    digits.at("result-samples").click()
    expect(digits.at("sample-59")).to_be_attached()
    digits.wait_for("score-test", "value > 90")
    digits.pause()
    right = digits.at("gallery").locator("button[data-right=true]")
    wrong = digits.at("gallery").locator("button[data-right=false]")
    expect(right.first).to_contain_text("✓")
    count = re.match(r"(\d+) of (\d+) test images", digits.at("gallery-count").inner_text())
    assert count
    assert right.count() == int(count[1])
    assert right.count() + wrong.count() == int(count[2]) == 60


def test_the_chosen_image_goes_through_the_network(digits: Bench) -> None:
    digits.at("result-samples").click()
    digits.pause()
    scores = digits.at("scores").locator("li")
    expect(scores).to_have_count(4)
    before = scores.all_inner_texts()
    names = [digits.at(f"sample-{place}").get_attribute("aria-label") or "" for place in range(60)]
    truth = [re.match(r"Test image \d+: (\d)", name) for name in names]
    labels = [found[1] for found in truth if found]
    other = next(place for place, label in enumerate(labels) if label != labels[0])
    digits.at(f"sample-{other}").click()
    expect(digits.at(f"sample-{other}")).to_have_attribute("aria-pressed", "true")
    expect(digits.at("chosen-truth")).to_have_text(labels[other])
    expect(scores.first).not_to_have_text(before[0])
    shares = [float(text.split()[-1].removesuffix("%")) for text in scores.all_inner_texts()]
    assert sum(shares) == pytest.approx(100, abs=0.5)


def test_the_confusion_counts_every_test_image(digits: Bench) -> None:
    digits.at("result-confusion").click()
    digits.pause()
    table = digits.page.get_by_role("table", name="Confusion matrix of the test samples")
    cells = table.locator("td").filter(has_text=re.compile(r"\d"))
    # The table comes with the first predictions after the tab was chosen.
    expect(cells).to_have_count(16)
    counts = [int(text) for text in cells.all_inner_texts()]
    assert sum(counts) == DIGITS.data.size - DIGITS.data.train_samples
    box = digits.at("confusion").bounding_box()
    assert box is not None
    digits.at("confusion").hover(position={"x": box["width"] * 0.9, "y": box["height"] * 0.9})
    expect(digits.at("confusion-told")).to_contain_text(
        re.compile(r"3: [\d,]+ correct|predicted as")
    )


def test_kernels_stand_beside_the_maps_that_they_make(digits: Bench) -> None:
    digits.at("tab-kernels").click()
    digits.pause()
    kernels = digits.at("kernels")
    expect(kernels).to_be_visible()
    kernels.hover(position={"x": 10, "y": 30})
    expect(digits.at("kernel-told")).to_contain_text(
        re.compile(r"Conv 1, channel 1, row 1, column 1: weight [−\d.]+")
    )


def test_a_channel_up_close_shows_its_kernel(digits: Bench) -> None:
    digits.pause()
    digits.at("neuron-c1-2").click()
    cells = digits.at("kernel-0").locator("td")
    expect(cells).to_have_count(9)
    expect(cells.first).to_have_text(re.compile(r"[−\d.]+"))


def test_layers_without_weights_have_no_gradient(digits: Bench) -> None:
    digits.at("tab-distributions").click()
    options = digits.at("distribution-layer").locator("option")
    expect(options).to_have_text([re.compile("Conv 1"), "Output"])


def test_a_table_is_cut_along_any_two_columns(iris: Bench) -> None:
    expect(iris.at("axis-x")).to_have_value("0")
    iris.choose("axis-x", "2")
    expect(iris.at("axis-x").locator("option:checked")).to_have_text("petal length")
    # The column of the other axis changes places.
    iris.choose("axis-y", "2")
    expect(iris.at("axis-x")).to_have_value("1")
    iris.at("held").locator("summary").click()
    iris.at("held-0").fill("2")
    expect(iris.at("held")).to_contain_text("1 moved")
    iris.at("boundary").hover(position={"x": 40, "y": 40})
    expect(iris.page.locator(".reading")).to_contain_text(
        re.compile(r"sepal width [−\d.]+.*petal length [−\d.]+.*(setosa|versicolor|virginica)")
    )


def test_a_table_along_its_principal_components(iris: Bench) -> None:
    iris.at("plane-pca").click()
    expect(iris.at("plane-pca")).to_have_attribute("aria-pressed", "true")
    expect(
        iris.page.get_by_text(re.compile(r"component 1 \(7\d\.\d% of the variance\)"))
    ).to_be_visible()
    iris.at("plane-pca").click()
    expect(iris.at("axis-x")).to_have_value("0")


def test_toy_data_has_nothing_to_switch(bench: Bench) -> None:
    expect(bench.at("result-samples")).to_have_count(0)
    expect(bench.at("axis-x")).to_have_count(0)


def test_classes_have_their_names_and_marks_wherever_they_stand(iris: Bench) -> None:
    iris.wait_for("score-test", "value > 90")
    iris.pause()
    legend = iris.at("legend-classes").locator("li")
    expect(legend).to_have_text(["setosa", "versicolor", "virginica"])
    for label, name in enumerate(("setosa", "versicolor", "virginica")):
        named = iris.at(f"output-name-{label}")
        expect(named).to_have_text(name)
        expect(iris.at(f"neuron-output-{label}")).to_have_attribute("aria-label", f"Output: {name}")
        mark = "path => path.getAttribute('d') + getComputedStyle(path).fill"
        assert named.locator("path").evaluate(mark) == legend.nth(label).locator("path").evaluate(
            mark
        )


def test_two_classes_are_named_at_both_sides_of_their_one_output(
    page: Page, server: Server
) -> None:
    cancer = Spec(
        data=DataSpec(dataset="breast_cancer"),
        network=NetworkSpec(layers=(DenseLayer(id="h1", units=4, activation="tanh"),)),
        training=TrainingSpec(learning_rate=0.01),
    )
    bench = opened(page, server, cancer)
    expect(bench.at("legend-classes")).to_have_text("malignantbenign")
    above, below = (bench.at(f"output-name-{label}").bounding_box() for label in (1, 0))
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"] + 1


def test_a_table_is_drawn_in_its_own_units(iris: Bench) -> None:
    iris.pause()
    iris.at("axis-x").select_option(label="petal length")
    iris.at("axis-y").select_option(label="sepal length")
    across = iris.page.locator(".ticks.x span")
    expect(across.last).to_have_text(re.compile(r"^\d"))
    told = [float(text) for text in across.all_inner_texts() if not text.startswith("−")]
    # Petals are 1 to 7 cm long; in standard deviations nothing is beyond 3.5.
    assert max(told) >= 6
    box = iris.at("boundary").bounding_box()
    assert box is not None
    iris.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    # The middle is the mean of both columns.
    reading = iris.page.locator(".reading span")
    expect(reading.first).to_have_text(re.compile(r"petal length 3\.[5-9]"))
    expect(reading.nth(1)).to_have_text(re.compile(r"sepal length 5\.[6-9]"))
