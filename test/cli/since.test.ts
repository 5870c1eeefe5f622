import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environment, goldenRepository, plainFolder, program, run, type Scratch } from '../support/cli.ts';

/** A mistake that somebody makes in an app: the file, what stood there, what stands there then; and the rule that says so. */
interface Mistake {
  readonly app: string;
  readonly file: string;
  readonly old?: string;
  /** Undefined: the file goes. */
  readonly now: string | undefined;
  readonly rule: string;
}

const release = (app: string): string => `${app}/helmrelease-${app}.yaml`;
const values = (app: string): string => `${app}/configmap-${app}-helm-chart-value-overrides.yaml`;
const kustomization = (app: string): string => `flux-system/kustomizations/kustomization-${app}.yaml`;

const mistakes: readonly Mistake[] = [
  {
    app: 'one',
    file: release('one'),
    old: 'valuesKey: values.yaml',
    now: 'valuesKey: value.yaml',
    rule: 'helmrelease/values-key',
  },
  {
    app: 'two',
    file: release('two'),
    old: '        name: two\n',
    now: '        name: too\n',
    rule: 'helmrelease/source-missing',
  },
  {
    app: 'three',
    file: release('three'),
    old: '  timeout: 5m',
    now: '  timeOut: 5m',
    rule: 'schema/unknown-field',
  },
  {
    app: 'four',
    file: values('four'),
    old: '    ui:\n',
    now: '    image: {}\n    ui:\n',
    rule: 'values/duplicate-key',
  },
  { app: 'five', file: values('five'), old: '    ui:\n', now: '    ui: [\n', rule: 'values/invalid-yaml' },
  {
    app: 'six',
    file: kustomization('six'),
    old: 'path: ./six',
    now: 'path: ./sixx',
    rule: 'kustomization/path-missing',
  },
  {
    app: 'seven',
    file: kustomization('seven'),
    old: 'prune: true',
    now: 'prune: "true"',
    rule: 'schema/wrong-type',
  },
  {
    app: 'eight',
    file: 'flux-system/namespaces/namespace-eight.yaml',
    now: undefined,
    rule: 'helmrelease/namespace-undeclared',
  },
  {
    app: 'nine',
    file: 'flux-system/helmrepositories/helmrepository-nine.yaml',
    now: undefined,
    rule: 'helmrelease/source-missing',
  },
  {
    app: 'ten',
    file: release('ten'),
    old: 'helm.toolkit.fluxcd.io/v2\n',
    now: 'helm.toolkit.fluxcd.io/v2beta1\n',
    rule: 'api/removed-version',
  },
  {
    app: 'eleven',
    file: release('eleven'),
    old: '  interval: 15m',
    now: '  interval: 15m\n  interval: 20m',
    rule: 'yaml/duplicate-key',
  },
  { app: 'twelve', file: values('twelve'), now: undefined, rule: 'helmrelease/values-missing' },
];

/** Twelve clean apps beside redis, which holds two old mistakes, with a pre-commit hook. */
function oldRepository(): Scratch {
  const repository = goldenRepository();
  const paths = repository.git('ls-files').trim().split('\n');
  for (const { app } of mistakes) {
    for (const path of paths.filter((each) => each.includes('podinfo'))) {
      const text = repository
        .read(path)
        .replaceAll('podinfo', app)
        .replace(/^( +url: .*)$/m, `$1/${app}`);
      repository.write(path.replaceAll('podinfo', app), text);
    }
  }
  const old = repository.read(release('redis'));
  repository.write(
    release('redis'),
    old.replace('valuesKey: values.yaml', 'valuesKey: v').replace('timeout: 5m', 'timeOut: 5m'),
  );
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message', 'Old');
  const hook = join(repository.folder, '.git', 'hooks', 'pre-commit');
  mkdirSync(join(hook, '..'), { recursive: true });
  writeFileSync(
    hook,
    `#!/bin/sh\nexec "${process.execPath}" "${program}" lint --staged --format json --output "$PWD/../staged.json"\n`,
  );
  chmodSync(hook, 0o755);
  return repository;
}

function make(repository: Scratch, { file, old, now }: Mistake): void {
  if (now === undefined) {
    rmSync(join(repository.folder, file));
    return;
  }
  const text = repository.read(file);
  expect(text).toContain(old);
  repository.write(file, text.replace(old ?? '', now));
}

