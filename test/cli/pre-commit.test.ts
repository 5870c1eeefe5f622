import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, goldenRepository, program, type Ran, run, type Scratch } from '../support/cli.ts';
import { packInto, projectRoot, version } from '../support/packed.ts';

const isInstalled = spawnSync('pre-commit', ['--version'], { env: environment() }).status === 0;
beforeEach(({ skip }) => skip(!isInstalled, 'pre-commit is not installed: https://pre-commit.com'));

let home: string;
let env: Record<string, string>;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gitops-kit-pre-commit-'));
  env = environment({
    HOME: home,
    PRE_COMMIT_HOME: join(home, 'pre-commit'),
    // the packed build brings no dependency: nothing may be fetched for the hook
    npm_config_offline: 'true',
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const helmRelease = 'podinfo/helmrelease-podinfo.yaml';
const helmRepository = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

function commit(repository: Scratch, ...args: readonly string[]): Promise<Ran> {
  return run('git', ['commit', '--quiet', '--message', 'Change', ...args], repository.folder, env);
}

/** A slip that another file shows: the HelmRepository has another name. */
function misspell(repository: Scratch): void {
  const text = repository.read(helmRelease);
  repository.write(helmRelease, text.replace('        name: podinfo\n', '        name: podinof\n'));
  expect(repository.read(helmRelease)).not.toBe(text);
}

async function installHook(repository: Scratch): Promise<void> {
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Add the hook');
  expect(await run('pre-commit', ['install'], repository.folder, env)).toMatchObject({ code: 0 });
}

describe('the hook that init writes, from the packed program', () => {
  let archive: string;
  beforeAll(async () => {
    if (isInstalled) archive = await packInto(home);
  });

  async function hooked(): Promise<Scratch> {
    const repository = goldenRepository();
    expect(await repository.kit('init', '--forge', 'github')).toMatchObject({ code: 0 });
    const hooks = repository.read('.pre-commit-config.yaml');
    // the archive stands in for the registry
    const packed = hooks.replace(`[gitops-kit@${version}]`, JSON.stringify([archive]));
    expect(packed).not.toBe(hooks);
    repository.write('.pre-commit-config.yaml', packed);
    await installHook(repository);
    return repository;
  }

  test('stops a commit with a mistake, and lets the mended one pass', async () => {
    const repository = await hooked();
    const before = repository.git('rev-parse', 'HEAD');
    misspell(repository);
    const refused = await commit(repository, '--all');
    expect(refused.err).toContain(
      'HelmRelease podinfo refers to HelmRepository podinof, which does not exist',
    );
    expect(refused.code).toBe(1);
    expect(repository.git('rev-parse', 'HEAD')).toBe(before);
    repository.git('checkout', '--quiet', 'HEAD', '--', helmRelease);
    repository.write(helmRelease, repository.read(helmRelease).replace('interval: 15m', 'interval: 20m'));
    expect(await commit(repository, '--all')).toMatchObject({ code: 0 });
    expect(repository.git('log', '-1', '--format=', '--name-only')).toBe(`${helmRelease}\n`);
  });

  test('looks at what is staged, not at the work tree', async () => {
    const repository = await hooked();
    repository.write('README.md', '# fleet\n');
    repository.git('add', 'README.md');
    misspell(repository);
    expect(await commit(repository)).toMatchObject({ code: 0 });
    expect(repository.read(helmRelease)).toContain('podinof');
    repository.git('add', helmRelease);
    repository.write(helmRelease, repository.git('show', `HEAD:${helmRelease}`));
    expect(await commit(repository)).toMatchObject({ code: 1 });
  });

  test('runs where a file is only deleted: what refers to it is found', async () => {
    const repository = await hooked();
    repository.git('rm', '--quiet', helmRepository);
    const refused = await commit(repository);
    expect(refused.err).toContain(`${helmRelease}:`);
    expect(refused.err).toContain('HelmRepository podinfo, which does not exist');
    expect(refused.code).toBe(1);
  });

  test('with --all-files checks what is committed already', async () => {
    const repository = await hooked();
    const all = (): Promise<Ran> => run('pre-commit', ['run', '--all-files'], repository.folder, env);
    expect(await all()).toMatchObject({ code: 0 });
    misspell(repository);
    expect(await commit(repository, '--all', '--no-verify')).toMatchObject({ code: 0 });
    const ran = await all();
    expect(ran.out).toContain('podinof, which does not exist');
    expect(ran.code).toBe(1);
    // what was there before does not stop a commit that has nothing to do with it
    repository.write('README.md', '# fleet\n');
    expect(await commit(repository, '--all')).toMatchObject({ code: 0 });
  });
});

test('the hook of .pre-commit-hooks.yaml uses the program that is installed', async () => {
  const bin = mkdtempSync(join(home, 'bin-'));
  writeFileSync(join(bin, 'gitops-kit'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(bin, 'gitops-kit'), 0o755);
  const path = `${bin}${delimiter}${env['PATH']}`;
  const hooks = mkdtempSync(join(home, 'hooks-'));
  writeFileSync(
    join(hooks, '.pre-commit-hooks.yaml'),
    readFileSync(join(projectRoot, '.pre-commit-hooks.yaml')),
  );
  const repository = goldenRepository();
  repository.write('.pre-commit-config.yaml', 'repos: []\n');
  await installHook(repository);
  // `try-repo` takes a folder with the hooks as pre-commit takes a clone of it
  const tryHook = (...args: readonly string[]): Promise<Ran> =>
    run('pre-commit', ['try-repo', hooks, 'gitops-kit-system', ...args], repository.folder, {
      ...env,
      PATH: path,
    });
  for (const step of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'Hooks'],
  ])
    expect(await run('git', step, hooks, env)).toMatchObject({ code: 0 });
  expect(await tryHook('--all-files')).toMatchObject({ code: 0 });
  misspell(repository);
  repository.git('add', '--all');
  const refused = await tryHook();
  expect(refused.out).toContain('podinof, which does not exist');
  expect(refused.code).toBe(1);
});
