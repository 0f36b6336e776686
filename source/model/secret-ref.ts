/** Where a secret is: a variable of the environment, or a file whose text it is. */
export type SecretRef =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string };

/** How requests to a host say who sends them. */
export type AuthRef =
  | { readonly kind: 'bearer'; readonly secret: SecretRef }
  | { readonly kind: 'basic'; readonly user: string; readonly secret: SecretRef };
