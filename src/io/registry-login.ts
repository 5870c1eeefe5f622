/** How somebody proves to a registry who they are. */
export type RegistryLogin =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Is exchanged for a token where the registry says (OAuth 2, `grant_type=refresh_token`). */
  | { readonly kind: 'identity'; readonly token: string }
  /** Is the token. */
  | { readonly kind: 'token'; readonly token: string };

/** A header of Basic credentials (RFC 7617); undefined where there is no password. */
export function basicOf(login: RegistryLogin | undefined): string | undefined {
  if (login?.kind !== 'password') return undefined;
  return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
}
