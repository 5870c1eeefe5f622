import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { environment, goldenRepository, type Ran, run, type Scratch, scratch } from '../support/cli.ts';
import { packInto, projectRoot, version } from '../support/packed.ts';

interface Step {
  readonly name: string;
  readonly run: string;
  readonly shell: string;
  readonly 'working-directory'?: string;
  readonly env: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const text = readFileSync(join(projectRoot, 'action.yml'), 'utf8');
const action: Action = parse(text);
const { steps } = action.runs;

describe('action.yml', () => {
  test('installs the version that it belongs to', () => {
    expect(action.inputs['version']?.default).toBe(version);
  });

  test('gives its inputs to scripts as variables only: no expression stands inside a script', () => {
    expect(steps).toHaveLength(2);
    for (const { run: script, shell, env } of steps) {
      expect(shell).toBe('bash');
      expect(script).not.toContain('${{');
      for (const [name, value] of Object.entries(env)) {
        expect(value).toMatch(/^\$\{\{ inputs\.[a-z-]+ \}\}$/);
        expect(script).toContain(`$${name}`);
      }
    }
  });

  test('uses every input, and no other', () => {
    const used = [...text.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name]) => name);
    expect(used.sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test('has every output from the script that writes it', () => {
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.lint.outputs.${name} }}`);
      expect(steps[1]?.run).toContain(`"${name}=$`);
    }
  });
});

