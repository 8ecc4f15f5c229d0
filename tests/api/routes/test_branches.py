"""The branches of a session's past, and their curves, as the public contract says."""

from __future__ import annotations

from playground.engine import contract
from support.problems import is_a_problem
from support.web import Made, Web, until


def trained_to(served: Web, made: Made, branch: str, revision: int, *steps: int) -> None:
    for step in steps:
        state = f"{branch} {step}".encode()
        served.engine.emit(
            contract.Checkpoint(made.run, step, revision, state, branch=branch),
            contract.Curves(
                made.run, keep_until=None, columns={"step": [step], "train_loss": [1 / (1 + step)]}
            ),
        )


def test_what_a_reset_leaves_behind_stays_as_a_branch(served: Web, made: Made) -> None:
    trained_to(served, made, "b1", 1, 0, 10, 20)
    until(lambda: len(made.call("GET", "/branches").json()["branches"][0]["checkpoints"]) == 3)
    made.command(type="reset")
    served.engine.wait_for(contract.Reset, run=made.run)
    trained_to(served, made, "b2", 2, 0, 5)

    def told() -> bool:
        branches = made.call("GET", "/branches").json()["branches"]
        return len(branches) == 2 and len(branches[1]["checkpoints"]) == 2

    until(told)
    found = made.call("GET", "/branches").json()
    assert found["present"] == "b2"
    first, second = found["branches"]
    assert (first["id"], first["why"], first["origin"], first["last_step"]) == (
        "b1",
        "start",
        None,
        20,
    )
    assert [(each["step"], each["why"]) for each in first["checkpoints"]] == [
        (0, "train"),
        (10, "train"),
        (20, "tip"),
    ]
    assert (second["id"], second["why"], second["origin"]) == ("b2", "reset", None)
    assert [(each["step"], each["why"]) for each in second["checkpoints"]] == [
        (0, "train"),
        (5, "tip"),
    ]
    for branch, steps in (("b1", [0, 10, 20]), ("b2", [0, 5])):
        curves = made.call("GET", f"/branches/{branch}/curves").json()
        assert (curves["branch"], curves["columns"]["step"]) == (branch, steps)
    # Who may only watch sees them too.
    assert made.call("GET", "/branches", made.view).status_code == 200


def test_a_branch_that_is_not_there_is_told_in_a_sentence(made: Made) -> None:
    for id in ("b2", "nothing"):
        answer = made.call("GET", f"/branches/{id}/curves")
        assert is_a_problem(answer, 404)["code"] == "no_such_branch"
    assert made.call("GET", f"/branches/{'b' * 13}/curves").status_code == 422
