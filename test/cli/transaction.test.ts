import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/core/change.ts';
import { storeImages, writeRecord } from '../../src/io/journal.ts';
import { findPlace } from '../../src/io/place.ts';
import { digest } from '../../src/io/read-file.ts';
import { openRepository } from '../../src/io/repository.ts';
import { stepsOf } from '../../src/io/steps.ts';
import { appPlan, type Folder, gitFolder, planOf, temporaryFolder } from '../support/git-folder.ts';

const write = (folder: Folder, plan: Plan) =>
  openRepository(folder.path, '.').write(plan, { commit: undefined });

describe('writing without a commit', () => {
  test('creates, edits, moves and deletes, keeps modes, and leaves no trace of itself', async () => {
    const folder = temporaryFolder();
    folder.write('flux-system/kustomization.yaml', 'resources:\n  - a.yaml\n');
    folder.write('scripts/check.sh', '#!/bin/sh\n');
    folder.write('old/only.yaml', 'a: 1\n');
    folder.write('binary.dat', new Uint8Array([0xff, 0x00, 0xfe]));
    chmodSync(join(folder.path, 'scripts/check.sh'), 0o750);
    const written = await write(
      folder,
      planOf(
        { kind: 'create', path: 'podinfo/deep/namespace.yaml', text: 'kind: Namespace\n' },
        { kind: 'edit', path: 'scripts/check.sh', edits: [{ range: { start: 0, end: 2 }, text: '#! ' }] },
        { kind: 'move', path: 'binary.dat', to: 'moved/binary.dat' },
        { kind: 'delete', path: 'old/only.yaml' },
      ),
    );
    expect(written.paths).toEqual([
      'binary.dat',
      'moved/binary.dat',
      'old/only.yaml',
      'podinfo/deep/namespace.yaml',
      'scripts/check.sh',
    ]);
    expect(readdirSync(folder.path).sort()).toEqual(['flux-system', 'moved', 'podinfo', 'scripts']);
    expect(folder.read('scripts/check.sh')).toBe('#! /bin/sh\n');
    expect(statSync(join(folder.path, 'scripts/check.sh')).mode & 0o777).toBe(0o750);
    expect(folder.read('podinfo/deep/namespace.yaml')).toBe('kind: Namespace\n');
  });

  test('a byte order mark and CRLF stay in an edited file', async () => {
    const folder = temporaryFolder();
    folder.write('a.yaml', '\ufeffa: 1\r\nb: 2\r\n');
    await write(
      folder,
      planOf({ kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 4, end: 5 }, text: '9' }] }),
    );
    expect(folder.read('a.yaml')).toBe('\ufeffa: 9\r\nb: 2\r\n');
  });

  test('in a git repository the journal lies in the git directory and goes', async () => {
    const folder = gitFolder();
    await write(folder, appPlan('podinfo'));
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
    expect(folder.git('status', '--porcelain')).toBe('?? podinfo/\n');
  });

  test('a plan for a folder that does not exist yet makes it', async () => {
    const folder = temporaryFolder();
    await openRepository(folder.path, 'fleet').write(appPlan('podinfo'), { commit: undefined });
    expect(readdirSync(join(folder.path, 'fleet'))).toEqual(['podinfo']);
  });

  test('an app can be renamed by case only', async () => {
    const folder = temporaryFolder();
    folder.write('Podinfo/a.yaml', 'a: 1\n');
    await write(folder, planOf({ kind: 'move', path: 'Podinfo/a.yaml', to: 'podinfo/a.yaml' }));
    expect(readdirSync(folder.path)).toEqual(['podinfo']);
  });
});

