import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KitError } from '../core/errors.ts';
import { endedBySignals } from './signals.ts';
import { errorCode, ifExists } from './system-error.ts';
import { outside } from './write-errors.ts';

/** How long a run waits for another one, in milliseconds. */
const patience = 10_000;
const pause = 50;

/** Who holds a lock. A process number alone may have been given to another process since: its start is part of it. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** The boot and the moment at which the process started; empty where the system does not say. */
  readonly started: string;
  /** Names this run, also to the hooks that it starts (`runVariable`). */
  readonly run: string;
}

export interface Lock {
  readonly run: string;
  /** Whether the lock is still this run's. */
  isHeld(): boolean;
  release(): void;
}

/** Tells the hooks of a commit which run they belong to: a `lint` in a hook must not wait for its own parent. */
export const runVariable = 'GITOPS_KIT_RUN';

/** The run in whose hook we are; looked up before a run of ours sets the variable for its own hooks. */
const parentRun = process.env[runVariable];

/** Takes the lock of a folder, waiting at most ten seconds for its holder. */
export async function takeLock(folder: string): Promise<Lock> {
  const end = Date.now() + patience;
  for (;;) {
    const taken = outside('lock the repository', () => tryLock(folder));
    if ('release' in taken) return taken;
    if (Date.now() > end || isOwnParent(taken)) throw locked(folder, taken);
    await sleep(pause);
  }
}

/** As `takeLock`, for readers, which have nothing else to do meanwhile. `unless` gives up the wait: no lock is needed any more. */
export function takeLockNow(folder: string, unless: () => boolean): Lock | undefined {
  const end = Date.now() + patience;
  return endedBySignals(() => {
    for (;;) {
      const taken = outside('lock the repository', () => tryLock(folder));
      if ('release' in taken) return taken;
      if (isOwnParent(taken) || unless()) return undefined;
      if (Date.now() > end) throw locked(folder, taken);
      sleepNow(pause);
    }
  });
}

/** Blocks for some milliseconds. */
export function sleepNow(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Whether a process with this number runs, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** The lock, or who holds it. The lock of a dead process is taken over. */
function tryLock(folder: string): Lock | Holder {
  const file = join(folder, 'lock');
  const run = randomUUID();
  const text = JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid), run });
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    if (claim(folder, file, text, run)) {
      const isHeld = (): boolean => readHolder(file)?.run === run;
      return { run, isHeld, release: () => void (isHeld() && unlinkSync(file)) };
    }
    const holder = readHolder(file);
    if (holder === undefined) continue;
    if (!isDead(holder)) return holder;
    removeStale(file, holder);
  }
  throw new KitError('locked', `${file} can neither be taken nor read`, { side: 'outside' });
}

/** A lock appears with its content in one step: written aside, then linked. */
function claim(folder: string, file: string, text: string, run: string): boolean {
  const aside = join(folder, `lock.${run}`);
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(aside, text, { flag: 'wx', mode: 0o600 });
    linkSync(aside, file);
    return true;
  } catch (error) {
    switch (errorCode(error)) {
      case 'EEXIST':
      // Another run has just removed the folder behind itself.
      case 'ENOENT':
        return false;
      // File systems without hard links: the second best.
      case 'EPERM':
      case 'ENOTSUP':
      case 'EOPNOTSUPP':
      case 'ENOSYS':
        return claimWithoutLink(file, text);
      default:
        throw error;
    }
  } finally {
    ifExists(() => unlinkSync(aside));
  }
}

function claimWithoutLink(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Two runs may find the same dead lock: what was moved away is looked at again, and put back if it is a living one. */
function removeStale(file: string, holder: Holder): void {
  const aside = `${file}.${randomUUID()}`;
  const moved = ifExists(() => {
    renameSync(file, aside);
    return true;
  });
  if (moved === undefined) return;
  if (readHolder(aside)?.run !== holder.run) {
    try {
      linkSync(aside, file);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
  unlinkSync(aside);
}

/** Who holds the lock; undefined when there is none. A lock that cannot be read counts as held while it is fresh. */
function readHolder(file: string): Holder | undefined {
  const found = ifExists(() => ({ text: readFileSync(file, 'utf8'), changed: statSync(file).mtimeMs }));
  if (found === undefined) return undefined;
  const holder = parseHolder(found.text);
  if (holder !== undefined) return holder;
  const fresh = Date.now() - found.changed < patience;
  return { pid: fresh ? process.pid : 0, host: hostname(), started: '', run: found.text };
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, host, started, run }: Partial<Record<keyof Holder, unknown>> = value;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    if (typeof host !== 'string' || typeof started !== 'string' || typeof run !== 'string') return undefined;
    return { pid, host, started, run };
  } catch {
    // Torn or foreign text: not a holder.
    return undefined;
  }
}

/** Only a process of this machine can be known to be dead; that of another one is respected. */
function isDead(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  if (holder.pid === 0 || !isAlive(holder.pid)) return true;
  return holder.started !== '' && holder.started !== startOf(holder.pid);
}

function isOwnParent(holder: Holder): boolean {
  return parentRun === holder.run;
}

/** Boot and start of a process from /proc (proc(5), field 22 of stat, counted behind the command's name); empty elsewhere. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process that was killed and not yet collected by its parent still has its number.
    return fields[0] === 'Z' ? 'dead' : `${boot} ${fields[19] ?? ''}`;
  } catch {
    // No /proc on this system: the process number has to do.
    return '';
  }
}

function locked(folder: string, holder: Holder): KitError {
  const own = isOwnParent(holder);
  return new KitError(
    'locked',
    own
      ? 'a hook of a running gitops-kit cannot write to the same repository'
      : `another run holds the lock (process ${holder.pid} on ${holder.host})`,
    {
      side: 'outside',
      help: own
        ? ['let the hook only check: gitops-kit lint']
        : ['wait for it', `if that process is certainly gone, remove ${join(folder, 'lock')}`],
    },
  );
}
