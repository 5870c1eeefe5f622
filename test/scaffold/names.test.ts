import { expect, test } from 'vitest';
import { KitError } from '../../src/core/errors.ts';
import { checkAppName, checkNamespaceName } from '../../src/scaffold/names.ts';

/** The message and the help of a refusal. */
function refusal(name: string, check = checkAppName): string {
  try {
    check(name);
  } catch (error) {
    if (error instanceof KitError) return [error.message, ...error.help].join(' | ');
    throw error;
  }
  return 'accepted';
}

test('names that Kubernetes and Helm take are accepted, words and numbers of YAML as well', () => {
  for (const name of ['podinfo', 'keycloak-db', 'a', '0', '123', '1e3', 'null', 'true', 'a'.repeat(53)]) {
    expect(refusal(name)).toBe('accepted');
  }
});

test.each([
  ['', 'the app name is empty'],
  [
    'PodInfo',
    'app name PodInfo has upper-case letters; Kubernetes names are lower case | a name that would do: podinfo',
  ],
  ['my_app', 'app name my_app holds "_"; allowed are a-z, 0-9 and - | a name that would do: my-app'],
  ['my app', 'app name my app holds " "; allowed are a-z, 0-9 and - | a name that would do: my-app'],
  [
    '-x',
    'app name -x starts or ends with -; it must start and end with a letter or digit | a name that would do: x',
  ],
  ['..', 'app name .. looks like a path; a plain name is needed'],
  ['../x', 'app name ../x looks like a path; a plain name is needed | a name that would do: x'],
  [
    'apps/podinfo',
    'app name apps/podinfo looks like a path; a plain name is needed | a name that would do: apps-podinfo',
  ],
  ['C:\\x', 'app name C:\\x looks like a path; a plain name is needed | a name that would do: c-x'],
  ['.git', 'app name .git looks like a path; a plain name is needed | a name that would do: git'],
  [
    'default',
    'app name default is reserved: Kubernetes or Flux makes that namespace itself | a name that would do: default-app',
  ],
  [
    'flux-system',
    'app name flux-system is reserved: Kubernetes or Flux makes that namespace itself | a name that would do: flux-system-app',
  ],
  ['con', 'app name con is reserved: Windows has a device of that name | a name that would do: con-app'],
])('%j is refused', (name, message) => {
  expect(refusal(name)).toBe(message);
});

test('letters that only look like a-z are shown with their code points', () => {
  expect(refusal('pоdinfo')).toBe(
    'app name pоdinfo holds U+043E; allowed are a-z, 0-9 and - | a name that would do: p-dinfo',
  );
  expect(refusal('podinfo\u200b')).toContain('holds U+200B');
  expect(refusal('pod\ninfo')).toContain('holds U+000A');
});

test('a Helm release name has at most 53 characters, a namespace 63', () => {
  expect(refusal('a'.repeat(54))).toContain('has 54 characters; a Helm release name has at most 53');
  expect(refusal('a'.repeat(63), checkNamespaceName)).toBe('accepted');
  expect(refusal('a'.repeat(64), checkNamespaceName)).toContain(
    'has 64 characters; a namespace has at most 63',
  );
  expect(refusal('kube-system', checkNamespaceName)).toBe('accepted');
});
