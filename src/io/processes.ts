import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { runVariable } from './lock.ts';

/**
 * The processes that may still change a repository: those that a run started (they inherited its variable), and any
 * git whose working folder lies in the work tree. Linux only (proc(5)); elsewhere nothing is known.
 */
export function gitsAtWork(where: { readonly run: string; readonly top: string }): number[] {
  return processes().filter((pid) => pid !== process.pid && isAtWork(pid, where));
}

function processes(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
  } catch {
    // No /proc on this system.
    return [];
  }
}

function isAtWork(pid: number, { run, top }: { readonly run: string; readonly top: string }): boolean {
  try {
    if (readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${runVariable}=${run}`))
      return true;
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'git') return false;
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return folder === top || folder.startsWith(`${top}/`);
  } catch {
    // It has just ended, or belongs to somebody else, who cannot have been started by this user's run.
    return false;
  }
}
