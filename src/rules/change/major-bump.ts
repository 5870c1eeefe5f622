import { lowestOf } from '../../core/range-reach.ts';
import { parseRange, satisfies } from '../../core/version-range.ts';
import { type ChartReference, chartOf } from '../../model/chart-reference.ts';
import type { Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { type ClusterChange, clusterChanges, type Side } from '../cluster-changes.ts';
import { declaredHere, named } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const version: Path = ['metadata', 'annotations', 'gitops-kit/chart-version'];
const record = '    gitops-kit/chart-version: 6.14.1\n';
const unrecorded: readonly [string, string, string] = [config, record, ''];

export const majorBump: Rule = {
  id: 'change/major-bump',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  compares: true,
  summary: 'A chart goes to its next major version, and the whole values of the old one stay as they are.',
  why: `A ConfigMap that holds the whole \`values.yaml\` of a chart says every setting, also those that were only the defaults of
the old version. With a major version charts rename settings, drop them and change their defaults: what was renamed has no
effect any more, and old defaults override the new ones. Compare the two versions' values and take over what changed, in the same change as
the version. ConfigMaps that record what they were made from (\`gitops-kit/chart-version\`) are judged by
values/stale-base; values that hold only what differs from the defaults (\`valuesStyle: minimal\`, or a ConfigMap with
another name than the layout's) are left alone.`,
  examples: [
    {
      title: 'the next major version with the same values',
      before: { replace: [unrecorded] },
      replace: [unrecorded, [file, 'version: 6.x', 'version: 7.x']],
      finds: [
        'HelmRelease podinfo takes chart podinfo from 6.x to 7.x, and ConfigMap podinfo-helm-chart-value-overrides still holds the values of the old version',
      ],
    },
    {
      title: 'the next major version with its values',
      before: { replace: [unrecorded] },
      replace: [
        [config, 'pullPolicy: IfNotPresent', 'pull: Always'],
        unrecorded,
        [file, 'version: 6.x', 'version: 7.x'],
      ],
      finds: [],
    },
    {
      title: 'a version that the old range took as well',
      before: { replace: [unrecorded, [file, 'version: 6.x', "version: '>=6'"]] },
      replace: [unrecorded, [file, 'version: 6.x', 'version: 7.x']],
      finds: [],
    },
  ],
  *check(context) {
    if (context.settings.valuesStyle === 'minimal') return;
    for (const { before, after } of clusterChanges(context)) {
      for (const { role, from, kind, namespace, name, path } of after.view.references) {
        if (role !== 'values' || kind !== 'ConfigMap' || !name.endsWith('-helm-chart-value-overrides'))
          continue;
        if (from.get(...path.slice(0, -1), 'targetPath') !== undefined) continue;
        const now = after.view.find(kind, namespace, name);
        const old = before.view.find(kind, namespace, name);
        if (now === undefined || old === undefined || now.get(...version) !== undefined) continue;
        if (JSON.stringify(now.get('data') ?? null) !== JSON.stringify(old.get('data') ?? null)) continue;
        const bump = bumpOf({ before, after }, from);
        if (bump === undefined) continue;
        yield {
          at: bump.at,
          object: from.object,
          message: `${named(from)} takes chart ${bump.chart} from ${bump.from} to ${bump.to}, and ${named(now)} still holds the values of the old version`,
          help: `compare the values.yaml of the two versions, and take over what changed into ${named(now)}`,
          related: [declaredHere(now)],
        };
      }
    }
  },
};

/** The chart's way to the next major version; undefined where it stays, or where the old range went there by itself. */
function bumpOf({ before, after }: Pick<ClusterChange, 'before' | 'after'>, release: Resource) {
  const old = before.view.find('HelmRelease', after.view.namespaceOf(release), after.view.nameOf(release));
  const was = old === undefined ? undefined : pinOf(before, old);
  const is = pinOf(after, release);
  if (was === undefined || is === undefined || was.chart.name !== is.chart.name) return undefined;
  if (is.lowest.major <= was.lowest.major || satisfies(was.range, is.lowest)) return undefined;
  return { at: placeOf(is.chart), chart: is.chart.name, from: was.range.text, to: is.range.text };
}

function pinOf({ repo, view }: Side, release: Resource) {
  const chart = chartOf(release, view);
  const range = chart?.range === undefined ? undefined : parseRange(chart.range);
  const lowest = range === undefined ? undefined : lowestOf(range);
  if (chart === undefined || range === undefined || lowest === undefined) return undefined;
  return mayBeWritten(repo, chart.pinnedIn.kind, 'version') ? undefined : { chart, range, lowest };
}

function placeOf({ pinnedIn }: ChartReference) {
  if (pinnedIn.kind === 'HelmRelease') return pinnedIn.at('spec', 'chart', 'spec', 'version');
  if (pinnedIn.kind === 'HelmChart') return pinnedIn.at('spec', 'version');
  const field = pinnedIn.get('spec', 'ref', 'semver') === undefined ? 'tag' : 'semver';
  return pinnedIn.at('spec', 'ref', field);
}
