import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { lint } from '../support/golden.ts';
import { removed, renamed } from './app-changes.ts';
import {
  emptyRoot,
  newSource,
  noAccess,
  plan,
  podinfoChart,
  refusal,
  registrySource,
  sharedSource,
  textsAfter,
} from './examples.ts';

const source = 'flux-system/ocirepositories/ocirepository-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const said = (texts: Readonly<Record<string, string>>, fluxVersion?: string): string[] =>
  lint(filesOf(texts), { fluxVersion, extends: 'strict' }).findings.map(
    ({ rule, message }) => `${rule}: ${message}`,
  );
/** The API is the newest that an old Flux serves, and a later one removes it. */
const isOfOldFlux = (words: string): boolean =>
  words.startsWith('api/expiring-version: ') && words.endsWith(' serves nothing newer');
const fromRegistry = (app: Parameters<typeof plan>[1] = {}, fluxVersion?: string) =>
  plan(emptyRoot, { source: registrySource(), ...app }, fluxVersion === undefined ? {} : { fluxVersion });

describe('a chart from a registry', () => {
  test('has an OCIRepository with its version, which the HelmRelease names', () => {
    const { after, notes } = fromRegistry();
    expect(notes).toEqual([]);
    expect(after.text(source)).toBe(`apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata:
  name: podinfo
  namespace: flux-system
spec:
  interval: 15m
  url: oci://ghcr.io/stefanprodan/charts/podinfo
  ref:
    semver: 6.x # pinned to the major version
  layerSelector: # the chart itself, as it was pushed
    mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip
    operation: copy
`);
    expect(after.text(release)).toContain(`spec:
  chartRef: # the OCIRepository has the chart's version
    kind: OCIRepository
    name: podinfo
    namespace: flux-system
  interval: 15m
`);
  });

  test('is an OCIRepository of the API that the Flux serves, and a HelmRepository before 2.3', () => {
    expect(fromRegistry({}, '2.5').after.text(source)).toContain(
      'apiVersion: source.toolkit.fluxcd.io/v1beta2\n',
    );
    const old = textsAfter(
      fromRegistry({ source: newSource({ url: 'oci://ghcr.io/stefanprodan/charts' }) }, '2.2'),
    );
    expect(old['flux-system/helmrepositories/helmrepository-podinfo.yaml']).toBe(
      'apiVersion: source.toolkit.fluxcd.io/v1beta2\nkind: HelmRepository\nmetadata:\n  name: podinfo\n  namespace: flux-system\nspec:\n  type: oci\n  url: oci://ghcr.io/stefanprodan/charts\n',
    );
    expect(said(old, '2.2').filter((words) => !isOfOldFlux(words))).toEqual([]);
  });

  test.each(['2.9', '2.8', '2.7', '2.6', '2.5', '2.4', '2.3'])(
    'leaves nothing to say at strict for Flux %s, whatever Flux is let in by',
    (fluxVersion) => {
      for (const provider of ['aws', 'azure', 'gcp', 'generic', undefined] as const) {
        const access = { secretRef: 'login', certSecretRef: 'authority', provider };
        for (const pin of ['major', 'minor', 'exact'] as const) {
          const app = { source: registrySource({ access }), version: { pin, asked: undefined } };
          const words = said(textsAfter(fromRegistry(app, fluxVersion)), fluxVersion);
          expect(words.filter((each) => !isOfOldFlux(each))).toEqual([]);
        }
      }
    },
  );

  test('is taken through a HelmRepository of type oci that is there, as it is', () => {
    const harbor = {
      ...emptyRoot,
      'flux-system/helmrepositories/helmrepository-harbor.yaml':
        'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: harbor\n  namespace: flux-system\nspec:\n  type: oci\n  url: oci://harbor.example.com/charts\n',
    };
    const planned = plan(harbor, { source: sharedSource(harbor) });
    expect(planned.changes).toHaveLength(4);
    expect(planned.notes).toEqual([
      'HelmRepository harbor exists in flux-system/helmrepositories/helmrepository-harbor.yaml and is shared',
    ]);
    expect(planned.after.text(release)).toContain(
      '      sourceRef:\n        kind: HelmRepository\n        name: harbor\n',
    );
    expect(said(textsAfter(planned))).toEqual([
      'helmrepository/oci-legacy: HelmRepository harbor has type: oci; expected an OCIRepository for each chart',
    ]);
  });

  test('whose version has build metadata is refused where Flux reads no such tag', () => {
    const chart = { ...podinfoChart, version: '6.14.1+up2' };
    expect(refusal(() => fromRegistry({ chart }, '2.8'))).toBe(
      'build-metadata: the registry calls podinfo 6.14.1+up2 6.14.1_up2, which Flux 2.8 (configured) takes for no version; 2.9 or newer was expected | a HelmRepository of type: oci, written by hand, would serve it',
    );
    expect(fromRegistry({ chart }, '2.9').after.text(source)).toContain('semver: 6.x');
  });

  test('is removed with its app, which leaves the tree of before', () => {
    expect(removed(textsAfter(fromRegistry()), 'podinfo').texts).toEqual(emptyRoot);
  });

  test('is renamed with its app, and there and back gives the same bytes', () => {
    const before = textsAfter(fromRegistry());
    const { texts, notes } = renamed(before, 'podinfo', 'frontend');
    expect(notes).toEqual([]);
    expect(texts['flux-system/ocirepositories/ocirepository-frontend.yaml']).toBe(
      before[source]?.replace('  name: podinfo\n', '  name: frontend\n'),
    );
    expect(texts['frontend/helmrelease-frontend.yaml']).toContain(
      '    kind: OCIRepository\n    name: frontend\n',
    );
    expect(said(texts)).toEqual([]);
    expect(renamed(texts, 'frontend', 'podinfo').texts).toEqual(before);
  });
});

