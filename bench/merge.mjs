// node bench/merge.mjs DIR: the upgrades DIR/<case>/{base,ours,theirs-near,theirs-latest}.yaml, merged as `upgrade` does and by
// `git merge-file`, and judged by a reader of its own; --write brings the table of docs/merge.md up to date. node bench/merge.mjs --random CHARTS [RUNS] [FROM]: random edits of
// CHARTS/<chart>/<version>/values.yaml, merged into every other version of the chart.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';
import { scratch } from './support.mjs';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { random: { type: 'boolean' }, write: { type: 'boolean' } },
});
const [folder, runs = '300', from = '0'] = positionals;
if (folder === undefined)
  throw new Error('usage: node bench/merge.mjs DIR [--write] | --random CHARTS [RUNS] [FROM]');
const dir = join(root, '.bench/merge');
await bundleTo(dir, { merge: 'bench/merge-in-memory.ts' });
const { expectation, isSame, meaningOf, randomly, trial } = await import(
  pathToFileURL(join(dir, 'merge.js')).href
);
const page = new URL('../docs/merge.md', import.meta.url);
const titles = {
  cases: 'upgrades',
  readable: 'all three texts are readable YAML',
  written: 'written',
  right: 'written, and reads back as the merge of the data',
  lines: 'merge of lines',
  readableLines: 'merge of lines although all are readable',
  conflicts: 'conflicts listed',
  real: 'places that both sides changed',
  own: 'comments of the user',
  listed: 'comments of the user without a place, listed',
  gitClean: 'git merge-file: clean',
  gitRight: 'git merge-file: clean and right',
  gitWrong: 'git merge-file: clean and wrong',
  gitConflicted: 'git merge-file: conflicts',
  gitNeedless: 'git merge-file: conflicts although no place does',
};
const faults = [];
if (flags.random) random(Number(runs), Number(from));
else compare();
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function compare() {
  const work = scratch('merge');
  const names = readdirSync(folder).sort();
  const rows = { near: emptyRow(), latest: emptyRow(), all: emptyRow() };
  const whys = new Map();
  for (const name of names) {
    for (const target of ['near', 'latest']) {
      const read = (file) => readFileSync(join(folder, name, `${file}.yaml`), 'utf8');
      const sides = { base: read('base'), ours: read('ours'), theirs: read(`theirs-${target}`) };
      const found = measure(sides, work, `${name} ${target}`, whys);
      for (const row of [rows[target], rows.all])
        for (const [column, count] of Object.entries(found)) row[column] += count;
    }
  }
  const table = tableOf(rows);
  console.log(table);
  for (const [why, count] of whys) console.log(`merge of lines, ${count}x: ${why}`);
  if (flags.write) writePage(table);
}

function tableOf(rows) {
  const cells = (first, others) => `| ${[first, ...others].join(' | ')} |`;
  return [
    cells('', ['next version', 'newest version', 'all']),
    '|---|--:|--:|--:|',
    ...Object.entries(titles).map(([column, title]) =>
      cells(
        title,
        Object.values(rows).map((row) => row[column]),
      ),
    ),
  ].join('\n');
}

/** Puts the table between the marks of the page. */
function writePage(table) {
  const text = readFileSync(page, 'utf8');
  const [start, end] = ['<!-- measured by bench/merge.mjs -->', '<!-- end -->'];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`docs/merge.md lacks ${start} or ${end}`);
  writeFileSync(page, `${text.slice(0, from)}${start}\n\n${table}\n\n${text.slice(to)}`);
}

function measure(sides, work, name, whys) {
  const row = emptyRow();
  row.cases = 1;
  const isReadable = Object.values(sides).every((text) => meaningOf(text) !== undefined);
  const wanted = isReadable ? expectation(sides) : undefined;
  row.readable = isReadable ? 1 : 0;
  row.real = wanted?.conflicts.length ?? 0;
  const { result, judgement } = trial(sides, 'ours');
  if (judgement === undefined) {
    row.lines = 1;
    whys.set(result.why, (whys.get(result.why) ?? 0) + 1);
    if (isReadable) row.readableLines = 1;
  } else {
    row.written = 1;
    row.right = judgement.faults.length === 0 ? 1 : 0;
    row.conflicts = result.conflicts.length;
    row.own = judgement.own;
    row.listed = judgement.listed;
    for (const fault of judgement.faults) faults.push(`${name}: ${fault}`);
  }
  for (const choice of ['theirs', 'markers'])
    for (const fault of trial(sides, choice).judgement?.faults ?? [])
      faults.push(`${name} (${choice}): ${fault}`);
  const { text, conflicts } = mergeFile(sides, work);
  if (conflicts > 0) {
    row.gitConflicted = 1;
    if (wanted?.conflicts.length === 0) row.gitNeedless = 1;
  } else {
    row.gitClean = 1;
    const isRight = wanted?.conflicts.length === 0 && isSame(meaningOf(text), wanted.ours);
    row[isRight ? 'gitRight' : 'gitWrong'] = 1;
  }
  return row;
}

/** What git makes of the three texts; one newline at the end of each, which is no business of this comparison. */
function mergeFile(sides, work) {
  const files = ['ours', 'base', 'theirs'].map((side) => {
    const file = join(work, side);
    writeFileSync(file, `${sides[side].replaceAll('\r\n', '\n').replace(/\n+$/, '')}\n`);
    return file;
  });
  try {
    const text = execFileSync('git', ['merge-file', '-p', ...files], { encoding: 'utf8', maxBuffer: 1e8 });
    return { text, conflicts: 0 };
  } catch (error) {
    if (!(error.status > 0 && error.status < 128)) throw error;
    return { text: error.stdout, conflicts: error.status };
  }
}

function random(count, first) {
  const pairs = pairsOf();
  const row = { merges: 0, written: 0, lines: 0, conflicts: 0, own: 0, listed: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const { base, theirs, name } = pairs[seed % pairs.length];
    const ours = randomly(base, 1 + ((seed * 31) % 25), seed * 7919 + 1);
    const choice = ['ours', 'theirs', 'markers'][seed % 3];
    const { result, judgement } = trial({ base, ours, theirs }, choice);
    row.merges += 1;
    if (judgement === undefined) {
      row.lines += 1;
      console.log(`${seed} ${name}: merge of lines, ${result.why}`);
      continue;
    }
    row.written += 1;
    row.conflicts += judgement.conflicts;
    row.own += judgement.own;
    row.listed += judgement.listed;
    for (const fault of judgement.faults) faults.push(`${seed} ${name} (${choice}): ${fault}`);
  }
  const { merges, written, lines, conflicts, own, listed } = row;
  console.log(
    `${merges} merges over ${pairs.length} pairs: ${written} written, ${lines} by lines, ${faults.length} faults`,
  );
  console.log(
    `${conflicts} conflicts; ${own} comments of the user, ${listed} of them without a place and listed`,
  );
}

/** Every version of every chart with every other one of it. */
function pairsOf() {
  return readdirSync(folder).flatMap((chart) => {
    const versions = readdirSync(join(folder, chart)).filter((version) =>
      existsSync(join(folder, chart, version, 'values.yaml')),
    );
    const texts = new Map(
      versions.map((version) => [version, readFileSync(join(folder, chart, version, 'values.yaml'), 'utf8')]),
    );
    return versions.flatMap((old) =>
      versions
        .filter((version) => version !== old)
        .map((version) => ({
          name: `${chart} ${old} -> ${version}`,
          base: texts.get(old),
          theirs: texts.get(version),
        })),
    );
  });
}

function emptyRow() {
  return Object.fromEntries(Object.keys(titles).map((column) => [column, 0]));
}
