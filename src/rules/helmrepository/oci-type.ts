import { helmRepositories } from '../chart-sources.ts';
import { offerFix } from '../fixes.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const url = 'url: https://stefanprodan.github.io/podinfo';

export const ociType: Rule = {
  id: 'helmrepository/oci-type',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The type of a HelmRepository does not fit its URL.',
  why: `A registry has \`type: oci\` and a URL that begins with \`oci://\`; everything else has neither. Without the type
Flux looks for an index that no registry has; with it, a URL over HTTP is refused. No chart of the repository can be
fetched.`,
  examples: [
    {
      title: 'a registry without its type',
      replace: [[file, url, 'url: oci://ghcr.io/stefanprodan/charts']],
      finds: [
        'HelmRepository podinfo has the URL of a registry, oci://ghcr.io/stefanprodan/charts, and no type; expected type: oci',
      ],
    },
    {
      title: 'the type of a registry for a plain repository',
      replace: [[file, url, `type: oci\n  ${url}`]],
      finds: [
        'HelmRepository podinfo has type: oci for https://stefanprodan.github.io/podinfo; expected a URL that begins with oci://',
      ],
    },
    {
      title: 'a registry',
      replace: [[file, url, 'type: oci\n  url: oci://ghcr.io/stefanprodan/charts']],
      finds: [],
    },
  ],
  repair: {
    safe: 'A URL that begins with `oci://` is that of a registry, and without the type nothing is fetched from it.',
    unsafe:
      'Look whether the URL answers with an index (`curl URL/index.yaml`); else it is the URL that is wrong.',
  },
  alone: true,
  *check({ repo }) {
    for (const { resource, url: written } of helmRepositories(repo)) {
      const isTyped = resource.text('spec', 'type') === 'oci';
      if (written.startsWith('oci://') && !isTyped) {
        yield problemOf(resource, ['spec', 'url'], {
          message: `${named(resource)} has the URL of a registry, ${written}, and ${resource.get('spec', 'type') === undefined ? 'no type' : 'another type'}; expected type: oci`,
          help: 'write type: oci below spec:',
          ...offerFix(repo, resource, { title: 'write type: oci', safety: 'safe' }, [
            { kind: 'set', path: ['spec', 'type'], value: 'oci', below: ['interval', 'provider'] },
          ]),
        });
      } else if (isTyped && /^https?:\/\//.test(written)) {
        yield problemOf(resource, ['spec', 'type'], {
          message: `${named(resource)} has type: oci for ${written}; expected a URL that begins with oci://`,
          help: 'remove type: oci, or write the URL of the registry',
          ...offerFix(repo, resource, { title: 'remove type: oci', safety: 'unsafe' }, [
            { kind: 'remove', path: ['spec', 'type'] },
          ]),
        });
      }
    }
  },
};
