# One image for CPU and GPU: TORCH_INDEX may name an index with another build of torch.
FROM python:3.12-slim AS build
ARG TORCH_INDEX=""
WORKDIR /src
RUN python -m venv /opt/playground
COPY pyproject.toml constraints.txt README.md CONTRIBUTING.md LICENSE .mkdocs.yml ./
COPY server server
COPY frontend frontend
COPY docs docs
RUN /opt/playground/bin/pip install --no-cache-dir --constraint constraints.txt \
    ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} '.[sbom]' \
    && /opt/playground/bin/playground sbom > /opt/playground/sbom.cdx.json

FROM python:3.12-slim
COPY --from=build /opt/playground /opt/playground
RUN useradd --create-home --uid 10001 playground && install -d -o playground /data
USER playground
# Uploads, the secret key, and the SQLite file with the sessions.
ENV PLAYGROUND_DATA_DIR=/data
VOLUME /data
# The training kernel is compiled once and kept here.
ENV NUMBA_CACHE_DIR=/tmp/numba
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["/opt/playground/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/playground/bin/playground", "serve", "--host", "0.0.0.0", "--port", "8000"]
