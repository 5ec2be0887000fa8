# All images of Subnetes, one target each:  docker build --target gateway -t ghcr.io/subnetes/gateway:0.1.0 .
#
#   gateway          the libp2p parent. A written protocol goes in by FROM this image and COPY (deploy/samples/miner/Dockerfile)
#   operator         the controller of the Protocol kind
#   runner           the sidecar beside compute in any language
#   console          the page that shows a running installation, and its server
#   cli              the `subnetes` command, for helm test and for a shell in the cluster
#   worker-llm       text generation on llama.cpp, CPU; LLM_BACKEND=cuda or vulkan adds that engine (never run by our own tests: they have no GPU)
#   worker-embed-py  the sample worker in Python
#
# Every image: user 65532, nothing but Node (Python) and that workspace's closure, no shell needed at run time, a read-only root with /tmp writable, the parts
# list in /app/sbom.cdx.json. File times are fixed, so that equal sources give equal layers (docker: SOURCE_DATE_EPOCH=0; buildah: --timestamp 0).
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG PYTHON_IMAGE=docker.io/library/python:3.11-slim-bookworm

FROM ${NODE_IMAGE} AS root-manifest
WORKDIR /src
# Without its scripts, which are often changed and which nobody runs here.
COPY package.json deploy/image/manifest.mjs ./
RUN node manifest.mjs && rm manifest.mjs

FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
# What npm needs to know, and no sources: a change of code installs nothing again.
COPY --from=root-manifest /src/package.json ./
COPY package-lock.json .npmrc ./
COPY proto/package.json proto/
COPY operator/package.json operator/
COPY src/api/package.json src/api/
COPY src/auth/package.json src/auth/
COPY src/cli/package.json src/cli/
COPY src/common/package.json src/common/
COPY src/console/package.json src/console/
COPY src/control/package.json src/control/
COPY src/dispatch/package.json src/dispatch/
COPY src/gateway/package.json src/gateway/
COPY src/grpc/package.json src/grpc/
COPY src/local/package.json src/local/
COPY src/mux/package.json src/mux/
COPY src/rpc/package.json src/rpc/
COPY src/scaling/package.json src/scaling/
COPY src/worker/package.json src/worker/
COPY deploy/image/*.sh deploy/image/

FROM manifests AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig*.json ./
COPY scripts scripts
COPY proto proto
COPY src src
COPY operator operator
RUN node scripts/build.ts && mkdir /built && cp -R --parents proto/dist operator/dist src/*/dist /built

FROM manifests AS gateway-packages
RUN sh deploy/image/closure.sh @subnetes/gateway /app

FROM gateway-packages AS gateway-code
COPY --from=build /built /code
RUN sh deploy/image/built.sh /code /app

FROM manifests AS operator-packages
RUN sh deploy/image/closure.sh @subnetes/operator /app

FROM operator-packages AS operator-code
COPY --from=build /built /code
RUN sh deploy/image/built.sh /code /app

FROM manifests AS runner-packages
RUN sh deploy/image/closure.sh @subnetes/worker /app

FROM runner-packages AS runner-code
COPY --from=build /built /code
RUN sh deploy/image/built.sh /code /app

FROM manifests AS console-packages
RUN sh deploy/image/closure.sh @subnetes/console /app

FROM console-packages AS console-code
COPY --from=build /built /code
RUN sh deploy/image/built.sh /code /app

FROM manifests AS cli-packages
RUN sh deploy/image/closure.sh @subnetes/cli /app

FROM cli-packages AS cli-code
COPY --from=build /built /code
RUN sh deploy/image/built.sh /code /app

FROM runner-packages AS worker-llm-packages
ARG LLM_BACKEND=cpu
COPY workers/llm /app/workers/llm
RUN sh deploy/image/llm.sh /app/workers/llm "${LLM_BACKEND}"

FROM ${PYTHON_IMAGE} AS worker-embed-py-files
COPY workers/embed-py /app
COPY deploy/image/python.sh /tmp/
RUN sh /tmp/python.sh /app

FROM ${NODE_IMAGE} AS gateway
COPY --from=gateway-packages /app /app
COPY --from=gateway-code /code /app
WORKDIR /app
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 4001 4002 8080
# What the flags are for: GATEWAY_NODE_FLAGS in src/common/names.ts. The second needs Node 24.
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=8", "--external-memory-accounted-in-global-limit", "src/gateway/dist/main.js"]
LABEL org.opencontainers.image.title="subnetes gateway" org.opencontainers.image.licenses="Apache-2.0" dev.subnetes.sbom="/app/sbom.cdx.json"

FROM ${NODE_IMAGE} AS operator
COPY --from=operator-packages /app /app
COPY --from=operator-code /code /app
WORKDIR /app
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 50050 50054 8080
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=4", "--expose-gc", "operator/dist/main.js"]
LABEL org.opencontainers.image.title="subnetes operator" org.opencontainers.image.licenses="Apache-2.0" dev.subnetes.sbom="/app/sbom.cdx.json"

FROM ${NODE_IMAGE} AS runner
COPY --from=runner-packages /app /app
COPY --from=runner-code /code /app
WORKDIR /app
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 50051 9090
ENTRYPOINT ["node", "--enable-source-maps", "src/worker/dist/main.js"]
LABEL org.opencontainers.image.title="subnetes runner" org.opencontainers.image.licenses="Apache-2.0" dev.subnetes.sbom="/app/sbom.cdx.json"

FROM ${NODE_IMAGE} AS console
COPY --from=console-packages /app /app
COPY --from=console-code /code /app
WORKDIR /app
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 8080
ENTRYPOINT ["node", "--enable-source-maps", "--max-semi-space-size=4", "src/console/dist/main.js"]
LABEL org.opencontainers.image.title="subnetes console" org.opencontainers.image.licenses="Apache-2.0" dev.subnetes.sbom="/app/sbom.cdx.json"

FROM ${NODE_IMAGE} AS cli
COPY --from=cli-packages /app /app
COPY --from=cli-code /code /app
WORKDIR /app
USER 65532:65532
ENV NODE_ENV=production
ENTRYPOINT ["node", "src/cli/dist/main.js"]
LABEL org.opencontainers.image.title="subnetes" org.opencontainers.image.licenses="Apache-2.0" dev.subnetes.sbom="/app/sbom.cdx.json"

FROM ${NODE_IMAGE} AS worker-llm
COPY --from=worker-llm-packages /app /app
COPY --from=runner-code /code /app
WORKDIR /app/workers/llm
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 50051 9090
ENTRYPOINT ["node", "main.ts"]
LABEL org.opencontainers.image.title="subnetes worker-llm" org.opencontainers.image.licenses="Apache-2.0" dev.subnetes.sbom="/app/sbom.cdx.json"

FROM ${PYTHON_IMAGE} AS worker-embed-py
COPY --from=worker-embed-py-files /app /app
WORKDIR /app
USER 65532:65532
ENV PYTHONPATH=/app/packages PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["python3", "main.py"]
LABEL org.opencontainers.image.title="subnetes worker-embed-py" org.opencontainers.image.licenses="Apache-2.0"
