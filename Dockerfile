# The packages alone: this layer changes only with the lock file. No package's install script is run.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Sync Warden" \
      org.opencontainers.image.description="A Microsoft Teams bot that pauses, starts and deletes Microsoft Graph synchronization jobs" \
      org.opencontainers.image.licenses="MIT"
# Never the sandbox: there nobody is authenticated, and it listens on loopback only.
ENV NODE_ENV=production \
    MODE=production \
    STORE_URL=file:/data/sync-warden.db
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
# All else belongs to root, and the user below can't change it. Only an SQLite store writes anything.
RUN install -d -m 0700 -o 1000 -g 1000 /data
VOLUME /data
# By number, so that a platform can see that it isn't root.
USER 1000:1000
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "src/cli/healthcheck.ts"]
# Node itself is process 1 and gets SIGTERM: a shell or npm in between would not pass it on, and the base's entry point is
# a shell script. Give it 30 seconds. Other programs: `docker run … src/cli/audit.ts export --format csv`.
ENTRYPOINT ["node", "--import", "./src/require-node.mjs"]
CMD ["src/cli/serve.ts"]
