import { readFileSync, realpathSync } from 'node:fs';

/** File systems that are shared over a network: SQLite's shared memory and locks don't work there. */
const shared =
  /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|lustre|gpfs|davfs|ocfs2|gfs2|fuse\.(sshfs|glusterfs|s3fs|blobfuse2?|rclone|cephfs?|davfs2?))$/;

/** True for a type of file system, as `/proc/self/mountinfo` names it, that is shared over a network. */
export const isNetworkFileSystem = (type: string): boolean => shared.test(type);

/** Mount points are written with octal codes for blanks and the like (proc_pid_mountinfo). */
const decoded = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));

/** The type of the file system a path lies on, by the text of `/proc/self/mountinfo`; null when it isn't told. */
export function fileSystemOf(path: string, mountinfo: string): string | null {
  let longest = -1;
  let type: string | null = null;
  for (const line of mountinfo.split('\n')) {
    const [before, after] = line.split(' - ');
    const mountPoint = decoded(before?.split(' ')[4] ?? '');
    if (mountPoint === '' || after === undefined) continue;
    const within = mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`);
    // Of two mounts on the same point the later one hides the earlier.
    if (!within || mountPoint.length < longest) continue;
    longest = mountPoint.length;
    type = after.split(' ')[0] ?? null;
  }
  return type;
}

/**
 * The name of the network file system a folder lies on, or null when it is a local one, or when this system
 * doesn't tell (only Linux does).
 *
 * @param folder an existing folder
 */
export function networkFileSystem(folder: string): string | null {
  if (/^(\\\\|\/\/)[^\\/]/.test(folder)) return 'a network share';
  let mountinfo: string;
  try {
    mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return null;
  }
  const type = fileSystemOf(realpathSync(folder), mountinfo);
  return type !== null && isNetworkFileSystem(type) ? type : null;
}
