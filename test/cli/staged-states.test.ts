import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readArguments } from '../../src/commands/arguments.ts';
import { lintCommand } from '../../src/commands/lint.ts';
import { type Files, filesOf } from '../../src/core/change.ts';
import { comparisonOf } from '../../src/core/comparison.ts';
import type { Finding, Report } from '../../src/core/finding.ts';
import { diskFiles } from '../../src/io/disk.ts';
import { fakeHost } from '../../src/io/fake.ts';
import { openRepository } from '../../src/io/repository.ts';
import { onlyCaused } from '../../src/lint/caused.ts';
import { lint } from '../../src/lint/lint.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import type { Repo } from '../../src/model/repo.ts';
import { rules } from '../../src/rules/registry.ts';
import { readConfig } from '../../src/schema/config.ts';
import { type Folder, folderAt, gitFolder, gitVariables } from '../support/git-folder.ts';
import { goldenFiles, schemas } from '../support/golden.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(gitVariables)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const release = 'podinfo/helmrelease-podinfo.yaml';
const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const other = 'redis/helmrelease-redis.yaml';
const patched = 'patched/helmrelease-patched.yaml';

/** What is there before: two clean apps, a built folder whose patch brings a missing field, and two old mistakes. */
const committed: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...goldenFiles.paths()].map((path) => [path, goldenFiles.text(path) ?? ''])),
  [other]: textOf(other)
    .replace('valuesKey: values.yaml', 'valuesKey: value.yaml')
    .replace('timeout: 5m', 'timeout: 5 minutes'),
  'flux-system/kustomizations/kustomization-patched.yaml': textOf(kustomization).replaceAll(
    'podinfo',
    'patched',
  ),
  'flux-system/namespaces/namespace-patched.yaml': textOf(
    'flux-system/namespaces/namespace-podinfo.yaml',
  ).replaceAll('podinfo', 'patched'),
  [patched]: textOf(release)
    .replaceAll('podinfo', 'patched')
    .replace('chart: patched', 'chart: podinfo')
    .replace('        name: patched\n', '        name: podinfo\n')
    .replace(/ {2}interval: 15m\n/, '')
    .replace(/ {2}valuesFrom:[\s\S]*$/, ''),
  'patched/kustomization.yaml':
    'resources: [helmrelease-patched.yaml]\npatches:\n  - target: { kind: HelmRelease }\n    patch: |\n      - { op: add, path: /spec/interval, value: 15m }\n',
  'README.md': 'fleet\n',
};

function textOf(path: string): string {
  return goldenFiles.text(path) ?? '';
}

/** The five files of one more app. */
const keycloak = Object.entries(committed)
  .filter(([path]) => path.includes('podinfo'))
  .map(
    ([path, text]) =>
      [path.replaceAll('podinfo', 'keycloak'), text.replaceAll('podinfo', 'keycloak')] as const,
  );

/** What somebody may do to the files: path -> text, undefined for a file that goes. */
const deeds: readonly (readonly (readonly [path: string, text: string | undefined])[])[] = [
  [[release, textOf(release).replace('valuesKey: values.yaml', 'valuesKey: value.yaml')]],
  [[release, textOf(release).replace('version: 6.x', 'version: 7.x')]],
  [[release, textOf(release).replace('releaseName: podinfo', 'releaseName: pod')]],
  [[release, textOf(release).replace('timeout: 5m', 'timeOut: 5m')]],
  [[release, `${textOf(release)}x: [\n`]],
  [
    [
      release,
      textOf(release).replace(
        'name: podinfo-helm-chart-value-overrides',
        'name: redis-helm-chart-value-overrides',
      ),
    ],
  ],
  [[values, textOf(values).replace('    ui:\n', '    image: {}\n    ui:\n')]],
  [[values, textOf(values).replace('replicaCount: 2', 'replicaCount: 3')]],
  [[values, textOf(values).replace('  values.yaml: |', '  other.yaml: |')]],
  [[values, undefined]],
  [[kustomization, textOf(kustomization).replace('path: ./podinfo', 'path: ./redis')]],
  [[kustomization, textOf(kustomization).replace('prune: true', 'prune: yes')]],
  [[kustomization, textOf(kustomization).replace('interval: 15m', 'interval: 20m')]],
  [[kustomization, undefined]],
  [['flux-system/namespaces/namespace-podinfo.yaml', undefined]],
  [['flux-system/helmrepositories/helmrepository-redis.yaml', undefined]],
  [[other, committed[other]?.replace('interval: 15m', 'interval: 16m')]],
  [[other, `# gitops-kit: ignore[schema/unknown-field] none\n${committed[other]}`]],
  [['patched/kustomization.yaml', 'resources: [helmrelease-patched.yaml]\n']],
  [['patched/kustomization.yaml', undefined]],
  [[patched, committed[patched]?.replace('releaseName: patched', 'releaseName: p')]],
  [['.gitops-kit.jsonc', '{ "extends": "strict" }\n']],
  [['.gitops-kit.jsonc', '{ "rules": { "helmrelease/values-key": "off" } }\n']],
  [['README.md', 'more\n']],
  keycloak,
  keycloak.slice(0, 3),
];

