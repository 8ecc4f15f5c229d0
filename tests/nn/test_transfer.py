"""What edits keep of the parameters."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.nn.layout import Layout
from playground.nn.program import Program
from playground.nn.transfer import NEW, carry, plan
from playground.spec.data import FEATURES
from playground.spec.project import parse


def spec(layers, features=("x1", "x2"), **fields):
    stack = [{"id": layer, "units": units} for layer, units in layers]
    return parse({"network": {"layers": stack}, "data": {"features": features}} | fields)


def moved(old, new):
    """Views of the new parameters: the old ones are 0, 1, 2, …, and fresh ones are NEW."""
    transfer = plan(old, new)
    size = Layout.of(old.shapes).size
    flat = carry(
        transfer.source, torch.arange(float(size)), torch.full((len(transfer.source),), float(NEW))
    )
    return transfer.report, Layout.of(new.shapes).views(flat)


def first(old):
    layout = Layout.of(old.shapes)
    return layout.views(torch.arange(float(layout.size)))


def test_a_unit_more_keeps_all_other_weights():
    old = spec([("a", 3), ("b", 2)])
    report, now = moved(old, spec([("a", 4), ("b", 2)]))
    was = first(old)
    assert torch.equal(now["a.weight"][:3], was["a.weight"])
    assert torch.equal(now["b.weight"][:, :3], was["b.weight"])
    assert torch.equal(now["output.weight"], was["output.weight"])
    assert report.parameters_new == 2 + 1 + 2
    assert report.layers_partly == ("a", "b")
    assert report.layers_kept == ("output",)


def test_a_layer_removed_leaves_the_overlap_of_the_next():
    old = spec([("a", 3), ("b", 2), ("c", 4)])
    report, now = moved(old, spec([("a", 3), ("c", 4)]))
    was = first(old)
    assert report.layers_removed == ("b",)
    assert torch.equal(now["c.weight"][:, :2], was["c.weight"])
    assert (now["c.weight"][:, 2] == NEW).all()
    assert torch.equal(now["c.bias"], was["c.bias"])


def test_a_layer_that_moves_keeps_its_own():
    old = spec([("a", 3), ("b", 3), ("c", 3)])
    _, now = moved(old, spec([("a", 3), ("c", 3), ("b", 3)]))
    for key, view in first(old).items():
        assert torch.equal(now[key], view)


def test_a_new_layer_is_new():
    report, now = moved(spec([("a", 3)]), spec([("a", 3), ("b", 3)]))
    assert report.layers_new == ("b",)
    assert (now["b.weight"] == NEW).all()
    assert report.layers_kept == ("a", "output")


def test_inputs_are_matched_by_feature():
    old = spec([("a", 3)], ("x1", "x2"))
    _, now = moved(old, spec([("a", 3)], ("sin_x1", "x2", "x1")))
    was = first(old)
    assert torch.equal(now["a.weight"][:, [2, 1]], was["a.weight"])
    assert (now["a.weight"][:, 0] == NEW).all()


def test_the_output_layer_alone_is_matched_by_feature_too():
    _, now = moved(spec([], ("x1", "x2")), spec([], ("x2", "x1")))
    assert now["output.weight"].tolist() == [[1.0, 0.0]]


networks = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(1, 5)), max_size=4, unique_by=lambda x: x[0]
)
specs = st.builds(
    spec, networks, st.lists(st.sampled_from(FEATURES), min_size=1, max_size=4, unique=True)
)


@given(specs, specs)
@settings(max_examples=60, deadline=None)
def test_nothing_is_used_twice_or_leaves_its_layer(old, new):
    transfer = plan(old, new)
    kept = transfer.source[transfer.source != NEW]
    assert len(kept.unique()) == len(kept) == transfer.report.parameters_kept
    assert len(transfer.source) == new.parameter_count
    before, after = Layout.of(old.shapes), Layout.of(new.shapes)
    for slot in after.slots:
        for place in slot.view(transfer.source).flatten().tolist():
            assert place == NEW or before.layer_at(place) == slot.layer


@given(specs)
@settings(max_examples=20, deadline=None)
def test_no_change_keeps_everything(same):
    transfer = plan(same, same)
    assert torch.equal(transfer.source, torch.arange(same.parameter_count))
    assert transfer.report.layers_new == transfer.report.layers_partly == ()


def sparse(density, units=8, **fields):
    layers = [
        {"id": "a", "units": units, "density": density},
        {"id": "b", "units": 3},
    ]
    return parse({"network": {"layers": layers}} | fields)


def test_only_connections_that_there_are_count_as_kept_new_and_dropped():
    """`a` has 16 weights of 8 units: at a density of 0.25 four of them, at 0.75 twelve."""
    report = plan(sparse(0.75), sparse(0.25)).report
    (a, b, _) = report.layers
    assert (a.kept, a.new) == (4 + 8, 0)
    assert (b.kept, b.new) == (3 * 8 + 3, 0)
    assert (report.parameters_new, report.parameters_dropped) == (0, 8)
    back = plan(sparse(0.25), sparse(0.75)).report
    (a, _, _) = back.layers
    assert (a.kept, a.new) == (4 + 8, 8)
    assert back.parameters_dropped == 0
    assert back.layers_partly == ("a",)
    same = plan(sparse(0.25), sparse(0.25)).report
    assert (same.parameters_new, same.parameters_dropped) == (0, 0)
    assert same.parameters_kept == 4 + 8 + 27 + 4


@given(st.floats(0.01, 1), st.floats(0.01, 1), st.integers(1, 9), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_what_is_kept_new_and_dropped_is_all_that_there_is(first, second, before, after):
    old, new = sparse(first, before), sparse(second, after)
    report = plan(old, new).report
    wired_old, wired_new = (Program.build(spec).connection_mask for spec in (old, new))
    there = [
        spec.parameter_count if wired is None else int(wired.sum())
        for spec, wired in ((old, wired_old), (new, wired_new))
    ]
    assert report.parameters_kept + report.parameters_dropped == there[0] == old.parameters_in_use
    assert report.parameters_kept + report.parameters_new == there[1] == new.parameters_in_use


def test_layers_without_parameters_are_neither_new_nor_kept_in_part():
    layers = [
        {"kind": "conv2d", "id": "c", "units": 4},
        {"kind": "max_pool", "id": "p"},
        {"kind": "flatten", "id": "f"},
        {"kind": "dense", "id": "d", "units": 5},
    ]
    data = {"dataset": "edges"}
    training = {"loss": {"kind": "cross_entropy"}}
    old = parse({"network": {"layers": layers}, "data": data, "training": training})
    wider = [*layers[:3], layers[3] | {"units": 6}]
    new = parse({"network": {"layers": wider}, "data": data, "training": training})
    for report in (plan(old, old).report, plan(old, new).report):
        assert report.layers_new == ()
        assert {"p", "f"} <= set(report.layers_kept)
        assert not {"p", "f"} & set(report.layers_partly)
    more = [layers[0], layers[1] | {"id": "q"}, *layers[1:]]
    data = data | {"image_size": 28}
    old = parse({"network": {"layers": layers}, "data": data, "training": training})
    new = parse({"network": {"layers": more}, "data": data, "training": training})
    assert "q" not in plan(old, new).report.layers_new
