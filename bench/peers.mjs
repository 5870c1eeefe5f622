// node bench/peers.mjs [APPS] [RUNS]: lint against `kubeconform -strict -n 2` (on the PATH) with the same schemas on one
// tree, in turn, as whole processes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generate } from './generate.mjs';
import { has, median, peak, program, run, scratch } from './support.mjs';

const [apps = '1000', runs = '5'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../', import.meta.url));
if (!has('kubeconform', '-v'))
  throw new Error(
    'kubeconform is not on the PATH: go install github.com/yannh/kubeconform/cmd/kubeconform@latest',
  );
const repository = scratch('peers');
generate(repository, Number(apps));
const resolved = schemasFor();
const file = '{{.ResourceKind}}_{{.ResourceAPIVersion}}.json';
const commands = {
  'node -e 0': [process.execPath, '-e', '0'],
  kubeconform: [
    'kubeconform',
    '-strict',
    '-n',
    '2',
    '-summary',
    '-schema-location',
    `${resolved}/{{.Group}}/${file}`,
    '-schema-location',
    `${resolved}/core/${file}`,
    repository,
  ],
  lint: [process.execPath, program, 'lint'],
};
const seconds = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round <= Number(runs); round += 1) {
  for (const [name, [command, ...args]] of Object.entries(commands)) {
    const result = await run(command, args, repository);
    if (result.code !== 0)
      throw new Error(`${name} exits ${result.code}\n${result.out.slice(0, 2000)}${result.err}`);
    if (round === 0 && name !== 'node -e 0')
      console.log(`${name}: ${(result.out + result.err).trim().split('\n').at(-1)}`);
    if (round > 0) seconds[name].push(result.seconds);
  }
}
const yardstick = median(seconds.kubeconform);
console.log(`${apps} apps, medians of ${runs} rounds, whole processes`);
for (const [name, times] of Object.entries(seconds)) {
  console.log(
    `${name.padEnd(12)} ${median(times).toFixed(2)} s  ${(median(times) / yardstick).toFixed(2)} x kubeconform`,
  );
}
console.log(`lint: at most ${(await peak(['lint'], repository)).toFixed(0)} MiB`);

/** The project's schemas as kubeconform can follow them, in one folder by group: references by file, since their ids name no place. */
function schemasFor() {
  const to = scratch('schemas');
  for (const part of ['flux', 'kubernetes']) {
    const from = `${root}schemas/${part}`;
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
      const path = join(entry.parentPath, entry.name).slice(from.length + 1);
      const schema = JSON.parse(readFileSync(join(from, path), 'utf8'));
      delete schema.$id;
      const text = JSON.stringify(schema).replaceAll(
        /"gitops-kit:\/\/schemas\/[a-z]+\/([^"]+)"/g,
        (_, target) => `"${pathToFileURL(to).href}/${target}"`,
      );
      mkdirSync(dirname(join(to, path)), { recursive: true });
      writeFileSync(join(to, path), text);
    }
  }
  return to;
}
