import { ownKustomizations } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const suspended: Rule = {
  id: 'kustomization/suspended',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A Kustomization is suspended in git.',
  why: `What is suspended in git stays so until somebody thinks of it: no commit to its path is applied any more, and no
drift is mended. For a pause of an hour there is \`flux suspend kustomization\`; for a longer one, say in a comment
why and until when, and ignore this rule there.`,
  examples: [
    {
      title: 'suspended and forgotten',
      replace: [[kustomization, '  prune: true', '  suspend: true\n  prune: true']],
      finds: ['Kustomization podinfo is suspended'],
    },
    {
      title: 'running again',
      replace: [[kustomization, '  prune: true', '  suspend: false\n  prune: true']],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const each of ownKustomizations(repo)) {
      if (each.get('spec', 'suspend') !== true) continue;
      yield problemOf(each, ['spec', 'suspend'], {
        message: `${named(each)} is suspended`,
        help: 'remove suspend: true, or remove the Kustomization if the app is not needed any more',
      });
    }
  },
};
