import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  environment,
  goldenRepository,
  program,
  type Ran,
  run,
  type Scratch,
  scratch,
} from '../support/cli.ts';
import { projectRoot, version } from '../support/packed.ts';

const helmRelease = 'podinfo/helmrelease-podinfo.yaml';

/** A branch that brings a mistake into a repository that had another one before; `origin/main` is where it began. */
function branch(): Scratch & { readonly base: string } {
  const repository = goldenRepository();
  const before = repository.read(helmRelease);
  repository.write(helmRelease, before.replace('        name: podinfo\n', '        name: podinof\n'));
  expect(repository.read(helmRelease)).not.toBe(before);
  repository.git('commit', '--quiet', '--all', '--message', 'An old mistake');
  const base = repository.git('rev-parse', 'HEAD').trim();
  repository.git('update-ref', 'refs/remotes/origin/main', base);
  repository.git('rm', '--quiet', 'flux-system/namespaces/namespace-redis.yaml');
  repository.git('commit', '--quiet', '--message', 'A new mistake');
  return { ...repository, base };
}

/** Runs lines of a job as the forge does, with a `npx` that starts the built program for the package of this version. */
function runJob(
  repository: Scratch,
  lines: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Ran> {
  const bin = scratch();
  const npx = join(bin, 'npx');
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1 $2" = "--yes gitops-kit@${version}" ] || exit 99\nshift 2\nexec "${process.execPath}" "${program}" "$@"\n`,
  );
  chmodSync(npx, 0o755);
  const env = environment();
  return run('sh', ['-e', '-c', lines.join('\n')], repository.folder, {
    ...env,
    ...variables,
    PATH: `${bin}${delimiter}${env['PATH']}`,
  });
}

async function written(forge: string, path: string): Promise<unknown> {
  const repository = goldenRepository();
  expect(await repository.kit('init', '--forge', forge)).toMatchObject({ code: 0 });
  return parse(repository.read(path));
}

describe('the job that init writes for GitLab', () => {
  const path = '.gitlab-ci.yml';

  test('reports what a merge request brings in, as text and as code quality', async () => {
    const file = await written('gitlab', path);
    const { script, artifacts } = jobOf(file);
    const repository = branch();
    const ran = await runJob(repository, script, {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.base,
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: '',
    });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('redis');
    expect(ran.out).not.toContain('podinof');
    const report: { description: string }[] = JSON.parse(repository.read(artifacts.reports.codequality));
    expect(report.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toContain('podinof');
  });

  test('leaves out what the target branch brought into a merged result', async () => {
    const { script } = jobOf(await written('gitlab', path));
    const repository = branch();
    const ran = await runJob(repository, script, {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.git('rev-parse', 'HEAD~2').trim(),
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: repository.base,
    });
    expect(ran.out).not.toContain('podinof');
    expect(ran.code).toBe(1);
  });

  test('reports all of the default branch', async () => {
    const { script } = jobOf(await written('gitlab', path));
    const ran = await runJob(branch(), script, {});
    expect(ran.out).toContain('redis');
    expect(ran.out).toContain('podinof');
    expect(ran.code).toBe(1);
  });

  interface Job {
    readonly script: string[];
    readonly artifacts: { readonly reports: { readonly codequality: string } };
  }
  function jobOf(file: unknown): Job {
    // what `init` writes, seen in its own tests
    return (file as { 'gitops-kit': Job })['gitops-kit'];
  }
});

describe('the workflow that init writes for Forgejo', () => {
  async function script(): Promise<string> {
    // what `init` writes, seen in its own tests
    const file = (await written('forgejo', '.forgejo/workflows/gitops-kit.yml')) as {
      jobs: { lint: { steps: { run?: string }[] } };
    };
    return file.jobs.lint.steps.find((step) => step.run !== undefined)?.run ?? '';
  }

  test('reports what a pull request brings in, and all of a push', async () => {
    const pull = await runJob(branch(), [await script()], { GITHUB_BASE_REF: 'main' });
    expect(pull.code).toBe(1);
    expect(pull.out).not.toContain('podinof');
    const push = await runJob(branch(), [await script()], { GITHUB_BASE_REF: '' });
    expect(push.code).toBe(1);
    expect(push.out).toContain('podinof');
  });
});

test('the hook of the repository is the one that init writes, for a program that is installed', async () => {
  const [installed]: Record<string, unknown>[] = parse(
    readFileSync(join(projectRoot, '.pre-commit-hooks.yaml'), 'utf8'),
  );
  const { repos } = (await written('other', '.pre-commit-config.yaml')) as {
    repos: { hooks: Record<string, unknown>[] }[];
  };
  const { additional_dependencies, ...published } = repos[0]?.hooks[0] ?? {};
  expect(additional_dependencies).toEqual([`gitops-kit@${version}`]);
  expect({ ...installed, description: undefined }).toEqual({
    ...published,
    id: 'gitops-kit-system',
    language: 'system',
    description: undefined,
  });
});

test.each(['github', 'gitlab', 'forgejo', 'other'])(
  'what init writes for %s is clean, at strict as well',
  async (forge) => {
    const repository = goldenRepository();
    expect(await repository.kit('init', '--forge', forge)).toMatchObject({ code: 0 });
    const settings = repository.read('.gitops-kit.jsonc');
    repository.write('.gitops-kit.jsonc', settings.replace('"charts"', '"extends": "strict",\n  "charts"'));
    repository.git('add', '--all');
    const ran = await repository.kit('lint', '--fail-on', 'info');
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toContain('no problems');
  },
);
