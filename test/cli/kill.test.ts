import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildWriter,
  busyFolder,
  copyOf,
  plan,
  run,
  runAndKill,
  type Whole,
  wholeOf,
} from '../support/faults.ts';
import { appPlan, type Folder, folderAt, gitFolder, temporaryFolder } from '../support/git-folder.ts';

/** `FAULTS=all` takes 200 kills and every system call; otherwise a sample of both. */
const all = process.env['FAULTS'] === 'all';
/** The longest that a test with faults may take, in milliseconds. */
const timeout = 1_800_000;

let scratch = '';
let writer = '';
beforeAll(async () => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-kit-writer-')));
  writer = await buildWriter(scratch);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const writing = (what = plan, message = 'add podinfo') => [
  process.execPath,
  writer,
  'write',
  JSON.stringify(what),
  message,
];
const recovering = () => [process.execPath, writer, 'recover'];

/** A repository with its owner's work under way, and the two states in which it may be found after a fault. */
interface Scene {
  readonly folder: Folder;
  readonly command: readonly string[];
  readonly old: Whole;
  readonly done: Whole;
  readonly milliseconds: number;
}

function sceneOf(message: string): Scene {
  const folder = busyFolder();
  const copy = copyOf(folder);
  const command = writing(plan, message);
  const begin = performance.now();
  expect(run(command, copy)).toEqual({ code: 0, output: '' });
  const milliseconds = performance.now() - begin;
  return { folder, command, old: wholeOf(folder), done: wholeOf(copy), milliseconds };
}

/** Lets the next command look, and says whether it found old or new; anything else fails the test. */
function settled(folder: Folder, { old, done }: Scene, what: string): 'old' | 'new' {
  const recovered = run(recovering(), folder);
  expect(recovered.code, `${what}: ${recovered.output}`).toBe(0);
  const now = wholeOf(folder);
  const isOld = now.tree === old.tree;
  expect(now, what).toEqual(isOld ? old : done);
  folder.git('fsck', '--strict', '--no-dangling');
  rmSync(folder.path, { recursive: true, force: true });
  return isOld ? 'old' : 'new';
}

describe.each([
  ['a run that commits', 'add podinfo'],
  ['a run that only writes', ''],
])('%s', (_name, message) => {
  test(
    'that is killed at a random moment, with or without its git, leaves old or new',
    async () => {
      const scene = sceneOf(message);
      expect(scene.done).toMatchObject({ leftovers: [], commits: message === '' ? 1 : 2 });
      const runs = all ? 200 : 20;
      const found = { old: 0, new: 0 };
      for (let at = 0; at < runs; at += 1) {
        const after = (scene.milliseconds * 1.3 * at) / runs;
        const folder = copyOf(scene.folder);
        await runAndKill(scene.command, folder, { after, signal: 'SIGKILL', group: at % 2 === 0 });
        found[settled(folder, scene, `killed after ${after} ms`)] += 1;
      }
      expect(found.old).toBeGreaterThan(0);
      expect(found.new).toBeGreaterThan(0);
    },
    timeout,
  );

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that gets %s ends by itself and leaves nothing to do',
    async (signal) => {
      const scene = sceneOf(message);
      const runs = all ? 60 : 5;
      for (let at = 0; at < runs; at += 1) {
        const after = 50 + (scene.milliseconds * at) / runs;
        const folder = copyOf(scene.folder);
        await runAndKill(scene.command, folder, { after, signal, group: at % 2 === 0 });
        expect(wholeOf(folder).leftovers, `${signal} after ${after} ms`).toEqual([]);
        settled(folder, scene, `${signal} after ${after} ms`);
      }
    },
    timeout,
  );
});

test.skipIf(process.platform === 'win32')(
  'a git that only names the commit, and gets the Ctrl-C meant for us, is asked again',
  () => {
    const folder = gitFolder();
    const programs = temporaryFolder();
    const git = run(['sh', '-c', 'command -v git'], folder).output.trim();
    const seen = join(programs.path, 'seen');
    programs.write(
      'git',
      `#!/bin/sh
case "$*" in *rev-parse*--short*) [ -e ${seen} ] || { touch ${seen}; kill -TERM $$; };; esac
exec ${git} "$@"
`,
    );
    chmodSync(join(programs.path, 'git'), 0o755);
    const path = `PATH=${programs.path}:${process.env['PATH']}`;
    expect(run(['env', path, ...writing()], busyFolder())).toEqual({ code: 0, output: '' });
    expect(existsSync(seen)).toBe(true);
  },
);

const hasStrace = run(['strace', '-o', '/dev/null', 'true'], folderAt(tmpdir())).code === 0;

