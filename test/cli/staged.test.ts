import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environment, goldenRepository, plainFolder, program, run, type Scratch } from '../support/cli.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const other = 'redis/helmrelease-redis.yaml';
const key = 'valuesKey: values.yaml';
const wrongKey = 'valuesKey: value.yaml';

/** The golden repository whose pre-commit hook lints what is staged; `words` are more of its shell script. */
function hooked(words = ''): Scratch {
  const repository = goldenRepository();
  hookIn(join(repository.folder, '.git'), words);
  return repository;
}

function hookIn(gitDir: string, words = ''): void {
  mkdirSync(join(gitDir, 'hooks'), { recursive: true });
  const hook = join(gitDir, 'hooks', 'pre-commit');
  writeFileSync(hook, `#!/bin/sh\n${words}exec "${process.execPath}" "${program}" lint --staged\n`);
  chmodSync(hook, 0o755);
}

function change(repository: Scratch, path: string, old: string, now: string): void {
  const text = repository.read(path);
  expect(text).toContain(old);
  repository.write(path, text.replace(old, now));
}

/** Runs git as a user does, with its hooks; true when it went well. */
async function git(repository: Scratch, ...args: readonly string[]): Promise<boolean> {
  return (await run('git', args, repository.folder, environment())).code === 0;
}

describe('a commit hook looks at what is being committed', () => {
  test('with git commit', async () => {
    const repository = hooked();
    change(repository, release, key, wrongKey);
    repository.git('add', release);
    change(repository, release, wrongKey, key);
    expect(await git(repository, 'commit', '-m', 'a mistake that only the index holds')).toBe(false);
    repository.git('add', release);
    change(repository, release, 'version: 6.x', 'version: [');
    expect(
      await git(repository, 'commit', '--allow-empty', '-m', 'a mistake that only the work tree holds'),
    ).toBe(true);
  });

  test('with git commit --all, and with --amend', async () => {
    const repository = hooked();
    change(repository, release, key, wrongKey);
    expect(await git(repository, 'commit', '--all', '-m', 'a mistake')).toBe(false);
    expect(await git(repository, 'commit', '--all', '--amend', '--no-edit')).toBe(false);
    change(repository, release, wrongKey, key);
    change(repository, release, 'interval: 15m', 'interval: 20m');
    expect(await git(repository, 'commit', '--all', '-m', 'no mistake')).toBe(true);
  });

  test('with git commit PATH, whatever else is staged', async () => {
    const repository = hooked();
    change(repository, other, key, wrongKey);
    repository.git('add', other);
    change(repository, release, 'interval: 15m', 'interval: 20m');
    expect(await git(repository, 'commit', '-m', 'no mistake', release)).toBe(true);
    expect(await git(repository, 'commit', '-m', 'a mistake', other)).toBe(false);
    expect(repository.git('show', '--name-only', '--format=').trim()).toBe(release);
    expect(repository.git('diff', '--cached', '--name-only').trim()).toBe(other);
  });

  test('for the first commit of a repository', async () => {
    const repository = plainFolder();
    repository.git('init', '--quiet');
    hookIn(join(repository.folder, '.git'));
    for (const [path, text] of filesOfGolden()) repository.write(path, text);
    change(repository, release, key, wrongKey);
    repository.git('add', '--all');
    expect(await git(repository, 'commit', '-m', 'a mistake')).toBe(false);
    change(repository, release, wrongKey, key);
    expect(await git(repository, 'commit', '--all', '-m', 'no mistake')).toBe(true);
  });

  test('in a linked work tree', async () => {
    const repository = hooked();
    const linked = join(repository.folder, '..', 'linked');
    repository.git('worktree', 'add', '--quiet', linked);
    const there = { ...repository, folder: linked };
    const text = repository.read(release);
    writeFileSync(join(linked, release), text.replace(key, wrongKey));
    expect(await git(there, 'commit', '--all', '-m', 'a mistake')).toBe(false);
    writeFileSync(join(linked, release), text.replace('interval: 15m', 'interval: 20m'));
    expect(await git(there, 'commit', '--all', '-m', 'no mistake')).toBe(true);
    expect(await git(repository, 'commit', '--allow-empty', '-m', 'nothing')).toBe(true);
  });

  test('in a submodule, and around one without looking into it', async () => {
    const repository = hooked();
    const inner = goldenRepository();
    const allowed = ['-c', 'protocol.file.allow=always'];
    expect(await git(repository, ...allowed, 'submodule', '--quiet', 'add', inner.folder, 'inner')).toBe(
      true,
    );
    const there = { ...repository, folder: join(repository.folder, 'inner') };
    hookIn(join(repository.folder, '.git', 'modules', 'inner'));
    const text = inner.read(release);
    writeFileSync(join(there.folder, release), text.replace(key, wrongKey));
    expect(await git(repository, 'commit', '-m', 'no mistake but in there')).toBe(true);
    expect(await git(there, 'commit', '--all', '-m', 'a mistake')).toBe(false);
    writeFileSync(join(there.folder, release), text.replace('interval: 15m', 'interval: 20m'));
    expect(await git(there, 'commit', '--all', '-m', 'no mistake')).toBe(true);
    expect(await git(repository, 'commit', '--all', '-m', 'move the submodule')).toBe(true);
  });

  test('of its own repository, when another one is asked for', async () => {
    const mine = goldenRepository();
    const repository = hooked(`cd "${mine.folder}"\n`);
    change(mine, release, key, wrongKey);
    mine.git('add', release);
    change(repository, release, 'interval: 15m', 'interval: 20m');
    for (const how of [['--all'], [release]])
      expect(await git(repository, 'commit', '-m', 'a mistake over there', ...how)).toBe(false);
    mine.git('reset', '--quiet', '--hard');
    change(repository, release, key, wrongKey);
    expect(await git(repository, 'commit', '--all', '-m', 'a mistake that nobody looks at')).toBe(true);
  });

  test('of a git directory that lies elsewhere', async () => {
    const repository = goldenRepository();
    const away = join(repository.folder, '..', 'away.git');
    repository.git('init', '--quiet', '--separate-git-dir', away);
    hookIn(away);
    change(repository, release, key, wrongKey);
    expect(await git(repository, 'commit', '--all', '-m', 'a mistake')).toBe(false);
  });

  test('of a git directory that only the command line names', async () => {
    const repository = goldenRepository();
    const away = join(repository.folder, '..', 'away.git');
    renameSync(join(repository.folder, '.git'), away);
    hookIn(away);
    const named = [`--git-dir=${away}`, `--work-tree=${repository.folder}`];
    change(repository, release, key, wrongKey);
    expect(await git(repository, ...named, 'commit', '--all', '-m', 'a mistake')).toBe(false);
    change(repository, release, wrongKey, key);
    change(repository, release, 'interval: 15m', 'interval: 20m');
    expect(await git(repository, ...named, 'commit', '--all', '-m', 'no mistake')).toBe(true);
  });
});

function filesOfGolden(): (readonly [string, string])[] {
  const repository = goldenRepository();
  return repository
    .git('ls-files', '-z')
    .split('\0')
    .filter((path) => path !== '')
    .map((path) => [path, repository.read(path)] as const);
}
