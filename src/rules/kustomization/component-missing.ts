import type { Problem } from '../../core/finding.ts';
import { isRemote } from '../../model/kustomize-inputs.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { resolvePath } from '../../model/tree.ts';
import type { Build } from '../../model/view.ts';
import { named, problemOf } from '../named.ts';
import { nearPath, writtenFrom } from '../near-path.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const component = {
  'components/labels/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
labels:
  - pairs:
      team: web
`,
};
const lists = (entry: string): string => `  components:\n    - ${entry}\n  prune: true`;

export const componentMissing: Rule = {
  id: 'kustomization/component-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A Kustomization adds a component that does not exist.',
  why: `\`spec.components\` names folders with a kustomization.yaml of kind Component, counted from \`spec.path\`. An absolute path, a URL
or a folder that is not there fails the whole Kustomization, unless \`ignoreMissingComponents: true\` forgives the
last.`,
  examples: [
    {
      title: 'a slip in the folder',
      replace: [[kustomization, '  prune: true', lists('../components/label')]],
      create: component,
      finds: [
        'Kustomization podinfo adds component ../components/label, which does not exist; did you mean ../components/labels?',
      ],
    },
    {
      title: 'counted from the top of the repository',
      replace: [[kustomization, '  prune: true', lists('/components/labels')]],
      create: component,
      finds: [
        'Kustomization podinfo adds component /components/labels, which is absolute; expected a path counted from ./podinfo',
      ],
    },
    {
      title: 'a component that is there',
      replace: [[kustomization, '  prune: true', lists('../components/labels')]],
      create: component,
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { builds } of repo.views) {
      for (const build of builds) {
        const { kustomization: from } = build;
        if (from === undefined || !build.exists) continue;
        for (const [index, written] of from.list('spec', 'components').entries()) {
          if (typeof written !== 'string' || written.includes('${')) continue;
          const said = wrongComponent(repo, { build, from, written });
          if (said !== undefined) yield problemOf(from, ['spec', 'components', index], said);
        }
      }
    }
  },
};

function wrongComponent(
  { tree, kustomizations }: Repo,
  { build, from, written }: { readonly build: Build; readonly from: Resource; readonly written: string },
): Omit<Problem, 'at' | 'object'> | undefined {
  const says = `${named(from)} adds component ${written}, which`;
  const place = `./${build.path}`;
  if (written.startsWith('/') || isRemote(written)) {
    const meant = writtenFrom(build.path, resolvePath('', written) ?? '', '');
    return {
      message: `${says} is ${written.startsWith('/') ? 'absolute' : 'remote'}; expected a path counted from ${place}`,
      help: isRemote(written) ? 'keep a copy of the component in this repository' : `write ${meant}`,
    };
  }
  const path = resolvePath(build.path, written);
  if (path !== undefined && kustomizations.has(path)) return undefined;
  if (path !== undefined && tree.isFolder(path)) {
    return {
      message: `${says} is a folder without a kustomization.yaml`,
      help: `add ${path}/kustomization.yaml of kind Component`,
    };
  }
  if (from.get('spec', 'ignoreMissingComponents') === true) return undefined;
  const near = path === undefined ? undefined : nearPath(path, tree, { except: new Set(), folders: true });
  const instead = near === undefined ? undefined : writtenFrom(build.path, near, written);
  return {
    message: `${says} does not exist${instead === undefined ? '' : `; did you mean ${instead}?`}`,
    help:
      instead === undefined
        ? `paths are counted from ${place}; add the folder, or remove the entry`
        : `write ${instead}`,
  };
}
