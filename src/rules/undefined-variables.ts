import type { Problem } from '../core/finding.ts';
import { didYouMean } from '../core/suggest.ts';
import { type Expression, hasFallback } from '../model/envsubst.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { named } from './named.ts';
import { valuesBlocks } from './values-blocks.ts';
import { placeOf, type Substitution, substitutions, type Template, templates } from './variables.ts';

/** Where a variable is used. */
export interface Use {
  readonly template: Template;
  readonly expression: Expression;
}

/** A variable without value, where it is used first in an object. */
export interface Undefined extends Use {
  readonly substitution: Substitution;
  /** All places of the object where it is used, the first included. */
  readonly uses: readonly Use[];
}

/** Each variable of each object that is not defined for certain; those of chart values apart from the others. */
export function* withoutValue(repo: Repo, where: 'values' | 'manifests'): Iterable<Undefined> {
  const active = substitutions(repo).filter((each) => each.active && each.complete);
  if (active.length === 0) return;
  const values = new Map<Resource, Set<string>>();
  for (const { resource, key } of valuesBlocks(repo)) {
    values.set(resource, (values.get(resource) ?? new Set()).add(key));
  }
  const isValue = ({ resource, path }: Template): boolean =>
    resource.kind === 'HelmRelease' && resource.group === fluxGroups.helm
      ? path[0] === 'spec' && path[1] === 'values'
      : path.length === 2 && values.get(resource)?.has(String(path[1])) === true;
  for (const substitution of active) {
    const found: Undefined[] = [];
    const seen = new Map<Resource, Map<string, Use[]>>();
    for (const template of templates(repo, substitution)) {
      // What cannot be read fails before anything is looked up.
      if (template.bad !== undefined || isValue(template) !== (where === 'values')) continue;
      const before = seen.get(template.resource) ?? new Map<string, Use[]>();
      seen.set(template.resource, before);
      for (const expression of template.expressions) {
        const { name } = expression;
        if (substitution.variables.has(name) || hasFallback(expression)) continue;
        const use = { template, expression };
        const uses = before.get(name) ?? [];
        uses.push(use);
        if (before.has(name)) continue;
        before.set(name, uses);
        found.push({ substitution, ...use, uses });
      }
    }
    yield* found;
  }
}

/** @param consequence what Flux does, for the help */
export function* undefinedVariables(repo: Repo, consequence: string): Iterable<Problem> {
  for (const { substitution, template, expression } of withoutValue(repo, 'manifests')) {
    const { kustomization, variables } = substitution;
    const { resource, scalar } = template;
    const written = scalar.text.slice(expression.start, expression.end);
    yield {
      at: placeOf(repo, template, expression),
      object: resource.object,
      message: `${named(resource)} uses ${written}, which ${named(kustomization)} does not define${didYouMean(expression.name, variables.keys())}`,
      help: `${consequence}: define ${expression.name} under spec.postBuild.substitute, or write $${written} for the plain text`,
      related: [
        {
          at: kustomization.keyAt('spec', 'postBuild'),
          message: `${named(kustomization)} substitutes here`,
        },
      ],
    };
  }
}
