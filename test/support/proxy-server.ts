import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ProxyServer {
  /** `http://127.0.0.1:…`, for HTTP_PROXY. */
  readonly url: string;
  /** What it was asked for: `GET http://…`, `CONNECT host:port`, and with which credentials. */
  readonly requests: readonly { readonly line: string; readonly credentials: string | undefined }[];
  close(): Promise<void>;
}

/**
 * A proxy on loopback that knows every name in the world, and takes it for one server of this machine.
 * @param options.status what it answers in place of asking anybody
 */
export async function startProxy(
  target: string,
  options: { readonly status?: number } = {},
): Promise<ProxyServer> {
  const { hostname, port } = new URL(target);
  const requests: { line: string; credentials: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const { method, url = '', headers } = incoming;
    requests.push({ line: `${method} ${url}`, credentials: headers['proxy-authorization'] });
    if (options.status !== undefined) {
      response.writeHead(options.status).end();
      return;
    }
    const { pathname, search } = new URL(url);
    const forwarded = request({ hostname, port, method, path: pathname + search, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(forwarded);
  });
  server.on('connect', ({ url, headers }, socket: Socket) => {
    requests.push({ line: `CONNECT ${url}`, credentials: headers['proxy-authorization'] });
    sockets.add(socket);
    if (options.status !== undefined) {
      socket.end(`HTTP/1.1 ${options.status} No\r\n\r\n`);
      return;
    }
    const tunnel = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const [one, other] of [
      [socket, tunnel],
      [tunnel, socket],
    ] as const) {
      one.on('error', () => other.destroy());
    }
    sockets.add(tunnel);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Checked border: a server that listens on a port has an address.
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
