// node bench/effective.mjs DIR ORACLE: whether `values --effective` gives what Flux gives to Helm, over real repositories.
//
// DIR holds folders of repositories; ORACLE is the program built from fixtures/vectors/values (`go build`), which is Flux's own merge.
// Exit 1 where one release differs.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';
import { scratch } from './support.mjs';

const [folder, oracle] = process.argv.slice(2);
if (oracle === undefined) throw new Error('usage: node bench/effective.mjs DIR ORACLE');
const dir = join(root, '.bench/effective');
await bundleTo(dir, { effective: 'bench/effective-in-memory.ts' });
const { effectiveCases } = await import(pathToFileURL(join(dir, 'effective.js')).href);

const cases = readdirSync(folder)
  .sort()
  .flatMap((name) => effectiveCases(entriesIn(join(folder, name))).map((each) => ({ ...each, where: name })));
const file = join(scratch('effective'), 'cases.json');
const plain = (_, value) => (typeof value === 'bigint' ? Number(value) : value);
writeFileSync(file, JSON.stringify(cases, plain));
execFileSync(resolve(oracle), [file]);
const answers = JSON.parse(readFileSync(file, 'utf8'));
let equal = 0;
for (const [at, { where, title, ours }] of cases.entries()) {
  const mine = JSON.parse(JSON.stringify(ours, plain));
  if (isDeepStrictEqual(mine, answers[at].gives ?? {}) && answers[at].refuses !== true) equal += 1;
  else console.log(`${where}: ${title} differs`);
}
console.log(`${equal} of ${cases.length} releases are as Flux has them`);
process.exitCode = equal === cases.length ? 0 : 1;

function entriesIn(path) {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory() && !entry.parentPath.includes('/.git'),
  );
  return new Map(
    files.map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return [relative(path, full).replaceAll('\\', '/'), entry.isFile() ? readFileSync(full) : undefined];
    }),
  );
}