describe('refused before anything is written', () => {
  const refusals: readonly [string, (folder: Folder) => Plan, string][] = [
    [
      'a file that exists',
      (folder) => {
        folder.write('podinfo/values-podinfo.yaml', 'mine\n');
        return appPlan('podinfo');
      },
      'podinfo/values-podinfo.yaml exists already',
    ],
    [
      'a folder that is a symbolic link',
      (folder) => {
        mkdirSync(join(folder.path, 'elsewhere'));
        symlinkSync('elsewhere', join(folder.path, 'podinfo'));
        return appPlan('podinfo');
      },
      'podinfo is a symbolic link; nothing is written through it',
    ],
    [
      'a file that is a symbolic link',
      (folder) => {
        symlinkSync('/etc/passwd', join(folder.path, 'a.yaml'));
        return planOf({ kind: 'edit', path: 'a.yaml', edits: [] });
      },
      'a.yaml is a symbolic link; gitops-kit does not replace it',
    ],
    [
      'a folder that is a file',
      (folder) => {
        folder.write('podinfo', 'file\n');
        return appPlan('podinfo');
      },
      'podinfo is no folder, but podinfo/helmrelease-podinfo.yaml should lie in it',
    ],
    [
      'a name that differs by case only',
      (folder) => {
        folder.write('Podinfo/a.yaml', 'a: 1\n');
        return appPlan('podinfo');
      },
      'podinfo/helmrelease-podinfo.yaml would collide with Podinfo: they differ by case only',
    ],
    [
      'another git repository inside this one',
      (folder) => {
        folder.write('podinfo/.git', 'gitdir: elsewhere\n');
        return appPlan('podinfo');
      },
      'podinfo/helmrelease-podinfo.yaml lies in another git repository, podinfo',
    ],
    [
      'a path that leaves the repository',
      () => planOf({ kind: 'create', path: '../a.yaml', text: 'a' }),
      'the plan names ../a.yaml, which is no path of a repository',
    ],
    [
      'a path in the git directory',
      () => planOf({ kind: 'create', path: '.GIT/config', text: 'a' }),
      'the plan names .GIT/config, which is no path of a repository',
    ],
  ];
  test.each(refusals)('%s', async (_name, prepare, message) => {
    const folder = temporaryFolder();
    const plan = prepare(folder);
    const before = folder.tree();
    const repository = openRepository(folder.path, '.');
    await expect(repository.check(plan, { commit: false })).rejects.toThrow(message);
    await expect(repository.write(plan, { commit: undefined })).rejects.toThrow(message);
    expect(folder.tree()).toBe(before);
  });

  test('a file that the user saved between plan and write', async () => {
    const folder = temporaryFolder();
    folder.write('a.yaml', 'a: 1\n');
    const repository = openRepository(folder.path, '.');
    repository.readFiles().text('a.yaml');
    folder.write('a.yaml', 'b: 2\n');
    const plan = planOf({
      kind: 'edit',
      path: 'a.yaml',
      edits: [{ range: { start: 0, end: 1 }, text: 'c' }],
    });
    await expect(repository.write(plan, { commit: undefined })).rejects.toThrow(
      'a.yaml was changed since gitops-kit read it; nothing was written',
    );
    expect(folder.read('a.yaml')).toBe('b: 2\n');
  });
});

