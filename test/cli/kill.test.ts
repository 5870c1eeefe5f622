import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildWriter,
  busyFolder,
  ownWork,
  plan,
  run,
  runAndKill,
  type Whole,
  wholeOf,
} from '../support/faults.ts';
import { type Folder, folderAt } from '../support/git-folder.ts';

/** `FAULTS=all` takes 200 kills and every system call; otherwise a sample of both. */
const all = process.env['FAULTS'] === 'all';

let scratch = '';
let write: readonly string[] = [];
let recover: readonly string[] = [];
beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-kit-writer-')));
  const writer = await buildWriter(scratch);
  write = [process.execPath, writer, 'write', JSON.stringify(plan), 'add podinfo'];
  recover = [process.execPath, writer, 'recover'];
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The two states in which a repository may be found: as before, and as after an undisturbed run. */
function outcomes(): { readonly old: Whole; readonly done: Whole; readonly milliseconds: number } {
  const folder = busyFolder();
  const old = wholeOf(folder);
  const begin = performance.now();
  expect(run(write, folder)).toEqual({ code: 0, output: '' });
  const done = wholeOf(folder);
  expect(done).toMatchObject({ status: ownWork, leftovers: [], commits: 2 });
  return { old, done, milliseconds: performance.now() - begin };
}

/** Lets the next command look, and checks that it finds old or new; brings the folder back to old. */
function settleAndCheck(
  folder: Folder,
  { old, done }: { readonly old: Whole; readonly done: Whole },
  what: string,
): 'old' | 'new' {
  const recovered = run(recover, folder);
  expect(recovered.code, `${what}: ${recovered.output}`).toBe(0);
  const now = wholeOf(folder);
  expect(now, what).toEqual(now.commits === old.commits ? old : done);
  folder.git('fsck', '--strict', '--no-dangling');
  if (now.commits === old.commits) return 'old';
  folder.git('update-ref', 'refs/heads/main', 'HEAD~1');
  folder.git('checkout', '--force', 'HEAD', '--', 'a.yaml', 'old', 'gone');
  folder.git('rm', '--quiet', '-r', '--force', 'podinfo', 'moved');
  expect(wholeOf(folder), 'brought back by the test').toEqual(old);
  return 'new';
}

describe('after a kill the next command finds the repository old or new', () => {
  test('at random moments, with and without the git that was started', async () => {
    const expected = outcomes();
    const folder = busyFolder();
    const runs = all ? 200 : 40;
    const found = { old: 0, new: 0 };
    for (let at = 0; at < runs; at += 1) {
      const after = (expected.milliseconds * 1.2 * at) / runs;
      await runAndKill(write, folder, { after, signal: 'SIGKILL', group: at % 2 === 0 });
      found[settleAndCheck(folder, expected, `killed after ${after} ms`)] += 1;
    }
    expect(found.old + found.new).toBe(runs);
    expect(found.old).toBeGreaterThan(0);
    expect(found.new).toBeGreaterThan(0);
  }, 600_000);

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'on %s it finds nothing left to do',
    async (signal) => {
      const expected = outcomes();
      const folder = busyFolder();
      for (let at = 0; at < (all ? 60 : 8); at += 1) {
        const after = 60 + at * (all ? 6 : 40);
        await runAndKill(write, folder, { after, signal, group: at % 2 === 0 });
        expect(wholeOf(folder).leftovers, `${signal} after ${after} ms`).toEqual([]);
        settleAndCheck(folder, expected, `${signal} after ${after} ms`);
      }
    },
    600_000,
  );
});

const hasStrace = run(['strace', '-o', '/dev/null', 'true'], folderAt(tmpdir())).code === 0;

describe.skipIf(!hasStrace)('at every system call that writes', () => {
  test.each([
    ['the process is killed', 'signal=KILL'],
    ['the disk is full', 'error=ENOSPC'],
    ['the disk fails', 'error=EIO'],
    ['the user presses Ctrl-C', 'signal=INT'],
  ])(
    'when %s, the next command finds the repository old or new',
    (_name, fault) => {
      const expected = outcomes();
      const folder = busyFolder();
      const points = pointsOf(folder);
      settleAndCheck(folder, expected, 'the run that was watched');
      expect(points.length).toBeGreaterThan(50);
      for (const [at, { call, nth }] of points.entries()) {
        if (!all && at % 6 !== 0) continue;
        // Node itself gives up when a file cannot be closed.
        if (fault.startsWith('error') && call === 'close') continue;
        const inject = ['strace', '-o', '/dev/null', '-e', `inject=${call}:${fault}:when=${nth}`];
        const ended = run([...inject, ...write], folder);
        const what = `${fault} at ${call} ${nth}: ${ended.output}`;
        if (fault.startsWith('error')) {
          expect([0, 3], what).toContain(ended.code);
          expect(ended.output, what).not.toContain('internal error');
        }
        settleAndCheck(folder, expected, what);
      }
    },
    1_800_000,
  );

  /** The write-side calls of one run that touch the repository, each with its number among its kind. */
  function pointsOf(folder: Folder): { readonly call: string; readonly nth: number }[] {
    const log = join(scratch, 'calls');
    const calls = 'rename,renameat2,link,unlink,mkdir,rmdir,openat,write,pwrite64,fsync,fchmod,fchown,close';
    expect(run(['strace', '-y', '-o', log, '-e', `trace=${calls}`, ...write], folder).code).toBe(0);
    const counts = new Map<string, number>();
    return readFileSync(log, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const call = /^(\w+)\(/.exec(line)?.[1];
        if (call === undefined) return [];
        const nth = (counts.get(call) ?? 0) + 1;
        counts.set(call, nth);
        const looks = (call === 'openat' || call === 'close') && !line.includes('gitops-kit/');
        return line.includes(folder.path) && !looks ? { call, nth } : [];
      });
  }
});
