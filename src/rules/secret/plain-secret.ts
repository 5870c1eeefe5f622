import { isEncrypted, type Resource } from '../../model/resource.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const secret = (data: string): Record<string, string> => ({
  'podinfo/secret-podinfo.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: podinfo
  namespace: podinfo
stringData:
${data}`,
});

export const plainSecret: Rule = {
  id: 'secret/plain-secret',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Secret stands in the repository as everybody can read it.',
  why: `Base64 is no encryption. Whoever can read the repository, one of its clones or its history, has the secret; and
what was once pushed stays in the history after the file is gone. Encrypt it with SOPS, which Flux decrypts, or commit a
SealedSecret or an ExternalSecret in its place. Values that are variables of the Kustomization (\`\${password}\`), empty
ones, and certificates without their key are left alone.`,
  examples: [
    {
      title: 'a password',
      create: secret('  password: correct-horse-battery-staple\n'),
      finds: ['Secret podinfo is not encrypted'],
    },
    {
      title: 'a Secret that SOPS has encrypted',
      replace: [
        [
          'flux-system/kustomizations/kustomization-podinfo.yaml',
          '  prune: true',
          '  decryption:\n    provider: sops\n  prune: true',
        ],
      ],
      create: secret(
        '  password: ENC[AES256_GCM,data:ZGF0YQ==,iv:aXY=,tag:dGFn,type:str]\nsops:\n  version: 3.9.0\n',
      ),
      finds: [],
    },
    {
      title: 'a variable in its place',
      create: secret(`  password: "\${podinfo_password}"\n`),
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const resource of repo.ofKind('Secret', '')) {
      if (isEncrypted(resource) || !holdsSecret(resource)) continue;
      yield problemOf(resource, ['kind'], {
        message: `${named(resource)} is not encrypted`,
        help: 'encrypt the file with SOPS, or replace it by a SealedSecret or ExternalSecret; then change what it holds, since Git keeps the old text',
      });
    }
  },
};

/** Whether a value stands there in the open. */
function holdsSecret(resource: Resource): boolean {
  return ['data', 'stringData'].some((field) => {
    const data = resource.get(field);
    if (typeof data !== 'object' || data === null) return false;
    return Object.entries(data).some(([key, value]) => isOpen(value) && !isPublic(key));
  });
}

/** A value of its own: neither empty, nor filled in later, nor a leftover of SOPS (secret/undecryptable says so). */
function isOpen(value: unknown): boolean {
  const text = typeof value === 'string' ? value.trim() : String(value ?? '');
  return text !== '' && !/\$\{|\{\{|^ENC\[|^<.*>$|^(?:op|vault|ref\+[a-z]+):/.test(text);
}

/** Certificates and public keys are for everybody. */
function isPublic(key: string): boolean {
  return /(?:^|\.)(?:crt|pub)$|^ca\.pem$|^known_hosts$/.test(key);
}
