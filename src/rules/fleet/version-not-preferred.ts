import type { Problem } from '../../core/finding.ts';
import type { Policy, Selector } from '../../fleet/policy.ts';
import { preferredByFlux } from '../../fleet/preferred.ts';
import { apiState } from '../../model/api-state.ts';
import { isFluxGroup } from '../../model/object-names.ts';
import type { Repo } from '../../model/repo.ts';
import { offerFix } from '../fixes.ts';
import { named, plural, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const selected = 'apiVersion: helm.toolkit.fluxcd.io/v2\n';

export const versionNotPreferred: Rule = {
  id: 'fleet/version-not-preferred',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy selects objects in a version that is served, and not the one that Karmada looks at.',
  why: `The control plane lists each kind in its preferred version alone, whatever version an object was written in, and
compares the apiVersion of selectors as text. A selector with another version matches nothing, silently, though
\`kubectl get\` shows the objects in it: the object goes nowhere, or without its override. Preferred is the newest stable
version that the Flux that runs serves.`,
  examples: [
    {
      title: 'a version that Flux 2.7 still serves',
      base: 'fleet',
      fluxVersion: '2.7',
      replace: [[policy, selected, 'apiVersion: helm.toolkit.fluxcd.io/v2beta2\n']],
      finds: [
        'PropagationPolicy podinfo selects HelmRelease podinfo in helm.toolkit.fluxcd.io/v2beta2, and Karmada lists HelmReleases in helm.toolkit.fluxcd.io/v2',
      ],
    },
    {
      title: 'the version that all have',
      base: 'fleet',
      fluxVersion: '2.7',
      finds: [],
    },
  ],
  repair: {
    safe: 'The selector means the same objects, and finds them.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    for (const policy of [...fleet.propagationPolicies, ...fleet.overridePolicies]) {
      for (const selector of policy.selectors) {
        const preferred = betterVersion(context.repo, selector);
        if (preferred !== undefined) yield problemWith(context.repo, { policy, selector, preferred });
      }
    }
  },
};

/**
 * The apiVersion that a selector would need, where it has another that is served: of one that is not, `api/ref-version`
 * speaks.
 */
export function betterVersion(
  { flux }: Pick<Repo, 'flux'>,
  { apiVersion, kind }: Selector,
): string | undefined {
  const group = apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
  const version = isFluxGroup(group) ? preferredByFlux(group, kind, flux) : undefined;
  if (version === undefined || apiVersion === `${group}/${version}`) return undefined;
  const state = apiState(apiVersion, kind, flux)?.kind;
  return state === 'served' || state === 'deprecated' ? `${group}/${version}` : undefined;
}

interface Case {
  readonly policy: Policy;
  readonly selector: Selector;
  readonly preferred: string;
}

function problemWith(repo: Repo, { policy, selector, preferred }: Case): Problem {
  const { apiVersion, kind, name, path } = selector;
  const what = name === '' ? kind : `${kind} ${name}`;
  return problemOf(policy.resource, [...path, 'apiVersion'], {
    message: `${named(policy.resource)} selects ${what} in ${apiVersion}, and Karmada lists ${plural(kind)} in ${preferred}`,
    help: `write apiVersion: ${preferred}`,
    ...offerFix(repo, policy.resource, { title: `select ${preferred}`, safety: 'safe' }, [
      { kind: 'set', path: [...path, 'apiVersion'], value: preferred },
    ]),
  });
}
