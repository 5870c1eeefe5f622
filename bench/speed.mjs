// node bench/speed.mjs [APPS] [RUNS]: whole processes in one run, in turn: bare node, --help, lint, new-app --diff. Medians and ratios.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chartsFrom, startChartServer } from '../scripts/chart-server.mjs';
import { kit, program, run, scratch } from './support.mjs';

const apps = Number(process.argv[2] ?? 200);
const runs = Number(process.argv[3] ?? 7);
const repository = scratch('speed');
generate(repository, apps);
const probe = join(scratch('probe'), 'probe.mjs');
writeFileSync(
  probe,
  "import { writeFileSync } from 'node:fs';\nprocess.on('exit', () => writeFileSync(process.env.GITOPS_KIT_BENCH_RSS, String(process.resourceUsage().maxRSS)));\n",
);
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
const memory = { ...Object.fromEntries(Object.keys(commands).map((name) => [name, []])) };
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
for (const [name, args] of Object.entries(commands)) {
  const file = join(dirname(probe), 'rss');
  process.env.GITOPS_KIT_BENCH_RSS = file;
  await run(
    '/usr/bin/env',
    [`GITOPS_KIT_BENCH_RSS=${file}`, process.execPath, '--import', pathToFileURL(probe).href, ...args],
    repository,
  );
  memory[name] = Number(readFileSync(file, 'utf8')) / 1024;
}
await server.close();
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(seconds['node -e 0']);
console.log(`${apps} apps, medians of ${runs} rounds, whole processes`);
for (const name of Object.keys(commands)) {
  const time = median(seconds[name]);
  console.log(
    `${name.padEnd(16)} ${time.toFixed(2)} s  ${(time / bare).toFixed(1)} x node -e 0  ${memory[name].toFixed(0)} MiB`,
  );
}

/** Apps as new-app writes them, with about 24 KB of values each: what 1,000 real apps of this layout weigh. */
function generate(folder, count) {
  const golden = fileURLToPath(new URL('../fixtures/golden', import.meta.url));
  const read = (path) => readFileSync(join(golden, path), 'utf8');
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const templates = [
    'flux-system/kustomizations/kustomization-redis.yaml',
    'flux-system/namespaces/namespace-redis.yaml',
    'flux-system/helmrepositories/helmrepository-redis.yaml',
    'redis/helmrelease-redis.yaml',
    'redis/configmap-redis-helm-chart-value-overrides.yaml',
  ];
  const section = (at) =>
    `    # section ${at}: what a chart of this size says of one of its parts\n    part${at}:\n      enabled: false\n      image:\n        repository: registry.example.com/part\n        tag: "1.${at}.0" # kept in step with the chart\n      resources: {}\n      env:\n        - name: LEVEL\n          value: "info"\n      annotations:\n        example.com/part: part-${at}\n`;
  for (let index = 0; index < count; index += 1) {
    for (const path of templates) {
      let text = read(path).replaceAll('redis', `app-${index}`);
      if (path.includes('configmap')) text += Array.from({ length: 60 }, (_, at) => section(at)).join('');
      put(path.replaceAll('redis', `app-${index}`), text);
    }
  }
}
