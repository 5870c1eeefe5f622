import type { Data, Path } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import { isSameData } from '../yaml/same-data.ts';

/** What the layout needs of an object, whoever wrote its template. */
export interface Need {
  readonly path: Path;
  /**
   * `same`: as planned, not there where that is not; `if-any`: so where it is there; `holds`: that and more; `group`: of
   * that API; `absent`: not there.
   */
  readonly how: 'same' | 'if-any' | 'holds' | 'group' | 'absent';
  /** What the template has to write there; nothing where it must not be there. */
  readonly remedy: string;
}

const same = (remedy: string, ...path: Path): Need => ({ path, how: 'same', remedy });
const holds = (remedy: string, ...path: Path): Need => ({ path, how: 'holds', remedy });
const absent = (...path: Path): Need => ({ path, how: 'absent', remedy: '' });

const identity = (kind: string, apiVersion = '{{apiVersion}}'): readonly Need[] => [
  { path: ['apiVersion'], how: 'group', remedy: `apiVersion: ${apiVersion}` },
  same(`kind: ${kind}`, 'kind'),
  same('name: {{name}}', 'metadata', 'name'),
];
const namespace = same('namespace: {{namespace}}', 'metadata', 'namespace');
const annotation = (name: string, variable: string): Need =>
  same(`${name}: {{${variable}}}`, 'metadata', 'annotations', name);

const access: readonly Need[] = [
  same('{{#if secretRef}}secretRef: { name: {{secretRef}} }{{/if}}', 'spec', 'secretRef'),
  same('{{#if certSecretRef}}certSecretRef: { name: {{certSecretRef}} }{{/if}}', 'spec', 'certSecretRef'),
  same('{{#if provider}}provider: {{provider}}{{/if}}', 'spec', 'provider'),
];

/** Identity, references and values, by template. All else is the template's to say. */
export const needs: Readonly<Record<string, readonly Need[]>> = {
  'helmrepository.yaml.hbs': [
    ...identity('HelmRepository'),
    namespace,
    same('url: {{url}}', 'spec', 'url'),
    ...access,
    same('{{#if registry}}type: oci{{/if}}', 'spec', 'type'),
  ],
  'ocirepository.yaml.hbs': [
    ...identity('OCIRepository'),
    namespace,
    same('url: {{url}}', 'spec', 'url'),
    same('ref: { semver: {{version}} }', 'spec', 'ref'),
    holds(
      'layerSelector: { mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip, operation: copy }',
      'spec',
      'layerSelector',
    ),
    ...access,
  ],
  'namespace.yaml.hbs': identity('Namespace', 'v1'),
  'kustomization.yaml.hbs': [
    ...identity('Kustomization'),
    namespace,
    same('path: {{path}}', 'spec', 'path'),
    same('sourceRef: { kind: {{source.kind}}, name: {{source.name}} }', 'spec', 'sourceRef'),
    holds('{{#each dependsOn}} - name: {{this}} {{/each}}', 'spec', 'dependsOn'),
    absent('spec', 'targetNamespace'),
    absent('spec', 'namePrefix'),
    absent('spec', 'nameSuffix'),
  ],
  'helmrelease.yaml.hbs': [
    ...identity('HelmRelease'),
    namespace,
    same(
      '{{#if registry}}chartRef: { kind: OCIRepository, name: {{source.name}}, namespace: {{source.namespace}} }{{/if}}',
      'spec',
      'chartRef',
    ),
    same('{{#unless registry}}chart: {{chart}}{{/unless}}', 'spec', 'chart', 'spec', 'chart'),
    same('{{#unless registry}}version: {{version}}{{/unless}}', 'spec', 'chart', 'spec', 'version'),
    same(
      '{{#unless registry}}sourceRef: { kind: HelmRepository, name: {{source.name}}, namespace: {{source.namespace}} }{{/unless}}',
      'spec',
      'chart',
      'spec',
      'sourceRef',
    ),
    // Without one Flux takes the name, as long as there is no targetNamespace.
    { path: ['spec', 'releaseName'], how: 'if-any', remedy: 'releaseName: {{name}}' },
    holds('- { kind: ConfigMap, name: {{values.name}}, valuesKey: {{values.key}} }', 'spec', 'valuesFrom'),
    absent('spec', 'targetNamespace'),
    absent('spec', 'storageNamespace'),
  ],
  'configmap.yaml.hbs': [
    ...identity('ConfigMap', 'v1'),
    namespace,
    annotation('gitops-kit/chart', 'chart'),
    annotation('gitops-kit/chart-version', 'version'),
    annotation('gitops-kit/values-digest', 'digest'),
    holds('{{key}}: {{block values 4 2}}', 'data'),
  ],
};

/** Something that an object does not have as the layout needs it. */
export interface Unmet {
  readonly need: Need;
  readonly wanted: Data | undefined;
  readonly found: Data | undefined;
}

/** What the object that a template writes lacks of its model. */
export function unmetNeeds(template: string, model: Data, written: Data): Unmet[] {
  return (needs[template] ?? []).flatMap((need) => {
    const wanted = dataAt(model, need.path);
    const found = dataAt(written, need.path);
    return isMet(need, wanted, found) ? [] : [{ need, wanted, found }];
  });
}

function isMet({ how }: Need, wanted: Data | undefined, found: Data | undefined): boolean {
  switch (how) {
    case 'same':
      return isSameData(wanted, found);
    case 'absent':
      return found === undefined;
    case 'if-any':
      return found === undefined || isSameData(wanted, found);
    case 'holds':
      return wanted === undefined || (found !== undefined && isHeld(wanted, found));
    case 'group':
      return group(wanted) === group(found);
  }
}

/** Whether a value has all entries of another, of a list in any order. */
function isHeld(wanted: Data, found: Data): boolean {
  if (isList(wanted)) {
    return isList(found) && wanted.every((item) => found.some((each) => isHeld(item, each)));
  }
  if (!isMap(wanted)) return isSameData(wanted, found);
  return (
    isMap(found) &&
    Object.entries(wanted).every(([key, value]) => {
      const there = Object.hasOwn(found, key) ? found[key] : undefined;
      return there !== undefined && isHeld(value, there);
    })
  );
}

function group(apiVersion: Data | undefined): string | undefined {
  if (typeof apiVersion !== 'string') return undefined;
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function dataAt(data: Data, path: Path): Data | undefined {
  return path.reduce<Data | undefined>(
    (at, step) => (at !== undefined && isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    data,
  );
}
