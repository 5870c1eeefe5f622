import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { knownClusters } from '../../src/fleet/clusters.ts';
import type { Delivery, Fleet } from '../../src/fleet/fleet.ts';
import { fleetOf, fleetOptions } from '../../src/fleet/simulate.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { noSchemas } from '../../src/schema/schemas.ts';
import { toData } from '../../src/yaml/data.ts';
import type { Data } from '../../src/yaml/node.ts';
import { readYaml } from '../../src/yaml/read.ts';

// What Karmada's own libraries answered: each folder holds templates, policies and clusters, and what every cluster gets.
const folder = fileURLToPath(new URL('../../fixtures/vectors/karmada', import.meta.url));
const vectors = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Vectors that stand for planes with other preferred versions than those of one Flux. */
const asWritten = new Set(['12-propagate-deps-depends-on-version']);

describe.each(vectors)('%s', (vector) => {
  const text = (file: string): string => readFileSync(join(folder, vector, file), 'utf8');
  const fleet = fleetOfVector(vector, text);
  const deliveries = fleet.templates.flatMap((template) =>
    fleet.decide(template).clusters.map((cluster) => fleet.deliver(template, cluster)),
  );

  test.each(fleet.clusters.map(({ name }) => name))('%s gets what Karmada sends', (cluster) => {
    const sent = deliveries.flatMap((delivery) =>
      delivery.cluster === cluster && delivery.object !== undefined ? [delivery.object] : [],
    );
    expect(sorted(sent)).toEqual(sorted(documents(text(`expected-${cluster}.yaml`))));
  });

  test('what is held back is said as Karmada says it', () => {
    const expected = existsSync(join(folder, vector, 'expected-diagnostics.yaml'))
      ? documents(text('expected-diagnostics.yaml')).flat()
      : [];
    expect(sorted(deliveries.flatMap(diagnosed))).toEqual(sorted(expected));
  });
});

function fleetOfVector(vector: string, text: (file: string) => string): Fleet {
  const names = ['templates.yaml', 'policies.yaml', 'clusters.yaml'];
  const files = filesOf(Object.fromEntries(names.map((name) => [name, text(name)])));
  const repo = readRepo(files, defaultSettings);
  return fleetOf(repo, {
    ...fleetOptions(defaultSettings, knownClusters(repo), noSchemas),
    crdDefaults: false,
    preferred: asWritten.has(vector) ? 'as-written' : 'flux',
  });
}

function diagnosed({ template, cluster, outcome, error }: Delivery): Data[] {
  if (outcome !== 'override-error' && outcome !== 'suspended') return [];
  const { apiVersion, kind, namespace, name } = template;
  const object = { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
  const message =
    error === undefined ? {} : { message: `${error.policy.kind}(${error.policy.name}): ${error.message}` };
  return [{ cluster, object, outcome, ...message }];
}

function documents(text: string): Data[] {
  return readYaml(text).documents.flatMap(({ root }) =>
    root === undefined ? [] : [toData(root, 'kubectl')],
  );
}

/** Data in an order of its own, without regard to prototypes. */
function sorted(all: readonly Data[]): unknown[] {
  const plain: unknown[] = all.map((each) => JSON.parse(JSON.stringify(each)));
  return plain.sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

function identity(data: unknown): string {
  const { kind, metadata, cluster, object } = data as Record<string, unknown>;
  return JSON.stringify([kind, metadata, cluster, object]);
}
