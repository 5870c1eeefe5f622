import { maskedUrl } from '../../core/escape.ts';
import type { Problem } from '../../core/finding.ts';
import { nearest } from '../../core/suggest.ts';
import type { Resource } from '../../model/resource.ts';
import { helmRepositories } from '../chart-sources.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';
const url = 'https://stefanprodan.github.io/podinfo';

export const urlMalformed: Rule = {
  id: 'helmrepository/url-malformed',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The URL of a HelmRepository is none that charts can be fetched from.',
  why: `The URL begins with \`https://\`, \`http://\` or \`oci://\`: the API server refuses anything else, and with it
everything that the same Kustomization applies. It is the address of the repository, not of its index: Flux adds
\`/index.yaml\` itself, and looks for \`/index.yaml/index.yaml\` when it is there already. A URL with blanks is fetched by
nobody.`,
  examples: [
    {
      title: 'a letter too much',
      replace: [[file, url, `h${url}`]],
      finds: [
        `HelmRepository podinfo has url h${url}; expected http://, https:// or oci:// at the beginning; did you mean https://?`,
      ],
    },
    {
      title: 'the URL of the index',
      replace: [[file, url, `${url}/index.yaml`]],
      finds: [
        `HelmRepository podinfo has url ${url}/index.yaml, the URL of its index; expected that of the repository`,
      ],
    },
    {
      title: 'a slash at the end',
      replace: [[file, url, `${url}/`]],
      finds: [],
    },
  ],
  alone: true,
  *check({ repo }) {
    for (const { resource, url: written } of helmRepositories(repo)) {
      const problem = problemWith(resource, written);
      if (problem !== undefined) yield problem;
    }
  },
};

const schemes = ['http', 'https', 'oci'];

function problemWith(resource: Resource, written: string): Problem | undefined {
  const scheme = /^([^:/]*):\/\//.exec(written)?.[1];
  if (scheme === undefined || !schemes.includes(scheme)) {
    const near = scheme === undefined ? undefined : nearest(scheme, ['https', 'http', 'oci']);
    return problemOf(resource, ['spec', 'url'], {
      message: `${named(resource)} has url ${maskedUrl(written)}; expected http://, https:// or oci:// at the beginning${near === undefined ? '' : `; did you mean ${near}://?`}`,
      help: `write ${near ?? 'https'}://${maskedUrl(written).replace(/^[^:/]*:?\/+/, '')}`,
    });
  }
  if (/\/index\.ya?ml\/*$/.test(written)) {
    return problemOf(resource, ['spec', 'url'], {
      message: `${named(resource)} has url ${maskedUrl(written)}, the URL of its index; expected that of the repository`,
      help: `write ${maskedUrl(written).replace(/\/index\.ya?ml\/*$/, '')}`,
    });
  }
  if (/\s/.test(written.trim())) {
    return problemOf(resource, ['spec', 'url'], {
      message: `${named(resource)} has url ${maskedUrl(written)}; expected no blanks in it`,
      help: 'remove the blanks, or write them as %20',
    });
  }
  return undefined;
}
