import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The CNCF's registry, as Debian packages it; openssl makes the certificate for its tokens. */
export const isDockerRegistryInstalled =
  spawnSync('docker-registry', ['--version']).status === 0 && spawnSync('openssl', ['version']).status === 0;

export interface DockerRegistry {
  /** `127.0.0.1:…`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** Starts a registry on a free port of this machine; `settings` are its configuration by environment variables. */
export function startDockerRegistry(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<DockerRegistry> {
  const configuration = join(folder, 'registry.yml');
  writeFileSync(
    configuration,
    `version: 0.1\nstorage: {filesystem: {rootdirectory: ${join(folder, 'data')}}}\n`,
  );
  const env = {
    PATH: process.env['PATH'],
    REGISTRY_HTTP_ADDR: '127.0.0.1:0',
    REGISTRY_LOG_FORMATTER: 'json',
    OTEL_TRACES_EXPORTER: 'none',
    ...settings,
  };
  const child = spawn('docker-registry', ['serve', configuration], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(log)?.[1];
      if (port !== undefined) resolve({ host: `127.0.0.1:${port}`, stop });
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`docker-registry ended with ${code}: ${log}`)));
  });
}

export interface TokenServer {
  /** What a registry has to be told to believe its tokens. */
  readonly settings: Readonly<Record<string, string>>;
  /** The credentials of every request. */
  readonly credentials: readonly (string | undefined)[];
  stop(): Promise<void>;
}

/** Gives whoever asks with these credentials tokens to read with (distribution, docs/spec/auth/jwt.md). */
export async function startTokenServer(folder: string, authorization: string): Promise<TokenServer> {
  const [key, certificate] = [join(folder, 'token.key'), join(folder, 'token.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  const rest = ['-subj', '/CN=tokens', '-days', '2', '-out', certificate];
  execFileSync('openssl', ['req', '-x509', ...curve, ...rest], { stdio: 'pipe' });
  const der = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const credentials: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    credentials.push(request.headers.authorization);
    if (request.headers.authorization !== authorization) {
      response.writeHead(401).end();
      return;
    }
    const scope = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('scope') ?? '';
    response.end(JSON.stringify({ token: tokenFor(scope, { der, key: readFileSync(key, 'utf8') }) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Checked border: a server that listens on a port has an address.
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      REGISTRY_AUTH: 'token',
      REGISTRY_AUTH_TOKEN_REALM: `http://127.0.0.1:${port}/token`,
      REGISTRY_AUTH_TOKEN_SERVICE: 'charts',
      REGISTRY_AUTH_TOKEN_ISSUER: 'tokens',
      REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE: certificate,
    },
    credentials,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tokenFor(scope: string, signer: { readonly der: string; readonly key: string }): string {
  const [type, name] = scope.split(':');
  const now = Math.floor(Date.now() / 1000);
  const encode = (data: unknown): string => Buffer.from(JSON.stringify(data)).toString('base64url');
  const claims = {
    iss: 'tokens',
    sub: 'ann',
    aud: 'charts',
    nbf: now - 60,
    iat: now,
    exp: now + 300,
    jti: '1',
  };
  const text = [
    encode({ typ: 'JWT', alg: 'ES256', x5c: [signer.der] }),
    encode({ ...claims, access: [{ type, name, actions: ['pull'] }] }),
  ].join('.');
  const signature = sign('sha256', Buffer.from(text), { key: signer.key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
