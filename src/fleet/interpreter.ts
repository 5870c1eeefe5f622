import type { Data } from '../yaml/node.ts';
import { fieldOf, isMap, listOf, textOf } from './fields.ts';
import type { DataMap } from './policy.ts';

/** An object that another one needs, in its namespace. */
export interface Needed {
  readonly kind: string;
  readonly name: string;
}

/** What an interpreter finds that an object needs; every hook of Karmada's stays in the object's own namespace. */
export type Interpreter = (object: DataMap) => readonly Needed[];

/**
 * The kinds of Flux whose dependencies Karmada follows by itself, by exact apiVersion and kind (rule 25; karmada v1.12 to
 * v1.19, pkg/resourceinterpreter/default/thirdparty/resourcecustomizations).
 */
export const bundled: ReadonlyMap<string, Interpreter> = new Map([
  [
    'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
    needs(
      valuesFrom,
      secret('spec', 'chart', 'spec', 'verify', 'secretRef'),
      secret('spec', 'kubeConfig', 'secretRef'),
      account,
    ),
  ],
  [
    'kustomize.toolkit.fluxcd.io/v1 Kustomization',
    needs(secret('spec', 'decryption', 'secretRef'), secret('spec', 'kubeConfig', 'secretRef'), account),
  ],
  [
    'source.toolkit.fluxcd.io/v1 GitRepository',
    needs(secret('spec', 'secretRef'), secret('spec', 'verify', 'secretRef')),
  ],
  ['source.toolkit.fluxcd.io/v1beta2 Bucket', needs(secret('spec', 'secretRef'))],
  ['source.toolkit.fluxcd.io/v1beta2 HelmRepository', needs(secret('spec', 'secretRef'))],
  [
    'source.toolkit.fluxcd.io/v1beta2 OCIRepository',
    needs(
      secret('spec', 'secretRef'),
      secret('spec', 'verify', 'secretRef'),
      secret('spec', 'certSecretRef'),
      account,
    ),
  ],
  ['source.toolkit.fluxcd.io/v1beta2 HelmChart', needs(secret('spec', 'verify', 'secretRef'))],
]);

function needs(...parts: readonly Interpreter[]): Interpreter {
  return (object) => parts.flatMap((part) => part(object));
}

/** A Secret that a reference names. */
function secret(...path: readonly string[]): Interpreter {
  return (object) => named('Secret', fieldOf(valueAt(object, path), 'name'));
}

function account(object: DataMap): readonly Needed[] {
  return named('ServiceAccount', valueAt(object, ['spec', 'serviceAccountName']));
}

export function valuesFrom(object: DataMap): readonly Needed[] {
  return listOf(valueAt(object, ['spec', 'valuesFrom'])).flatMap((source) => {
    const kind = textOf(fieldOf(source, 'kind'));
    return kind === 'ConfigMap' || kind === 'Secret' ? named(kind, fieldOf(source, 'name')) : [];
  });
}

function named(kind: string, name: Data | undefined): Needed[] {
  const text = textOf(name);
  return text === '' ? [] : [{ kind, name: text }];
}

function valueAt(data: Data | undefined, path: readonly string[]): Data | undefined {
  let found = data;
  for (const step of path) found = isMap(found) ? fieldOf(found, step) : undefined;
  return found;
}
