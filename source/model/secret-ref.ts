import type { Secret } from './secret.js';

/** Where a secret is. */
export type SecretRef =
  /** A variable of the environment; `standard` stands in where it is not set. */
  | { readonly kind: 'env'; readonly name: string; readonly standard?: Secret }
  /** A file whose text it is. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file of systemd's `$CREDENTIALS_DIRECTORY`. */
  | { readonly kind: 'credential'; readonly name: string }
  /** What a program prints, started without a shell. */
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly timeoutMs: number }
  /** The secret itself, under a passphrase. */
  | { readonly kind: 'sealed'; readonly text: string };

/** How requests to a host say who sends them. */
export type AuthRef =
  | { readonly kind: 'bearer'; readonly secret: SecretRef }
  | { readonly kind: 'basic'; readonly user: string; readonly secret: SecretRef };
