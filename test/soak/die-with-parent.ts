/**
 * Loaded into every bot of the soak (node --import): a harness that was itself killed can't end its bots, and they
 * would stay behind with their ports.
 */
// A parent that died before this line ran is known only by the number it left behind.
const parent = Number(process.env['PARENT_PID'] ?? process.ppid);
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500).unref();
