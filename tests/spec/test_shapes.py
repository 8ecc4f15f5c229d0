"""Shapes in integers: what layers take and give, and what is said where they do not fit."""

import jsonpatch
import pytest

from playground.spec.base import SpecProblem
from playground.spec.project import parse

DIGITS = {"dataset": "digits", "classes": 10}


def document(*layers, data=DIGITS, skips=(), **network):
    kind = "cross_entropy" if data.get("classes", 2) > 2 else "binary_cross_entropy"
    return {
        "data": dict(data),
        "training": {"loss": {"kind": kind}},
        "network": {"layers": [dict(layer) for layer in layers], "skips": list(skips)} | network,
    }


def outputs(*layers, **more):
    return {shape.id: shape.outputs for shape in parse(document(*layers, **more)).shapes}


def refusal(*layers, **more):
    with pytest.raises(SpecProblem) as caught:
        parse(document(*layers, **more))
    return caught.value


CONV = {"kind": "conv2d", "id": "c", "units": 4}


@pytest.mark.parametrize(
    ("settings", "side"),
    [
        ({}, 8),
        ({"padding": 0}, 6),
        ({"stride": 2}, 4),
        ({"kernel": 5, "padding": 0, "stride": 3}, 2),
        ({"dilation": 2, "padding": 0}, 4),
    ],
)
def test_a_convolution_gives_the_size_of_torchs_formula(settings, side):
    found = outputs(CONV | settings, {"kind": "flatten", "id": "f"})
    assert found == {"c": (4, side, side), "f": (4 * side * side,), "output": (10,)}


def test_parameters_are_counted_by_tensor():
    shapes = parse(
        document(
            CONV | {"units": 6, "groups": 1},
            {"kind": "conv2d", "id": "g", "units": 6, "groups": 3, "activation": "prelu"},
            {"kind": "batch_norm", "id": "n"},
            {"kind": "max_pool", "id": "p"},
            {"kind": "global_pool", "id": "q"},
        )
    ).shapes
    assert [shape.parameters for shape in shapes] == [60, 6 * 2 * 9 + 6 + 1, 12, 0, 0, 70]
    assert shapes[2].buffers == {"mean": (6,), "variance": (6,)}


def test_an_image_is_flattened_for_a_first_dense_layer_only():
    spec = parse(document({"kind": "dense", "id": "d", "units": 3}))
    assert spec.shapes[0].flatten
    assert spec.shapes[0].tensors["weight"] == (3, 64)


def test_a_vector_is_one_channel_of_a_line():
    found = outputs(
        {"kind": "conv1d", "id": "c", "units": 2},
        {"kind": "flatten", "id": "f"},
        data={"dataset": "xor", "features": ["x1", "x2", "x1x2"]},
    )
    assert found["c"] == (2, 3)


def test_a_skip_is_added_through_a_projection_where_the_shapes_differ():
    spec = parse(
        document(
            CONV,
            {"kind": "conv2d", "id": "d", "units": 8, "stride": 2},
            {"kind": "conv2d", "id": "e", "units": 8},
            {"kind": "global_pool", "id": "p"},
            skips=[{"source": "c", "target": "e"}, {"source": "d", "target": "p"}],
        )
    )
    third, pool = spec.shapes[2], spec.shapes[3]
    assert third.tensors["skip-c"] == (8, 4, 1, 1)
    assert third.joins[0].pool == (4, 4)
    assert (pool.joins[0].pool, pool.joins[0].projection) == (None, None)


def test_concatenation_widens_the_input():
    spec = parse(
        document(
            {"kind": "dense", "id": "a", "units": 5},
            {"kind": "dense", "id": "b", "units": 3},
            skips=[{"source": "input", "target": "b", "mode": "concat"}],
        )
    )
    assert spec.shapes[1].tensors["weight"] == (3, 5 + 64)


