import type { Problem } from '../../core/finding.ts';
import { policyGroup } from '../../fleet/policy.ts';
import { baseName } from '../../model/layout.ts';
import { fixOf } from '../api-fixes.ts';
import { type ApiUse, apiUses, howToMove, nestedUses } from '../api-uses.ts';
import { named, problemOf } from '../named.ts';
import type { Rule, RuleContext } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const old = 'source.toolkit.fluxcd.io/v1beta2';

export const deprecatedVersion: Rule = {
  id: 'api/deprecated-version',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object is written for an API version that a newer release removes.',
  why: `The clusters still serve the version, and a newer one beside it. Move while both are served: after the upgrade
that removes the old one nothing of the Kustomization is applied until every file is changed. What gotk-sync.yaml
holds is left out: bootstrap rewrites it with the upgrade.`,
  repair: {
    safe: 'Both versions are served and mean the same: fields that moved are moved with the apiVersion.',
  },
  examples: [
    {
      title: 'a version that the next Flux removes',
      replace: [[file, 'source.toolkit.fluxcd.io/v1', old]],
      fluxVersion: '2.7',
      finds: [
        'HelmRepository podinfo is written for source.toolkit.fluxcd.io/v1beta2, which Flux 2.8 removes; expected source.toolkit.fluxcd.io/v1',
      ],
    },
    {
      title: 'a health check that asks for such a version',
      replace: [
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          'apiVersion: helm.toolkit.fluxcd.io/v2\n',
          'apiVersion: helm.toolkit.fluxcd.io/v2beta2\n',
        ],
      ],
      fluxVersion: '2.7',
      finds: [
        'Kustomization podinfo asks for HelmRelease in helm.toolkit.fluxcd.io/v2beta2, which Flux 2.8 removes; expected helm.toolkit.fluxcd.io/v2',
      ],
    },
    {
      title: 'the newest version',
      fluxVersion: '2.7',
      finds: [],
    },
  ],
  alone: true,
  *check(context) {
    const { repo } = context;
    // Of what policies select `fleet/version-not-preferred` speaks: it is not found at all.
    const nested = [...nestedUses(repo)].filter(({ resource }) => resource.group !== policyGroup);
    for (const use of [...apiUses(repo, 'deprecated'), ...nested]) {
      const problem =
        baseName(use.resource.file) === 'gotk-sync.yaml' ? undefined : problemWith(context, use);
      if (problem !== undefined) yield problem;
    }
  },
};

function problemWith(context: RuleContext, use: ApiUse): Problem | undefined {
  const { resource, apiVersion, kind, path, state } = use;
  if (state.kind !== 'deprecated' || state.write === undefined) return undefined;
  const end = state.removedIn === undefined ? 'is deprecated' : `${state.removedIn} removes`;
  const subject =
    path.length === 1
      ? `${named(resource)} is written for ${apiVersion}`
      : `${named(resource)} asks for ${kind} in ${apiVersion}`;
  return problemOf(resource, path, {
    message: `${subject}, which ${end}; expected ${state.write}`,
    help: howToMove(use, state.write),
    ...fixOf(context, use),
  });
}
