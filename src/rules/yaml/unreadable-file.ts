import type { FileFault } from '../../core/change.ts';
import type { Rule } from '../rule.ts';

export const unreadableFile: Rule = {
  id: 'yaml/unreadable-file',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A YAML file is no regular text file.',
  why: `Flux takes regular files in UTF-8. A symbolic link is left out of what it applies, whatever it points to; a file
in another encoding, or larger than any manifest may be, stops everything below the path or is read in a way that
nobody means. Such a file is not read here either, and other rules say nothing about what it may hold.`,
  examples: [
    {
      title: 'a link to the file of another app',
      faults: { 'podinfo/secret-podinfo.yaml': { kind: 'symlink' } },
      finds: [
        'podinfo/secret-podinfo.yaml is a symbolic link, which is not followed; expected a regular file',
      ],
    },
    {
      title: 'a file saved as UTF-16',
      faults: { 'podinfo/secret-podinfo.yaml': { kind: 'utf-16' } },
      finds: ['podinfo/secret-podinfo.yaml is UTF-16; expected UTF-8'],
    },
    {
      title: 'an ordinary file',
      replace: [
        ['podinfo/helmrelease-podinfo.yaml', '6.x # pinned', '6.x # größer als 6, kleiner als 7; pinned'],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const file of repo.yamlFiles) {
      const fault = repo.files.fault(file);
      if (fault === undefined) continue;
      const { message, help } = saying(fault);
      yield { at: { file, range: { start: 0, end: 0 } }, message: `${file} ${message}`, help };
    }
  },
};

function saying(fault: FileFault): { readonly message: string; readonly help: string } {
  switch (fault.kind) {
    case 'symlink':
      return {
        message: 'is a symbolic link, which is not followed; expected a regular file',
        help: 'put a copy of the file in its place: Flux leaves links out',
      };
    case 'not-a-file':
      return {
        message: 'is a pipe, a socket or a device; expected a regular file',
        help: 'remove it from the repository',
      };
    case 'not-utf8':
      return { message: 'is not UTF-8', help: 'save it as UTF-8' };
    case 'utf-16':
      return { message: 'is UTF-16; expected UTF-8', help: 'save it as UTF-8, without byte order mark' };
    case 'too-large':
      return {
        message: `has ${fault.bytes} bytes; the limit is ${fault.limit}`,
        help: 'split the file, or leave it out with "ignore" in .gitops-kit.jsonc',
      };
    case 'vanished':
      return {
        message: 'was there and is gone',
        help: 'something else is changing the repository: run again',
      };
    case 'unreadable':
      return { message: `cannot be read: ${fault.cause}`, help: 'look at its permissions' };
  }
}
