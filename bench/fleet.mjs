// node bench/fleet.mjs [APPS] [CLUSTERS] [ROUNDS] [SECTIONS]: the steps of the simulation in memory, then time and memory of the
// commands that show a fleet, whole processes.
//
// The fleet is generated (bench/generate-fleet.mjs): every app on ten clusters, values of its own on three of them.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleTo } from '../scripts/bundle.mjs';
import { generateFleet } from './generate-fleet.mjs';
import { entriesOf, kit, median, peak, run, scratch } from './support.mjs';

const [apps = 1000, clusters = 50, rounds = 3, sections = 6] = process.argv.slice(2).map(Number);
const folder = scratch('fleet');
generateFleet(folder, { apps, clusters, sections });
const bundle = scratch('fleet-bundle');
await bundleTo(bundle, { fleet: 'bench/fleet-in-memory.ts' });
const { steps } = await import(pathToFileURL(join(bundle, 'fleet.js')).href);
console.log(`${apps} apps, ${clusters} clusters, in memory`);
for (const { name, seconds, count } of steps(entriesOf(folder)))
  console.log(`${name}: ${seconds.toFixed(2)} s, ${count}`);
console.log(`${apps} apps, ${clusters} clusters, medians of ${rounds}`);
const bare = await times(() => run(process.execPath, ['-e', '0'], folder));
for (const args of [
  ['fleet'],
  ['fleet', '--format', 'json'],
  ['render', '--all', '--cluster', 'member1'],
  ['render', 'app-1', '--cluster', 'member7'],
  ['why', 'app-1', '--cluster', 'member7'],
  ['lint'],
]) {
  let last;
  const seconds = await times(async () => {
    last = await kit(folder, ...args);
    return last;
  });
  const memory = await peak(args, folder);
  const said = last.err.trim().split('\n').at(-1);
  console.log(
    `${args.join(' ')}: ${seconds.toFixed(2)} s (${(seconds / bare).toFixed(0)} x node), ${memory.toFixed(0)} MiB, exit ${last.code}: ${said}`,
  );
}

async function times(start) {
  const all = [];
  for (let round = 0; round < rounds; round += 1) all.push((await start()).seconds);
  return median(all);
}
