import { fluxGroups, type Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { type AppliedRelease, appliedReleases, helmReleaseName, storageNamespaceOf } from '../releases.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';

export const releaseNameMismatch: Rule = {
  id: 'helmrelease/release-name-mismatch',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The release has the name of another app, or its own misspelt.',
  why: `\`releaseName\` is what \`helm list\` shows and what most charts name their objects after. One that was left over when
the file was copied from another app, or that has a slip, sends everybody to the wrong place. Names that differ on
purpose (the chart's own, a shorter one) are not reported.`,
  examples: [
    {
      title: 'left over from another app',
      replace: [[file, 'releaseName: podinfo', 'releaseName: redis']],
      finds: ['HelmRelease podinfo has releaseName redis, which is the name of another HelmRelease'],
    },
    {
      title: 'a slip',
      replace: [[file, 'releaseName: podinfo', 'releaseName: podinfp']],
      finds: ['HelmRelease podinfo has releaseName podinfp; did you mean podinfo?'],
    },
    { title: 'another name', replace: [[file, 'releaseName: podinfo', 'releaseName: frontend']], finds: [] },
  ],
  *check({ repo }) {
    for (const applied of appliedReleases(repo)) {
      const { release } = applied;
      const name = release.text('spec', 'releaseName');
      if (name === undefined || name === release.name || hasVariable(name) || name === chartName(release))
        continue;
      const help = `write releaseName: ${release.name} before the first installation; on a release that runs, Flux would uninstall it first`;
      const other = releaseNamed(applied, name);
      if (other !== undefined) {
        yield problemOf(release, ['spec', 'releaseName'], {
          message: `${named(release)} has releaseName ${name}, which is the name of another HelmRelease`,
          help,
          related: [declaredHere(other)],
        });
      } else if (isOneLetterOff(name, release.name)) {
        yield problemOf(release, ['spec', 'releaseName'], {
          message: `${named(release)} has releaseName ${name}; did you mean ${release.name}?`,
          help,
        });
      }
    }
  },
};

function chartName(release: Resource): string | undefined {
  return release.text('spec', 'chart', 'spec', 'chart') ?? release.text('spec', 'chartRef', 'name');
}

/** The other HelmRelease of that name, unless both are one release for Helm: that is a collision. */
function releaseNamed(applied: AppliedRelease, name: string): Resource | undefined {
  const { view, release } = applied;
  const other = view
    .ofKind('HelmRelease', fluxGroups.helm)
    .find((each) => each !== release && view.nameOf(each) === name);
  if (other === undefined) return undefined;
  const rival = { view, release: other };
  const isCollision =
    helmReleaseName(rival) === helmReleaseName(applied) &&
    storageNamespaceOf(rival) === storageNamespaceOf(applied);
  return isCollision ? undefined : other;
}

/** One letter replaced, or two neighbours swapped; digits count things, and differ on purpose. */
function isOneLetterOff(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 5) return false;
  const off = [...a].flatMap((letter, index) => (letter === b[index] ? [] : [index]));
  const [first = 0, second = 0] = off;
  if (off.some((index) => !/[a-z]/.test(`${a[index]}`) || !/[a-z]/.test(`${b[index]}`))) return false;
  return off.length === 1 || (off.length === 2 && a[first] === b[second] && a[second] === b[first]);
}
