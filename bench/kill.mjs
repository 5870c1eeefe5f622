// node bench/kill.mjs [RUNS]: the commands that write (new-app, with --repair and --clusters too, upgrade, values
// --detect-base --write, import-clusters, place, override, rename-app, remove-app, lint --fix, migrate) in turn are killed
// (SIGKILL, alone or with their git) at random moments; the next command must find the repository as before or with all that
// was planned, never in between, and leave nothing behind.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartsFrom, startChartServer } from '../scripts/chart-server.mjs';
import { difference, environment, git, kit, program, scratch, snapshot } from './support.mjs';

const runs = Number(process.argv[2] ?? 200);
const server = await startChartServer(
  chartsFrom(fileURLToPath(new URL('../fixtures/charts', import.meta.url))),
);
const folder = scratch('kill');
const start = join(folder, 'start');
execFileSync('git', ['init', '--quiet', '--initial-branch=main', start], { env: environment });
await succeed(kit(start, 'init'));
await succeed(
  kit(start, 'new-app', 'first', '--chart', 'podinfo', '--chart-version', '6.13.0', '--repo-url', server.url),
);
const clusters = join(folder, 'clusters.json');
const member = { apiVersion: 'cluster.karmada.io/v1alpha1', kind: 'Cluster', metadata: { name: 'member1' } };
writeFileSync(clusters, JSON.stringify(member));
const release = 'first/helmrelease-first.yaml';
const values = 'first/configmap-first-helm-chart-value-overrides.yaml';
const commands = [
  { command: ['new-app', 'podinfo', '--repo-url', server.url] },
  { command: ['upgrade', 'first', '--conflict', 'ours'] },
  {
    command: ['values', 'first', '--detect-base', '--write', '--commit'],
    breaks: (repository) => edit(repository, values, / {2}annotations:.*\n(?: {4}gitops-kit.*\n)+/, ''),
  },
  { command: ['import-clusters', clusters, '--commit'] },
  { command: ['place', 'first', '--clusters', 'member1,member2'] },
  { command: ['new-app', 'podinfo', '--repo-url', server.url, '--clusters', 'member1'] },
  { command: ['rename-app', 'first', 'renamed', '--force'] },
  { command: ['remove-app', 'first', '--force'] },
  {
    command: ['override', 'first', '--cluster', 'member1', '--set', 'replicaCount=3'],
    prepare: (repository) => kit(repository, 'place', 'first', '--clusters', 'member1,member2'),
  },
  {
    command: ['new-app', '--repair', 'first', '--commit'],
    breaks: (repository) =>
      git(repository, 'rm', '--quiet', 'flux-system/kustomizations/kustomization-first.yaml'),
  },
  {
    command: ['lint', '--fix', '--commit'],
    breaks: (repository) => edit(repository, release, 'interval: 15m', 'interval: 15 min'),
  },
  {
    command: ['migrate', '--commit'],
    breaks: (repository) =>
      edit(repository, release, 'helm.toolkit.fluxcd.io/v2', 'helm.toolkit.fluxcd.io/v2beta2'),
  },
];
const scenes = [];
for (const [at, { command, breaks, prepare }] of commands.entries()) {
  const origin = copy(`origin-${at}`, start);
  if (prepare !== undefined) await succeed(prepare(origin));
  if (breaks !== undefined) {
    breaks(origin);
    git(origin, 'commit', '--all', '--quiet', '--message', 'Break it');
  }
  const whole = copy(`whole-${at}`, origin);
  const begun = performance.now();
  await succeed(kit(whole, ...command));
  const length = performance.now() - begun;
  scenes.push({
    command,
    origin,
    length,
    before: stateOf(origin),
    after: stateOf(whole),
    found: { before: 0, after: 0, recovered: 0, failed: 0 },
  });
}

for (let at = 0; at < runs; at += 1) {
  const { command, origin, length, before, after, found } = scenes[at % scenes.length];
  const repository = copy(`run-${at}`, origin);
  const moment = Math.random() * length * 1.2;
  await killed(repository, command, { moment, withGit: Math.random() < 0.5 });
  const next = await kit(repository, 'lint', '--exit-zero');
  const now = stateOf(repository);
  const left = leftovers(repository);
  const state = same(now, before) ? 'before' : same(now, after) ? 'after' : 'failed';
  const faults = [
    ...(state === 'failed' ? ['neither before nor after'] : []),
    ...(next.code === 0 ? [] : [`lint exits ${next.code}: ${next.err}${next.out}`]),
    ...left.map((name) => `left ${name}`),
  ];
  if (/interrupted run/.test(next.err)) found.recovered += 1;
  found[faults.length > 0 ? 'failed' : state] += 1;
  if (faults.length > 0)
    console.log(`FAILED ${command.join(' ')} after ${moment.toFixed(0)} ms: ${faults.join('; ')}`);
  rmSync(repository, { recursive: true, force: true });
}
for (const { command, length, found } of scenes)
  console.log(
    `${command.slice(0, 2).join(' ').padEnd(16)} of ${length.toFixed(0)} ms killed: ${found.before} as before, ${found.after} as planned, ` +
      `${found.recovered} of them recovered by the next command, ${found.failed} failed`,
  );
await server.close();
const isProof = scenes.every(({ found }) => found.failed === 0 && found.before > 0 && found.after > 0);
process.exitCode = isProof ? 0 : 1;

async function succeed(running) {
  const { code, out, err } = await running;
  if (code !== 0) throw new Error(`exit ${code}: ${out}${err}`);
}

function edit(repository, path, old, now) {
  const file = join(repository, path);
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(old, now);
  if (changed === text) throw new Error(`${path} holds no ${old}`);
  writeFileSync(file, changed);
}

function copy(name, from) {
  const to = join(folder, name);
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
  return to;
}

function killed(cwd, command, { moment, withGit }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...command], {
      cwd,
      env: environment,
      stdio: 'ignore',
      detached: true,
    });
    const timer = setTimeout(() => process.kill(withGit ? -child.pid : child.pid, 'SIGKILL'), moment);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What counts of a repository: its files, its index, its history. */
function stateOf(repository) {
  return {
    files: snapshot(repository),
    index: git(repository, 'ls-files', '-s'),
    status: git(repository, 'status', '--porcelain'),
    tree: git(repository, 'rev-parse', 'HEAD^{tree}'),
  };
}

function same(one, other) {
  const { added, changed, removed } = difference(one.files, other.files);
  return (
    added.length + changed.length + removed.length === 0 &&
    ['index', 'status', 'tree'].every((part) => one[part] === other[part])
  );
}

function leftovers(repository) {
  const gitFolder = join(repository, '.git');
  return [
    ...readdirSync(gitFolder).filter((name) => name.endsWith('.lock') || name === 'gitops-kit'),
    ...readdirSync(join(gitFolder, 'refs/heads')).filter((name) => name.endsWith('.lock')),
    ...readdirSync(repository).filter((name) => name === '.gitops-kit'),
  ];
}
