# membudget in a container: `docker build -t membudget .`, then
#
#     docker run --rm -v "$PWD:/work" membudget run --budget 64MiB -- ./import products.csv
#
# What is measured has to be in the image too: take this one as the base of your own, or copy the
# Debian package of the first stage into yours (docker build --target build).
FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends dpkg-dev git make python3
COPY . /src
WORKDIR /src
RUN make dist

FROM debian:12-slim
COPY --from=build /src/.build/dist/membudget_*.deb /tmp/
RUN apt-get update \
    && apt-get install -y /tmp/membudget_*.deb \
    && rm -rf /tmp/membudget_*.deb /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 membudget \
    && install -d -o membudget -g membudget /work
USER membudget
WORKDIR /work
ENTRYPOINT ["membudget"]
CMD ["--help"]
