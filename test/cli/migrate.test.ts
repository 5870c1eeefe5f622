import { describe, expect, test } from 'vitest';
import { goldenRepository, repositoryWith } from '../support/cli.ts';

const kustomization = (
  version: string,
  validation: string,
) => `apiVersion: kustomize.toolkit.fluxcd.io/${version}
kind: Kustomization
metadata:
  name: podinfo # ours
  namespace: flux-system
spec:
  interval: 15m
  path: ./podinfo
  prune: true
${validation}  sourceRef:
    kind: GitRepository
    name: flux-system
`;
const file = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const ingress =
  'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec: {}\n';

describe('migrate', () => {
  test('checks, shows, then writes, and quotes the comment that went', async () => {
    const repository = repositoryWith({
      [file]: kustomization('v1beta2', '  validation: client # by kubectl\n'),
    });
    const before = repository.state();
    const note = `note: ${file}: with spec.validation of Kustomization podinfo went its comment: # by kubectl\n`;
    expect(await repository.kit('migrate', '--check')).toEqual({
      code: 1,
      out: `would be changed ${file}\n`,
      err: `${note}1 object in 1 file for Flux 2.9\n`,
    });
    const diff = await repository.kit('migrate', '--diff');
    expect(diff.code).toBe(1);
    expect(diff.out.match(/^[-+] ?.*$/gm)?.slice(2)).toEqual([
      '-apiVersion: kustomize.toolkit.fluxcd.io/v1beta2',
      '+apiVersion: kustomize.toolkit.fluxcd.io/v1',
      '-  validation: client # by kubectl',
    ]);
    expect(repository.state()).toBe(before);
    expect(await repository.kit('migrate')).toEqual({
      code: 0,
      out: `changed ${file}\n`,
      err: `${note}next: git diff, then gitops-kit lint\n1 object in 1 file for Flux 2.9\n`,
    });
    expect(repository.read(file)).toBe(kustomization('v1', ''));
    expect(await repository.kit('migrate', '--check')).toEqual({
      code: 0,
      out: '',
      err: 'nothing to migrate: nothing is older than Flux 2.9\n',
    });
  });

  test('names what only a person can decide, migrates the rest, and commits exactly that', async () => {
    const repository = repositoryWith({
      [file]: kustomization('v1beta1', ''),
      'podinfo/ingress.yaml': ingress,
    });
    repository.write('notes.txt', 'mine\n');
    const ran = await repository.kit('migrate', '--commit');
    expect(ran).toMatchObject({ code: 1, out: `changed ${file}\n` });
    expect(ran.err).toBe(
      'refused: podinfo/ingress.yaml: Ingress podinfo: Ingress of extensions/v1beta1 has other fields than that of networking.k8s.io/v1: write it anew\n' +
        'next: gitops-kit lint\n1 object in 1 file for Flux 2.9; 1 thing to do by hand\n',
    );
    expect(repository.git('show', '--format=%s', '--name-only', 'HEAD')).toBe(
      `migrate to the APIs of Flux 2.9\n\n${file}\n`,
    );
    expect(repository.git('status', '--porcelain')).toBe('?? notes.txt\n');
  });

  test('looks only at the paths that are given', async () => {
    const repository = repositoryWith({
      [file]: kustomization('v1beta1', ''),
      'podinfo/ingress.yaml': ingress,
    });
    expect(await repository.kit('migrate', 'podinfo')).toEqual({
      code: 1,
      out: '',
      err: 'refused: podinfo/ingress.yaml: Ingress podinfo: Ingress of extensions/v1beta1 has other fields than that of networking.k8s.io/v1: write it anew\n1 thing to do by hand, nothing else to migrate\n',
    });
  });

  test('says of nothing but the paths that were asked for that nothing is old', async () => {
    const repository = goldenRepository();
    expect((await repository.kit('migrate', 'podinfo')).err).toBe(
      'nothing to migrate in podinfo: nothing is older than Flux 2.9\n',
    );
  });

  test.each([
    ['2', '--flux-version is a release as 2.9 or v2.9.1, not 2'],
    ['1.0', 'gitops-kit knows Flux from 2.0 on, not 1.0'],
    ['3.0', 'gitops-kit knows Flux up to 2.9, not 3.0'],
  ])('--flux-version %s is refused', async (version, message) => {
    const ran = await goldenRepository().kit('migrate', '--flux-version', version);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(`error: ${message}\n`);
  });
});
