// node bench/baseline.mjs DIR: in a copy of each repository DIR/<name>/: after init --baseline lint has nothing to say; then
// mistakes are made in its files, one at a time, and lint reports exactly that one; mended again, it is clean.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyAsRepository, git, kit } from './support.mjs';

/** Slips of the finger: the rule that knows it, and how a file looks with it; the same text where it cannot be made. */
const mistakes = [
  {
    rule: 'helmrelease/values-key',
    make: (text) =>
      text.replace(/(^kind: HelmRelease$[\s\S]*?^ +(?:- )?valuesKey: [\w.-]*?)(\w)$/m, '$1$2$2'),
  },
  {
    rule: 'helmrelease/source-missing',
    make: (text) =>
      text.replace(
        /(^kind: HelmRelease$[\s\S]*?sourceRef:\n(?: +kind: HelmRepository\n)? +name: [\w-]*?)(\w)$/m,
        '$1$2$2',
      ),
  },
  {
    rule: 'kustomization/path-missing',
    make: (text) =>
      text.replace(
        /(^apiVersion: kustomize\.toolkit[\s\S]*?^ {2}path: "?[\w./-]*?)(\w)(\/?"?)$/m,
        '$1$2$2$3',
      ),
  },
  {
    rule: 'yaml/duplicate-key',
    make: (text) =>
      text.replace(
        /^(kind: HelmRelease$[\s\S]*?^spec:\n)( +)(\w+:.*\n)/m,
        '$1$2suspend: false\n$2suspend: false\n$2$3',
      ),
  },
];

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: node bench/baseline.mjs DIR');
let failed = 0;
for (const name of readdirSync(root).sort()) {
  const repository = copyAsRepository(join(root, name), name);
  const faults = [];
  const before = await report(repository);
  const adopted = await kit(repository, 'init', '--baseline', '--commit');
  if (adopted.code !== 0) faults.push(`init --baseline exits ${adopted.code}: ${adopted.err}`);
  const clean = await kit(repository, 'lint', '--fail-on', 'info');
  if (clean.code !== 0 || clean.out !== '') faults.push(`lint exits ${clean.code}: ${clean.out}${clean.err}`);
  const update = await kit(repository, 'lint', '--update-baseline', '--diff');
  if (update.code !== 0) faults.push(`an update changes the new baseline: ${update.out}`);
  const made = [];
  const files = await appliedFiles(repository);
  for (const mistake of mistakes) {
    const place = placeOf(mistake, repository, files);
    if (place === undefined) continue;
    writeFileSync(join(repository, place.file), place.text);
    const { code, findings } = await report(repository);
    const said = findings.map(({ rule, file }) => `${rule} in ${file}`);
    const isAlone = code === 1 && findings.length === 1 && said[0] === `${mistake.rule} in ${place.file}`;
    if (isAlone) made.push(mistake.rule);
    else
      faults.push(
        `${mistake.rule} in ${place.file}: lint exits ${code} with ${said.join(', ') || 'nothing'}`,
      );
    git(repository, 'checkout', '--quiet', '--', place.file);
  }
  if (made.length === 0) faults.push('no mistake could be made');
  if (faults.length > 0) failed += 1;
  const { errors, warnings, infos } = before.summary;
  console.log(
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${errors} errors, ${warnings} warnings, ${infos} infos known; new and alone: ${made.join(', ')}${faults.map((fault) => `\n       ${fault}`).join('')}`,
  );
}
process.exitCode = failed === 0 ? 0 : 1;

async function report(repository) {
  const { code, out } = await kit(repository, 'lint', '--format', 'json');
  return { code, ...JSON.parse(out) };
}

/** Files of Kustomizations, and of the apps that one of them applies: nothing is wrong with what Flux never sees. */
async function appliedFiles(repository) {
  const { roots, apps } = JSON.parse((await kit(repository, 'list', '--format', 'json')).out);
  const applied = apps.filter(({ folder, missing }) => folder !== null && !missing.includes('kustomization'));
  const folders = [...roots.map(({ path }) => path), ...applied.map(({ folder }) => folder)];
  return git(repository, 'ls-files', '-z', '--', '*.yaml', '*.yml')
    .split('\0')
    .filter((file) => folders.some((folder) => folder !== '' && file.startsWith(`${folder}/`)));
}

/** The first file in which a mistake can be made, and its text with it. */
function placeOf({ make }, repository, files) {
  for (const file of files) {
    const text = readFileSync(join(repository, file), 'utf8');
    const now = make(text);
    if (now !== text) return { file, text: now };
  }
  return undefined;
}
