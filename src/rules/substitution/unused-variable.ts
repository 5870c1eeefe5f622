import type { Problem } from '../../core/finding.ts';
import { inputsOf } from '../../model/kustomize-inputs.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { resolvePath } from '../../model/tree.ts';
import type { Path } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { type Substitution, substitutions, templates } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      podinfo_version: 6.x\n  prune: true';

export const unusedVariable: Rule = {
  id: 'substitution/unused-variable',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A Kustomization defines a variable that nothing uses.',
  why: `A variable under \`postBuild.substitute\` holds for the objects of that Kustomization alone, not for those of Kustomizations that it
applies. One that none of its files uses is left over, or was meant for another. While it is the only one it also
switches substitution on. Variables from ConfigMaps are shared, and not judged.`,
  examples: [
    {
      title: 'left over',
      replace: [[kustomization, '  prune: true', variables]],
      finds: ['Kustomization podinfo defines variable podinfo_version, which nothing in ./podinfo uses'],
    },
    {
      title: 'in use',
      replace: [
        [kustomization, '  prune: true', variables],
        [release, 'version: 6.x', 'version: ${podinfo_version}'],
      ],
      finds: [],
    },
  ],
  repair: { safe: 'Nothing in the path uses the variable.' },
  *check({ repo }) {
    for (const substitution of substitutions(repo)) {
      const { kustomization, build, variables } = substitution;
      if (!build.complete || build.generated.length > 0) continue;
      const own = [...variables.values()].filter(({ from }) => from === kustomization);
      const texts = own.length === 0 ? [] : textsOf(repo, substitution);
      for (const { name, path } of own) {
        const use = new RegExp(`\\$\\{#?${name.replace(/\W/g, '')}(?![\\p{L}\\p{Nd}_])`, 'u');
        if (texts.some((text) => use.test(text))) continue;
        yield {
          at: kustomization.keyAt(...path),
          object: kustomization.object,
          message: `${named(kustomization)} defines variable ${name}, which nothing in ./${build.path} uses`,
          help: 'remove it, or define it where it is used: variables are not handed on to other Kustomizations',
          ...removed(repo, substitution, path),
        };
      }
    }
  },
};

/** Whatever may end in the build: its files, what they patch and generate with, and the Kustomization itself. */
function textsOf(repo: Repo, { build, kustomization }: Substitution): string[] {
  const files = new Set(build.files);
  for (const [folder, { file, root }] of repo.kustomizations) {
    if (root === undefined || !files.has(file)) continue;
    for (const { written } of inputsOf(root)) files.add(resolvePath(folder, written) ?? '');
  }
  return [JSON.stringify(kustomization.get('spec') ?? {}), ...files].map((file, index) =>
    index === 0 ? file : (repo.files.text(file) ?? ''),
  );
}

/** Without its only variable Flux substitutes no more: it goes only where there is nothing to substitute. */
function removed(repo: Repo, substitution: Substitution, path: Path): Pick<Problem, 'fix'> {
  const { kustomization, variables } = substitution;
  const isLast =
    variables.size === 1 && kustomization.get('spec', 'postBuild', 'substituteStrategy') !== 'Always';
  if (isLast && [...templates(repo, substitution)].length > 0) return {};
  const title = `remove ${path.at(-1)}`;
  return offerFix(repo, kustomization, { title, safety: 'safe' }, [
    { kind: 'remove', path: outermost(kustomization, path) },
  ]);
}

/** What holds the entry and nothing else. */
function outermost(kustomization: Resource, path: Path): Path {
  const above = path.slice(0, -1);
  const holder = kustomization.get(...above);
  const isAlone = typeof holder === 'object' && holder !== null && Object.keys(holder).length === 1;
  return isAlone && above.length > 1 ? outermost(kustomization, above) : path;
}
