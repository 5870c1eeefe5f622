import type { Repo } from '../model/repo.ts';
import { fluxGroups } from '../model/resource.ts';

/** What an interpreter of Karmada does for a kind. */
export type Hook = 'dependencies' | 'status';

/**
 * The versions of Flux kinds that Karmada's own bundle reads (karmada v1.18,
 * pkg/resourceinterpreter/default/thirdparty/resourcecustomizations): a kind in another version is nobody's.
 */
const bundled: ReadonlySet<string> = new Set([
  'helm.toolkit.fluxcd.io/v2beta1 HelmRelease',
  'kustomize.toolkit.fluxcd.io/v1 Kustomization',
  'source.toolkit.fluxcd.io/v1 GitRepository',
  'source.toolkit.fluxcd.io/v1beta2 Bucket',
  'source.toolkit.fluxcd.io/v1beta2 HelmChart',
  'source.toolkit.fluxcd.io/v1beta2 HelmRepository',
  'source.toolkit.fluxcd.io/v1beta2 OCIRepository',
]);

const groups: ReadonlySet<string> = new Set([fluxGroups.helm, fluxGroups.kustomize, fluxGroups.source]);
const field = { dependencies: 'dependencyInterpretation', status: 'statusAggregation' } as const;

/** A kind as the control plane has it. */
export interface PlaneKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Whether it is known that Karmada does nothing of that sort for a kind: one of Flux, in a version that nobody interprets. */
export function isUninterpreted(repo: Repo, hook: Hook, { apiVersion, kind }: PlaneKind): boolean {
  if (!groups.has(apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0)))) return false;
  return !bundled.has(`${apiVersion} ${kind}`) && !customized(repo, hook).has(`${apiVersion} ${kind}`);
}

const known = new WeakMap<Repo, Map<Hook, ReadonlySet<string>>>();

/** The kinds for which the repository holds an interpreter of its own. */
function customized(repo: Repo, hook: Hook): ReadonlySet<string> {
  const hooks = known.get(repo) ?? new Map<Hook, ReadonlySet<string>>();
  known.set(repo, hooks);
  const found =
    hooks.get(hook) ??
    new Set(
      repo
        .ofKind('ResourceInterpreterCustomization', 'config.karmada.io')
        .filter((each) => each.has('spec', 'customizations', field[hook]))
        .map((each) => `${each.text('spec', 'target', 'apiVersion')} ${each.text('spec', 'target', 'kind')}`),
    );
  hooks.set(hook, found);
  return found;
}
