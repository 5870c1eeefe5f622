import { apiUses } from '../api-uses.ts';
import { problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

export const unknownKind: Rule = {
  id: 'api/unknown-kind',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A kind is misspelt.',
  why: `Kinds are told apart by every letter, capitals included: \`Daemonset\` is no kind, \`DaemonSet\` is. The cluster
answers \`no matches for kind\`, and nothing of the Kustomization is applied. Only kinds of Flux and of Kubernetes
itself are judged, and only those a slip away from a known one.`,
  examples: [
    {
      title: 'a capital that is missing',
      create: {
        'podinfo/daemonset-podinfo.yaml':
          'apiVersion: apps/v1\nkind: Daemonset\nmetadata:\n  name: podinfo-agent\n  namespace: podinfo\n',
      },
      finds: ['Daemonset is no kind of apps/v1; did you mean DaemonSet?'],
    },
    {
      title: 'a kind of which nothing is known here',
      create: {
        'podinfo/certificate-podinfo.yaml':
          'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, apiVersion, kind, state } of apiUses(repo, 'unknown-kind')) {
      yield problemOf(resource, ['kind'], {
        message: `${kind} is no kind of ${apiVersion}; did you mean ${state.near}?`,
        help: `write kind: ${state.near}`,
      });
    }
  },
};