interface State {
  readonly staged: readonly number[];
  readonly unstaged: readonly number[];
  readonly intended: boolean;
}

/** Two hundred random states of index and work tree. */
test('--staged says what a lint of a checkout of the index says of that change', async () => {
  const folder = gitFolder(committed);
  const aside = folderAt(join(folder.path, '..', `${folder.path.split('/').at(-1)}-aside`));
  const base = checkout(folder, 'HEAD', join(aside.path, 'base'));
  const some = fc.uniqueArray(fc.nat(deeds.length - 1), { maxLength: 3 });
  let said = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ staged: some, unstaged: some, intended: fc.boolean() }),
        async (state: State) => {
          arrange(folder, state);
          const before = stateOf(folder);
          const found = await stagedFindings(folder);
          expect(stateOf(folder)).toEqual(before);
          const tree = folder.git('write-tree').trim();
          const head = checkout(folder, tree, join(aside.path, 'head'));
          expect(found).toEqual(expected(base, head));
          said += found.length;
        },
      ),
      { numRuns: 200 },
    );
  } finally {
    rmSync(aside.path, { recursive: true, force: true });
  }
  expect(said).toBeGreaterThan(100);
}, 300_000);

function arrange(folder: Folder, { staged, unstaged, intended }: State): void {
  folder.git('reset', '--quiet', '--hard');
  folder.git('clean', '--quiet', '--force', '-d');
  carryOut(folder, staged);
  folder.git('add', '--all');
  carryOut(folder, unstaged);
  if (intended) {
    folder.write('podinfo/helmrelease-intended.yaml', textOf(release));
    folder.git('add', '--intent-to-add', 'podinfo/helmrelease-intended.yaml');
  }
}

function carryOut(folder: Folder, chosen: readonly number[]): void {
  for (const [path, text] of chosen.flatMap((at) => deeds[at] ?? [])) {
    if (text === undefined) rmSync(join(folder.path, path), { force: true });
    else folder.write(path, text);
  }
}

/** Work tree, index and objects: what must not change by a byte. */
function stateOf(folder: Folder): readonly string[] {
  const git = join(folder.path, '.git');
  const index = createHash('sha256')
    .update(readFileSync(join(git, 'index')))
    .digest('hex');
  const objects = readdirSync(join(git, 'objects'), { recursive: true }).length;
  return [folder.tree(), index, `${objects} objects`, readdirSync(git).sort().join()];
}

async function stagedFindings(folder: Folder): Promise<readonly string[]> {
  const host = { ...fakeHost(), repository: () => openRepository(folder.path, '.') };
  await lintCommand.run(await readArguments(lintCommand, ['lint', '--staged', '--format', 'json']), host);
  const {
    findings,
  }: { findings: { rule: string; message: string; file: string; start: { offset: number } }[] } = JSON.parse(
    host.stdout(),
  );
  return findings.map(({ rule, message, file, start }) => `${file}:${start.offset} ${rule} ${message}`);
}

/** A tree of git as files on disk, in a folder of its own. */
function checkout(folder: Folder, tree: string, to: string): Files {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const env = { ...process.env, ...gitVariables, GIT_INDEX_FILE: `${to}.index` };
  execFileSync('git', ['read-tree', tree], { cwd: folder.path, env });
  execFileSync('git', ['checkout-index', '--all', `--prefix=${to}/`], { cwd: folder.path, env });
  const disk = diskFiles(to, { git: false, exclude: undefined, seen: new Map() });
  return filesOf(new Map([...disk.paths()].map((path) => [path, disk.text(path) ?? ''])));
}

/** The whole lint of both trees, every rule over every file, and of it what the change caused or touched. */
function expected(base: Files, head: Files): readonly string[] {
  const after = readRepo(head, readConfig(head).settings);
  const judge = (repo: Repo, before?: Repo): Report =>
    lint(repo, { settings: repo.settings, rules, schemas: schemas(repo), before });
  const caused = onlyCaused(judge(after, readRepo(base, after.settings)), after, {
    change: comparisonOf(base, head),
    comparing: new Set(rules.flatMap(({ id, compares }) => (compares ? [id] : []))),
    paths: [],
    before: () => judge(readRepo(base, readConfig(base).settings)).findings,
  });
  return caused.findings.map(
    ({ at, rule, message }: Finding) => `${at.file}:${at.range.start} ${rule} ${message}`,
  );
}
