import type { Problem } from '../../core/finding.ts';
import {
  isLabelValue,
  isQualifiedName,
  labelForm,
  type NameForm,
  nameForm,
  repairedName,
} from '../../model/object-names.ts';
import type { Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const canary = (metadata: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n${metadata}  namespace: podinfo\nspec:\n  ports:\n    - port: 80\n`;

export const invalidName: Rule = {
  id: 'metadata/invalid-name',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A name, a namespace, a label or the key of an annotation has a form that Kubernetes refuses.',
  why: `Names become parts of addresses and host names, so the API server takes lower-case letters, digits, \`-\` and,
for most kinds, \`.\`; a Service and a Namespace have no dots and at most 63 characters. Labels have keys and values of
at most 63 characters. A single such object fails everything that the same Kustomization applies.`,
  examples: [
    {
      title: 'an underscore',
      create: { 'podinfo/service-canary.yaml': canary('  name: podinfo_canary\n') },
      finds: [
        'name podinfo_canary of the Service is refused by Kubernetes; expected lower-case letters, digits and -, with a letter at the beginning',
      ],
    },
    {
      title: 'a label that Kubernetes cannot take',
      create: {
        'podinfo/service-canary.yaml': canary('  name: canary\n  labels:\n    team: "web & mobile"\n'),
      },
      finds: [
        'label team: web & mobile of Service canary is refused by Kubernetes; expected at most 63 letters, digits, ., _ and -',
      ],
    },
    {
      title: 'capitals in the domain of a label',
      create: {
        'podinfo/service-canary.yaml': canary('  name: canary\n  labels:\n    Example.com/team: web\n'),
      },
      finds: [
        'the key of label Example.com/team of Service canary is refused by Kubernetes; expected at most 63 letters, digits, ., _ and -, after a domain in lower case and / at most',
      ],
    },
    {
      title: 'names that differ from habit and are taken',
      create: {
        'podinfo/service-canary.yaml': canary(
          '  name: podinfo-2-canary\n  annotations:\n    Example.com/Team: web\n',
        ),
      },
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const view of repo.views) {
      for (const resource of view.resources) {
        yield* ofName(resource, view.nameOf(resource));
        yield* ofNamespace(resource, view.namespaceOf(resource));
        for (const field of ['labels', 'annotations'] as const) yield* ofEntries(resource, field);
      }
    }
  },
};

function* ofName(resource: Resource, name: string): Iterable<Problem> {
  const { kind } = resource;
  // An encrypted name is secret/undecryptable's.
  if (name === '' || name.includes('${') || name.startsWith('ENC[')) return;
  const form = nameForm(resource);
  if (isRight(name, form)) return;
  yield refused(resource, ['metadata', 'name'], { what: `name ${name} of the ${kind}`, name, form });
}

function* ofNamespace(resource: Resource, namespace: string | undefined): Iterable<Problem> {
  if (namespace === undefined || namespace.includes('${') || isRight(namespace, labelForm)) return;
  const what = `namespace ${namespace} of ${named(resource)}`;
  yield refused(resource, ['metadata', 'namespace'], { what, name: namespace, form: labelForm });
}

function isRight(name: string, { pattern, longest }: NameForm): boolean {
  return name.length <= longest && pattern.test(name);
}

function refused(
  resource: Resource,
  path: Path,
  { what, name, form }: { readonly what: string; readonly name: string; readonly form: NameForm },
): Problem {
  const repaired = repairedName(name, form);
  const expected = name.length > form.longest ? `at most ${form.longest} characters` : form.letters;
  return problemOf(resource, path, {
    message: `${what} is refused by Kubernetes; expected ${expected}`,
    help:
      repaired === undefined ? 'choose another name' : `write ${repaired}, here and where it is referred to`,
  });
}

function* ofEntries(resource: Resource, field: 'labels' | 'annotations'): Iterable<Problem> {
  const map = resource.get('metadata', field);
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return;
  const word = field === 'labels' ? 'label' : 'annotation';
  for (const [key, value] of Object.entries(map)) {
    if (key.includes('${')) continue;
    const path = ['metadata', field, key];
    if (!isQualifiedName(field === 'labels' ? key : key.toLowerCase())) {
      yield {
        at: resource.keyAt(...path),
        object: resource.object,
        message: `the key of ${word} ${key} of ${named(resource)} is refused by Kubernetes; expected at most 63 letters, digits, ., _ and -, after a domain in lower case and / at most`,
        help: 'choose another key',
      };
    }
    if (typeof value !== 'string' || field === 'annotations' || isLabelValue(value) || value.includes('${'))
      continue;
    yield problemOf(resource, path, {
      message: `label ${key}: ${value} of ${named(resource)} is refused by Kubernetes; expected at most 63 letters, digits, ., _ and -`,
      help: 'shorten it, or put it into an annotation, which takes any text',
    });
  }
}
