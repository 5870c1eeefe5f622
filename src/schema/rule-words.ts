/** What a broken rule means, in our words. `{at}` is the field that it is about. */
export interface RuleWords {
  /** The field, relative to the object that has the rule; that object itself when it is not said. */
  readonly at?: string;
  /** Behind the object's kind and name: `has {at} with …`. */
  readonly says: string;
  readonly help: string;
}

const serviceAccount = {
  at: 'serviceAccountName',
  says: 'has {at} with a provider that takes none',
};
const sts = 'expected sts of the same provider as the bucket: aws with aws, ldap with generic';

/** The rules of Flux's and the Flux Operator's kinds that are about values, as their CRDs write them. */
const known: Readonly<Record<string, RuleWords>> = {
  // HelmRelease
  "!has(self.retryInterval) || self.name != 'RemediateOnFailure'": {
    at: 'retryInterval',
    says: 'has {at} with strategy RemediateOnFailure, which does not wait',
    help: 'remove retryInterval, or use the strategy RetryOnFailure',
  },
  "!has(self.retryInterval) || self.name == 'RetryOnFailure'": {
    at: 'retryInterval',
    says: 'has {at} without strategy RetryOnFailure',
    help: 'remove retryInterval, or use the strategy RetryOnFailure',
  },
  // ImagePolicy
  "!has(self.interval) || (has(self.digestReflectionPolicy) && self.digestReflectionPolicy == 'Always')": {
    at: 'interval',
    says: 'has {at}, which counts only with digestReflectionPolicy Always',
    help: 'remove interval, or set digestReflectionPolicy: Always',
  },
  "has(self.interval) || !has(self.digestReflectionPolicy) || self.digestReflectionPolicy != 'Always'": {
    at: 'digestReflectionPolicy',
    says: 'has {at} Always and no interval',
    help: 'add interval: a duration such as 10m',
  },
  // Provider, Receiver
  "self.type == 'github' || self.type == 'gitlab' || self.type == 'gitea' || self.type == 'bitbucketserver' || self.type == 'bitbucket' || self.type == 'azuredevops' || !has(self.commitStatusExpr)":
    {
      at: 'commitStatusExpr',
      says: 'has {at} with a type that sets no commit status',
      help: 'remove it, or use type github, gitlab, gitea, bitbucketserver, bitbucket or azuredevops',
    },
  "self.type != 'generic-oidc' || (has(self.oidcProviders) && size(self.oidcProviders) > 0)": {
    at: 'type',
    says: 'has {at} generic-oidc and no oidcProviders',
    help: 'add at least one entry to oidcProviders',
  },
  "self.type == 'generic-oidc' || !has(self.oidcProviders) || size(self.oidcProviders) == 0": {
    at: 'oidcProviders',
    says: 'has {at} with a type other than generic-oidc',
    help: 'remove oidcProviders, or use type generic-oidc',
  },
  "self.type != 'generic-oidc' || !has(self.secretRef)": {
    at: 'secretRef',
    says: 'has {at} with type generic-oidc, which takes none',
    help: 'remove secretRef',
  },
  "self.type == 'generic-oidc' || has(self.secretRef)": {
    at: 'type',
    says: 'has no secretRef, which every type but generic-oidc needs',
    help: 'add secretRef with the name of a Secret that holds the token',
  },
  // Sources
  "self.provider == 'aws' || self.provider == 'generic' || !has(self.sts)": {
    at: 'sts',
    says: 'has {at} with a provider other than aws and generic',
    help: 'remove sts',
  },
  "self.provider != 'aws' || !has(self.sts) || self.sts.provider == 'aws'": {
    at: 'sts.provider',
    says: `has another {at} than aws with provider aws; ${sts}`,
    help: 'set sts.provider: aws',
  },
  "self.provider != 'generic' || !has(self.sts) || self.sts.provider == 'ldap'": {
    at: 'sts.provider',
    says: `has another {at} than ldap with provider generic; ${sts}`,
    help: 'set sts.provider: ldap',
  },
  "!has(self.sts) || self.sts.provider != 'aws' || !has(self.sts.secretRef)": {
    at: 'sts.secretRef',
    says: 'has {at}, which sts of aws does not take',
    help: 'remove sts.secretRef',
  },
  "!has(self.sts) || self.sts.provider != 'aws' || !has(self.sts.certSecretRef)": {
    at: 'sts.certSecretRef',
    says: 'has {at}, which sts of aws does not take',
    help: 'remove sts.certSecretRef',
  },
  "self.provider != 'generic' || !has(self.serviceAccountName)": {
    ...serviceAccount,
    help: 'remove serviceAccountName, or name the provider of the bucket',
  },
  "!has(self.serviceAccountName) || (has(self.provider) && (self.provider == 'azure' || self.provider == 'aws'))":
    {
      ...serviceAccount,
      help: 'remove serviceAccountName, or set provider to azure or aws',
    },
  "!has(self.verify) || self.sourceRef.kind == 'HelmRepository'": {
    at: 'verify',
    says: 'has {at} with a source that is no HelmRepository',
    help: 'remove verify: only charts of a HelmRepository are verified',
  },
  "has(self.pathPattern) && size(self.pathPattern) > 0 || self.artifacts.all(a, a.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'))":
    {
      at: 'artifacts',
      says: 'has a name in {at} that no object can have',
      help: 'use lower-case letters and digits, with - and . between them, or set pathPattern',
    },
  // Flux Operator
  "self.metadata.name == 'flux'": {
    at: 'metadata.name',
    says: 'has another name than flux, the only one that the Flux Operator takes',
    help: 'write name: flux',
  },
  "!has(self.sharding) || !has(self.sharding.storage) || self.sharding.storage != 'persistent' || has(self.storage)":
    {
      at: 'sharding.storage',
      says: 'has {at} persistent and no spec.storage',
      help: 'add storage with class and size',
    },
  '(has(self.objectLevelWorkloadIdentity) && self.objectLevelWorkloadIdentity) || !has(self.multitenantWorkloadIdentity) || !self.multitenantWorkloadIdentity':
    {
      at: 'multitenantWorkloadIdentity',
      says: 'has {at} without objectLevelWorkloadIdentity',
      help: 'set objectLevelWorkloadIdentity: true as well',
    },
  "!has(self.provider) || self.provider != 'gcp' || self.kind == 'OCIRepository' || self.kind == 'Bucket'": {
    at: 'provider',
    says: 'has {at} gcp with a kind that does not take it',
    help: 'use kind OCIRepository or Bucket, or remove provider',
  },
  "!has(self.provider) || self.provider != 'github' || self.kind == 'GitRepository'": {
    at: 'provider',
    says: 'has {at} github with a kind that does not take it',
    help: 'use kind GitRepository, or remove provider',
  },
  "!has(self.includeEmptyProviders) || self.name == 'Permute'": {
    at: 'includeEmptyProviders',
    says: 'has {at}, which counts only with strategy Permute',
    help: 'remove includeEmptyProviders, or use the strategy Permute',
  },
  'self.all(s, self.exists_one(t, t.name == s.name))': {
    says: 'has two entries of the same name in {at}',
    help: 'give each entry a name of its own',
  },
};

/** The words for a rule that is well known; undefined for any other. */
export function ruleWords(rule: string): RuleWords | undefined {
  return Object.hasOwn(known, rule) ? known[rule] : undefined;
}
