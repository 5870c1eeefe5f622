// node bench/kill.mjs [RUNS]: new-app, rename-app and remove-app in turn are killed (SIGKILL, alone or with their git) at
// random moments; the next command must find the repository as before or with all that was planned, never in between, and
// leave nothing behind.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
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
await succeed(kit(start, 'new-app', 'first', '--chart', 'podinfo', '--repo-url', server.url));
const commands = [
  ['new-app', 'podinfo', '--repo-url', server.url],
  ['rename-app', 'first', 'renamed', '--force'],
  ['remove-app', 'first', '--force'],
];
const before = stateOf(start);
const scenes = [];
for (const command of commands) {
  const whole = copy(command[0]);
  const begun = performance.now();
  await succeed(kit(whole, ...command));
  const length = performance.now() - begun;
  scenes.push({
    command,
    length,
    after: stateOf(whole),
    found: { before: 0, after: 0, recovered: 0, failed: 0 },
  });
}

for (let at = 0; at < runs; at += 1) {
  const { command, length, after, found } = scenes[at % scenes.length];
  const repository = copy(`run-${at}`);
  const moment = Math.random() * length * 1.2;
  await killed(repository, command, { moment, withGit: Math.random() < 0.5 });
  const next = await kit(repository, 'lint');
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
    console.log(`FAILED ${command[0]} after ${moment.toFixed(0)} ms: ${faults.join('; ')}`);
  rmSync(repository, { recursive: true, force: true });
}
for (const { command, length, found } of scenes)
  console.log(
    `${command[0].padEnd(10)} of ${length.toFixed(0)} ms killed: ${found.before} as before, ${found.after} as planned, ` +
      `${found.recovered} of them recovered by the next command, ${found.failed} failed`,
  );
await server.close();
const isProof = scenes.every(({ found }) => found.failed === 0 && found.before > 0 && found.after > 0);
process.exitCode = isProof ? 0 : 1;

async function succeed(running) {
  const { code, out, err } = await running;
  if (code !== 0) throw new Error(`exit ${code}: ${out}${err}`);
}

function copy(name) {
  const to = join(folder, name);
  cpSync(start, to, { recursive: true, preserveTimestamps: true });
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
