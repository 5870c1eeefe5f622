// node bench/changes.mjs DIR [--between]: what the rules that compare say of real changes, each finding worth reading.
//
// DIR holds cases.jsonl and materialise.mjs, whose openSet(DIR) gives the tree of each case before and after its fix: small
// changes. With --between also the changes from each tree of a repository to its next one: months of work in one step.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { between: { type: 'boolean' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('usage: node bench/changes.mjs DIR [--between]');

const dir = join(root, '.bench/change');
await bundleTo(dir, { change: 'bench/change-in-memory.ts' });
const { repositoryOf, findingsOfChange } = await import(pathToFileURL(join(dir, 'change.js')).href);
const { openSet } = await import(pathToFileURL(resolve(folder, 'materialise.mjs')).href);
const set = openSet(folder);

const counts = new Map();
let changes = 0;
let latest; // the last tree of the repository at hand
const cases = set.cases.toSorted((a, b) => order(a, b));
const seen = new Set();
for (const each of cases) {
  if (seen.has(each.sha)) continue;
  seen.add(each.sha);
  const [before, after] = ['before', 'after'].map((side) => repositoryOf(treeOf(each.id, side)));
  if (flags.between && latest?.repo === each.repo)
    show(`${each.repo} ${latest.sha.slice(0, 8)}..${each.parent.slice(0, 8)}`, latest.after, before);
  show(each.id, before, after);
  latest = { repo: each.repo, sha: each.sha, after };
}
for (const [rule, count] of [...counts].sort()) console.log(`${String(count).padStart(5)} ${rule}`);
console.log(`${changes} changes`);

function show(title, before, after) {
  changes += 1;
  const findings = findingsOfChange(before, after);
  if (findings.length === 0) return;
  console.log(
    `${title} (${before.views.filter((view) => after.views.some(({ root: at }) => at === view.root)).length} clusters)`,
  );
  for (const { rule, message, at } of findings) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
    console.log(`  ${at.file}: ${message} [${rule}]`);
  }
}

function order(a, b) {
  return `${a.repo} ${a.date} ${a.sha}` < `${b.repo} ${b.date} ${b.sha}` ? -1 : 1;
}

/** The tree with stand-ins for what the set leaves out, as materialise.mjs --stubs writes it. */
function treeOf(id, side) {
  const { files, omitted } = set.tree(id, side);
  const entries = new Map();
  for (const [path, bytes] of files) entries.set(path, bytes());
  for (const [path, why] of omitted) {
    if (['link out of the tree', 'tool settings', 'submodule'].includes(why)) continue;
    entries.set(
      path,
      Buffer.from(/\.ya?ml$/.test(path) ? '# left out\n' : path.endsWith('.json') ? '{}\n' : ''),
    );
  }
  return entries;
}
