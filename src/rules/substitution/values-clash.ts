import type { Problem } from '../../core/finding.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isOurs, lazyFix } from '../fixes.ts';
import { insertedIn } from '../inserted-text.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { type Use, withoutValue } from '../undefined-variables.ts';
import { placeOf, substitutions, type Template } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const config = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      domain: example.com\n  prune: true';

export const valuesClash: Rule = {
  id: 'substitution/values-clash',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Values of a chart hold a ${…} that Flux takes for a variable of its own.',
  why: `A Kustomization with \`postBuild\` variables substitutes in everything that it applies, the values of charts included. A
\`\${…}\` that is meant for the app, a shell or a dashboard is then eaten, or fails the Kustomization since Flux 2.9.
Write \`$\${…}\`, or put the annotation \`kustomize.toolkit.fluxcd.io/substitute: disabled\` on the object.`,
  examples: [
    {
      title: 'a text for the app',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: "hello from ${HOSTNAME}"'],
      ],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds ${HOSTNAME} in its values, which Kustomization podinfo replaces and does not define',
      ],
    },
    {
      title: 'more than one, and more than once',
      replace: [
        [config, 'message: ""', 'message: "${HOSTNAME}: ${PATH} on ${HOSTNAME}"'],
        [kustomization, '  prune: true', variables],
      ],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds ${HOSTNAME} in its values, which Kustomization podinfo replaces and does not define',
        'ConfigMap podinfo-helm-chart-value-overrides holds ${PATH} in its values, which Kustomization podinfo replaces and does not define',
      ],
    },
    {
      title: 'a variable of the Kustomization',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: "hello from ${domain}"'],
      ],
      finds: [],
    },
    {
      title: 'the same, escaped',
      replace: [
        [kustomization, '  prune: true', variables],
        [config, 'message: ""', 'message: "hello from $${HOSTNAME}"'],
      ],
      finds: [],
    },
    {
      title: 'an object that is left alone',
      replace: [
        [kustomization, '  prune: true', variables],
        [
          release,
          '  name: podinfo\n  namespace: podinfo\nspec:\n',
          '  name: podinfo\n  namespace: podinfo\n  annotations:\n    kustomize.toolkit.fluxcd.io/substitute: disabled\nspec:\n  values:\n    ui:\n      message: hello from ${HOSTNAME}\n',
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe:
      'The app gets the text as it stands: look whether it was meant as a variable that somebody forgot to define.',
  },
  *check({ repo }) {
    const isStrict = isAtLeast(repo.flux, 2, 9);
    for (const { substitution, template, expression, uses } of withoutValue(repo, 'values')) {
      const { kustomization } = substitution;
      const { resource, scalar } = template;
      // Nobody misses what an older Flux takes out of a comment.
      if (!isStrict && isComment(template, expression.start)) continue;
      const written = scalar.text.slice(expression.start, expression.end);
      yield {
        at: placeOf(repo, template, expression),
        object: resource.object,
        message: `${named(resource)} holds ${written} in its values, which ${named(kustomization)} replaces and does not define`,
        help: `write $${written} for the plain text, or define ${expression.name} under spec.postBuild.substitute`,
        ...escaped(repo, resource, { title: `write $${written}`, uses }),
        related: [
          {
            at: kustomization.keyAt('spec', 'postBuild'),
            message: `${named(kustomization)} substitutes here`,
          },
        ],
      };
    }
  },
};

function isComment({ scalar: { text } }: Template, at: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf('\n', at) + 1, at + 1));
}

/** A `$` before each use, where all Kustomizations that apply the object substitute in it. */
function escaped(
  repo: Repo,
  resource: Resource,
  { title, uses }: { readonly title: string; readonly uses: readonly Use[] },
): Pick<Problem, 'fix'> {
  const active = new Set(substitutions(repo).flatMap((each) => (each.active ? each.build : [])));
  const builds = repo.views
    .flatMap((view) => view.builds)
    .filter((each) => each.resources.includes(resource));
  if (!builds.every((build) => active.has(build)) || !isOurs(repo, resource)) return {};
  const insertions = uses.map(({ template: { path, scalar }, expression: { start } }) => ({
    path,
    scalar,
    offset: start,
  }));
  const fix = lazyFix({ title, safety: 'unsafe' }, () => [insertedIn(repo.files, resource, '$', insertions)]);
  return { fix };
}
