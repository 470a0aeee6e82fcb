# cvtool, with Pango for the PDF, and fonts for Chinese, Japanese, Korean and emoji:
#
#     docker build --tag cvtool .
#     docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/cv" cvtool render
#
# It runs as a user who is not root, and needs no network: add --network none.
FROM debian:13-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
COPY . /src
RUN python3 -m venv /opt/cvtool \
    && /opt/cvtool/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /src/requirements.lock \
    && /opt/cvtool/bin/pip install --no-cache-dir --no-index --no-deps --no-build-isolation /src

FROM debian:13-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-noto-cjk fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home cv
COPY --from=build /opt/cvtool /opt/cvtool
ENV PATH=/opt/cvtool/bin:/usr/bin:/bin
USER cv
WORKDIR /cv
ENTRYPOINT ["cvtool"]
CMD ["render"]
