import type { Problem } from '../../core/finding.ts';
import { isEncrypted, type Resource } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const value = 'ENC[AES256_GCM,data:ZGF0YQ==,iv:aXY=,tag:dGFn,type:str]';
const secret = (name: string, sops: string): Record<string, string> => ({
  'podinfo/secret-podinfo.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: podinfo
stringData:
  password: ${value}
${sops}`,
});

const decrypting = [
  [
    'flux-system/kustomizations/kustomization-podinfo.yaml',
    '  prune: true',
    '  decryption:\n    provider: sops\n  prune: true',
  ],
] as const;

export const undecryptable: Rule = {
  id: 'secret/undecryptable',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A file was encrypted in a way that Flux cannot decrypt.',
  why: `Flux finds an encrypted object by its top-level \`sops:\`, and reads kind, name and namespace before it decrypts.
Without \`encrypted_regex\` SOPS encrypts these too, and the build fails. Where \`sops:\` was lost, in a merge or by an
editor, the encrypted text itself is applied as the value. Put \`encrypted_regex: ^(data|stringData)$\` into the rule of
.sops.yaml, and encrypt the file again.`,
  examples: [
    {
      title: 'an encrypted name',
      replace: decrypting,
      create: secret(value, 'sops:\n  version: 3.9.0\n'),
      finds: ['the name of a Secret is encrypted; expected only data and stringData to be'],
    },
    {
      title: 'the sops block lost',
      create: secret('podinfo', ''),
      finds: ['Secret podinfo holds encrypted values and has no sops: at its top'],
    },
    {
      title: 'encrypted values alone',
      replace: decrypting,
      create: secret('podinfo', 'sops:\n  version: 3.9.0\n'),
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of repo.resources) {
      const problem = isEncrypted(resource) ? encryptedHead(resource) : lostBlock(resource);
      if (problem !== undefined) yield problem;
    }
  },
};

function encryptedHead(resource: Resource): Problem | undefined {
  for (const [field, path] of [
    ['kind', ['kind']],
    ['name', ['metadata', 'name']],
    ['namespace', ['metadata', 'namespace']],
  ] as const) {
    if (!resource.text(...path)?.startsWith('ENC[')) continue;
    const owner = field === 'kind' ? 'an object' : `a ${resource.kind}`;
    return {
      at: resource.at(...path),
      message: `the ${field} of ${owner} is encrypted; expected only data and stringData to be`,
      help: 'add encrypted_regex: ^(data|stringData)$ to the rule in .sops.yaml, decrypt the file and encrypt it again',
    };
  }
  return undefined;
}

function lostBlock(resource: Resource): Problem | undefined {
  for (const field of ['data', 'stringData']) {
    const data = resource.get(field);
    if (typeof data !== 'object' || data === null) continue;
    const found = Object.entries(data).find(
      ([, text]) => typeof text === 'string' && /^ENC\[[A-Z0-9_]+,data:/.test(text),
    );
    if (found === undefined) continue;
    return problemOf(resource, [field, found[0]], {
      message: `${named(resource)} holds encrypted values and has no sops: at its top`,
      help: 'take the file back from the commit that still had sops:, and edit it with sops',
    });
  }
  return undefined;
}