async function commit(repository: Scratch, ...args: readonly string[]): Promise<boolean> {
  const done = await run(
    'git',
    ['commit', '--all', '--message', 'x', ...args],
    repository.folder,
    environment(),
  );
  return done.code === 0;
}

/** The rules that a JSON report names, with the app of each finding. */
function said(json: string): string[] {
  const { findings }: { findings: { rule: string; file: string; severity: string }[] } = JSON.parse(json);
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, file }) => `${rule} ${/([a-z]+)(?:-helm-chart-value-overrides)?\.yaml$/.exec(file)?.[1]}`)
    .sort();
}

test('a hook stops each mistake, and --since shows what the branch caused', async () => {
  const repository = oldRepository();
  repository.git('switch', '--quiet', '--create', 'feature');
  for (const mistake of mistakes) {
    make(repository, mistake);
    expect(await commit(repository), mistake.rule).toBe(false);
    const found = said(repository.read('../staged.json'));
    expect(found, repository.read('../staged.json')).toContain(`${mistake.rule} ${mistake.app}`);
    expect(found.filter((each) => !each.endsWith(` ${mistake.app}`))).toEqual([]);
    expect(await commit(repository, '--no-verify')).toBe(true);
    // Neither what was there before nor what is there now stops a commit that does nothing wrong.
    repository.write('README.md', `after ${mistake.app}\n`);
    repository.git('add', 'README.md');
    expect(await commit(repository)).toBe(true);
  }
  repository.git('switch', '--quiet', 'main');
  make(repository, {
    app: 'podinfo',
    file: release('podinfo'),
    old: '  timeout: 5m',
    now: '  timeOut: 5m',
    rule: '',
  });
  expect(await commit(repository, '--no-verify')).toBe(true);
  repository.git('switch', '--quiet', 'feature');

  const since = await repository.kit('lint', '--since', 'main', '--format', 'json');
  expect(since.code).toBe(1);
  const found = said(since.out);
  for (const { rule, app } of mistakes) expect(found).toContain(`${rule} ${app}`);
  expect(found.filter((each) => / (?:redis|podinfo)$/.test(each))).toEqual([]);
  const whole = said((await repository.kit('lint', '--format', 'json')).out);
  expect(whole.filter((each) => each.endsWith(' redis'))).toEqual([
    'helmrelease/values-key redis',
    'schema/unknown-field redis',
  ]);
});

describe('--since', () => {
  test('takes in what is not committed yet, and files that git does not know', async () => {
    const repository = goldenRepository();
    make(repository, {
      app: 'podinfo',
      file: release('podinfo'),
      old: 'valuesKey: values.yaml',
      now: 'valuesKey: v',
      rule: '',
    });
    repository.write('redis/broken.yaml', 'a: [\n');
    const { code, err } = await repository.kit('lint', '--since', 'HEAD');
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/^since HEAD: 2 files, 1 app: 2 errors/),
    });
  });

  test('says nothing of old mistakes in a file that moved, or that changed on another line', async () => {
    const repository = goldenRepository();
    make(repository, {
      app: 'podinfo',
      file: release('podinfo'),
      old: '  timeout: 5m',
      now: '  timeOut: 5m',
      rule: '',
    });
    repository.git('commit', '--all', '--quiet', '--message', 'Old');
    repository.git('mv', release('podinfo'), 'podinfo/helmrelease-podinfo2.yaml');
    make(repository, {
      app: 'podinfo',
      file: release('redis'),
      old: 'interval: 15m',
      now: 'interval: 20m',
      rule: '',
    });
    const { code, out } = await repository.kit('lint', '--since', 'HEAD', '--format', 'json');
    expect(out).not.toContain('timeOut');
    expect(code).toBe(0);
    make(repository, {
      app: '',
      file: 'podinfo/helmrelease-podinfo2.yaml',
      old: 'timeOut: 5m',
      now: 'timeOut: 6m',
      rule: '',
    });
    expect((await repository.kit('lint', '--since', 'HEAD')).out).toContain('timeOut: 6m');
  });

  test('of paths reports no more than these', async () => {
    const repository = goldenRepository();
    for (const app of ['podinfo', 'redis'])
      make(repository, {
        app,
        file: release(app),
        old: 'valuesKey: values.yaml',
        now: 'valuesKey: v',
        rule: '',
      });
    const { out } = await repository.kit('lint', '--since', 'HEAD', 'podinfo');
    expect(out).toContain(`${release('podinfo')}:`);
    expect(out).not.toContain(`${release('redis')}:`);
  });

  test('where nothing changed is clean and says so', async () => {
    const repository = goldenRepository();
    const { code, out, err } = await repository.kit('lint', '--since', 'HEAD');
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: 'since HEAD: nothing changed\n' });
    expect(await repository.kit('lint', '--staged')).toEqual({
      code: 0,
      out: '',
      err: 'staged: nothing changed\n',
    });
  });
});

