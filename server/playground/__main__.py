"""The command line: `serve` runs the playground, the others print what it needs or consists of."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from playground.api.limits import Limits
from playground.api.options import add_options, read_options
from playground.api.settings import Settings
from playground.data import storage
from playground.doctor.options import Whose

ENVIRONMENT = """Each option can be given by an environment variable too, PLAYGROUND_ and its name, such as
PLAYGROUND_MAX_SESSIONS (several values with spaces between); an option that is given here beats it."""

DOCTOR = """Looks at the folder's rights, its key, the store with all its rows, and the uploads, and
prints a line for each. Ends with 0 where all is well or was mended, with 1 where something is left,
with 2 where something could not be looked at."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="playground", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve the playground", epilog=ENVIRONMENT)
    add_options(serving, Settings, places=None, connections=None)
    add_options(serving, Limits, limits="0 is without a limit")
    looking_over = commands.add_parser(
        "doctor",
        help="look a data directory over, and mend what can be mended",
        description=DOCTOR,
    )
    add_options(looking_over, Whose)
    looking_over.add_argument(
        "--repair",
        action="store_true",
        help="mend what can be mended; what is taken out of use is kept in a folder that is named",
    )
    looking_over.add_argument("--json", action="store_true", help="print the report as JSON")
    commands.add_parser("sbom", help="print the software bill of materials (CycloneDX, JSON)")
    commands.add_parser("schema", help="print the JSON schema of spec and messages")
    commands.add_parser(
        "catalogue", help="print the defaults, bounds and tables that the page needs"
    )
    options = parser.parse_args(arguments)
    if options.command == "schema":
        from playground.wire.schema import wire_schema

        print(json.dumps(wire_schema()))
        return
    if options.command == "sbom":
        from playground.licenses.sbom import sbom

        print(sbom())
        return
    if options.command == "catalogue":
        from playground.catalogue.emit import catalogue

        print(json.dumps(catalogue()))
        return
    if options.command == "doctor":
        from playground.doctor import command

        whose = Whose(**read_options(looking_over, Whose, options, os.environ))
        sys.exit(command.run(whose, repair=options.repair, as_json=options.json))
    serve(settings_of(serving, options))


def settings_of(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Settings:
    """Return the settings that flags and the environment ask for."""
    limits = Limits(**read_options(parser, Limits, given, os.environ))
    settings = Settings(**read_options(parser, Settings, given, os.environ), limits=limits)
    if settings.data_dir is not None:
        # Trainers are processes of their own and read the same files.
        os.environ[storage.FOLDER] = str(Path(settings.data_dir).expanduser().absolute())
    return settings


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Ends the program with a sentence where it cannot begin."""
    # Whatever is kept is its owner's alone, also what trainers write: they inherit it.
    os.umask(0o077)
    from playground.api.app import app_of, make_services
    from playground.api.doorway import doorway_of
    from playground.api.identity import SecretProblem
    from playground.api.listening import listen
    from playground.api.logs import bound_rate
    from playground.api.serving import server_of
    from playground.store.contract import StoreProblem

    try:
        services = make_services(settings)
    except (SecretProblem, StoreProblem) as problem:
        sys.exit(f"playground: {problem}")
    doorway = doorway_of(settings)
    server = server_of(app_of(services), settings, doorway, services.registry.unsaved)
    bound_rate("uvicorn.error", "asyncio")
    with listen(settings.host, settings.port, doorway) as listener:
        if not settings.log_json:
            print(f"Neural Playground: http://{settings.host}:{settings.port}", flush=True)
        # All that is there now stays to the end. To look it through for garbage, as would be done again
        # and again where large set-ups are read, takes 90 ms, in which nobody is answered.
        gc.freeze()
        # Ctrl-C is how it is ended, and uvicorn raises it once more when all is done.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


if __name__ == "__main__":
    main()
