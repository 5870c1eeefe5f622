import type { Problem } from '../../core/finding.ts';
import { nearest } from '../../core/suggest.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import { fluxGroups, type Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { type ClusterChange, clusterChanges } from '../cluster-changes.ts';
import { type HelmIdentity, helmIdentity, isIdentityPatched } from '../helm-identity.ts';
import { problemOf } from '../named.ts';
import { type OwnedObject, ownershipOf } from '../owners.ts';
import { isFailing } from '../pruning.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const named = 'releaseName: podinfo';

export const releaseIdentity: Rule = {
  id: 'change/release-identity',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'A HelmRelease becomes another release to Helm, and the one that runs is uninstalled.',
  why: `Helm knows a release by its name, the namespace it installs into, the namespace that keeps its history, and the name of
its chart. When one of them changes, Flux does not rename or move anything: it uninstalls the release, the volume claims
among the chart's templates included, and then installs the new one. \`targetNamespace\` changes two of them at once where no
\`releaseName\` is written. Keep what is installed, or add a second HelmRelease, move the data, and then remove the first;
for another chart's name, Flux 2.9 and newer upgrade in place with \`upgrade.chartNameChangeStrategy: InPlaceUpdate\`. A
HelmRelease with \`suspend: true\` waits, and is not reported. Where all of it is meant, say so in an ignore comment.`,
  examples: [
    {
      title: 'another release name',
      before: {},
      replace: [[file, named, 'releaseName: frontend']],
      finds: [
        'HelmRelease podinfo changes its release name from podinfo to frontend: Flux will uninstall the release and install it anew',
      ],
    },
    {
      title: 'another chart',
      before: {
        replace: [
          [
            'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
            '    gitops-kit/chart: podinfo\n    gitops-kit/chart-version: 6.14.1\n',
            '',
          ],
        ],
      },
      replace: [
        [
          'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml',
          '    gitops-kit/chart: podinfo\n    gitops-kit/chart-version: 6.14.1\n',
          '',
        ],
        [file, 'chart: podinfo #', 'chart: frontend #'],
      ],
      finds: [
        'HelmRelease podinfo changes its chart from podinfo to frontend: Flux will uninstall the release and install it anew',
      ],
    },
    {
      title: 'what was the default, now written down',
      before: { replace: [[file, `  ${named}\n`, '']] },
      finds: [],
    },
    {
      title: 'another release name, while the HelmRelease is suspended',
      before: {},
      replace: [[file, named, 'suspend: true\n  releaseName: frontend']],
      finds: [],
    },
  ],
  *check(context) {
    for (const change of clusterChanges(context)) {
      const { before, after } = change;
      const was = ownershipOf(before.view).objects;
      for (const [key, [now]] of ownershipOf(after.view).objects) {
        const [old] = was.get(key) ?? [];
        if (old === undefined || now === undefined || !isHelmRelease(now.resource)) continue;
        if (isFailing(change, old.owner) || isFailing(change, now.owner)) continue;
        if (isSuspended(old.resource) || isSuspended(now.resource)) continue;
        const from = helmIdentity(before.view, old.resource);
        const to = helmIdentity(after.view, now.resource);
        if (from !== undefined && to !== undefined) yield* changed(change, now, { from, to });
      }
    }
  },
};

function isHelmRelease({ kind, group }: Resource): boolean {
  return kind === 'HelmRelease' && group === fluxGroups.helm;
}

function isSuspended(release: Resource): boolean {
  return release.get('spec', 'suspend') === true;
}

/** One finding for a release, at the first of the fields that changed: one uninstallation is all that happens. */
function* changed(
  { before, after }: ClusterChange,
  { resource: release, name }: OwnedObject,
  { from, to }: { readonly from: HelmIdentity; readonly to: HelmIdentity },
): Iterable<Problem> {
  const isPatched = (what: 'names' | 'chart'): boolean =>
    isIdentityPatched(before.repo, what) || isIdentityPatched(after.repo, what);
  const names = [
    part('namespace it installs into', ['spec', 'targetNamespace'], from.namespace, to.namespace),
    part('release name', ['spec', 'releaseName'], from.name, to.name),
    part('namespace of its history', ['spec', 'storageNamespace'], from.storage, to.storage),
  ].filter((each) => each !== undefined);
  const mayStay = isAtLeast(after.repo.flux, 2, 9);
  const chart = chartPart(release, { old: from.chart, now: to.chart, mayStay });
  const fields = [
    ...(names.length > 0 && isPatched('names') ? [] : names),
    ...(chart === undefined || isPatched('chart') ? [] : [chart]),
  ];
  const [first, ...others] = fields;
  if (first === undefined) return;
  const also = others.map(({ what, old, now }) => `, its ${what} from ${old} to ${now}`).join('');
  yield problemOf(release, first.path, {
    message: `HelmRelease ${name} changes its ${first.what} from ${first.old} to ${first.now}${also}: Flux will uninstall the release and install it anew`,
    help: fields.map(({ keep }) => keep).join('; '),
  });
}

interface Part {
  readonly what: string;
  readonly path: Path;
  readonly old: string;
  readonly now: string;
  /** What keeps the release as it is. */
  readonly keep: string;
}

function part(what: string, path: Path, old: string, now: string): Part | undefined {
  return old === now ? undefined : { what, path, old, now, keep: `write ${path.at(-1)}: ${old}` };
}

/** A name that is nearly the old one was a slip: no chart was ever found by it. */
function chartPart(
  release: Resource,
  by: { readonly old: string | undefined; readonly now: string | undefined; readonly mayStay: boolean },
): Part | undefined {
  const { old, now, mayStay } = by;
  if (old === undefined || now === undefined || old === now || nearest(old, [now]) !== undefined)
    return undefined;
  if (release.text('spec', 'upgrade', 'chartNameChangeStrategy') === 'InPlaceUpdate') return undefined;
  const inChart = release.get('spec', 'chart') !== undefined;
  return {
    what: 'chart',
    path: inChart ? ['spec', 'chart', 'spec', 'chart'] : ['spec', 'chartRef', 'name'],
    old,
    now,
    keep: mayStay
      ? 'write chartNameChangeStrategy: InPlaceUpdate into upgrade if the charts may follow each other, or give the other one a HelmRelease of its own'
      : 'give the other chart a HelmRelease of its own, and remove this one when the data has moved',
  };
}
