import { kustomizationPath } from '../../model/tree.ts';
import { offerFix } from '../fixes.ts';
import { ownKustomizations } from '../flux-kustomizations.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';

export const pathStyle: Rule = {
  id: 'kustomization/path-style',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'A path is not written as ./folder.',
  why: `Flux reads \`podinfo\`, \`/podinfo\`, \`./podinfo/\` and \`./podinfo\` as the same folder. Other tools do not, and a search
for one form misses the others. \`./podinfo\` is what Flux's documentation and \`flux create\` write.`,
  examples: [
    {
      title: 'a bare folder',
      replace: [[kustomization, 'path: ./podinfo', 'path: podinfo']],
      finds: ['Kustomization podinfo has path podinfo; expected ./podinfo'],
    },
    {
      title: 'slashes before and after',
      replace: [[kustomization, 'path: ./podinfo', 'path: /podinfo/']],
      finds: ['Kustomization podinfo has path /podinfo/; expected ./podinfo'],
    },
    { title: 'quotes', replace: [[kustomization, 'path: ./podinfo', 'path: "./podinfo"']], finds: [] },
  ],
  repair: { safe: 'Flux reads the same folder.' },
  alone: true,
  *check({ repo }) {
    for (const each of ownKustomizations(repo)) {
      const written = each.text('spec', 'path');
      if (written === undefined || written.includes('${')) continue;
      const folder = kustomizationPath(written);
      const expected = `./${folder}`;
      if (written === expected || (folder === '' && (written === '.' || written === ''))) continue;
      yield problemOf(each, ['spec', 'path'], {
        message: `${named(each)} has path ${written}; expected ${expected}`,
        help: `write path: ${expected}`,
        ...offerFix(repo, each, { title: `write path: ${expected}`, safety: 'safe' }, [
          { kind: 'set', path: ['spec', 'path'], value: expected },
        ]),
      });
    }
  },
};
