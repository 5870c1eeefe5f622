import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repositorySettings } from '../../src/io/helm-repositories.ts';

const url = 'https://charts.example.com/stable';
const entry = {
  login: undefined,
  everywhere: false,
  caFile: undefined,
  certFile: undefined,
  keyFile: undefined,
};
const ann = { kind: 'password', username: 'ann', password: 'hunter2' };
const text = `apiVersion: ""
generated: "0001-01-01T00:00:00Z"
repositories:
- name: other
  url: https://other.example.com
  username: bob
- caFile: ""
  insecure_skip_tls_verify: false
  name: stable
  pass_credentials_all: false
  password: hunter2
  url: https://Charts.Example.com/stable/
  username: ann
`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-helm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function settingsIn(content: string) {
  const file = join(folderWith({ 'repositories.yaml': content }), 'repositories.yaml');
  return repositorySettings(url, (name) => (name === 'HELM_REPOSITORY_CONFIG' ? file : undefined));
}

test('a repository is known by its URL, however it is spelt', () => {
  expect(settingsIn(text)?.entry).toEqual({ ...entry, login: ann, skipsVerification: false });
});

test('of several entries the first with a login counts', () => {
  const list = `repositories:\n- {url: '${url}'}\n- {url: '${url}/', username: ann, password: hunter2}\n`;
  expect(settingsIn(list)?.entry?.login).toEqual(ann);
});

test('files, and what Helm calls trust, are read', () => {
  const all =
    'caFile: /ca.pem, certFile: /cert.pem, keyFile: /key.pem, pass_credentials_all: true, insecure_skip_tls_verify: true';
  expect(settingsIn(`repositories: [{url: '${url}', ${all}}]`)?.entry).toEqual({
    login: undefined,
    everywhere: true,
    caFile: '/ca.pem',
    certFile: '/cert.pem',
    keyFile: '/key.pem',
    skipsVerification: true,
  });
});

test.each([
  ['repositories:\n- {name: x, url: https://charts.example.com/other}\n', 'does not list this repository'],
  [`repositories:\n- {name: x, url: '${url}'}\n`, 'has none for this repository'],
  ['repositories: []\n', 'does not list this repository'],
  ['repositories: [null, 1, [], {url: {}}]\n', 'does not list this repository'],
  ['repositories: {}\n', 'lists no repositories'],
  ['[', 'lists no repositories'],
  ['', 'lists no repositories'],
  ['a: &a [*a]\n', 'lists no repositories'],
])('%j has no login', (content, without) => {
  expect(settingsIn(content)).toMatchObject({ without });
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['helm/repositories.yaml', { HELM_CONFIG_HOME: 'helm', XDG_CONFIG_HOME: 'xdg' }],
  ['xdg/helm/repositories.yaml', { HELM_CONFIG_HOME: '', XDG_CONFIG_HOME: 'xdg' }],
])('%s is found with %j', (path, variables) => {
  const folder = folderWith({ [path]: text });
  const variable = (name: string) => (variables[name] ? join(folder, variables[name]) : variables[name]);
  expect(repositorySettings(url, variable)?.entry?.login).toEqual(ann);
});

test.skipIf(process.platform === 'darwin')('the file in the home folder may be a link', () => {
  const folder = folderWith({ 'dotfiles/repositories.yaml': text, '.config/helm/x': '' });
  symlinkSync(join(folder, 'dotfiles/repositories.yaml'), join(folder, '.config/helm/repositories.yaml'));
  const settings = repositorySettings(url, (name) => (name === 'HOME' ? `${folder}/` : undefined));
  expect(settings).toMatchObject({ file: '~/.config/helm/repositories.yaml', entry: { login: ann } });
});

test('a file that is not there, is a folder, or is no text, is told', () => {
  const folder = folderWith({ 'a/repositories.yaml/x': '', 'b/repositories.yaml': '' });
  writeFileSync(join(folder, 'b/repositories.yaml'), Buffer.from([0xff]));
  const without = (at: string) =>
    repositorySettings(url, (name) => (name === 'HELM_CONFIG_HOME' ? join(folder, at) : undefined))?.without;
  expect([without('c'), without('a'), without('b')]).toEqual([
    'is not there',
    'is no file',
    'is no UTF-8 text',
  ]);
  expect(repositorySettings(url, () => undefined)).toBeUndefined();
});
