// node bench/trust.mjs DIR [--show RULE] [--write]: whether what the linter says of real repositories is true.
//
// DIR holds folders of repositories, fivefile/ and other/. Every error there belongs to a class that somebody has judged, finding
// by finding, in its file: trust-judgements.json, by rule and by message with the names replaced by {…}. Exit 1 when the program
// fails, when an error is not judged (a class is new, or has more findings than were read), or when more than 5 % of the errors are
// false. --show prints a rule's findings (or `unjudged`, or `all`), --write brings the table of docs/trust.md up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kit } from './support.mjs';

const groups = { fivefile: 'this layout', other: 'other layouts' };
const allowedFalse = 0.05;
const page = new URL('../docs/trust.md', import.meta.url);

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'string' }, write: { type: 'boolean' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('usage: node bench/trust.mjs DIR [--show RULE] [--write]');

const classes = readJudgements();
const faults = [];
const findings = [];
const counts = {};
for (const group of Object.keys(groups)) {
  const names = readdirSync(join(folder, group)).sort();
  counts[group] = { repositories: names.length, files: 0, apps: 0, error: 0, warning: 0 };
  for (const name of names) await lintOne(group, name);
}
judge();
show();
const table = tables();
console.log(table);
if (flags.write) writePage(table);
for (const fault of faults) console.log(`FAILED ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function lintOne(group, name) {
  const where = `${group}/${name}`;
  const ran = await kit(join(folder, where), 'lint', '--format', 'json');
  if (ran.code !== 0 && ran.code !== 1) {
    faults.push(`${where}: exit ${ran.code} ${ran.err}`);
    if (ran.code !== 3) return;
  }
  const report = JSON.parse(ran.out);
  counts[group].files += report.summary.files;
  counts[group].apps += report.summary.apps;
  for (const finding of report.findings) {
    counts[group][finding.severity] += 1;
    findings.push({ ...finding, where });
  }
}

/** Each class as { rule, message, pattern, findings: how many were read, false: how many of them are not true, why }. */
function readJudgements() {
  const file = JSON.parse(readFileSync(new URL('trust-judgements.json', import.meta.url), 'utf8'));
  const all = Object.entries(file).flatMap(([rule, messages]) =>
    Object.entries(messages).map(([message, judgement]) => ({ rule, message, ...judgement, seen: [] })),
  );
  for (const each of all) {
    const literal = each.message.split(/\{[^}]*\}/);
    each.pattern = new RegExp(`^${literal.map(escaped).join('.+?')}$`, 's');
    each.weight = literal.join('').length;
    if (!(each.false >= 0 && each.false <= each.findings) || !(each.why?.length > 0))
      throw new Error(
        `trust-judgements.json: ${each.rule}: ${each.message}: findings, false and why are wanted`,
      );
  }
  // the class that says more of the message goes first
  return all.sort((a, b) => b.weight - a.weight);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function judge() {
  for (const finding of findings) {
    const found = classes.find(({ rule, pattern }) => rule === finding.rule && pattern.test(finding.message));
    found?.seen.push(finding);
    finding.class = found;
  }
  for (const { rule, message, seen, findings: read } of classes) {
    const errors = seen.filter(isError).length;
    if (errors > read) faults.push(`${rule}: ${errors} findings, ${read} of them judged: ${message}`);
    if (seen.length < read) console.log(`fewer than judged, ${seen.length} of ${read}: ${rule}: ${message}`);
  }
  const unjudged = new Map();
  for (const finding of findings.filter((each) => each.class === undefined && isError(each))) {
    const key = `${finding.rule}: ${generalised(finding)}`;
    unjudged.set(key, (unjudged.get(key) ?? 0) + 1);
  }
  for (const [key, count] of unjudged) faults.push(`not judged, ${count} findings of ${key}`);
  const errors = findings.filter(isError).length;
  const wrong = classes.filter(({ seen }) => seen.some(isError)).reduce((sum, each) => sum + each.false, 0);
  if (wrong > errors * allowedFalse) faults.push(`${wrong} of ${errors} errors are false`);
}

function isError({ severity }) {
  return severity === 'error';
}

/** A first guess of a message's class: a word that follows a kind, and words that look like names, become {name}. */
function generalised({ message, object }) {
  const own = new Set([object?.name, object?.namespace]);
  let afterKind = false;
  return message
    .split(' ')
    .map((word) => {
      const [, bare, mark] = /^(.*?)([,;:?]?)$/s.exec(word);
      const isName = afterKind || own.has(bare) || /[0-9/._@$]|[a-z]-[a-z]/.test(bare);
      afterKind = !isName && /^[A-Z][a-z]+[A-Za-z]*$/.test(bare) && mark === '';
      return isName && bare !== '' ? `{name}${mark}` : word;
    })
    .join(' ');
}

function show() {
  for (const finding of findings) {
    const { rule, severity, where, file, start, message } = finding;
    const isWanted =
      flags.show === rule ||
      flags.show === 'all' ||
      (flags.show === 'unjudged' && isError(finding) && finding.class === undefined);
    if (isWanted) console.log(`${where}/${file}:${start.line} ${severity} ${message} [${rule}]`);
  }
}

function tables() {
  const errors = findings.filter(isError).length;
  const said = classes.filter(({ seen }) => seen.length > 0);
  const wrong = said.filter(({ seen }) => seen.some(isError)).reduce((sum, each) => sum + each.false, 0);
  const lines = [
    '| repositories | number | YAML files | apps | errors | warnings |',
    '|---|--:|--:|--:|--:|--:|',
  ];
  for (const [group, name] of Object.entries(groups)) {
    const { repositories, files, apps, error, warning } = counts[group];
    lines.push(`| ${name} | ${repositories} | ${files} | ${apps} | ${error} | ${warning} |`);
  }
  lines.push('', `Of ${errors} errors ${wrong} are judged false.`, '');
  lines.push('| rule | what it said | findings | false | judgement |', '|---|---|--:|--:|---|');
  const inOrder = said.sort((a, b) => compare(a.rule, b.rule) || compare(a.message, b.message));
  for (const { rule, message, seen, why, false: wrongHere } of inOrder.filter(({ seen }) =>
    seen.some(isError),
  ))
    lines.push(row([rule, message, seen.length, wrongHere, why]));
  lines.push('', 'Warnings, by rule:', '', '| rule | findings | judged | false |', '|---|--:|--:|--:|');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  for (const rule of [...new Set(warnings.map((each) => each.rule))].sort()) {
    const own = inOrder.filter((each) => each.rule === rule && !each.seen.some(isError));
    const read = own.reduce((sum, each) => sum + Math.min(each.findings, each.seen.length), 0);
    const wrongHere = own.reduce((sum, each) => sum + each.false, 0);
    lines.push(
      row([rule, warnings.filter((each) => each.rule === rule).length, read, read === 0 ? '' : wrongHere]),
    );
  }
  return lines.join('\n');
}

function row(cells) {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Puts the table between the marks of the page. */
function writePage(table) {
  const text = readFileSync(page, 'utf8');
  const [start, end] = ['<!-- measured by bench/trust.mjs -->', '<!-- end -->'];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`docs/trust.md lacks ${start} or ${end}`);
  writeFileSync(page, `${text.slice(0, from)}${start}\n\n${table}\n\n${text.slice(to)}`);
}
