// Makes schemas/facts.json from the full facts (argument: their folder): the life of the APIs and of their fields, nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node scripts/trim-facts.mjs FOLDER');
const read = (name) => JSON.parse(readFileSync(join(source, name), 'utf8'));
const facts = read('facts.json');
const isFlux = (name) => /^[^/]*fluxcd\./.test(name);
const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const apis = {};
for (const [name, { scope, versions }] of Object.entries(sorted(facts.kinds))) {
  if (!isFlux(name)) continue;
  const lives = Object.entries(versions).filter(([, version]) => version.flux?.first);
  if (lives.length === 0) continue;
  apis[name] = {
    scope,
    versions: Object.fromEntries(lives.map(([version, { flux }]) => [version, life(flux)])),
  };
}
function life({ first, last, removedIn, deprecatedSince, storageFirst, storageLast }) {
  return { first, last, removedIn, deprecatedSince, storageFirst, storageLast };
}

/** Fields and values that came after their version: `spec.path` and `spec.path=value` -> release. */
const fieldsSince = {};
for (const [api, { fieldSince, enumSince }] of Object.entries(sorted(facts.fieldHistory))) {
  if (!isFlux(api) || api.startsWith('fluxcd.controlplane.io/')) continue;
  const since = { ...fieldSince, ...enumSince };
  if (Object.keys(since).length > 0) fieldsSince[api] = sorted(since);
}

/** What a version had and its successor has not, and where it went. */
const migrations = facts.migrations
  .filter(({ group }) => isFlux(group))
  .map(({ group, kind, from, to, ops, auto }) => ({
    api: `${group}/${kind}`,
    from,
    to,
    gone: [...new Set(auto.removed)],
    moves: ops.flatMap(({ op, path, from: old, to: now, position }) =>
      op === 'mapValue' ? [] : [{ op, from: path ?? old, to: now, position }],
    ),
  }));

/** Built-in kinds: what the newest Kubernetes serves, and what was served once. */
const served = {};
for (const name of Object.keys(read('index.json'))) {
  const [apiVersion, kind] = name.split('|');
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  if (!/^(?:[a-z]*|.*\.k8s\.io)$/.test(group) || /^(?:kustomize\.config|multicluster\.x-k8s)/.test(group))
    continue;
  served[apiVersion] = [...(served[apiVersion] ?? []), kind].sort();
}
const ended = {};
for (const api of facts.kubernetesApis) {
  if (!api.gone && api.deprecatedIn === undefined) continue;
  const [, minor] = api.lastSnapshot.slice(1).split('.').map(Number);
  const removedIn = api.removedIn ?? (api.gone ? `v1.${minor + 1}.0` : undefined);
  ended[`${api.apiVersion}/${api.kind}`] = {
    deprecatedIn: api.deprecatedIn,
    removedIn,
    replacement: api.replacement || undefined,
  };
}

const trimmed = {
  newestFlux: facts.meta.newestFlux,
  newestFluxDate: facts.meta.newestFluxDate,
  apis,
  deadGroups: facts.deadGroups.filter(({ group }) => /fluxcd\.io$/.test(group)),
  fieldsSince,
  migrations,
  nestedApiVersions: sorted(facts.nestedApiVersionFields),
  kubernetes: { newest: facts.meta.kubernetes, served: sorted(served), ended: sorted(ended) },
};
writeFileSync(
  new URL('../schemas/facts.json', import.meta.url),
  `${JSON.stringify(trimmed, undefined, 2)}\n`,
);