describe('the lock', () => {
  const lockFile = '.git/gitops-kit/lock';
  const holder = (over: object) =>
    JSON.stringify({ pid: process.pid, host: hostname(), started: '', run: 'r', ...over });

  test('of a dead process is taken over', async () => {
    const folder = gitFolder();
    folder.write(lockFile, holder({ pid: 2 ** 22 + 1 }));
    await write(folder, appPlan('podinfo'));
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  test('of a process whose number was given away again is taken over', async () => {
    const folder = gitFolder();
    folder.write(lockFile, holder({ started: 'another boot 1' }));
    await write(folder, appPlan('podinfo'));
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  test.each([
    ['a living process', {}, process.pid],
    ['another machine', { pid: 2 ** 22 + 1, host: 'elsewhere' }, 2 ** 22 + 1],
  ])(
    'of %s is respected for ten seconds, and its holder named',
    { concurrent: true },
    async (_name, over, pid) => {
      const folder = gitFolder();
      folder.write(lockFile, holder(over));
      const before = folder.tree();
      const host = 'host' in over ? over.host : hostname();
      await expect(write(folder, appPlan('podinfo'))).rejects.toMatchObject({
        code: 'locked',
        side: 'outside',
        message: `another run holds the lock (process ${pid} on ${host})`,
      });
      expect(folder.tree()).toBe(before);
      expect(folder.read(lockFile)).toBe(holder(over));
    },
  );

  test('lets twenty parallel runs through one after the other', async () => {
    const folder = gitFolder();
    const names = Array.from({ length: 20 }, (_, at) => `app-${at}`);
    await Promise.all(names.map((name) => write(folder, appPlan(name))));
    expect(readdirSync(folder.path).filter((name) => name.startsWith('app-'))).toHaveLength(20);
  });
});

describe('the journal of an interrupted run', () => {
  const plan = planOf(
    { kind: 'edit', path: 'a.yaml', edits: [{ range: { start: 0, end: 1 }, text: 'b' }] },
    { kind: 'create', path: 'podinfo/a.yaml', text: 'a: 1\n' },
    { kind: 'delete', path: 'gone/c.yaml' },
  );
  const begin = () => gitFolder({ 'a.yaml': 'a: 1\n', 'gone/c.yaml': 'c: 1\n' });

  const record = async (folder: Folder, journal: string): Promise<void> => {
    const steps = stepsOf(folder.path, plan, new Map());
    const order = { run: 'r', steps, folders: ['podinfo'] };
    writeRecord(await storeImages({ top: folder.path, folder: journal }, order, undefined));
  };

  /** What a run leaves that was killed right after its record stood. */
  async function journaled(folder: Folder): Promise<string> {
    const journal = join(folder.path, '.git/gitops-kit');
    mkdirSync(journal);
    await record(folder, journal);
    return journal;
  }

  test('without a record is removed; nothing was changed', () => {
    const folder = begin();
    folder.write('.git/gitops-kit/new-0', 'b: 1\n');
    expect(openRepository(folder.path, '.').recover()).toBe(
      'removed what an interrupted run had prepared; it had changed nothing',
    );
    expect(folder.read('a.yaml')).toBe('a: 1\n');
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
    expect(openRepository(folder.path, '.').recover()).toBeUndefined();
  });

  test('with a record is finished', async () => {
    const folder = begin();
    await journaled(folder);
    expect(openRepository(folder.path, '.').recover()).toBe(
      'finished writing what an interrupted run had begun',
    );
    expect(folder.read('a.yaml')).toBe('b: 1\n');
    expect(folder.read('podinfo/a.yaml')).toBe('a: 1\n');
    expect(existsSync(join(folder.path, 'gone'))).toBe(false);
    expect(existsSync(join(folder.path, '.git/gitops-kit'))).toBe(false);
  });

  test('never overwrites what the user changed since', async () => {
    const folder = begin();
    await journaled(folder);
    folder.write('a.yaml', 'mine: 1\n');
    folder.write('gone/c.yaml', 'mine: 2\n');
    folder.write('podinfo/a.yaml', 'mine: 3\n');
    expect(openRepository(folder.path, '.').recover()).toBe(
      'finished writing what an interrupted run had begun, but for what was changed since: gone/c.yaml, a.yaml, podinfo/a.yaml',
    );
    expect(['a.yaml', 'gone/c.yaml', 'podinfo/a.yaml'].map(folder.read)).toEqual([
      'mine: 1\n',
      'mine: 2\n',
      'mine: 3\n',
    ]);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 100)],
    ['changed by somebody', (text: string) => text.replace('podinfo/a.yaml', 'podinfo/b.yaml')],
    ['not JSON', () => 'oops'],
    ['empty', () => ''],
  ])('that is %s is refused, and nothing is written', async (_name, damage) => {
    const folder = begin();
    const journal = await journaled(folder);
    writeFileSync(join(journal, 'commit'), damage(folder.read('.git/gitops-kit/commit')));
    const before = folder.tree();
    expect(() => openRepository(folder.path, '.').recover()).toThrow(
      'the journal of an interrupted run is damaged',
    );
    expect(folder.tree()).toBe(before);
  });

  test.each(['../outside.yaml', '/etc/outside.yaml', '.git/hooks/pre-commit', 'a/../../b.yaml', 'a\0b'])(
    'that names %j is refused, although its checksum is right',
    async (path) => {
      const folder = begin();
      const journal = await journaled(folder);
      const [, body = ''] = folder.read('.git/gitops-kit/commit').split('\n');
      const forged = body.replace('"podinfo/a.yaml"', JSON.stringify(path));
      writeFileSync(join(journal, 'commit'), `${digest(Buffer.from(forged))}\n${forged}\n`);
      expect(() => openRepository(folder.path, '.').recover()).toThrow('is damaged');
      expect(folder.read('a.yaml')).toBe('a: 1\n');
    },
  );

  test('whose folder became a symbolic link is refused', async () => {
    const folder = begin();
    const outside = temporaryFolder();
    await journaled(folder);
    symlinkSync(outside.path, join(folder.path, 'podinfo'));
    expect(() => openRepository(folder.path, '.').recover()).toThrow('podinfo is a symbolic link');
    expect(readdirSync(outside.path)).toEqual([]);
  });

  test('whose stored bytes were exchanged is refused', async () => {
    const folder = begin();
    const journal = await journaled(folder);
    renameSync(join(journal, 'new-2'), join(journal, 'new-0'));
    expect(() => openRepository(folder.path, '.').recover()).toThrow('has lost');
    expect(folder.read('a.yaml')).toBe('a: 1\n');
  });

  test('is recovered for a folder without git as well', async () => {
    const folder = temporaryFolder();
    folder.write('a.yaml', 'a: 1\n');
    folder.write('gone/c.yaml', 'c: 1\n');
    const journal = join(folder.path, '.gitops-kit');
    mkdirSync(journal);
    await record(folder, journal);
    expect([...openRepository(folder.path, '.').readFiles().paths()]).toEqual(['a.yaml', 'gone/c.yaml']);
    openRepository(folder.path, '.').recover();
    expect(readdirSync(folder.path).sort()).toEqual(['a.yaml', 'podinfo']);
    expect(findPlace(folder.path).gitDir).toBeUndefined();
  });
});
