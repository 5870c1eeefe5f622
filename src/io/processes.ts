import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isAlive, runVariable } from './lock.ts';
import { ifExists } from './system-error.ts';

/** Words of git processes that live on in the background and hold no lock of the index. */
const background = ['fsmonitor--daemon', 'gc', 'maintenance'];

/**
 * The git processes by which a run stages and commits: they inherited its variable, and may outlive it.
 * Linux only (proc(5)), as `gitsIn`; elsewhere nothing is known.
 */
export function gitsOf(run: string): number[] {
  return processes((pid) => {
    const words = wordsOf(pid, 'cmdline');
    const writes = words.includes('--only') || words.includes('--intent-to-add');
    return writes && wordsOf(pid, 'environ').includes(`${runVariable}=${run}`);
  });
}

/** Any git at work in a work tree, whoever started it. */
export function gitsIn(top: string): number[] {
  return processes((pid) => {
    if (readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'git') return false;
    if (wordsOf(pid, 'cmdline').some((word) => background.includes(word))) return false;
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return folder === top || folder.startsWith(`${top}/`);
  });
}

/**
 * Whether the process of that number is a git at work. A number is soon given to another process, or thread; and a
 * process that was killed keeps it until its parent has noticed. Where there is no /proc: whether there is any process.
 */
export function isGitAtWork(pid: number): boolean {
  if (!existsSync('/proc/self/stat')) return isAlive(pid);
  const stat = ifExists(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat !== undefined && /^\d+ \(git\) [^ZX]/.test(stat);
}

function processes(isWanted: (pid: number) => boolean): number[] {
  return numbers().filter((pid) => {
    try {
      return pid !== process.pid && isWanted(pid);
    } catch {
      // It has just ended, or belongs to somebody else, whose git this user's run cannot have started.
      return false;
    }
  });
}

function numbers(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
  } catch {
    // No /proc on this system.
    return [];
  }
}

function wordsOf(pid: number, file: 'cmdline' | 'environ'): string[] {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
}