def test_a_block_is_written_out_with_its_skips():
    block = {
        "kind": "block",
        "id": "b",
        "repeat": 3,
        "skip": "add",
        "layers": [{"kind": "dense", "id": "d", "units": 4}, {"kind": "layer_norm", "id": "n"}],
    }
    spec = parse(document({"kind": "dense", "id": "a", "units": 4}, block))
    assert [shape.id for shape in spec.shapes] == [
        *("a", "d-1", "n-1", "d-2", "n-2", "d-3", "n-3"),
        "output",
    ]
    joins = {shape.id: [join.source for join in shape.joins] for shape in spec.shapes}
    assert joins["d-2"] == ["a"]
    assert joins["d-3"] == ["n-1"]
    assert joins["output"] == ["n-2"]


IMPOSSIBLE = {
    "a dense layer after maps": ([CONV, {"kind": "dense", "id": "d"}], "needs_vector", 1),
    "the output after maps": ([CONV], "needs_vector", None),
    "a convolution of a vector": (
        [{"kind": "dense", "id": "d"}, CONV],
        "needs_maps",
        1,
    ),
    "a pool of a vector": (
        [{"kind": "dense", "id": "d"}, {"kind": "max_pool", "id": "p"}],
        "needs_maps",
        1,
    ),
    "a kernel beyond its input": ([CONV | {"kernel": 15}], "kernel_too_large", 0),
    "a dilated kernel": (
        [CONV | {"kernel": 5, "dilation": 8, "padding": 0}],
        "kernel_too_large",
        0,
    ),
    "groups that do not divide": (
        [CONV, {"kind": "conv2d", "id": "d", "units": 6, "groups": 3}],
        "groups_do_not_divide",
        1,
    ),
    "groups of a norm": (
        [CONV, {"kind": "group_norm", "id": "n", "groups": 3}],
        "groups_do_not_divide",
        1,
    ),
    "padding beyond the pool": (
        [CONV, {"kind": "max_pool", "id": "p", "padding": 2}],
        "padding_too_large",
        1,
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_an_impossible_shape_is_explained_where_it_arises(case):
    layers, code, position = IMPOSSIBLE[case]
    problem = refusal(*layers)
    assert problem.code == code
    place = "/network/output" if position is None else f"/network/layers/{position}"
    assert problem.pointer.startswith(place)
    assert problem.params["expected"] != problem.params["got"]
    assert len(problem.fixes) == 3


@pytest.mark.parametrize("case", IMPOSSIBLE)
@pytest.mark.parametrize("choice", range(3))
def test_a_mend_takes_the_fault_away(case, choice):
    """Another may come to light behind it, but not the same at the same place."""
    layers, _, _ = IMPOSSIBLE[case]
    refused = document(*layers)
    problem = refusal(*layers)
    fixed = jsonpatch.apply_patch(refused, list(problem.fixes[choice].patch))
    try:
        parse(fixed)
    except SpecProblem as next_problem:
        same = (next_problem.code, next_problem.params) == (problem.code, problem.params)
        assert not same, next_problem.sentence


def test_mends_lead_to_a_network_that_can_be_built():
    """Taking the first fix again and again ends."""
    refused = document(CONV | {"kernel": 15, "dilation": 2}, {"kind": "dense", "id": "d"})
    for _ in range(4):
        try:
            spec = parse(refused)
            break
        except SpecProblem as problem:
            refused = jsonpatch.apply_patch(refused, list(problem.fixes[0].patch))
    assert spec.outputs == 10


# --- a network made for other data ----------------------------------------------------------------

SPIRAL = {"dataset": "spiral"}
FLATTEN, POOL = {"kind": "flatten", "id": "f"}, {"kind": "max_pool", "id": "p"}
DENSE = {"kind": "dense", "id": "h", "units": 6}
SECOND = {"kind": "conv2d", "id": "c2", "units": 6, "activation": "gelu"}
NORM, SHED = {"kind": "batch_norm", "id": "n"}, {"kind": "dropout", "id": "s"}


def fix_of(problem, code):
    return next(fix for fix in problem.fixes if fix.code == code)


def after(fix, refused):
    return parse(jsonpatch.apply_patch(refused, list(fix.patch)))


FOR_PICTURES = {
    "one convolution": ([CONV, FLATTEN], [], ["c"]),
    "a whole one": (
        [CONV, NORM, POOL, SECOND, SHED, FLATTEN, DENSE, NORM | {"id": "n2"}],
        ["h", "n2"],
        ["c", "n", "c2", "s", "h", "n2"],
    ),
    "a norm before": (
        [NORM, CONV, {"kind": "global_pool", "id": "q"}, DENSE],
        ["h"],
        ["n", "c", "h"],
    ),
    "a line after": (
        [CONV, FLATTEN, {"kind": "conv1d", "id": "l", "units": 2}, FLATTEN | {"id": "g"}],
        ["l", "g"],
        ["c", "l", "g"],
    ),
    "a block": (
        [
            CONV,
            {
                "kind": "block",
                "id": "b",
                "repeat": 2,
                "skip": "add",
                "layers": [
                    {"kind": "conv2d", "id": "d", "units": 4},
                    {"kind": "group_norm", "id": "n"},
                ],
            },
            FLATTEN,
            DENSE,
        ],
        ["h"],
        ["c", "d-1", "n-1", "d-2", "n-2", "h"],
    ),
}


@pytest.mark.parametrize("case", FOR_PICTURES)
@pytest.mark.parametrize("data", [SPIRAL, {"dataset": "iris", "classes": 3}])
def test_one_mend_makes_a_network_for_pictures_one_for_vectors(case, data):
    layers, left, dense = FOR_PICTURES[case]
    parse(document(*layers))
    refused = document(*layers, data=data)
    problem = refusal(*layers, data=data)
    assert len(problem.fixes) == 3
    assert [fix.code for fix in problem.fixes[:2]] == ["without_maps", "dense_for_maps"]
    for code, want in (("without_maps", left), ("dense_for_maps", dense)):
        spec = after(fix_of(problem, code), refused)
        assert [shape.id for shape in spec.shapes] == [*want, "output"]


def test_dense_layers_take_units_and_activation_of_the_convolutions():
    layers = [CONV, POOL, SECOND, FLATTEN]
    fix = fix_of(refusal(*layers, data=SPIRAL), "dense_for_maps")
    first, second, _ = after(fix, document(*layers, data=SPIRAL)).shapes
    assert (first.outputs, first.activation) == ((4,), "relu")
    assert (second.outputs, second.activation) == ((6,), "gelu")


def test_skips_that_touch_what_goes_go_too():
    layers = [CONV, SECOND, FLATTEN, DENSE, DENSE | {"id": "k"}]
    skips = [
        {"source": "c", "target": "f"},
        {"source": "h", "target": "output"},
        {"source": "input", "target": "k", "mode": "concat"},
        {"source": "f", "target": "k"},
    ]
    refused = document(*layers, data=SPIRAL, skips=skips)
    problem = refusal(*layers, data=SPIRAL, skips=skips)
    spec = after(fix_of(problem, "without_maps"), refused)
    assert [(skip.source, skip.target) for skip in spec.network.skips] == [
        ("h", "output"),
        ("input", "k"),
    ]


def test_skips_of_a_block_that_goes_go_too():
    block = {"kind": "block", "id": "b", "layers": [{"kind": "conv2d", "id": "d"}]}
    layers = [CONV, block, FLATTEN, DENSE, DENSE | {"id": "k"}]
    skips = [
        {"source": "c", "target": "b"},
        {"source": "b", "target": "k"},
        {"source": "d-1", "target": "output"},
    ]
    parse(document(*layers, skips=skips))
    problem = refusal(*layers, data=SPIRAL, skips=skips)
    spec = after(fix_of(problem, "without_maps"), document(*layers, data=SPIRAL, skips=skips))
    assert spec.network.skips == ()
    assert [layer.id for layer in spec.network.layers] == ["h", "k"]


def test_a_layer_put_where_no_pictures_are_is_no_network_for_pictures():
    """Its neighbors were made for vectors and stay."""
    for layers in ([DENSE, CONV, FLATTEN], [CONV, NORM, DENSE], [POOL, DENSE]):
        codes = {fix.code for fix in refusal(*layers, data=SPIRAL).fixes}
        assert not codes & {"without_maps", "dense_for_maps"}
        assert len(codes) == 3


LINE, MORE = {"kind": "conv1d", "id": "c", "units": 4}, {"kind": "conv1d", "id": "e", "units": 5}


def test_one_mend_makes_convolutions_of_lines_ones_of_pictures():
    layers = [NORM, LINE, MORE, FLATTEN, DENSE]
    parse(document(*layers, data=SPIRAL))
    problem = refusal(*layers)
    assert [fix.code for fix in problem.fixes] == [
        "conv2d_for_all",
        "flatten_before",
        "remove_layer",
    ]
    kinds = [shape.kind for shape in after(problem.fixes[0], document(*layers)).shapes]
    assert kinds == ["batch_norm", "conv2d", "conv2d", "flatten", "dense", "dense"]
    after(problem.fixes[1], document(*layers))


def test_one_convolution_of_a_line_alone_is_mended_as_before():
    problem = refusal(LINE, FLATTEN)
    assert [fix.code for fix in problem.fixes] == [
        "conv2d_instead",
        "flatten_before",
        "remove_layer",
    ]


def test_a_line_after_pictures_stays_a_line():
    layers = [LINE, MORE, FLATTEN, LINE | {"id": "l"}, FLATTEN | {"id": "g"}]
    fixed = after(refusal(*layers).fixes[0], document(*layers))
    assert [shape.kind for shape in fixed.shapes][3] == "conv1d"


@pytest.mark.parametrize(
    ("skip", "code"),
    [
        (("d", "c"), "skip_backwards"),
        (("c", "c"), "skip_backwards"),
        (("c", "nowhere"), "skip_leads_nowhere"),
        (("c", "input"), "skip_leads_nowhere"),
    ],
)
def test_a_skip_that_cannot_be_is_refused(skip, code):
    dense = [{"kind": "dense", "id": name} for name in "cd"]
    problem = refusal(*dense, skips=[dict(zip(("source", "target"), skip, strict=True))])
    assert (problem.code, problem.pointer) == (code, "/network/skips/0")
    assert problem.fixes[0].patch == ({"op": "remove", "path": "/network/skips/0"},)


def test_maps_and_vectors_cannot_be_set_side_by_side():
    problem = refusal(
        {"kind": "dense", "id": "d"},
        {"kind": "conv1d", "id": "c"},
        {"kind": "conv1d", "id": "e"},
        {"kind": "flatten", "id": "f"},
        skips=[{"source": "d", "target": "e", "mode": "concat"}],
    )
    assert problem.code == "cannot_concatenate"
    assert [fix.code for fix in problem.fixes] == ["add_instead", "remove_skip", "flatten_before"]


def test_an_id_is_taken_by_a_blocks_copy_too():
    block = {"kind": "block", "id": "b", "layers": [{"kind": "dense", "id": "d"}]}
    assert refusal({"kind": "dense", "id": "d-1"}, block).code == "layer_id_taken"


def test_layers_that_do_not_say_their_kind_are_dense():
    spec = parse({"network": {"layers": [{"id": "h1", "units": 3}]}})
    assert spec.shapes[0].kind == "dense"


def test_two_blocks_need_two_ids():
    one = {"kind": "block", "id": "b", "layers": [{"kind": "dense", "id": "d"}]}
    two = {"kind": "block", "id": "b", "layers": [{"kind": "dense", "id": "e"}]}
    problem = refusal(one, two)
    assert (problem.code, problem.pointer) == ("layer_id_taken", "/network/layers/1/id")


def test_blocks_are_bounded():
    block = {"kind": "block", "id": "b", "repeat": 16, "layers": [{"kind": "dense", "id": "d"}]}
    five = [block | {"id": f"b{i}", "layers": [{"kind": "dense", "id": f"d{i}"}]} for i in range(5)]
    assert refusal(*five).code == "too_many_layers"


def test_a_copy_with_another_network_has_its_own_shapes():
    spec = parse({"network": {"layers": [{"id": "a", "units": 3}]}})
    assert len(spec.shapes) == 2
    other = parse({"network": {"layers": []}})
    assert len(spec.model_copy(update={"network": other.network}).shapes) == 1
