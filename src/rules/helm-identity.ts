import { withoutTrailing } from '../core/text.ts';
import { chartOf } from '../model/chart-reference.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { hasVariable } from '../model/substitution.ts';
import type { View } from '../model/view.ts';
import { mayBeWritten } from './patched-field.ts';
import { helmReleaseName, storageNamespaceOf } from './releases.ts';

/** What Helm knows an installed release by. helm-controller uninstalls it when one of these changes (ReleaseTargetChanged). */
export interface HelmIdentity {
  readonly name: string;
  /** Where the chart's objects go. */
  readonly namespace: string;
  /** Where Helm keeps the history. */
  readonly storage: string;
  /** The chart's own name; undefined where only its files say it. */
  readonly chart: string | undefined;
}

/** The identity of a HelmRelease's release as its file says it; undefined where a variable decides it. */
export function helmIdentity(view: View, release: Resource): HelmIdentity | undefined {
  const own = view.namespaceOf(release) ?? 'default';
  const target = release.text('spec', 'targetNamespace');
  const identity = {
    name: helmReleaseName({ view, release }),
    namespace: target === undefined || target === '' ? own : view.substituted(release, target),
    storage: storageNamespaceOf({ view, release }),
    chart: chartName(view, release),
  };
  return Object.values(identity).some((part) => part !== undefined && hasVariable(part))
    ? undefined
    : identity;
}

/** Whether a patch may decide what the file says of a release's names and namespaces, or of its chart. */
export function isIdentityPatched(repo: Repo, part: 'names' | 'chart'): boolean {
  const fields = part === 'chart' ? 'chart' : '(?:releaseName|targetNamespace|storageNamespace)';
  return mayBeWritten(repo, 'HelmRelease', fields);
}

/** Charts of Helm repositories and registries bear the name that they are asked for; the path of another source need not. */
function chartName(view: View, release: Resource): string | undefined {
  const chart = chartOf(release, view);
  if (chart === undefined) return undefined;
  const { pinnedIn } = chart;
  const at = pinnedIn.kind === 'HelmRelease' ? ['spec', 'chart', 'spec'] : ['spec'];
  const isNamed =
    (pinnedIn.kind === 'OCIRepository' && pinnedIn.group === fluxGroups.source) ||
    pinnedIn.text(...at, 'sourceRef', 'kind') === 'HelmRepository';
  return isNamed ? withoutTrailing(chart.name, '/').split('/').at(-1) : undefined;
}
