import { isDeepStrictEqual } from 'node:util';
import { fluxGroups, isEncrypted, type Resource } from '../../model/resource.ts';
import type { View } from '../../model/view.ts';
import type { Data } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const otherKustomization = 'flux-system/kustomizations/kustomization-redis.yaml';
const decryption = '  decryption:\n    provider: sops\n    secretRef:\n      name: sops-age\n  prune: true';
const secret = (annotations = ''): string => `apiVersion: v1
kind: Secret
metadata:
  name: podinfo-token
  namespace: podinfo
${annotations}stringData:
  token: ENC[AES256_GCM,data:3mPq,iv:Zm9v,tag:YmFy,type:str]
sops:
  age:
    - recipient: age1lpk8s0tn3k0c3kcsnglg
      enc: x
  version: 3.9.4
`;

export const decryptionMissing: Rule = {
  id: 'kustomization/decryption-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization applies what SOPS encrypted, and does not decrypt it.',
  why: `Without \`spec.decryption\` Flux refuses a Secret that SOPS encrypted, and with it the whole path; objects of other kinds it applies as
ciphertext, the field \`sops\` included. Decryption is not handed down: each Kustomization whose own path holds encrypted
files needs it.`,
  examples: [
    {
      title: 'an encrypted Secret and no decryption',
      create: { 'podinfo/secret-podinfo-token.yaml': secret() },
      finds: [
        'Kustomization podinfo applies Secret podinfo-token, which SOPS encrypted, and has no decryption',
      ],
    },
    {
      title: 'a key that another Kustomization has',
      replace: [[otherKustomization, '  prune: true', decryption]],
      create: {
        'podinfo/secret-podinfo-token.yaml': secret(),
        'redis/secret-redis-token.yaml': secret().replaceAll('podinfo', 'redis'),
      },
      finds: [
        'Kustomization podinfo applies Secret podinfo-token, which SOPS encrypted, and has no decryption',
      ],
    },
    {
      title: 'with decryption',
      replace: [[kustomization, '  prune: true', decryption]],
      create: {
        'podinfo/secret-podinfo-token.yaml': secret(),
      },
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'The other Kustomizations of the namespace name one key: look whether the file was encrypted for it.',
  },
  *check({ repo }) {
    if (mayBeWritten(repo, 'Kustomization', 'decryption')) return;
    for (const view of repo.views) {
      for (const { kustomization: from, resources } of view.builds) {
        if (from === undefined || from.get('spec', 'decryption') !== undefined) continue;
        const [first, ...others] = resources.filter(isForFlux);
        if (first === undefined) continue;
        const theirs = usualDecryption(view, from);
        const more = others.length === 0 ? '' : ` and ${others.length} more`;
        yield problemOf(from, ['spec', 'decryption'], {
          message: `${named(from)} applies ${named(first)}${more}, which SOPS encrypted, and has no decryption`,
          help:
            theirs === undefined
              ? 'add decryption with provider: sops and the secretRef of the key'
              : 'write decryption as the other Kustomizations have it, or with the key that encrypted the file',
          related: [{ at: first.keyAt('sops'), message: `${named(first)} is encrypted` }],
          ...(theirs === undefined
            ? {}
            : offerFix(repo, from, { title: 'write decryption as the others have it', safety: 'unsafe' }, [
                { kind: 'set', path: ['spec', 'decryption'], value: theirs, below: ['path', 'prune'] },
              ])),
        });
      }
    }
  },
};

/** The operator of SopsSecret decrypts those in the cluster; an annotation keeps Flux from any other. */
function isForFlux(resource: Resource): boolean {
  return (
    isEncrypted(resource) &&
    resource.kind !== 'SopsSecret' &&
    resource.get('metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/decrypt') !== 'disabled'
  );
}

/** What all Kustomizations of the namespace that decrypt say alike; the key lies in that namespace. */
function usualDecryption(view: View, { namespace }: Resource): Data | undefined {
  const [first, ...others] = view
    .ofKind('Kustomization', fluxGroups.kustomize)
    .filter((each) => each.namespace === namespace)
    .flatMap((each) => each.get('spec', 'decryption') ?? []);
  const isOne = first !== undefined && others.every((each) => isDeepStrictEqual(each, first));
  return isOne && !JSON.stringify(first).includes('${') ? first : undefined;
}
