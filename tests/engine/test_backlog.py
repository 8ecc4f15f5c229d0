"""What a trainer does when more is asked of it than it has time for."""

import queue

import torch

from playground.engine import contract
from playground.engine.backlog import Backlog
from playground.engine.device import Device
from playground.engine.worker import Worker, serve
from support.threads import one_thread  # noqa: F401


def edit(document, revision, run="r", **training):
    spec = document(training={"learning_rate": 0.001 * revision} | training)
    return contract.Edit(run, spec=spec, revision=revision)


def served(*requests):
    """All events of a trainer that was asked this, all at once, before it ended."""
    events, asked = [], queue.SimpleQueue()
    worker = Worker(Device(torch.device("cpu"), 2**30), events.append)
    for request in requests:
        asked.put(request)
    asked.put(None)
    serve(asked, worker)
    return events


def test_edits_of_one_run_that_follow_each_other_are_one(document):
    backlog = Backlog()
    requests = [edit(document, 2), edit(document, 2, "other"), edit(document, 3)]
    for request in (*requests, contract.Pause("r"), edit(document, 4)):
        backlog.add(request)
    taken = []
    while backlog:
        taken.append([getattr(each, "revision", None) for each in backlog.take()])
    assert taken == [[2, 3], [2], [None], [4]]
    backlog.add(edit(document, 5))
    assert [each.revision for each in backlog.take()] == [5]


def test_of_many_edits_the_newest_is_in_force(document):
    events = served(
        contract.Open("r", spec=document(), revision=1),
        *(edit(document, revision) for revision in range(2, 50)),
    )
    assert [each.revision for each in events if isinstance(each, contract.TransferReport)] == [49]
    assert [e.revision for e in events if isinstance(e, contract.Status)] == [1, 49]


def test_where_the_newest_edit_cannot_be_taken_over_the_one_before_is(document):
    events = served(
        contract.Open("r", spec=document(), revision=1),
        edit(document, 2),
        contract.Edit("r", spec={"network": {"layers": "none"}}, revision=3),
    )
    told = [each for each in events if isinstance(each, contract.TransferReport | contract.Failed)]
    assert [(type(each), each.revision) for each in told] == [
        (contract.TransferReport, 2),
        (contract.Failed, 3),
    ]


def test_however_much_is_asked_there_are_turns(document):
    """Edits that other requests lie between, so that each is to be done."""
    events = []
    asked = [contract.Open("r", spec=document(), revision=1, playing=True)]
    for revision in range(2, 202):
        asked += [edit(document, revision), contract.Pace("r", None)]

    def carried():
        return [place for place, e in enumerate(events) if isinstance(e, contract.TransferReport)]

    class Flood:
        """All at once, and the end when all of it is done."""

        def get_nowait(self):
            if asked:
                return asked.pop(0)
            if len(carried()) < 200:
                raise queue.Empty
            return None

    serve(Flood(), Worker(Device(torch.device("cpu"), 2**30), events.append))
    trained = [
        place for place, e in enumerate(events) if isinstance(e, contract.Status) and e.step > 0
    ]
    assert trained[0] < carried()[100]


def test_all_that_was_asked_before_the_end_is_done(document):
    events = served(
        contract.Open("r", spec=document(), revision=1),
        *(contract.Pace("r", float(number)) for number in range(300)),
        contract.Save("r", mark=7),
    )
    assert events[-1].mark == 7


def test_a_run_is_saved_in_time_though_others_have_the_turns(document):
    events, now = [], [1000.0]

    def clock():
        now[0] += 1e-6
        return now[0]

    worker = Worker(Device(torch.device("cpu"), 2**30), events.append, clock)
    worker.handle(contract.Open("r", spec=document(), revision=1, playing=True))
    while not worker._runs["r"]._training.state.step:
        worker.turn()

    def saved():
        return [each.step for each in events if isinstance(each, contract.Checkpoint)]

    first = saved()[-1]
    assert first > 0
    worker.turn()
    assert worker._runs["r"]._training.state.step > first
    worker.report(set())
    assert saved()[-1] == first, "too early"
    now[0] += 0.5
    worker.report(set())
    assert saved()[-1] > first


def test_runs_that_fail_one_after_the_other_leave_few_traces(document, monkeypatch, capsys):
    """Whoever has found a set-up that fails in an unforeseen way can send it without end."""
    events, now = [], [1000.0]
    worker = Worker(Device(torch.device("cpu"), 2**30), events.append, lambda: now[0])

    def fail(*_, **__):
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("playground.engine.worker.Run", fail)
    for number in range(50):
        worker.handle(contract.Open(f"r{number}", spec=document(), revision=1))
    assert sum(isinstance(each, contract.Failed) for each in events) == 50
    assert capsys.readouterr().err.count("Error: on purpose") == 1
    now[0] += 1.0
    worker.handle(contract.Open("one more", spec=document(), revision=1))
    told = capsys.readouterr().err
    assert told.count("Error: on purpose") == 1
    assert "49 more runs ended with a ZeroDivisionError" in told
