// Makes schemas/facts.json from the full facts (argument: their file): the life of Flux's APIs, nothing else.
import { readFileSync, writeFileSync } from 'node:fs';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node scripts/trim-facts.mjs FACTS.json');
const facts = JSON.parse(readFileSync(source, 'utf8'));

const apis = {};
for (const [name, { scope, versions }] of Object.entries(facts.kinds).sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (!/^[^/]*fluxcd\./.test(name)) continue;
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

const trimmed = {
  newestFlux: facts.meta.newestFlux,
  newestFluxDate: facts.meta.newestFluxDate,
  apis,
  deadGroups: facts.deadGroups.filter(({ group }) => /fluxcd\.io$/.test(group)),
};
writeFileSync(
  new URL('../schemas/facts.json', import.meta.url),
  `${JSON.stringify(trimmed, undefined, 2)}\n`,
);
