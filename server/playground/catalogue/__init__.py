"""The catalogue of the page: every default, bound, option, table and limit of the server, as JSON.

`make types` writes `frontend/src/wire/catalogue.ts` from it, so that the page types none of them a
second time. It stands above every other floor and runs only then; torch draws the activations.
"""