describe.skipIf(!hasStrace)('a fault at a system call that writes', () => {
  const faults = [
    ['a kill', 'signal=KILL'],
    ['a full disk', 'error=ENOSPC'],
    ['a broken disk', 'error=EIO'],
    ['Ctrl-C', 'signal=INT'],
  ] as const;
  const kinds = [
    ['commits', 'add podinfo'],
    ['only writes', ''],
  ] as const;
  const cases = kinds.flatMap(([kind, message]) =>
    faults.map(([name, fault]) => [name, kind, fault, message] as const),
  );

  test.each(cases)(
    '%s leaves old or new (a run that %s)',
    (_name, _kind, fault, message) => {
      const scene = sceneOf(message);
      const points = pointsOf(scene);
      expect(points.length).toBeGreaterThan(50);
      for (const [at, { call, path, nth }] of points.entries()) {
        if (!all && at % 14 !== 0) continue;
        // Node itself gives up when a file cannot be closed.
        if (fault.startsWith('error') && call === 'close') continue;
        const folder = copyOf(scene.folder);
        const inject = ['-P', join(folder.path, path), '-e', `inject=${call}:${fault}:when=${nth}`];
        const ended = run(['strace', '-o', '/dev/null', ...inject, ...scene.command], folder);
        const what = `${fault} at ${call} ${path} ${nth}: ${ended.output}`;
        if (fault.startsWith('error')) {
          expect([0, 3], what).toContain(ended.code);
          expect(ended.output, what).not.toContain('internal error');
        }
        settled(folder, scene, what);
      }
    },
    timeout,
  );

  /** A system call on one file, and the how manieth of its kind there it is. */
  interface Point {
    readonly call: string;
    readonly path: string;
    readonly nth: number;
  }

  /** The write-side calls of one run in the repository. The lock's first name is random, and out of reach. */
  function pointsOf({ folder, command }: Scene): Point[] {
    const log = join(scratch, 'calls');
    const copy = copyOf(folder);
    const calls = 'rename,link,unlink,mkdir,rmdir,openat,write,fsync,fchmod,fchown,close';
    expect(run(['strace', '-y', '-o', log, '-e', `trace=${calls}`, ...command], copy).code).toBe(0);
    const counts = new Map<string, number>();
    return readFileSync(log, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const call = /^(\w+)\(/.exec(line)?.[1] ?? '';
        const paths = line.split(/["<>]/).filter((word) => word.startsWith(`${copy.path}/`));
        const path = paths.at(-1)?.slice(copy.path.length + 1) ?? '';
        if (path === '' || path.includes('/lock.')) return [];
        const key = `${call} ${path}`;
        const nth = (counts.get(key) ?? 0) + 1;
        counts.set(key, nth);
        const isReading = (call === 'openat' || call === 'close') && !path.includes('gitops-kit/');
        return isReading ? [] : { call, path, nth };
      });
  }
});

test.skipIf(process.platform !== 'linux')(
  'a git that outlives its run is awaited, and its commit counts',
  async () => {
    const folder = gitFolder();
    folder.hook('pre-commit', 'touch .git/begun; sleep 2');
    const begun = join(folder.path, '.git/begun');
    await runAndKill(writing(appPlan('podinfo')), folder, {
      after: () => existsSync(begun),
      signal: 'SIGKILL',
      group: false,
    });
    expect(run(recovering(), folder).output).toBe(
      `finished an interrupted run: its commit is ${folder.git('rev-parse', '--short', 'HEAD')}`,
    );
    expect(folder.git('log', '-1', '--format=%s')).toBe('add podinfo\n');
    expect(wholeOf(folder)).toMatchObject({ status: '', leftovers: [] });
  },
);

describe('several runs', () => {
  test('at once commit one after the other', async () => {
    const folder = gitFolder();
    const names = ['podinfo', 'redis', 'keycloak', 'minio'];
    await Promise.all(
      names.map((name) =>
        runAndKill(writing(appPlan(name), `add ${name}`), folder, {
          after: 60_000,
          signal: 'SIGKILL',
          group: true,
        }),
      ),
    );
    expect(folder.git('log', '--format=%s').trim().split('\n').sort()).toEqual(
      [...names.map((name) => `add ${name}`), 'begin'].sort(),
    );
    expect(folder.git('status', '--porcelain')).toBe('');
    for (const name of names) expect(folder.git('log', '--format=%s', '--', name)).toBe(`add ${name}\n`);
  });

  test('of which one is started by a hook of the other do not wait for each other', () => {
    const folder = gitFolder();
    folder.hook('pre-commit', `${recovering().join(' ')} && echo recovered > .git/seen`);
    expect(run(writing(appPlan('podinfo')), folder).output).toBe('');
    expect(folder.read('.git/seen')).toBe('recovered\n');
  });

  test('of which one writes from a hook of the other: the inner one is refused', () => {
    const folder = gitFolder();
    folder.hook(
      'pre-commit',
      `${process.execPath} ${writer} write '${JSON.stringify(appPlan('redis'))}' inner`,
    );
    const { code, output } = run(writing(appPlan('podinfo')), folder);
    expect(code).toBe(3);
    expect(output).toContain('the commit was refused');
    expect(existsSync(join(folder.path, 'redis'))).toBe(false);
    expect(folder.git('status', '--porcelain')).toBe('');
  });
});
