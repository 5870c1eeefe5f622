import type { Problem } from '../../core/finding.ts';
import { fixOf } from '../api-fixes.ts';
import { type ApiUse, howToMove, nestedUses } from '../api-uses.ts';
import { named, problemOf } from '../named.ts';
import type { Rule, RuleContext } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const refVersion: Rule = {
  id: 'api/ref-version',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object asks for others in an apiVersion that the clusters do not serve.',
  why: `Health checks, Karmada's resource selectors, the targets of patches and others find objects by apiVersion and
kind. In a version that is not served nothing is found: a health check waits until its timeout, a selector or patch
matches nothing and says nothing. An upgrade that changes the objects' own apiVersion often forgets these lines.`,
  repair: {
    safe: 'What is looked up stays the same; in a version that is served it is found.',
  },
  examples: [
    {
      title: 'a health check for a version that Flux 2.7 removed',
      replace: [
        [
          kustomization,
          'apiVersion: helm.toolkit.fluxcd.io/v2\n',
          'apiVersion: helm.toolkit.fluxcd.io/v2beta1\n',
        ],
      ],
      finds: [
        'Kustomization podinfo asks for HelmRelease in helm.toolkit.fluxcd.io/v2beta1, which is gone since Flux 2.7; expected helm.toolkit.fluxcd.io/v2',
      ],
    },
    {
      title: 'a patch for a version that Kubernetes removed',
      replace: [
        [
          kustomization,
          '  prune: true',
          '  patches:\n    - target:\n        group: extensions\n        version: v1beta1\n        kind: Ingress\n      patch: |\n        - op: remove\n          path: /spec/tls\n  prune: true',
        ],
      ],
      finds: [
        'Kustomization podinfo asks for Ingress in extensions/v1beta1, which is gone since Kubernetes 1.22; expected networking.k8s.io/v1',
      ],
    },
    {
      title: 'an apiVersion that nobody looks at',
      replace: [
        [kustomization, '  sourceRef:\n', '  sourceRef:\n    apiVersion: source.toolkit.fluxcd.io/v1beta2\n'],
      ],
      finds: [],
    },
  ],
  alone: true,
  *check(context) {
    for (const use of nestedUses(context.repo)) {
      const problem = problemWith(context, use);
      if (problem !== undefined) yield problem;
    }
  },
};

function problemWith(context: RuleContext, use: ApiUse): Problem | undefined {
  const { resource, path, apiVersion, kind, state } = use;
  const subject = `${named(resource)} asks for ${kind} in ${apiVersion}`;
  switch (state.kind) {
    case 'removed':
      return problem(`${subject}, which is gone since ${state.removedIn}`, state.write);
    case 'too-new':
      return problem(`${subject}, which came with ${state.since}`, state.write);
    case 'unknown-version':
      return problem(`${subject}, which has no such kind`, state.write);
    case 'served':
    case 'deprecated':
    case 'unknown-kind':
      return undefined;
  }

  function problem(flaw: string, write: string | undefined): Problem {
    return problemOf(resource, path, {
      message: `${flaw}${write === undefined ? '; nothing took its place' : `; expected ${write}`}`,
      help: howToMove(use, write),
      ...fixOf(context, use),
    });
  }
}
