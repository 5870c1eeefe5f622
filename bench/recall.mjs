// node bench/recall.mjs DIR [--class C] [--case ID] [--missed] [--found]: how many real mistakes of a replay set the linter sees.
//
// DIR holds cases.jsonl and materialise.mjs, whose openSet(DIR) gives the tree of each case before and after its fix. A case is
// found when a warning or an error of a rule that speaks of its class (recall-rules.json) lies in one of its files before and is
// gone after. Settings are the program's own. Exit 1 below the goals, or when a rule of recall-rules.json does not exist.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';

const goals = { error: 92, all: 85 };

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    class: { type: 'string' },
    case: { type: 'string' },
    missed: { type: 'boolean' },
    found: { type: 'boolean' },
  },
});
const [folder] = positionals;
if (folder === undefined)
  throw new Error('usage: node bench/recall.mjs DIR [--class C] [--case ID] [--missed]');

const rulesOf = JSON.parse(readFileSync(new URL('recall-rules.json', import.meta.url), 'utf8'));
const { lintInMemory, ruleIds } = await linter();
const unknown = Object.values(rulesOf)
  .flat()
  .filter((id) => !ruleIds.includes(id));
if (unknown.length > 0) throw new Error(`recall-rules.json names rules that do not exist: ${unknown}`);

const { openSet } = await import(pathToFileURL(resolve(folder, 'materialise.mjs')).href);
const set = openSet(folder);
const cases = set.cases.filter(
  (each) =>
    (flags.class === undefined || each.class === flags.class) &&
    (flags.case === undefined || each.id === flags.case),
);
if (cases.length === 0) throw new Error('no such case');

const reports = new Map();
const started = process.hrtime.bigint();
const results = [];
// cases of one repository follow each other: trees that differ little are read quickly one after the other
for (const each of cases) results.push({ each, ...(await judge(each)) });
const seconds = Number(process.hrtime.bigint() - started) / 1e9;

for (const result of results) {
  if (flags.missed && result.found.length === 0) showMissed(result);
  if (flags.found && result.found.length > 0) showFound(result);
}
table('class', ({ each }) => each.class);
table('certainty', ({ each }) => each.certainty);
table('layout', ({ each }) => each.layout);
table('', () => 'all');
console.log(`${cases.length} cases, ${reports.size} trees, ${seconds.toFixed(1)} s`);

const whole = flags.class === undefined && flags.case === undefined;
const shares = {
  error: share(results.filter(({ each }) => each.certainty === 'error')),
  all: share(results),
};
for (const [name, goal] of Object.entries(goals)) {
  if (!whole || shares[name] >= goal) continue;
  console.log(`below the goal: ${name} ${shares[name].toFixed(1)} % of ${goal} %`);
  process.exitCode = 1;
}

/** The program's own lint in this process: 479 starts of node would take longer than the work. */
async function linter() {
  const dir = join(root, '.bench/lint');
  await bundleTo(dir, { lint: 'bench/lint-in-memory.ts' });
  return import(pathToFileURL(join(dir, 'lint.js')).href);
}

/** The findings in a case's files that are there before and gone after: those of its rules, and the others. */
async function judge(each) {
  const before = await findingsOf(each.id, 'before');
  const after = await findingsOf(each.id, 'after');
  const left = new Map();
  for (const finding of after) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  const gone = [];
  for (const finding of before) {
    if (finding.severity === 'info' || ![...each.expected, ...each.accept].includes(finding.file)) continue;
    const key = keyOf({ ...finding, file: finding.file === each.path_before ? each.path : finding.file });
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    else gone.push(finding);
  }
  const rules = rulesOf[each.class];
  if (rules === undefined) throw new Error(`recall-rules.json lacks the class ${each.class}`);
  return {
    found: gone.filter(({ rule }) => rules.includes(rule)),
    others: gone.filter(({ rule }) => !rules.includes(rule)),
  };
}

/** Lines move when a file is mended: a finding is its rule, its file and its words. */
function keyOf({ rule, file, message }) {
  return `${rule}\n${file}\n${message}`;
}

async function findingsOf(id, side) {
  const { [side]: tree, repo } = set.find(id);
  const key = `${repo}\n${tree}`;
  const known = reports.get(key);
  if (known !== undefined) return known;
  const { findings, failures } = JSON.parse(await lintInMemory(treeOf(id, side)));
  if (failures.length > 0) throw new Error(`${id} ${side}: ${JSON.stringify(failures)}`);
  reports.set(key, findings);
  return findings;
}

/** The tree with stand-ins for what the set leaves out, as materialise.mjs --stubs writes it. */
function treeOf(id, side) {
  const { files, links, omitted } = set.tree(id, side);
  const entries = new Map();
  for (const [path, bytes] of files) entries.set(path, bytes());
  for (const path of links.keys()) entries.set(path, undefined);
  for (const [path, why] of omitted) {
    if (['link out of the tree', 'tool settings', 'submodule'].includes(why)) continue;
    entries.set(path, Buffer.from(standIn(path, why)));
  }
  return entries;
}

function standIn(path, why) {
  if (/\.ya?ml$/.test(path)) return `# left out of this copy (${why})\n`;
  return path.endsWith('.json') ? '{}\n' : '';
}

function showMissed({ each, others }) {
  console.log(`MISSED ${each.class} ${each.id}`);
  console.log(`  ${each.description.split('\n')[0]}`);
  console.log(`  in ${[...each.expected, ...each.accept].join(', ')}`);
  for (const { rule, file, detail } of each.seen) console.log(`  seen: ${rule} ${file}: ${detail}`);
  for (const finding of others) console.log(`  other: ${line(finding)}`);
}

function showFound({ each, found }) {
  console.log(`FOUND ${each.class} ${each.id}`);
  for (const { rule, detail } of each.seen) console.log(`  seen: ${rule}: ${detail}`);
  for (const finding of found) console.log(`  ${line(finding)}`);
}

function line({ rule, severity, file, start, message }) {
  return `${file}:${start.line} ${severity} ${message} [${rule}]`;
}

function table(title, groupOf) {
  if (title !== '') console.log(`\nby ${title}`);
  for (const name of [...new Set(results.map(groupOf))].sort()) {
    const group = results.filter((result) => groupOf(result) === name);
    const found = group.filter((result) => result.found.length > 0).length;
    console.log(
      `${name.padEnd(36)} ${String(found).padStart(3)} of ${String(group.length).padStart(3)} ${share(group).toFixed(1).padStart(6)} %`,
    );
  }
}

function share(group) {
  return (100 * group.filter(({ found }) => found.length > 0).length) / group.length;
}
