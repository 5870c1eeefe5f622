import { pointerKeys } from '../../fleet/json-pointer.ts';
import type { Resource } from '../../model/resource.ts';
import { nodeAt } from '../../yaml/locate.ts';
import type { Path, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { pathText } from '../../yaml/path-text.ts';
import { readYaml } from '../../yaml/read.ts';
import { isLegacyBoolean, scalarValue } from '../../yaml/scalar.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { overrideFacts } from '../override-facts.ts';
import { fleetIn } from '../placed.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { valuesBlocks } from '../values-blocks.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const selector = `    - apiVersion: v1
      kind: ConfigMap
      name: podinfo-helm-chart-value-overrides
      namespace: podinfo
`;
const settings = selector.replace('podinfo-helm-chart-value-overrides', 'podinfo-settings');

/** A ConfigMap of settings that another program reads, and an override of it. */
const overridden = (text: string) => ({
  replace: [
    [policy, 'fieldPath: /data/values.yaml', 'fieldPath: /data/settings.yaml'],
    [policy, selector, settings],
    ['podinfo/propagationpolicy-podinfo.yaml', selector, selector + settings],
  ] as const,
  create: {
    'podinfo/configmap-podinfo-settings.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-settings\n  namespace: podinfo\ndata:\n  settings.yaml: |\n${text}`,
  },
});

export const textRewritten: Rule = {
  id: 'fleet/text-rewritten',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A fieldOverrider changes more of a text than it says.',
  why: `\`fieldOverrider\` reads the text as YAML 1.1, patches it and writes it anew. Of several documents the first alone
is left. \`on\` and \`no\` come out as \`true\` and \`false\`, \`0644\` as 420: for Helm, which reads values in the same way, they
are the same, and values are left alone; a program that reads YAML 1.2 gets something else. Put such words in quotes.`,
  examples: [
    {
      title: 'a word that becomes a truth value',
      base: 'fleet',
      ...overridden('    replicaCount: 2\n    logging: on\n'),
      finds: [
        'OverridePolicy podinfo rewrites /data/settings.yaml of ConfigMap podinfo-settings, and turns on, at logging, into true',
      ],
    },
    {
      title: 'several documents',
      base: 'fleet',
      ...overridden('    replicaCount: 2\n    ---\n    replicaCount: 3\n'),
      finds: [
        'OverridePolicy podinfo rewrites /data/settings.yaml of ConfigMap podinfo-settings, and keeps the first of its 2 documents alone',
      ],
    },
    {
      title: 'a word in quotes',
      base: 'fleet',
      ...overridden('    replicaCount: 2\n    logging: "on"\n'),
      finds: [],
    },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const isValues = valuesTexts(context);
    const seen = new Set<string>();
    for (const { operation, templates } of overrideFacts(fleet, context.schemas).uses.values()) {
      if (operation.overrider !== 'field' || !operation.path.includes('yaml')) continue;
      const { resource } = operation.policy;
      const entry = operation.path.slice(0, -2);
      for (const template of templates) {
        // Of Secrets fleet/field-overrider-unavailable speaks, and nobody says what they hold.
        if (template.kind === 'Secret') continue;
        const key = `${resource.file} ${resource.at(...entry).range.start} ${template.namespace} ${template.name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const path = pointerKeys(operation.pointer);
        const node = nodeAt(template.resource.node, path);
        if (node?.kind !== 'scalar' || isValues(template.resource, path.at(-1) ?? '')) continue;
        const change = changeOf(node.text);
        if (change === undefined) continue;
        yield problemOf(resource, [...entry, 'fieldPath'], {
          message: `${named(resource)} rewrites ${operation.pointer} of ${template.kind} ${template.name}, and ${change}`,
          help: 'write it so that it means the same to all: words in quotes, one document for each text',
          related: [declaredHere(template.resource)],
        });
      }
    }
  },
};

/** The texts that Helm reads, which takes them as Karmada does. */
function valuesTexts({ repo }: Pick<RuleContext, 'repo'>): (resource: Resource, key: string) => boolean {
  let known: ReadonlyMap<Resource, Set<string>> | undefined;
  return (resource, key) => {
    if (/^values.*\.ya?ml$/.test(key)) return true;
    if (known === undefined) {
      const found = new Map<Resource, Set<string>>();
      for (const block of valuesBlocks(repo))
        found.set(block.resource, (found.get(block.resource) ?? new Set()).add(block.key));
      known = found;
    }
    return known.get(resource)?.has(key) === true;
  };
}

/** What becomes of a text that is read and written; undefined where it means the same. */
function changeOf(text: string): string | undefined {
  const documents = readYaml(text, { purpose: 'values' }).documents.filter(({ root }) => root !== undefined);
  if (documents.length > 1) return `keeps the first of its ${documents.length} documents alone`;
  const root = documents[0]?.root;
  const turned = root === undefined ? undefined : turnedIn(root, []);
  if (turned === undefined) return undefined;
  const { node, path } = turned;
  return `turns ${node.text}, at ${pathText(path)}, into ${String(scalarValue(node, 'kubectl'))}`;
}

/** The first word that YAML 1.1 takes for something else than YAML 1.2. */
function turnedIn(
  node: YamlNode,
  path: Path,
): { readonly node: ScalarNode; readonly path: Path } | undefined {
  switch (node.kind) {
    case 'scalar': {
      const isTurned = isLegacyBoolean(node.text) || /^[-+]?0[0-7]+$/.test(node.text);
      return node.style === 'plain' && node.tag === undefined && isTurned ? { node, path } : undefined;
    }
    case 'list':
      return firstOf(node.items.map((item, index) => () => turnedIn(item, [...path, index])));
    case 'map':
      return firstOf(
        node.entries.map(
          ({ key, value }) =>
            () =>
              turnedIn(value, [...path, key.text]),
        ),
      );
    case 'alias':
      return undefined;
  }
}

function firstOf<Found>(lookers: readonly (() => Found | undefined)[]): Found | undefined {
  for (const look of lookers) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
}
