import type { Problem } from '../../core/finding.ts';
import { nearest } from '../../core/suggest.ts';
import { isBuiltinGroup } from '../../model/kubernetes-apis.ts';
import { baseName, fileName } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups } from '../../model/resource.ts';
import { dangling } from '../dangling.ts';
import { groupOf, type HealthCheck, healthChecks, isSourceVisible } from '../health-checks.ts';
import { layoutScope } from '../layout-scope.ts';
import { declaredHere, either, named } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const name = '      name: podinfo\n      namespace: podinfo';

export const healthcheckMissing: Rule = {
  id: 'kustomization/healthcheck-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization checks the health of an object that does not exist.',
  why: `Flux waits for every object under \`healthChecks\` until the timeout, and fails where one is missing, so that the
Kustomization never becomes ready, nor does any that depends on it. Objects that a chart makes are not judged; for them
name the HelmRelease, which becomes ready when they are.`,
  examples: [
    {
      title: 'a slip in the name of a HelmRelease',
      replace: [[kustomization, name, name.replace('podinfo', 'podinof')]],
      finds: [
        'Kustomization podinfo checks the health of HelmRelease podinof, which does not exist; did you mean podinfo?',
      ],
    },
    {
      title: 'the HelmRelease in another namespace',
      replace: [[kustomization, name, name.replace('namespace: podinfo', 'namespace: flux-system')]],
      finds: [
        'Kustomization podinfo checks the health of HelmRelease podinfo in namespace flux-system, which does not exist; there is one in namespace podinfo',
      ],
    },
    {
      title: 'a slip in the name of a Deployment that is in the path',
      remove: [
        'podinfo/helmrelease-podinfo.yaml',
        'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
        'flux-system/helmrepositories/helmrepository-podinfo.yaml',
      ],
      replace: [
        [
          kustomization,
          `apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n${name}`,
          `apiVersion: apps/v1\n      kind: Deployment\n      name: podinof\n      namespace: podinfo`,
        ],
      ],
      create: {
        'podinfo/deployment-podinfo.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: podinfo
  namespace: podinfo
spec:
  selector:
    matchLabels:
      app: podinfo
  template:
    metadata:
      labels:
        app: podinfo
    spec:
      containers:
        - name: podinfo
          image: ghcr.io/stefanprodan/podinfo:6.14.1
`,
      },
      finds: [
        'Kustomization podinfo checks the health of Deployment podinof, which does not exist; did you mean podinfo?',
      ],
    },
    {
      title: 'a Deployment that the chart makes',
      replace: [
        [
          kustomization,
          `apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n${name}`,
          `apiVersion: apps/v1\n      kind: Deployment\n      name: podinfo-server\n      namespace: podinfo`,
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const check of healthChecks(repo)) {
      if (check.namespace === undefined || isSaidElsewhere(repo, check)) continue;
      const problem = isSourceVisible(check) ? missingFluxObject(repo, check) : missingWorkload(check);
      if (problem !== undefined) yield problem;
    }
  },
};

/** Faults that have a rule of their own: an app without its release, a release's file that kept the name of another app. */
function isSaidElsewhere(repo: Repo, { view, from, kind, name }: HealthCheck): boolean {
  if (kind !== 'HelmRelease') return false;
  if (repo.apps.some((app) => app.kustomization === from && app.missing.includes('helmRelease'))) return true;
  const copies = view
    .buildOf(from)
    ?.resources.filter(
      (each) =>
        each.kind === kind && baseName(each.file) === fileName(kind, name) && view.nameOf(each) !== name,
    );
  return copies?.some(({ file }) => layoutScope(repo).holds(file)) === true;
}

/** A HelmRelease of the Kustomization's own path is what it means to check; any other object of Flux may be anywhere. */
function missingFluxObject(repo: Repo, check: HealthCheck): Problem | undefined {
  const { view, from, path, kind, namespace, name } = check;
  const reference = view.references.find(
    (each) => each.from === from && each.role === 'health-check' && each.path.at(-2) === path.at(-1),
  );
  if (reference === undefined) return undefined;
  const found = dangling({ repo, view }, reference, {
    verb: 'checks the health of',
    help: `name a ${kind} that this repository applies, or remove the entry`,
    elsewhere: (away) => `write namespace: ${view.namespaceOf(away) ?? namespace ?? 'default'} for ${name}`,
  });
  return found ?? confused(check);
}

/**
 * Where not all of the cluster is known: the path holds a HelmRelease that no entry names, and the entry one that is
 * nowhere here.
 */
function confused(check: HealthCheck): Problem | undefined {
  const { view, from, path, kind, namespace, name } = check;
  const build = view.buildOf(from);
  if (kind !== 'HelmRelease' || build?.complete !== true) return undefined;
  if (view.makes(kind, namespace, name) !== undefined) return undefined;
  const checked = from.list('spec', 'healthChecks').flatMap((_, index) => {
    const entry = (field: string) => from.text('spec', 'healthChecks', index, field);
    return entry('kind') === kind ? (entry('name') ?? []) : [];
  });
  const releases = build.resources.filter((each) => each.kind === kind && each.group === fluxGroups.helm);
  const away = releases.find((each) => view.nameOf(each) === name);
  const unchecked = releases.filter((each) => !checked.includes(view.nameOf(each)));
  const near = nearest(
    name,
    unchecked.map((each) => view.nameOf(each)),
  );
  const candidates = near === undefined ? unchecked : unchecked.filter((each) => view.nameOf(each) === near);
  const own = away === undefined ? candidates : [away];
  if (own.length === 0 || own.length > 3) return undefined;
  const places = own.map(
    (each) => `${view.nameOf(each)} in namespace ${view.namespaceOf(each) ?? 'default'}`,
  );
  return {
    at: from.at(...path, away === undefined ? 'name' : 'namespace'),
    object: from.object,
    message: `${named(from)} checks the health of ${kind} ${name} in namespace ${namespace}, which does not exist; its path holds ${either(places).replace(' or ', ' and ')}`,
    help: `name ${either(places)}`,
    related: own.map(declaredHere),
  };
}

const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/**
 * A workload is missing for certain only where the path holds plain manifests, one of that kind and namespace among them,
 * and neither a chart nor an operator that might make another.
 */
function missingWorkload(check: HealthCheck): Problem | undefined {
  const { view, from, path, kind, namespace, name } = check;
  const build = view.buildOf(from);
  if (!workloads.includes(kind) || build?.complete !== true) return undefined;
  if (build.generated.some((made) => made.kind === kind)) return undefined;
  const peers = build.resources.filter(
    (each) => each.kind === kind && each.group === groupOf(check) && view.namespaceOf(each) === namespace,
  );
  const isPlain = build.resources.every(({ group }) => isBuiltinGroup(group));
  if (peers.length === 0 || !isPlain || view.makes(kind, namespace, name) !== undefined) return undefined;
  const installsThere = view
    .ofKind('HelmRelease', fluxGroups.helm)
    .some((each) => (each.text('spec', 'targetNamespace') ?? view.namespaceOf(each)) === namespace);
  if (installsThere || !view.complete) return undefined;
  const near = nearest(
    name,
    peers.map((peer) => view.nameOf(peer)),
  );
  const meant =
    peers.find((peer) => view.nameOf(peer) === near) ?? (peers.length === 1 ? peers[0] : undefined);
  return {
    at: from.at(...path, 'name'),
    object: from.object,
    message: `${named(from)} checks the health of ${kind} ${name}, which does not exist${near === undefined ? '' : `; did you mean ${near}?`}`,
    help:
      meant === undefined
        ? `name one of the ${peers.length} objects of kind ${kind} in ./${build.path}`
        : `write name: ${view.nameOf(meant)}`,
    ...(meant === undefined ? {} : { related: [declaredHere(meant)] }),
  };
}
