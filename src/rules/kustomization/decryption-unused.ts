import { inputsOf } from '../../model/kustomize-inputs.ts';
import type { Repo } from '../../model/repo.ts';
import { isEncrypted } from '../../model/resource.ts';
import { offerFix } from '../fixes.ts';
import { ownKustomizations } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const decryption = '  decryption:\n    provider: sops\n    secretRef:\n      name: sops-age\n  prune: true';

export const decryptionUnused: Rule = {
  id: 'kustomization/decryption-unused',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A Kustomization decrypts, and its path holds nothing encrypted.',
  why: `The key is a secret that this Kustomization then has no use for. As a rule the encrypted file was removed, or lies in the path of
another Kustomization, which needs its own \`decryption\`.`,
  examples: [
    {
      title: 'nothing to decrypt',
      replace: [[kustomization, '  prune: true', decryption]],
      finds: ['Kustomization podinfo has decryption, and ./podinfo holds nothing that SOPS encrypted'],
    },
    {
      title: 'an encrypted Secret',
      replace: [[kustomization, '  prune: true', decryption]],
      create: {
        'podinfo/secret-podinfo-token.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: podinfo-token
  namespace: podinfo
stringData:
  token: ENC[AES256_GCM,data:3mPq,iv:Zm9v,tag:YmFy,type:str]
sops:
  version: 3.9.4
`,
      },
      finds: [],
    },
  ],
  repair: { safe: 'Nothing in the path is encrypted, so that Flux uses the key for nothing.' },
  *check({ repo }) {
    const builds = new Map(
      repo.views.flatMap((view) => view.builds.map((build) => [build.kustomization, build] as const)),
    );
    for (const each of ownKustomizations(repo)) {
      const build = builds.get(each);
      if (each.get('spec', 'decryption') === undefined || build?.complete !== true) continue;
      if (build.resources.some(isEncrypted) || mayReadEncrypted(repo, build.files)) continue;
      yield {
        ...problemOf(each, ['spec', 'decryption'], {
          message: `${named(each)} has decryption, and ./${build.path} holds nothing that SOPS encrypted`,
          help: 'remove decryption, or move the encrypted files here',
          ...offerFix(repo, each, { title: 'remove decryption', safety: 'safe' }, [
            { kind: 'remove', path: ['spec', 'decryption'] },
          ]),
        }),
        at: each.keyAt('spec', 'decryption'),
      };
    }
  },
};

/** Files that generators and patches read may be encrypted, too. */
function mayReadEncrypted({ kustomizations }: Repo, files: readonly string[]): boolean {
  return [...kustomizations.values()].some(
    ({ file, root }) =>
      root !== undefined && files.includes(file) && inputsOf(root).some(({ use }) => use === 'file'),
  );
}
