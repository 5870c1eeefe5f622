import { fluxGroups, type Resource } from '../model/resource.ts';
import type { Path } from '../yaml/node.ts';

/** Unknown fields that people write because something else has them: what to do instead. */
const hints: readonly { readonly of: string; readonly path: RegExp; readonly help: string }[] = [
  {
    of: `${fluxGroups.helm}/HelmRelease`,
    path: /^spec\.valuesFrom\.\d+\.namespace$/,
    help: 'values are read from the namespace of the HelmRelease only: keep the object there, and remove this field',
  },
  {
    of: `${fluxGroups.helm}/HelmRelease`,
    path: /^(?:spec\.)?[^.]+$/,
    help: "if it is one of the chart's values, it belongs under spec.values or into the ConfigMap of spec.valuesFrom",
  },
  {
    of: `${fluxGroups.kustomize}/Kustomization`,
    path: /^spec\.postBuild\.substituteFrom\.\d+\.namespace$/,
    help: 'variables are read from the namespace of the Kustomization only: keep the object there, and remove this field',
  },
];

/** What to do about an unknown field that many people write; undefined for any other. */
export function hintOf({ group, kind }: Resource, path: Path): string | undefined {
  const name = path.join('.');
  return hints.find((hint) => hint.of === `${group}/${kind}` && hint.path.test(name))?.help;
}
