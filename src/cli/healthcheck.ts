/** Shorter than the Dockerfile's --timeout, so that this ends by itself, milliseconds. */
const longest = 4000;

const { HOST, PORT } = process.env;
const everywhere = new Set(['', '0.0.0.0', '::', '[::]']);
const host = everywhere.has(HOST ?? '') ? '127.0.0.1' : (HOST ?? '');
const address = `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${PORT || '3978'}/healthz`;

// For the image, which has no curl: the end code is the answer.
const healthy = await fetch(address, { signal: AbortSignal.timeout(longest) }).then(
  ({ ok }) => ok,
  () => false,
);
if (!healthy) process.stderr.write(`${address} does not answer with 200\n`);
process.exit(healthy ? 0 : 1);
