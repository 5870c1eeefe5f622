import type { Problem } from '../../core/finding.ts';
import { apiState } from '../../model/api-state.ts';
import { preferredApiVersion } from '../../model/api-versions.ts';
import type { FluxVersion } from '../../model/flux-version.ts';
import { builtinVersions } from '../../model/kubernetes-apis.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { type HealthCheck, healthChecks } from '../health-checks.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const api = '- apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease';

export const healthcheckKind: Rule = {
  id: 'kustomization/healthcheck-kind',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization checks the health of an object of a kind that does not exist.',
  why: `The cluster looks for objects by kind, and upper and lower case count. An entry under \`healthChecks\` whose kind
the API does not know fails every time, so the Kustomization never becomes ready. Without \`apiVersion\` Flux takes
\`apps/v1\`, which has Deployments, StatefulSets and DaemonSets and no kind of Flux.`,
  examples: [
    {
      title: 'a kind in another case',
      replace: [[kustomization, api, '- apiVersion: apps/v1\n      kind: Daemonset']],
      finds: [
        'Kustomization podinfo checks the health of Daemonset podinfo, a kind that does not exist; did you mean DaemonSet?',
      ],
    },
    {
      title: 'a HelmRelease without apiVersion',
      replace: [[kustomization, api, '- kind: HelmRelease']],
      finds: [
        'Kustomization podinfo checks the health of HelmRelease podinfo without an apiVersion, which means apps/v1; expected helm.toolkit.fluxcd.io/v2',
      ],
    },
    {
      title: 'a Deployment without apiVersion',
      replace: [[kustomization, api, '- kind: Deployment']],
      finds: [],
    },
  ],
  repair: {
    safe: 'As it is, the entry names what cannot exist; there is one kind of that name, and it is checked from then on.',
  },
  alone: true,
  *check({ repo }) {
    for (const check of healthChecks(repo)) {
      const problem = wrongKind(repo, check);
      if (problem !== undefined) yield problem;
    }
  },
};

function wrongKind(repo: Repo, check: HealthCheck): Problem | undefined {
  const { flux } = repo;
  const { from, path, apiVersion, kind, name } = check;
  const checks = `${named(from)} checks the health of ${kind} ${name}`;
  const meant = apiVersion === undefined ? apiVersionOf(kind, flux) : undefined;
  if (meant !== undefined && meant !== 'apps/v1') {
    return problemOf(from, [...path, 'kind'], {
      message: `${checks} without an apiVersion, which means apps/v1; expected ${meant}`,
      help: `write apiVersion: ${meant}`,
      ...offerFix(repo, from, { title: `write apiVersion: ${meant}`, safety: 'safe' }, [
        { kind: 'set', path: [...path, 'apiVersion'], value: meant, below: [] },
      ]),
    });
  }
  const state = apiState(apiVersion ?? 'apps/v1', kind, flux);
  if (state?.kind !== 'unknown-kind') return undefined;
  return problemOf(from, [...path, 'kind'], {
    message: `${checks}, a kind that does not exist; did you mean ${state.near}?`,
    help: `write kind: ${state.near}`,
    // Another word than the one that is written may be meant; another case may not.
    ...(state.near.toLowerCase() === kind.toLowerCase()
      ? offerFix(repo, from, { title: `write kind: ${state.near}`, safety: 'safe' }, [
          { kind: 'set', path: [...path, 'kind'], value: state.near },
        ])
      : {}),
  });
}

/** The apiVersion that an entry of that kind should have; undefined for kinds of others. */
function apiVersionOf(kind: string, flux: FluxVersion): string | undefined {
  const own = [fluxGroups.helm, fluxGroups.kustomize, fluxGroups.source].map((group) =>
    preferredApiVersion(group, kind, flux),
  );
  return own.find((version) => version !== undefined) ?? builtinVersions(kind)[0];
}
