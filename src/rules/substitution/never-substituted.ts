import { hasFallback } from '../../model/envsubst.ts';
import { isAtLeast } from '../../model/flux-version.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { offerFix } from '../fixes.ts';
import { named } from '../named.ts';
import { mayBeWritten } from '../patched-field.ts';
import type { Rule } from '../rule.ts';
import { placeOf, substitutions, templates } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';

export const neverSubstituted: Rule = {
  id: 'substitution/never-substituted',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Defaults of variables are never filled in, since there is no variable at all.',
  why: `Flux substitutes only where at least one variable is defined. With an empty \`postBuild\`, or one that lists only what is absent, a
\`\${name:=default}\` is applied as it stands. Define one variable, or write \`substituteStrategy: Always\` (Flux 2.9 and
newer).`,
  examples: [
    {
      title: 'no variables and a default',
      replace: [
        [kustomization, '  prune: true', '  postBuild:\n    substitute: {}\n  prune: true'],
        [release, 'version: 6.x', 'version: ${podinfo_version:=6.x}'],
      ],
      finds: [
        'HelmRelease podinfo keeps ${podinfo_version:=6.x} as it stands, since Kustomization podinfo defines no variable',
      ],
    },
    {
      title: 'always',
      replace: [
        [kustomization, '  prune: true', '  postBuild:\n    substituteStrategy: Always\n  prune: true'],
        [release, 'version: 6.x', 'version: ${podinfo_version:=6.x}'],
      ],
      finds: [],
    },
  ],
  repair: {
    unsafe: 'Flux then fills in all defaults of the path, which is applied with other values than before.',
  },
  *check({ repo }) {
    if (mayBeWritten(repo, 'Kustomization', 'postBuild')) return;
    const knowsAlways = isAtLeast(repo.flux, 2, 9);
    for (const substitution of substitutions(repo)) {
      const { kustomization, active, complete } = substitution;
      if (active || !complete) continue;
      const all = [...templates(repo, substitution)];
      // What has no default, or cannot be read, would fail from then on.
      const isSubstitutable =
        knowsAlways &&
        all.every(({ expressions, bad }) => bad === undefined && expressions.every(hasFallback));
      for (const template of all) {
        const { resource, scalar, expressions } = template;
        const first = expressions.find(hasFallback);
        if (first === undefined) continue;
        yield {
          at: placeOf(repo, template, first),
          object: resource.object,
          message: `${named(resource)} keeps ${scalar.text.slice(first.start, first.end)} as it stands, since ${named(kustomization)} defines no variable`,
          help: `define ${first.name} under spec.postBuild.substitute${knowsAlways ? ', or write substituteStrategy: Always' : ''}`,
          related: [
            {
              at: kustomization.keyAt('spec', 'postBuild'),
              message: `${named(kustomization)} has no variable here`,
            },
          ],
          ...(isSubstitutable ? offerFix(repo, kustomization, said, [always]) : {}),
        };
      }
    }
  },
};

const said = { title: 'write substituteStrategy: Always', safety: 'unsafe' } as const;
const always: DataEdit = { kind: 'set', path: ['spec', 'postBuild', 'substituteStrategy'], value: 'Always' };
