/** Where distributions keep the bundle of public authorities. */
export const AUTHORITY_BUNDLES = [
  { path: '/etc/ssl/certs/ca-certificates.crt', where: 'Debian, Ubuntu, Alpine, Arch' },
  { path: '/etc/pki/tls/certs/ca-bundle.crt', where: 'Red Hat, Fedora, Alma' },
] as const;