describe('a change is told from what git does to a work tree', () => {
  const mistake = (app: string): Mistake => ({
    app,
    file: release(app),
    old: 'interval: 15m',
    now: 'interval: 1s',
    rule: 'helmrelease/interval-too-short',
  });

  test('a file that git is told to take for unchanged is looked at', async () => {
    const repository = goldenRepository();
    repository.git('update-index', '--assume-unchanged', release('podinfo'));
    make(repository, mistake('podinfo'));
    expect((await repository.kit('lint', '--since', 'HEAD')).out).toContain('interval 1s');
  });

  test('what a sparse checkout leaves out is not gone', async () => {
    const repository = goldenRepository();
    repository.git('sparse-checkout', 'set', '--no-cone', '/*', '!/redis/');
    const { err } = await repository.kit('lint', '--since', 'HEAD');
    expect(err).toBe('since HEAD: nothing changed\n');
  });

  test('CRLF that git writes changes no line', async () => {
    const repository = goldenRepository();
    make(repository, mistake('podinfo'));
    repository.git('commit', '--all', '--quiet', '--message', 'An old mistake');
    repository.git('config', 'core.autocrlf', 'true');
    rmSync(join(repository.folder, release('podinfo')));
    repository.git('checkout', '--', release('podinfo'));
    make(repository, { ...mistake('podinfo'), old: 'timeout: 5m\r\n', now: 'timeout: 6m\r\n' });
    const { out, err } = await repository.kit('lint', '--since', 'HEAD');
    expect({ out, err }).toEqual({
      out: '',
      err: 'since HEAD: 1 app in 1 file, no problems (charts: 1 not in the cache)\n',
    });
  });

  test('no filter of the configuration is started', async () => {
    const repository = goldenRepository();
    const started = join(repository.folder, '.git', 'started');
    repository.write('.gitattributes', '*.yaml filter=loud\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'A filter');
    repository.git('config', 'filter.loud.clean', `touch '${started}'; cat`);
    repository.git('config', 'filter.loud.required', 'true');
    repository.git('mv', release('podinfo'), 'podinfo/helmrelease.yaml');
    rmSync(started, { force: true });
    make(repository, { ...mistake('podinfo'), file: 'podinfo/helmrelease.yaml' });
    expect((await repository.kit('lint', '--since', 'HEAD')).out).toContain('interval 1s');
    expect(existsSync(started)).toBe(false);
  });
});

describe('what cannot be compared is said, and nothing is written', () => {
  test.each([
    ['an unknown commit', ['--since', 'nowhere'], 3, 'this clone knows no commit nowhere', 'fetch-depth: 0'],
    ['what looks like an option', ['--since=--exec=true'], 3, 'this clone knows no commit --exec=true', ''],
    [
      'a file in place of a commit',
      ['--since', 'HEAD:README.md'],
      3,
      'this clone knows no commit HEAD:README.md',
      '',
    ],
  ])('%s', async (_name, args, code, message, help) => {
    const repository = goldenRepository();
    const before = repository.state();
    const result = await repository.kit('lint', ...args);
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toContain(`error: ${message}\n`);
    expect(result.err).toContain(help);
    expect(repository.state()).toBe(before);
  });

  test('a folder without git', async () => {
    const repository = plainFolder();
    repository.write('a.yaml', 'a: 1\n');
    for (const args of [['--staged'], ['--since', 'main']]) {
      const { code, err } = await repository.kit('lint', ...args);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('is not in a git repository') });
    }
  });

  test('a repository without a commit', async () => {
    const repository = plainFolder();
    repository.git('init', '--quiet');
    const { code, err } = await repository.kit('lint', '--since', 'main');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('there is no commit yet') });
    expect((await repository.kit('lint', '--staged')).code).toBe(0);
    const traced = await run(
      process.execPath,
      [program, 'lint', '--staged'],
      repository.folder,
      environment({ GIT_TRACE: '1' }),
    );
    expect(traced.code).toBe(0);
  });

  test('a branch without a common commit, in a shallow clone and in a whole one', async () => {
    const repository = goldenRepository();
    repository.git('switch', '--quiet', '--create', 'feature');
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'On the branch');
    repository.git('switch', '--quiet', 'main');
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'On main');
    repository.git('switch', '--quiet', '--orphan', 'orphan');
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'On its own');
    const strange = await repository.kit('lint', '--since', 'main');
    expect(strange).toMatchObject({
      code: 3,
      err: expect.stringContaining('main and HEAD have no commit in common\n'),
    });

    const shallow = plainFolder();
    const url = `file://${repository.folder}`;
    shallow.git('clone', '--quiet', '--depth', '1', '--no-single-branch', '--branch', 'feature', url, '.');
    const { code, err } = await shallow.kit('lint', '--since', 'origin/main');
    expect(code).toBe(3);
    expect(err).toContain('in this shallow clone');
    expect(err).toContain('fetch-depth: 0');
    const deeper = await shallow.kit('lint', '--since', 'HEAD');
    expect(deeper).toMatchObject({ code: 0, err: 'since HEAD: nothing changed\n' });
  });

  test('an index in the middle of a merge; once it is resolved, what it would commit is looked at', async () => {
    const repository = goldenRepository();
    const interval = (now: string): void =>
      make(repository, {
        app: '',
        file: release('podinfo'),
        old: 'interval: 15m',
        now: `interval: ${now}`,
        rule: '',
      });
    repository.git('switch', '--quiet', '--create', 'feature');
    interval('20m');
    repository.git('commit', '--all', '--quiet', '--message', 'Twenty');
    repository.git('switch', '--quiet', 'main');
    interval('30m');
    repository.git('commit', '--all', '--quiet', '--message', 'Thirty');
    expect(() => repository.git('merge', 'feature')).toThrow();
    const before = repository.state();
    const { code, err } = await repository.kit('lint', '--staged');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('has a conflict that is not resolved'),
    });
    expect(repository.state()).toBe(before);
    repository.git('checkout', '--ours', release('podinfo'));
    repository.git('add', release('podinfo'));
    expect((await repository.kit('lint', '--staged')).code).toBe(0);
  });

  test('a detached HEAD is as good as a branch', async () => {
    const repository = goldenRepository();
    repository.git('switch', '--quiet', '--detach');
    make(repository, {
      app: '',
      file: release('podinfo'),
      old: 'valuesKey: values.yaml',
      now: 'valuesKey: v',
      rule: '',
    });
    repository.git('add', '--all');
    expect((await repository.kit('lint', '--staged')).code).toBe(1);
    expect((await repository.kit('lint', '--since', 'main')).code).toBe(1);
  });

  test('a clone that left files out is told how to get them, and nothing is fetched', async () => {
    const repository = goldenRepository();
    repository.git('config', 'uploadpack.allowFilter', 'true');
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'More');
    const partial = plainFolder();
    const url = `file://${repository.folder}`;
    partial.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', url, '.');
    partial.git('read-tree', 'HEAD');
    const { code, err } = await partial.kit('lint', '--staged', 'podinfo');
    expect(code).toBe(3);
    expect(err).toContain('git fetch --refetch');
    expect(partial.git('count-objects').trim()).toMatch(/^0 objects/);
  });
});

test('REF is what git takes for one commit', async () => {
  const repository = goldenRepository();
  repository.git('tag', '--annotate', '--message', 'First', 'v1');
  for (const ref of ['v1', 'HEAD', '@', ':/Start', 'HEAD^{}'])
    expect(await repository.kit('lint', '--since', ref), ref).toMatchObject({ code: 0 });
  for (const ref of ['^HEAD', 'HEAD..v1', 'HEAD:podinfo', ''])
    expect((await repository.kit('lint', '--since', ref)).code, ref).toBeGreaterThanOrEqual(2);
});

test('two names that are not UTF-8 hide nothing', async () => {
  const repository = goldenRepository();
  repository.write('a', 'x: [\n');
  const id = repository.git('hash-object', '-w', 'a').trim();
  const [first, second] = ['caf\\350.yaml', 'caf\\351.yaml'].map((name) => `$(printf 'podinfo/${name}')`);
  const add = `for path in "${first}" "${second}"; do git update-index --add --cacheinfo "100644,${id},$path"; done`;
  await run('sh', ['-c', add], repository.folder, environment());
  const { code, out } = await repository.kit('lint', '--staged');
  expect(code).toBe(1);
  expect(out).toContain('its name is not UTF-8');
});
