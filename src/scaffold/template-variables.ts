/**
 * What a template may name. `text`: written as `{{name}}` or `{{block name …}}`; `texts`: gone through by `each`, where
 * `{{this}}` is one of them; `flag`: asked for by `if` and `unless` alone.
 */
export interface TemplateVariable {
  readonly kind: 'text' | 'texts' | 'flag';
  /** Whether it may have no value: then only `if` may name it outside of such a block. */
  readonly optional?: true;
  /** Half a sentence, for docs/templates.md. */
  readonly meaning: string;
}

/** The variables of one template, by name. */
export type TemplateVariables = Readonly<Record<string, TemplateVariable>>;

const text = (meaning: string): TemplateVariable => ({ kind: 'text', meaning });
const optional = (meaning: string): TemplateVariable => ({ kind: 'text', optional: true, meaning });
const flag = (meaning: string): TemplateVariable => ({ kind: 'flag', meaning });

const pin: TemplateVariables = {
  version: text('the range of versions that Flux may take'),
  pinned: flag('whether the range keeps a part of the version'),
  exact: flag('whether it is one version'),
  level: optional('the part that stays: `major`, `minor` or `exact`'),
};

const access: TemplateVariables = {
  secretRef: optional('the Secret with its credentials, from `--secret-ref`'),
  certSecretRef: optional('the Secret with its TLS keys, from `--cert-secret-ref`'),
  provider: optional('the cloud whose identity Flux uses, from `--provider`'),
};

const apiVersion = text('the newest that the Flux version serves');

/** Every template that `templates` of the configuration may override, and its variables: a public promise. */
export const templateVariables: Readonly<Record<string, TemplateVariables>> = {
  'helmrepository.yaml.hbs': {
    apiVersion,
    name: text("the HelmRepository's name"),
    namespace: text('where the Flux objects of this repository are'),
    url: text('the address of the chart repository'),
    registry: flag('whether that is a registry: `oci://…`'),
    ...access,
  },
  'ocirepository.yaml.hbs': {
    apiVersion,
    name: text("the OCIRepository's name"),
    namespace: text('where the Flux objects of this repository are'),
    url: text('the address of the chart in its registry'),
    chart: text("the chart's name, which the address ends in"),
    ...pin,
    ...access,
  },
  'namespace.yaml.hbs': {
    name: text("the Namespace's name"),
  },
  'kustomization.yaml.hbs': {
    apiVersion,
    name: text("the app's name"),
    namespace: text('where the Flux objects of this repository are'),
    path: text("the app's folder, as `./podinfo`"),
    'source.kind': text('what most Kustomizations here are built from: `GitRepository`'),
    'source.name': text('its name'),
    'source.namespace': optional('its namespace, where they name one'),
    'release.apiVersion': text("the HelmRelease's apiVersion"),
    'release.name': text("the HelmRelease's name"),
    'release.namespace': text("the HelmRelease's namespace"),
    dependsOn: { kind: 'texts', meaning: 'the Kustomizations that must be ready first, from `--depends-on`' },
  },
  'helmrelease.yaml.hbs': {
    apiVersion,
    name: text("the app's name, and its release's"),
    namespace: text('where the release goes'),
    chart: text("the chart's name"),
    ...pin,
    registry: flag('whether the chart has an OCIRepository, which has its version: then `chartRef` names it'),
    'source.name': text("the HelmRepository's name, or the OCIRepository's"),
    'source.namespace': text('its namespace'),
    'source.usual': flag('whether that is where the Flux objects of this repository are'),
    retryOnFailure: flag('whether this Flux knows the strategy RetryOnFailure (2.7 and newer)'),
    crds: flag('whether the chart has a folder `crds/`'),
    'values.name': text('the ConfigMap of the values'),
    'values.key': text('its key'),
    'values.usual': flag('whether that is `values.yaml`, which Flux takes by default'),
  },
  'configmap.yaml.hbs': {
    name: text("the ConfigMap's name"),
    namespace: text('where the release goes'),
    watch: flag('whether this Flux knows the label `reconcile.fluxcd.io/watch` (2.7 and newer)'),
    chart: text("the chart's name"),
    version: text('the version that the values are of'),
    digest: text("the SHA-256 of the chart's own values.yaml"),
    key: text('the key that the HelmRelease reads'),
    values: text('the values: `{{block values 4 2}}`, the columns of the lines and of the key'),
  },
};
