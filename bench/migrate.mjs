// node bench/migrate.mjs DIR...: in a copy of each repository DIR/<name>/: after migrate no object is on a removed API but those
// that were refused, no schema says more than before, no comment is lost, a second run changes nothing, and every folder that
// kustomize built before builds to the same objects (where kubectl is installed).
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Lexer, Parser } from 'yaml';
import { buildAll, foldersOf, identity } from './kustomize-builds.mjs';
import { copyAsRepository, git, has, kit } from './support.mjs';

const roots = process.argv.slice(2);
if (roots.length === 0) throw new Error('usage: node bench/migrate.mjs DIR...');
const hasKubectl = has('kubectl', 'version', '--client');
const oldApi = ['api/removed-version', 'api/removed-field', 'api/ref-version'];
let failed = 0;
const total = { files: 0, removed: 0, left: 0, comments: 0, quoted: 0, built: 0, refused: 0 };
for (const root of roots) {
  for (const name of readdirSync(root).sort()) {
    const row = await measure(join(root, name), name);
    for (const key of Object.keys(total)) total[key] += row[key];
    if (row.faults.length > 0) failed += 1;
    console.log(`${row.faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${told(row)}`);
    for (const line of [...row.refusals.map((each) => `refused ${each}`), ...row.faults])
      console.log(`       ${line}`);
  }
}
console.log(`all: ${told(total)}`);
process.exitCode = failed === 0 ? 0 : 1;

function told({ files, removed, left, comments, quoted, built, refused }) {
  return `${files} files, findings of old APIs ${removed} -> ${left}, ${refused} refused, ${comments} comments (${quoted} quoted), ${built} folders built`;
}

async function measure(source, name) {
  const repository = copyAsRepository(source, name);
  const faults = [];
  const before = await findings(repository);
  const dry = await kit(repository, 'migrate', '--check');
  if (git(repository, 'status', '--porcelain') !== '') faults.push('--check writes');
  const planned = [...dry.out.matchAll(/^would be changed (.*)$/gm)].map(([, file]) => file);
  const builds = hasKubectl ? await buildAll(repository, foldersOf(repository, planned)) : new Map();
  const texts = new Map(planned.map((file) => [file, readFileSync(join(repository, file), 'utf8')]));

  const ran = await kit(repository, 'migrate');
  const refusals = [...ran.err.matchAll(/^refused: (.*)$/gm)].map(([, line]) => line);
  if (ran.code !== (refusals.length > 0 ? 1 : 0)) faults.push(`migrate exits ${ran.code}: ${ran.err}`);
  if (dry.code !== (planned.length + refusals.length > 0 ? 1 : 0)) faults.push(`--check exits ${dry.code}`);
  const second = await kit(repository, 'migrate', '--check');
  if (second.out !== '') faults.push(`a second run changes more: ${second.out}`);

  const after = await findings(repository);
  const left = after.filter(({ rule }) => oldApi.includes(rule));
  for (const { file, message } of left) {
    const isKnown = refusals.some((line) => line.startsWith(`${file}: `)) || /gotk-sync\.yaml$/.test(file);
    if (!isKnown) faults.push(`${file}: ${message}`);
  }
  const known = new Set(before.map(plainly));
  for (const finding of after)
    if (finding.rule.startsWith('schema/') && !known.has(plainly(finding)))
      faults.push(`new: ${finding.file}: ${finding.message}`);

  let comments = 0;
  let quoted = 0;
  for (const [file, text] of texts) {
    const now = readFileSync(join(repository, file), 'utf8');
    const count = commentsOf(text);
    comments += count.length;
    for (const comment of lost(count, now)) {
      if (ran.err.includes(comment)) quoted += 1;
      else faults.push(`${file}: lost ${comment}`);
    }
    if (/\r\n/.test(text) !== /\r\n/.test(now) || text.endsWith('\n') !== now.endsWith('\n'))
      faults.push(`${file}: other line endings`);
  }
  const rebuilt = hasKubectl ? await buildAll(repository, [...builds.keys()]) : new Map();
  for (const [folder, objects] of builds) {
    const difference = objects === undefined ? undefined : unlike(objects, rebuilt.get(folder));
    if (difference !== undefined) faults.push(`${folder}: ${difference}`);
  }
  return {
    files: planned.length,
    removed: before.filter(({ rule }) => oldApi.includes(rule)).length,
    left: left.length,
    comments,
    quoted,
    built: [...builds.values()].filter((objects) => objects !== undefined).length,
    refused: refusals.length,
    refusals,
    faults,
  };
}

/** What lint says for the newest Flux, whatever the repository runs. */
async function findings(repository) {
  const config = join(repository, '.gitops-kit.jsonc');
  const own = existsSync(config) ? readFileSync(config) : undefined;
  writeFileSync(config, '{ "fluxVersion": "2.9" }\n');
  const { out } = await kit(repository, 'lint', '--format', 'json', '--exit-zero');
  if (own === undefined) rmSync(config);
  else writeFileSync(config, own);
  return JSON.parse(out).findings;
}

function plainly({ rule, file, message }) {
  return `${rule} ${file} ${message.replace(/[\w.]+\.(?:fluxcd|karmada)\.io\/v\w+/g, 'API')}`;
}

/** Comments as another parser sees them. */
function commentsOf(text) {
  const found = [];
  const walk = (token) => {
    if (token === null || typeof token !== 'object') return;
    if (token.type === 'comment') found.push(token.source.trimEnd());
    for (const value of Object.values(token))
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === 'object') walk(value);
  };
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) for (const token of parser.next(lexeme)) walk(token);
  for (const token of parser.end()) walk(token);
  return found;
}

/** The comments that a text has less often than they were; what went into a patch's text still stands there. */
function lost(comments, now) {
  const counts = new Map();
  for (const comment of comments) counts.set(comment, (counts.get(comment) ?? 0) + 1);
  const lines = now.split(/\r?\n/);
  return [...counts].flatMap(([comment, count]) => {
    const left = lines.filter((line) => line.trimEnd().endsWith(comment)).length;
    return Array.from({ length: Math.max(0, count - left) }, () => comment);
  });
}

/** What differs between two builds, but for apiVersions and the fields of migrated objects. */
function unlike(before, after) {
  if (after === undefined) return 'kustomize builds it no more';
  const now = new Map(after.map((object) => [identity(object), object]));
  if (before.length !== after.length) return `${before.length} objects became ${after.length}`;
  for (const object of before) {
    const other = now.get(identity(object));
    if (other === undefined) return `${identity(object)} is gone`;
    const isOld = other.apiVersion !== object.apiVersion || /fluxcd|karmada/.test(String(object.apiVersion));
    if (!isOld && !isDeepStrictEqual(object, other)) return `${identity(object)} differs`;
    if (!isDeepStrictEqual(object.metadata, other.metadata)) return `metadata of ${identity(object)} differs`;
  }
  return undefined;
}
