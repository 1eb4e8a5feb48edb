# The program in a container; without arguments, the estimator on port 8080.
#
#   docker build -t reinstate .
#   docker run --rm -p 8080:8080 reinstate
#   docker run --rm -p 8080:8080 -v ./my-prices:/prices:ro reinstate \
#     serve --listen 0.0.0.0:8080 --books /prices
#   docker run --rm -i reinstate quote - < request.toml
#   docker run --rm -v .:/data -w /data --user "$(id -u)" reinstate quote request.toml --pdf quote.pdf
FROM rust:1.95-slim-trixie AS build
WORKDIR /build
COPY . .
# What was built before is kept beside the image, for the next time.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin reinstate \
    && cp target/release/reinstate /usr/local/bin/reinstate

FROM debian:trixie-slim
COPY --from=build /usr/local/bin/reinstate /usr/local/bin/reinstate
# A user by number alone: there is nothing that it owns, and nothing that it may write.
USER 10001:10001
EXPOSE 8080
# Asks the estimator's own page of health, with what the image has. A container that listens
# elsewhere, or runs another command for long, is started with --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; grep -qx ok <&3"]
ENTRYPOINT ["reinstate"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
