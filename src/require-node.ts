/**
 * Imported first by every program, so that an old Node gives one line and not a stack trace.
 * Nothing here may need a newer Node than the oldest that can strip types; `node:sqlite` without a warning
 * and stable type stripping come with 22.18.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Sync Warden needs Node 22.18 or newer; this is ${process.versions.node}. "npm ci" brings a fitting one: run it without --ignore-scripts, and start by "npm start".\n`,
  );
  process.exit(1);
}

export {};
