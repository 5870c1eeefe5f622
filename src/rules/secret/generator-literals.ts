import { kustomizeObjects } from '../kustomize-objects.ts';
import type { Rule } from '../rule.ts';

const kustomization = (literal: string): Record<string, string> => ({
  'podinfo/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - configmap-podinfo-helm-chart-value-overrides.yaml
  - helmrelease-podinfo.yaml
secretGenerator:
  - name: podinfo
    namespace: podinfo
    literals:
      - ${literal}
`,
});

export const generatorLiterals: Rule = {
  id: 'secret/generator-literals',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A secretGenerator holds its secrets as everybody can read them.',
  why: `\`literals\` of a kustomization.yaml are plain text in Git: whoever can read the repository, one of its clones or
its history, has the secret, and kustomization.yaml itself cannot be encrypted. Name a file under \`files\` or \`envs\` that
SOPS has encrypted, which Flux decrypts before the build, or commit a SealedSecret or an ExternalSecret.`,
  examples: [
    {
      title: 'a password',
      create: kustomization('password=correct-horse-battery-staple'),
      finds: ['secretGenerator podinfo holds password in the open; expected an encrypted file'],
    },
    {
      title: 'nothing behind the name',
      create: kustomization('password='),
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const resource of kustomizeObjects(repo)) {
      for (const [index] of resource.list('secretGenerator').entries()) {
        for (const [place, literal] of resource.list('secretGenerator', index, 'literals').entries()) {
          const [, key, value] = /^([^=]*)=(.*)$/s.exec(typeof literal === 'string' ? literal : '') ?? [];
          if (key === undefined || value === undefined || value === '' || value.includes('${')) continue;
          yield {
            at: resource.at('secretGenerator', index, 'literals', place),
            hidden: true,
            message: `secretGenerator ${resource.text('secretGenerator', index, 'name') ?? ''} holds ${key} in the open; expected an encrypted file`,
            help: 'name an encrypted file under files or envs; then change the secret, since Git keeps the old text',
          };
        }
      }
    }
  },
};
