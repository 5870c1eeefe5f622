// node bench/corpus.mjs DIR [--show RULE]: lints every repository DIR/<name>/ and counts findings by rule; each is worth reading.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kit } from './support.mjs';

const [root, , shown] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: node bench/corpus.mjs DIR [--show RULE]');
const totals = new Map();
for (const name of readdirSync(root).sort()) {
  const ran = await kit(join(root, name), 'lint', '--format', 'json');
  if (ran.code !== 0 && ran.code !== 1) {
    console.log(`${name}: exit ${ran.code} ${ran.err}`);
    continue;
  }
  const { findings, summary } = JSON.parse(ran.out);
  console.log(
    `${name}: ${summary.apps} apps, ${summary.errors} errors, ${summary.warnings} warnings, ${ran.seconds.toFixed(2)} s`,
  );
  for (const { rule, severity, file, start, message } of findings) {
    const key = `${severity} ${rule}`;
    totals.set(key, (totals.get(key) ?? 0) + 1);
    if (rule === shown || shown === 'all')
      console.log(`  ${file}:${start.line}:${start.column} ${severity} ${message} [${rule}]`);
  }
}
for (const [key, count] of [...totals].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)} ${key}`);
