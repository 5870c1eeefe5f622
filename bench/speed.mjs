// node bench/speed.mjs [APPS] [RUNS]: whole processes in one run, in turn: bare node, --help, lint, new-app --diff. Medians and ratios.
import { fileURLToPath } from 'node:url';
import { chartsFrom, startChartServer } from '../scripts/chart-server.mjs';
import { generate } from './generate.mjs';
import { kit, median, peak, program, run, scratch } from './support.mjs';

const apps = Number(process.argv[2] ?? 200);
const runs = Number(process.argv[3] ?? 7);
const repository = scratch('speed');
generate(repository, apps);
const server = await startChartServer(
  chartsFrom(fileURLToPath(new URL('../fixtures/charts', import.meta.url))),
);
const newApp = ['new-app', 'measured-podinfo', '--chart', 'podinfo', '--repo-url', server.url, '--diff'];
await kit(repository, ...newApp); // the archive is in the cache from here on
const commands = {
  'node -e 0': ['-e', '0'],
  '--help': [program, '--help'],
  lint: [program, 'lint'],
  'new-app --diff': [program, ...newApp],
};
const seconds = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
const memory = {};
for (let round = 0; round <= runs; round += 1) {
  for (const [name, args] of Object.entries(commands)) {
    const result = await run(process.execPath, args, repository);
    if (round > 0) seconds[name].push(result.seconds);
    if (name === 'lint' && result.code !== 0)
      throw new Error(`lint exits ${result.code}\n${result.out.slice(0, 2000)}${result.err}`);
    if (name === 'new-app --diff' && result.code !== 1)
      throw new Error(`new-app exits ${result.code}\n${result.err}`);
  }
}
for (const [name, [first, ...args]] of Object.entries(commands))
  memory[name] = await peak(first === program ? args : undefined, repository);
await server.close();
const bare = median(seconds['node -e 0']);
console.log(`${apps} apps, medians of ${runs} rounds, whole processes`);
for (const name of Object.keys(commands)) {
  const time = median(seconds[name]);
  console.log(
    `${name.padEnd(16)} ${time.toFixed(2)} s  ${(time / bare).toFixed(1)} x node -e 0  ${memory[name].toFixed(0)} MiB`,
  );
}
