/** An address of an interface that is up, with the length of its network prefix. */
export interface InterfaceAddress {
  readonly address: string;
  readonly prefix: number;
}

/** What postconf(1) learns from the machine it runs on. */
export interface PostconfHost {
  /** As gethostname(2) gives it. */
  readonly hostName: string;
  readonly processId: number;
  /** In the system's order. */
  readonly addresses: readonly InterfaceAddress[];
  /** Whether sockets of the family can be made at all. */
  readonly hasIpv4: boolean;
  readonly hasIpv6: boolean;
  /** The addresses of a host name in `inet_interfaces`; none when there is no such host. */
  resolve(name: string): readonly string[];
}

/** What came of reading a file: its bytes, one character each, or where that failed and the words of strerror(3). */
export type FileAnswer = { readonly text: string } | FileFailure;

export interface FileFailure {
  readonly failed: 'open' | 'read';
  readonly reason: string;
  /** The file is there, but not for us. */
  readonly isDenied?: boolean;
  /** It is a directory, a device or the like. */
  readonly isIrregular?: boolean;
}

/** One call of postconf(1). Texts are one character per byte, as a C program sees them. */
export interface PostconfCall {
  /** What follows the program's name. */
  readonly args: readonly string[];
  /** The branch to speak for, such as `3.7`. */
  readonly version: string;
  readonly host: PostconfHost;
  readonly env: Readonly<Record<string, string | undefined>>;
  readFile(path: string): FileAnswer;
}

export interface PostconfResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** The option that we don't serve, because it edits files or asks what only an installed Postfix can tell. */
  readonly unsupported?: string;
}
