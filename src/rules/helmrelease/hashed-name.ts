import type { Reference } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import type { Build, View } from '../../model/view.ts';
import type { Path } from '../../yaml/node.ts';
import { offerFix } from '../fixes.ts';
import { kustomizeObjects } from '../kustomize-objects.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'podinfo/helmrelease-podinfo.yaml';
const kustomization = (more = ''): Readonly<Record<string, string>> => ({
  'podinfo/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: podinfo
resources:
  - configmap-podinfo-helm-chart-value-overrides.yaml
  - helmrelease-podinfo.yaml
configMapGenerator:
  - name: podinfo-theme
    literals:
      - "values.yaml=ui: {color: blue}"
${more}`,
});
const reads: readonly [string, string, string] = [
  file,
  '      valuesKey: values.yaml # the default, explicit for clarity\n',
  '      valuesKey: values.yaml\n    - kind: ConfigMap\n      name: podinfo-theme\n',
];

export const hashedName: Rule = {
  id: 'helmrelease/hashed-name',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A HelmRelease reads a generated ConfigMap or Secret by a name that it will not have.',
  why: `Kustomize adds a hash of the content to the name of what it generates (\`podinfo-theme-7d9k2f6c5b\`), and changes the
references that it knows. It does not know \`valuesFrom\`: the HelmRelease goes on asking for the bare name, and is not
installed. Turn the hash off, or teach kustomize the field with a \`nameReference\`; then a change of the values also
changes the HelmRelease.`,
  examples: [
    {
      title: 'a generator of its own',
      replace: [reads],
      create: kustomization(),
      finds: ['HelmRelease podinfo reads ConfigMap podinfo-theme, to whose name kustomize adds a hash'],
    },
    {
      title: 'a generator without hash',
      replace: [reads],
      create: kustomization('generatorOptions:\n  disableNameSuffixHash: true\n'),
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'The object gets a name of its own that stays: what mounts it is not started anew when its content changes.',
  },
  *check({ repo }) {
    for (const view of repo.views) {
      for (const reference of view.references) {
        if (reference.role !== 'values' || !isHashed(repo, view, reference)) continue;
        const { from, kind, name, path } = reference;
        const generators = generatorsOf(repo, view, reference);
        const [generator, ...others] = generators;
        yield problemOf(from, path, {
          message: `${named(from)} reads ${kind} ${name}, to whose name kustomize adds a hash`,
          help: 'write options: {disableNameSuffixHash: true} in the generator, or a nameReference for spec/valuesFrom/name of HelmRelease under configurations',
          related: generators.map(({ file, at: place }) => ({
            at: file.at(...place, 'name'),
            message: `${kind} ${name} is generated here`,
          })),
          ...(generator === undefined || others.length > 0
            ? {}
            : offerFix(
                repo,
                generator.file,
                { title: 'write disableNameSuffixHash: true', safety: 'unsafe' },
                [{ kind: 'set', path: [...generator.at, 'options', 'disableNameSuffixHash'], value: true }],
              )),
        });
      }
    }
  },
};

function isHashed(repo: Repo, view: View, { kind, namespace, name }: Reference): boolean {
  if (view.makes(kind, namespace, name) !== 'generated') return false;
  const makers = view.builds.filter(({ generated }) =>
    generated.some(
      (each) =>
        each.kind === kind &&
        each.name === name &&
        each.hashed &&
        (each.namespace ?? 'default') === (namespace ?? 'default'),
    ),
  );
  return makers.length > 0 && !makers.some((build) => knowsValuesFrom(repo, build));
}

/** Whether a kustomization file of the build changes names in ways of its own (`nameReference`, replacements). */
function knowsValuesFrom(repo: Repo, { files }: Build): boolean {
  const kustomizations = new Set(repo.kustomizationFiles.values());
  return files.some(
    (file) =>
      kustomizations.has(file) &&
      /^(?:configurations|replacements|transformers|vars):/m.test(repo.files.text(file) ?? ''),
  );
}

interface Generator {
  readonly file: Resource;
  readonly at: Path;
}

/** The entries of kustomization files that make what a reference names. */
function generatorsOf(repo: Repo, view: View, { kind, name }: Reference): readonly Generator[] {
  const field = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
  const files = new Set(view.builds.flatMap((build) => build.files));
  return kustomizeObjects(repo)
    .filter(({ file }) => files.has(file))
    .flatMap((file) =>
      [...file.list(field).keys()]
        .filter((index) => file.text(field, index, 'name') === name)
        .map((index) => ({ file, at: [field, index] })),
    );
}
