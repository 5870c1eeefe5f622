import type { Problem } from '../../core/finding.ts';
import { hasFallback } from '../../model/envsubst.ts';
import type { Repo } from '../../model/repo.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { plainValue } from '../../yaml/scalar.ts';
import { editOf, isOurs, lazyFix } from '../fixes.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { placeOf, type Substitution, substitutions, type Template, templates } from '../variables.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const variables = '  postBuild:\n    substitute:\n      port: "8080"\n  prune: true';

function config(value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-settings\n  namespace: podinfo\ndata:\n  port: ${value}\n`;
}

export const unquotedValue: Rule = {
  id: 'substitution/unquoted-value',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A variable turns a text into a number or a boolean, which the API refuses.',
  why: `Flux substitutes in YAML that kustomize has written anew, and kustomize drops quotes that a plain \`\${port}\` does not need: what
comes out is \`8080\`, a number, whatever quotes the manifest had. Where the API wants a text (data of a ConfigMap,
labels, environment variables) the object is refused. Flux's documentation knows one way: a variable \`quote\` with the
value \`"\`, written around it.`,
  examples: [
    {
      title: 'a number in a ConfigMap, quoted in vain',
      replace: [[kustomization, '  prune: true', variables]],
      create: { 'podinfo/configmap-podinfo-settings.yaml': config('"${port}"') },
      finds: ['ConfigMap podinfo-settings gets the number 8080 for ${port} in data.port; expected a text'],
    },
    {
      title: 'quotes that stay',
      replace: [[kustomization, '  prune: true', variables.replace('port:', "quote: '\"'\n      port:")]],
      create: { 'podinfo/configmap-podinfo-settings.yaml': config('${quote}${port}${quote}') },
      finds: [],
    },
    {
      title: 'part of a longer text',
      replace: [[kustomization, '  prune: true', variables]],
      create: { 'podinfo/configmap-podinfo-settings.yaml': config('":${port}"') },
      finds: [],
    },
  ],
  repair: {
    safe: 'The API refuses the object as it is; with the quotes in a variable it gets the text that the manifest says.',
  },
  *check({ repo }) {
    for (const substitution of substitutions(repo)) {
      if (!substitution.active) continue;
      for (const template of templates(repo, substitution)) {
        const problem = wrongType(repo, substitution, template);
        if (problem !== undefined) yield problem;
      }
    }
  },
};

function wrongType(repo: Repo, substitution: Substitution, template: Template): Problem | undefined {
  const { resource, scalar, path, expressions } = template;
  const [only] = expressions;
  if (only === undefined || only.start !== 0 || only.end !== scalar.text.length) return undefined;
  if ((only.operator !== '' && !hasFallback(only)) || !wantsText(resource.kind, path)) return undefined;
  const known = substitution.variables.get(only.name);
  const value = known === undefined ? only.fallback : known.value;
  if (value === undefined || value === '' || value.includes('${')) return undefined;
  const text = value.replaceAll('\n', '');
  const read = plainValue(text, 'kubectl');
  if (typeof read === 'string' || read === null) return undefined;
  const type = typeof read === 'boolean' ? 'boolean' : 'number';
  return {
    at: placeOf(repo, template, only),
    object: resource.object,
    message: `${named(resource)} gets the ${type} ${text} for ${scalar.text} in ${fieldOf(path)}; expected a text`,
    help: `define quote: '"' beside the variable, and write \${quote}${scalar.text}\${quote}`,
    ...quoted(repo, substitution, template),
  };
}

/** The quotes in a variable, defined where the object is applied; that must be one place. */
function quoted(
  repo: Repo,
  { kustomization, variables }: Substitution,
  { resource, path, scalar }: Template,
): Pick<Problem, 'fix' | 'related'> {
  const builds = repo.views
    .flatMap((view) => view.builds)
    .filter((each) => each.resources.includes(resource));
  const quote = variables.get('quote');
  const isFree = quote === undefined || quote.value === '"';
  if (!isFree || builds.length !== 1 || !isOurs(repo, resource) || !isOurs(repo, kustomization)) return {};
  const title = `write \${quote}${scalar.text}\${quote}`;
  const said = { title: quote === undefined ? `${title}, and define quote` : title, safety: 'safe' } as const;
  const fix = lazyFix(said, () => [
    editOf(repo.files, resource, [{ kind: 'set', path, value: `\${quote}${scalar.text}\${quote}` }]),
    ...(quote === undefined ? [editOf(repo.files, kustomization, [defined])] : []),
  ]);
  const at = kustomization.keyAt('spec', 'postBuild');
  return { fix, related: [{ at, message: `${named(kustomization)} substitutes here` }] };
}

const defined: DataEdit = {
  kind: 'set',
  path: ['spec', 'postBuild', 'substitute', 'quote'],
  value: '"',
  below: [],
};

/** Fields that every API takes as texts and nothing else. */
function wantsText(kind: string, path: readonly (string | number)[]): boolean {
  const [first, second] = path;
  if (first === 'metadata') return (second === 'labels' || second === 'annotations') && path.length === 3;
  if (kind === 'ConfigMap' || kind === 'Secret') {
    return (first === 'data' || first === 'stringData') && path.length === 2 && second !== undefined;
  }
  const isWorkload = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Pod'].includes(kind);
  return isWorkload && path.at(-3) === 'env' && path.at(-1) === 'value';
}

function fieldOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (field, step) =>
      typeof step === 'number' ? `${field}[${step}]` : `${field}${field === '' ? '' : '.'}${step}`,
    '',
  );
}
