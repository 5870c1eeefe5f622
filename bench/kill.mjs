// node bench/kill.mjs [RUNS]: new-app is killed (SIGKILL, alone or with its git) at random moments; the next command must
// find the repository as before or with the whole app, never in between, and leave nothing behind.
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
const newApp = ['new-app', 'podinfo', '--repo-url', server.url];

const whole = copy('whole');
const begun = performance.now();
await succeed(kit(whole, ...newApp));
const length = performance.now() - begun;
const [before, after] = [stateOf(start), stateOf(whole)];

const found = { before: 0, after: 0, recovered: 0, failed: 0 };
for (let at = 0; at < runs; at += 1) {
  const repository = copy(`run-${at}`);
  const moment = Math.random() * length * 1.2;
  await killed(repository, moment, at % 2 === 0);
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
  if (faults.length > 0) console.log(`FAILED after ${moment.toFixed(0)} ms: ${faults.join('; ')}`);
  rmSync(repository, { recursive: true, force: true });
}
console.log(
  `${runs} runs of ${length.toFixed(0)} ms killed: ${found.before} as before, ${found.after} with the app, ` +
    `${found.recovered} of them recovered by the next command, ${found.failed} failed`,
);
await server.close();
process.exitCode = found.failed === 0 && found.before > 0 && found.after > 0 ? 0 : 1;

async function succeed(running) {
  const { code, out, err } = await running;
  if (code !== 0) throw new Error(`exit ${code}: ${out}${err}`);
}

function copy(name) {
  const to = join(folder, name);
  cpSync(start, to, { recursive: true, preserveTimestamps: true });
  return to;
}

function killed(cwd, moment, withGit) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...newApp], {
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
