import type * as net from 'node:net';
import * as tls from 'node:tls';
import { normaliseCode } from '../errors.ts';
import { addressFamily } from '../hostName.ts';
import { type TlsRequest, type TlsStack, TransportError } from '../transport.ts';
import type { TlsFacts } from '../types.ts';
import { certificatesOf, chainFacts } from './certificates.ts';
import { versionOptions } from './tlsOptions.ts';
import { compareTrust, systemBundle, type TrustSets } from './trustSets.ts';

/** What handshakes of one transport share. */
export interface TlsParts {
  readonly contexts: ContextCache;
  readonly trustSets: TrustSets;
}

/** What handshakes of a transport share; `systemRoots` (PEM) stand for the operating system's own. */
export function createTlsParts(stack: TlsStack, systemRoots: readonly string[] | undefined): TlsParts {
  return { contexts: createContextCache(stack), trustSets: createTrustSets(systemRoots) };
}

/**
 * Shakes hands without letting Node judge, so that a broken server still tells its certificate, and judges
 * itself afterwards. Options are those that both TLS libraries accept, see tlsOptions.ts.
 */
export function handshake(
  plain: net.Socket,
  request: TlsRequest,
  { contexts, trustSets }: TlsParts,
  onStart: (secure: tls.TLSSocket) => void,
): Promise<{ secure: tls.TLSSocket; facts: TlsFacts }> {
  const { serverName, ca = [], announceName = true } = request;
  return new Promise((resolve, reject) => {
    if (plain.destroyed) {
      reject(new TransportError('tls', 'ECONNRESET'));
      return;
    }
    const bytesBefore = plain.bytesRead;
    let secure: tls.TLSSocket;
    try {
      secure = tls.connect({
        socket: plain,
        servername: announceName && addressFamily(serverName) === 0 ? serverName.replace(/\.$/, '') : '',
        // Given although the context holds them: VS Code adds the system's roots only where nobody names his own.
        ca: trustAnchors(ca),
        secureContext: contexts.context(request),
        rejectUnauthorized: false,
        // The name is judged below, apart from the chain.
        checkServerIdentity: () => undefined,
      });
    } catch (error) {
      // A library that does not know an option throws at once, before any byte is sent.
      reject(new TransportError('tls', normaliseCode(error)));
      return;
    }
    onStart(secure);
    const leave = () => secure.off('error', onError).off('close', onClose).off('secureConnect', onSecure);
    const fail = (code: string) => {
      leave();
      secure.on('error', ignoreAfterEnd);
      secure.destroy();
      reject(new TransportError('tls', code, plain.bytesRead - bytesBefore));
    };
    const onError = (error: Error) => fail(wasReset(error) ? 'RESET_BY_PEER' : normaliseCode(error));
    const onClose = () => fail('ECONNRESET');
    const onSecure = () => {
      leave();
      resolve({ secure, facts: tlsFacts(secure, request, trustSets) });
    };
    secure.on('error', onError).on('close', onClose).on('secureConnect', onSecure);
  });
}

/** Node says ECONNRESET for both ends of a handshake that breaks off; only a real RST comes from a system call. */
function wasReset({ code, syscall }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' && syscall === 'read';
}

function tlsFacts(secure: tls.TLSSocket, { serverName, ca = [] }: TlsRequest, trustSets: TrustSets): TlsFacts {
  const leaf = secure.getPeerCertificate(true);
  const hasLeaf = Object.keys(leaf).length > 0;
  const problem = secure.authorized ? undefined : authorizationCode(secure.authorizationError);
  return {
    protocol: secure.getProtocol() ?? 'unknown',
    cipher: secure.getCipher()?.name ?? 'unknown',
    chain: hasLeaf ? chainFacts(leaf, Date.now()) : [],
    trusted: secure.authorized,
    ...(problem ? { problem } : {}),
    nameMatches: hasLeaf && tls.checkServerIdentity(serverName.replace(/\.$/, ''), leaf) === undefined,
    ...(hasLeaf ? compareTrust({ chain: certificatesOf(leaf), problem, file: ca }, trustSets, Date.now()) : {}),
  };
}

/** Typed as an error, but a code in every Node so far. */
function authorizationCode(error: unknown): string {
  return typeof error === 'string' ? normaliseCode({ code: error }) : normaliseCode(error);
}

interface ContextCache {
  context(request: TlsRequest): tls.SecureContext;
}

/** Reading a hundred roots takes longer than a handshake, so each set of anchors is read once. @throws what the TLS library throws at an option */
function createContextCache(stack: TlsStack): ContextCache {
  const contexts = new Map<string, tls.SecureContext>();
  return {
    context({ ca = [], versions }) {
      const key = [versions?.min, versions?.max, ...ca].join('\n');
      const context = contexts.get(key) ?? tls.createSecureContext({ ca: trustAnchors(ca), ...(versions ? versionOptions(versions, stack) : {}) });
      contexts.set(key, context);
      return context;
    },
  };
}

type CertificateList = { getCACertificates?: (type: 'default' | 'system') => readonly string[] };

/**
 * The sets to compare. One file holds the roots of most systems and is read in a millisecond; where macOS and
 * Windows keep them only Node knows, which takes so long that it is left until Node's own roots have failed.
 */
function createTrustSets(given: readonly string[] | undefined): TrustSets {
  let roots = given;
  let isRead = given !== undefined;
  const hasStore = process.platform === 'darwin' || process.platform === 'win32';
  return {
    node: tls.rootCertificates,
    system(isWorthWaiting) {
      if (!isRead && (isWorthWaiting || !hasStore)) {
        isRead = true;
        roots = hasStore ? (tls as CertificateList).getCACertificates?.('system') : systemBundle(process.env);
      }
      return roots;
    },
  };
}

/** The roots an app on this runtime trusts, and some more. Newer runtimes count NODE_EXTRA_CA_CERTS in. */
export function trustAnchors(extra: readonly string[]): string[] {
  const { getCACertificates } = tls as CertificateList;
  return [...(getCACertificates?.('default') ?? tls.rootCertificates), ...extra];
}

/** For sockets that nobody reads any more: what still fails there is no news. */
function ignoreAfterEnd(): void {}
