import { interpreterGroup, interpreterScripts } from '../model/interpreter.ts';
import type { Repo } from '../model/repo.ts';
import { fieldOf, listOf, textOf } from './fields.ts';
import { at, type Interpreter, type Needed, named } from './needed.ts';
import type { DataMap } from './policy.ts';
import { workloadNeeds } from './workload-needs.ts';

/**
 * The kinds of Flux whose dependencies Karmada follows by itself, by exact apiVersion and kind (rule 25; karmada v1.12 to
 * v1.19, pkg/resourceinterpreter/default/thirdparty/resourcecustomizations).
 */
const bundled: ReadonlyMap<string, Interpreter> = new Map([
  ['helm.toolkit.fluxcd.io/v2beta1 HelmRelease', ofHelmRelease],
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

/** What looks into an object for what it needs: a script of the repository is not run, and what it finds is not known. */
export type Hook = Interpreter | 'unknown';

/**
 * Finds the hook of an apiVersion and kind (rule 24): a customization of the plane first, then what comes with Karmada;
 * without one nothing is followed, and nobody says so. The script that `place --interpreter` writes is known.
 */
export function hooks(repo: Repo): (kind: string) => Hook | undefined {
  const custom = new Map<string, Hook>();
  for (const each of repo.ofKind('ResourceInterpreterCustomization', interpreterGroup)) {
    const target = (field: string): string => each.text('spec', 'target', field) ?? '';
    const hook = ['spec', 'customizations', 'dependencyInterpretation'];
    if (!each.has(...hook)) continue;
    const kind = `${target('apiVersion')} ${target('kind')}`;
    const isOurs =
      each.text(...hook, 'luaScript')?.trim() === interpreterScripts.dependencyInterpretation.trim();
    custom.set(kind, isOurs && !custom.has(kind) ? ofHelmRelease : 'unknown');
  }
  return (kind) => custom.get(kind) ?? bundled.get(kind) ?? workloadNeeds.get(kind);
}

function needs(...parts: readonly Interpreter[]): Interpreter {
  return (object) => parts.flatMap((part) => part(object));
}

/** A Secret that a reference names. */
function secret(...path: readonly string[]): Interpreter {
  return (object) => named('Secret', at(object, [...path, 'name']));
}

function account(object: DataMap): readonly Needed[] {
  return named('ServiceAccount', at(object, ['spec', 'serviceAccountName']));
}

/** Karmada's own script and ours alike. */
function ofHelmRelease(object: DataMap): readonly Needed[] {
  return [
    valuesFrom,
    secret('spec', 'chart', 'spec', 'verify', 'secretRef'),
    secret('spec', 'kubeConfig', 'secretRef'),
    account,
  ].flatMap((part) => part(object));
}

function valuesFrom(object: DataMap): readonly Needed[] {
  return listOf(at(object, ['spec', 'valuesFrom'])).flatMap((source) => {
    const kind = textOf(fieldOf(source, 'kind'));
    return kind === 'ConfigMap' || kind === 'Secret' ? named(kind, fieldOf(source, 'name')) : [];
  });
}
