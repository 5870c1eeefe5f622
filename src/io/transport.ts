/** How requests reach a server. */
export interface Transport {
  /** Whether a proxy looks up the host's name, and not this machine. */
  resolvesElsewhere(url: URL): boolean;
  /** As the global `fetch`. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
}

/** Straight to the server. */
export const direct: Transport = {
  resolvesElsewhere: () => false,
  fetch: (url, init) => fetch(url, init),
};
