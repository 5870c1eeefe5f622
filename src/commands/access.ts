import { type Access, providers } from '../scaffold/source-access.ts';
import type { Arguments } from './command.ts';

/** By what Flux is to be let in to the repository. */
export function accessAsked(args: Arguments): Access {
  return {
    secretRef: args.text('secret-ref'),
    certSecretRef: args.text('cert-secret-ref'),
    provider: providers.find((each) => each === args.text('provider')),
  };
}
