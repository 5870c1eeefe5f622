import { baseName } from '../../model/layout.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const pathEmpty: Rule = {
  id: 'kustomization/path-empty',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization applies a folder that holds no manifests.',
  why: `Of a folder without manifests Flux applies nothing, and removes all that it applied before from the same path, as \`prune\` says.
As a rule the files were moved and the Kustomization was not, or \`.sourceignore\` leaves them out.`,
  examples: [
    {
      title: 'a folder that is kept for later',
      create: {
        'keycloak/README.md': '# Keycloak will live here\n',
        'flux-system/kustomizations/kustomization-keycloak.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: keycloak
  namespace: flux-system
spec:
  interval: 15m
  retryInterval: 2m
  path: ./keycloak
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
      },
      finds: ['Kustomization keycloak applies ./keycloak, which holds no manifests'],
    },
    {
      title: 'another way to write a folder with manifests',
      replace: [[kustomization, 'path: ./podinfo', 'path: ./podinfo/.']],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { builds } of repo.views) {
      for (const { kustomization: from, exists, complete, path, resources, generated, files } of builds) {
        if (from === undefined || !exists || !complete) continue;
        if (resources.length > 0 || generated.length > 0) continue;
        // YAML that holds no objects has rules of its own.
        if (files.some((file) => !/^kustomization\.ya?ml$|^Kustomization$/.test(baseName(file)))) continue;
        yield problemOf(from, ['spec', 'path'], {
          message: `${named(from)} applies ./${path}, which holds no manifests`,
          help: `name the folder that holds them, or remove ${named(from)}`,
        });
      }
    }
  },
};