describe('by what Flux is let in', () => {
  const access = { secretRef: 'login', certSecretRef: 'authority', provider: 'gcp' } as const;

  test('stands in the OCIRepository', () => {
    expect(fromRegistry({ source: registrySource({ access }) }).after.text(source)).toContain(`
  provider: gcp # Flux logs in as itself
  url: oci://ghcr.io/stefanprodan/charts/podinfo
`);
    expect(fromRegistry({ source: registrySource({ access }) }).after.text(source)).toContain(`
  secretRef: # the login of the registry, of type kubernetes.io/dockerconfigjson
    name: login
  certSecretRef: # the registry's authority, or the keys of a TLS client
    name: authority
`);
    const generic = registrySource({ access: { ...noAccess, provider: 'generic' } });
    expect(fromRegistry({ source: generic }).after.text(source)).not.toContain('provider');
  });

  test('stands in a HelmRepository as well', () => {
    const http = newSource({ access: { ...access, provider: undefined } });
    const texts = textsAfter(plan(emptyRoot, { source: http }));
    expect(texts['flux-system/helmrepositories/helmrepository-podinfo.yaml']).toContain(
      "  certSecretRef: # the server's authority, or the keys of a TLS client\n    name: authority\n",
    );
    expect(said(texts)).toEqual([]);
  });

  const notes = (
    files: Readonly<Record<string, string>>,
    of = registrySource({ access }),
  ): readonly string[] => plan({ ...emptyRoot, ...files }, { source: of }).notes;
  const secret = (fields: string, name = 'login', namespace = 'flux-system') => ({
    [`flux-system/secret-${name}.yaml`]: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n${fields}`,
  });
  const authority = secret('data:\n  ca.crt: eA==\n', 'authority');

  test('is said to be missing, with the command that makes it', () => {
    expect(notes({})).toEqual([
      'this repository has no Secret login; Flux looks for it in flux-system: flux create secret oci login --namespace=flux-system --url=ghcr.io --username=USER --password=TOKEN',
      'this repository has no Secret authority; Flux looks for it in flux-system: flux create secret tls authority --namespace=flux-system --ca-crt-file=ca.crt',
    ]);
    expect(notes(authority, newSource({ access: { ...noAccess, secretRef: 'login' } }))).toEqual([
      'this repository has no Secret login; Flux looks for it in flux-system: flux create secret helm login --namespace=flux-system --username=USER --password=TOKEN',
    ]);
  });

  test('is not missed where it is, or where something makes it', () => {
    const sops = 'data:\n  .dockerconfigjson: ENC[AES256_GCM,data:eA==]\nsops:\n  version: 3.9.0\n';
    const sealed =
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: login\n  namespace: flux-system\nspec:\n  encryptedData:\n    .dockerconfigjson: eA==\n';
    const external =
      'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: login\n  namespace: flux-system\nspec:\n  target:\n    name: login\n';
    for (const login of [
      secret('stringData:\n  .dockerconfigjson: "{}"\n'),
      secret(sops),
      { 'flux-system/login.yaml': sealed },
      { 'flux-system/login.yaml': external },
    ])
      expect(notes({ ...authority, ...login })).toEqual([]);
  });

  test('is said to lie elsewhere, or to have other keys', () => {
    expect(
      notes({ ...authority, ...secret('data:\n  .dockerconfigjson: eA==\n', 'login', 'podinfo') })[0],
    ).toContain(
      'Secret login in flux-system/secret-login.yaml lies in podinfo; Flux looks for it in flux-system: ',
    );
    const plain = secret('stringData:\n  username: me\n  password: secret\n');
    expect(notes({ ...authority, ...plain })[0]).toContain(
      'Secret login in flux-system/secret-login.yaml has the keys username, password; Flux looks for .dockerconfigjson: ',
    );
    expect(notes({ ...plain, ...secret('data:\n  tls.crt: eA==\n', 'authority') })[1]).toContain(
      'has the keys tls.crt; Flux looks for ca.crt, or tls.crt and tls.key: ',
    );
  });
});
