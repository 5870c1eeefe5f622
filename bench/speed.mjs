// node bench/speed.mjs [APPS] [RUNS]: whole processes in one run, in turn: bare node, --help, lint, lint --staged of five files
// (values and versions; a new app), new-app --diff. Medians and ratios.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartsFrom, startChartServer } from '../scripts/chart-server.mjs';
import { generate } from './generate.mjs';
import { kit, median, peak, program, run, scratch } from './support.mjs';

const apps = Number(process.argv[2] ?? 200);
const runs = Number(process.argv[3] ?? 7);
const repository = scratch('speed');
generate(repository, apps);
const git = (folder, ...args) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: folder });
git(repository, 'init', '--quiet');
git(repository, 'add', '--all');
git(repository, 'commit', '--quiet', '--message', 'Start');
/** A copy of the repository with five files staged. */
const staged = (name, change) => {
  const folder = scratch(`speed-${name}`);
  cpSync(repository, folder, { recursive: true });
  change(folder);
  git(folder, 'add', '--all');
  const files = git(folder, 'diff', '--cached', '--name-only').toString().trim().split('\n');
  if (files.length !== 5) throw new Error(`${files.length} files are staged for ${name}`);
  return folder;
};
const edit = (folder, path, old, now) => {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(old)) throw new Error(`${path} holds no ${old}`);
  writeFileSync(file, text.replace(old, now));
};
const values = staged('values', (folder) => {
  for (const app of ['app-1', 'app-2', 'app-3'])
    edit(
      folder,
      `${app}/configmap-${app}-helm-chart-value-overrides.yaml`,
      'value: "info"',
      'value: "debug"',
    );
  for (const app of ['app-4', 'app-5'])
    edit(folder, `${app}/helmrelease-${app}.yaml`, 'interval: 15m', 'interval: 20m');
});
const added = staged('new-app', (folder) => generate(folder, { from: apps, to: apps + 1 }));
const server = await startChartServer(
  chartsFrom(fileURLToPath(new URL('../fixtures/charts', import.meta.url))),
);
const newApp = ['new-app', 'measured-podinfo', '--chart', 'podinfo', '--repo-url', server.url, '--diff'];
await kit(repository, ...newApp); // the archive is in the cache from here on
const commands = {
  'node -e 0': ['-e', '0'],
  '--help': [program, '--help'],
  lint: [program, 'lint'],
  'staged: values': [program, 'lint', '--staged'],
  'staged: new app': [program, 'lint', '--staged'],
  'new-app --diff': [program, ...newApp],
};
const folders = { 'staged: values': values, 'staged: new app': added };
const seconds = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
const memory = {};
for (let round = 0; round <= runs; round += 1) {
  for (const [name, args] of Object.entries(commands)) {
    const result = await run(process.execPath, args, folders[name] ?? repository);
    if (round > 0) seconds[name].push(result.seconds);
    if (args.includes('lint') && result.code !== 0)
      throw new Error(`${name} exits ${result.code}\n${result.out.slice(0, 2000)}${result.err}`);
    if (name === 'new-app --diff' && result.code !== 1)
      throw new Error(`new-app exits ${result.code}\n${result.err}`);
  }
}
for (const [name, [first, ...args]] of Object.entries(commands))
  memory[name] = await peak(first === program ? args : undefined, folders[name] ?? repository);
await server.close();
const bare = median(seconds['node -e 0']);
console.log(`${apps} apps, medians of ${runs} rounds, whole processes`);
for (const name of Object.keys(commands)) {
  const time = median(seconds[name]);
  console.log(
    `${name.padEnd(16)} ${time.toFixed(2)} s  ${(time / bare).toFixed(1)} x node -e 0  ${memory[name].toFixed(0)} MiB`,
  );
}
