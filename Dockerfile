# One image for web, worker, clock and commands; the compose file says which it is.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv && pip install --no-cache-dir "uv>=0.9"
COPY pyproject.toml requirements.lock README.md ./
# The lock holds the tests' tools too: as constraints, its versions and hashes bind only what is asked for.
RUN uv pip install --python /venv/bin/python --no-cache --compile-bytecode \
      --constraints requirements.lock --requirements pyproject.toml
COPY . .
RUN printf '/app\n/app/site\n' > "$(/venv/bin/python -c 'import site; print(site.getsitepackages()[0])')/sante.pth"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app sante \
 && install -d -o sante -g sante -m 0700 /var/lib/sante /var/lib/sante-keys
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    VAR_DIR=/var/lib/sante \
    KEYS_DIR=/var/lib/sante-keys
WORKDIR /app
USER sante
VOLUME ["/var/lib/sante", "/var/lib/sante-keys"]
EXPOSE 8000
# Blocking threads stay within DATABASE_POOL (8): none ever waits for a connection.
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "config.wsgi:application"]