describe('its steps, as a runner starts them', () => {
  let temporary: string;
  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'gitops-kit-action-'));
    const archive = await packInto(temporary);
    const hostile = join(temporary, 'workspace');
    expect(await run('mkdir', [hostile], temporary, environment())).toMatchObject({ code: 0 });
    // the repository's own settings of npm must not count: with this one nothing would be installed
    writeFileSync(join(hostile, '.npmrc'), 'dry-run=true\n');
    const installed = await start(0, hostile, { version: `file:${archive}` });
    expect(installed).toMatchObject({ code: 0 });
    expect(existsSync(join(temporary, 'gitops-kit/node_modules/.bin/gitops-kit'))).toBe(true);
  });
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));

  /** One step, with the inputs given and the defaults of the others, in `workspace`. */
  function start(
    index: number,
    workspace: string,
    inputs: Readonly<Record<string, string>> = {},
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Ran> {
    const step = steps[index];
    if (step === undefined) throw new Error(`there is no step ${index}`);
    const filled = (value: string): string =>
      value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => {
        const known = action.inputs[name];
        if (known === undefined) throw new Error(`there is no input ${name}`);
        return inputs[name] ?? known.default;
      });
    const env = environment({
      HOME: temporary,
      RUNNER_TEMP: temporary,
      GITHUB_ACTIONS: 'true',
      GITHUB_BASE_REF: '',
      npm_config_offline: 'true',
      ...variables,
      ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, filled(value)])),
    });
    const script = join(temporary, `step-${index}.sh`);
    writeFileSync(script, step.run);
    // https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
    const bash = ['--noprofile', '--norc', '-e', '-o', 'pipefail', script];
    return run('bash', bash, join(workspace, filled(step['working-directory'] ?? '.')), env);
  }

  interface Linted extends Ran {
    readonly outputs: Readonly<Record<string, string>>;
    readonly summary: string;
  }

  async function lint(
    repository: Scratch,
    inputs: Readonly<Record<string, string>> = {},
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Linted> {
    const files = scratch();
    const [output, summary] = [join(files, 'output'), join(files, 'summary')];
    for (const file of [output, summary]) writeFileSync(file, '');
    const ran = await start(1, repository.folder, inputs, {
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      ...variables,
    });
    const lines = readFileSync(output, 'utf8').trim().split('\n');
    const outputs = Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2)));
    return { ...ran, outputs, summary: readFileSync(summary, 'utf8') };
  }

  const helmRelease = 'podinfo/helmrelease-podinfo.yaml';
  function misspell(repository: Scratch): void {
    const before = repository.read(helmRelease);
    repository.write(helmRelease, before.replace('        name: podinfo\n', '        name: podinof\n'));
    expect(repository.read(helmRelease)).not.toBe(before);
    repository.git('commit', '--quiet', '--all', '--message', 'Misspell');
  }

  test('a clean repository passes', async () => {
    const ran = await lint(goldenRepository());
    expect(ran.code).toBe(0);
    expect(ran.outputs).toEqual({
      'exit-code': '0',
      json: join(temporary, 'gitops-kit/report.json'),
      sarif: '',
    });
    expect(JSON.parse(readFileSync(ran.outputs['json'] ?? '', 'utf8'))).toMatchObject({ findings: [] });
  });

  test('a mistake fails the step: annotations, a summary, a SARIF file', async () => {
    const repository = goldenRepository();
    misspell(repository);
    const ran = await lint(repository, { sarif: 'lint.sarif' });
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(new RegExp(`^::error file=${helmRelease},line=13,`, 'm'));
    expect(ran.summary).toContain('podinof');
    expect(ran.outputs).toMatchObject({
      'exit-code': '1',
      sarif: expect.stringMatching(/^\/.*\/lint\.sarif$/),
    });
    expect(readFileSync(ran.outputs['sarif'] ?? '', 'utf8')).toContain('helmrelease/source-missing');
  });

  describe('of a pull request', () => {
    /** A clone of a main branch with an old mistake, on a branch of its own. */
    function branchOf(...depth: readonly string[]): Scratch {
      const upstream = goldenRepository();
      misspell(upstream);
      const repository = goldenRepository();
      repository.git('checkout', '--quiet', '--detach');
      repository.git('remote', 'add', 'origin', `file://${upstream.folder}`);
      repository.git('fetch', '--quiet', ...depth, 'origin', 'main:refs/remotes/origin/main');
      repository.git('checkout', '--quiet', '--force', '-B', 'topic', 'origin/main');
      return repository;
    }
    const pullRequest = { GITHUB_BASE_REF: 'main' };

    test('only what it caused is said', async () => {
      const repository = branchOf();
      expect(await lint(repository)).toMatchObject({ code: 1 });
      expect(await lint(repository, {}, pullRequest)).toMatchObject({ code: 0 });
      repository.git('rm', '--quiet', 'flux-system/namespaces/namespace-redis.yaml');
      repository.git('commit', '--quiet', '--message', 'Remove a namespace');
      const ran = await lint(repository, {}, pullRequest);
      expect(ran.code).toBe(1);
      expect(ran.out).toContain('redis');
      expect(ran.out).not.toContain('podinof');
    });

    test('all of it, where `since` is empty', async () => {
      expect(await lint(branchOf(), { since: '' }, pullRequest)).toMatchObject({ code: 1 });
    });

    test('a clone without the base fails, and says what it needs', async () => {
      const ran = await lint(goldenRepository(), {}, pullRequest);
      expect(ran.code).toBe(3);
      expect(ran.err).toContain('fetch-depth: 0');
      expect(ran.outputs).toEqual({ 'exit-code': '3', json: '', sarif: '' });
    });
  });

  test('arguments stand one on a line, and no shell reads them', async () => {
    const repository = goldenRepository();
    misspell(repository);
    expect(await lint(repository, { args: 'redis\n\n--max-warnings=0\n' })).toMatchObject({ code: 0 });
    const ran = await lint(repository, { args: '$(touch pwned); `touch pwned`', 'fail-on': 'warning' });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('the repository holds no $(touch pwned); `touch pwned`');
    expect(repository.exists('pwned')).toBe(false);
  });

  test('of a folder, where the repository lies in one', async () => {
    const outer = goldenRepository();
    outer.git('init', '--quiet', 'empty');
    const ran = await lint(outer, { 'working-directory': 'empty' });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('no GitOps files here');
  });
});
