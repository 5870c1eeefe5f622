import type { ChartPlace } from '../chart/known-charts.ts';
import { KitError } from '../core/errors.ts';
import { escapeLine } from '../core/escape.ts';
import { withoutTrailing } from '../core/text.ts';
import { spelledKind } from './address.ts';

/** A chart in an OCI registry: one repository of it, whose tags are the chart's versions. */
export interface RegistryPlace {
  /** The registry's API, `https://registry.example.com`. */
  readonly origin: URL;
  /** `stefanprodan/charts/podinfo`. */
  readonly repository: string;
  /** What messages call it: `oci://ghcr.io/stefanprodan/charts/podinfo`. */
  readonly shown: string;
}

/** A name of the distribution specification, as its reference implementation reads it (distribution/reference, regexp.go). */
const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const longestName = 255;

/** Docker Hub's names of itself; its API lies at the first (distribution/reference, docker's registry/config.go). */
export const dockerHub: readonly string[] = ['registry-1.docker.io', 'docker.io', 'index.docker.io'];

export function isRegistryUrl(url: string): boolean {
  return /^oci:\/\//i.test(url);
}

/**
 * Where a chart lies in a registry. Plain http is spoken to this machine, as containerd does, and where `insecure`
 * asks for it.
 * @throws KitError `bad-url` or `credentials-in-url`, side caller
 */
export function registryPlace({ url, chart, insecure }: ChartPlace): RegistryPlace {
  const rest = `${withoutTrailing(url.replace(/^oci:\/\//i, ''), '/')}/${chart}`;
  const slash = rest.indexOf('/');
  const [host, repository] = [rest.slice(0, slash), rest.slice(slash + 1)];
  const shown = `oci://${escapeLine(rest.replace(/^[^/]*@/, '…@')).slice(0, 300)}`;
  if (host.includes('@')) {
    throw new KitError('credentials-in-url', `the registry URL ${shown} holds a user name or password`, {
      help: ['log in instead: helm registry login HOST', 'for Flux, name a Secret: --secret-ref NAME'],
    });
  }
  if (!/^[A-Za-z0-9.:[\]-]+$/.test(host) || !URL.canParse(`https://${host}`)) {
    throw badRegistry(shown, 'names no registry');
  }
  if (!repositoryName.test(repository) || repository.length > longestName) {
    throw badRegistry(
      shown,
      'is no name of a repository: lower case letters, digits, and . _ - between them',
    );
  }
  return { origin: apiOf(host, insecure === true), repository, shown };
}

function apiOf(host: string, insecure: boolean): URL {
  const https = new URL(`https://${host}`);
  if (dockerHub.includes(https.host)) return new URL(`https://${dockerHub[0]}`);
  const isLocal = spelledKind(https.hostname) === 'loopback' && https.port !== '';
  return insecure || isLocal ? new URL(`http://${host}`) : https;
}

function badRegistry(shown: string, what: string): KitError {
  return new KitError('bad-url', `${shown} ${what}`, {
    help: ['a chart in a registry is oci://registry.example.com/path, without the name of the chart'],
  });
}
