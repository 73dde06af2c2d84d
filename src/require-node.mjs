// Loaded before every program (node --import), so that an old Node gives one line and not a stack trace. It is
// plain JavaScript, because an old Node cannot even read the programs. `node:sqlite` without a flag and running
// TypeScript sources as they are come together with 22.18.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Sync Warden needs Node 22.18 or newer, and this is ${process.versions.node}. "npm ci" brings a fitting one for npm's commands: run it without --ignore-scripts and --omit=dev.\n`,
  );
  process.exit(1);
}
