import type { Data } from '../yaml/node.ts';
import { isList, isMap } from './fields.ts';

/** A field that the API server fills in: where its parent is there, and it is not. `[]` steps into each item of a list. */
interface Default {
  readonly path: readonly string[];
  readonly value: Data;
}

/** What the CustomResourceDefinitions of Flux set, by apiVersion and kind (rule 6); a test holds it to schemas/flux. */
export const crdDefaults: Readonly<Record<string, Readonly<Record<string, Data>>>> = {
  'helm.toolkit.fluxcd.io/v2 HelmRelease': {
    'spec.chart.spec.reconcileStrategy': 'ChartVersion',
    'spec.chart.spec.verify.provider': 'cosign',
    'spec.chart.spec.version': '*',
    'spec.uninstall.deletionPropagation': 'background',
  },
  'kustomize.toolkit.fluxcd.io/v1 Kustomization': {
    'spec.force': false,
    'spec.postBuild.substituteFrom.[].optional': false,
  },
  'source.toolkit.fluxcd.io/v1 Bucket': { 'spec.provider': 'generic', 'spec.timeout': '60s' },
  'source.toolkit.fluxcd.io/v1 GitRepository': { 'spec.timeout': '60s', 'spec.verify.mode': 'HEAD' },
  'source.toolkit.fluxcd.io/v1 HelmChart': {
    'spec.reconcileStrategy': 'ChartVersion',
    'spec.verify.provider': 'cosign',
    'spec.version': '*',
  },
  'source.toolkit.fluxcd.io/v1 HelmRepository': { 'spec.provider': 'generic' },
  'source.toolkit.fluxcd.io/v1 OCIRepository': {
    'spec.provider': 'generic',
    'spec.timeout': '60s',
    'spec.verify.provider': 'cosign',
  },
  'source.toolkit.fluxcd.io/v1beta2 OCIRepository': {
    'spec.provider': 'generic',
    'spec.timeout': '60s',
    'spec.verify.provider': 'cosign',
  },
};

const known: ReadonlyMap<string, readonly Default[]> = new Map(
  Object.entries(crdDefaults).map(([kind, defaults]) => [
    kind,
    Object.entries(defaults).map(([path, value]) => ({ path: path.split('.'), value })),
  ]),
);

/** An object as the API server keeps it, with what its definition sets; the very object where it sets nothing. */
export function withDefaults(object: Data, apiVersion: string, kind: string): Data {
  let result = object;
  for (const { path, value } of known.get(`${apiVersion} ${kind}`) ?? [])
    result = filled(result, path, value);
  return result;
}

function filled(data: Data, path: readonly string[], value: Data): Data {
  const [step, ...rest] = path;
  if (step === undefined) return data;
  if (step === '[]') return isList(data) ? data.map((item) => filled(item, rest, value)) : data;
  if (!isMap(data)) return data;
  const child = Object.hasOwn(data, step) ? data[step] : undefined;
  // A null takes a default like an absent value, where the field does not allow null.
  const isUnset = child === undefined || child === null;
  if (isUnset && rest.length > 0) return data;
  const result: Record<string, Data> = Object.assign(Object.create(null), data);
  result[step] = rest.length === 0 ? (isUnset ? value : (child ?? null)) : filled(child ?? null, rest, value);
  return result;
}
