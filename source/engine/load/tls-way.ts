import net from 'node:net';
import tls from 'node:tls';

/** How the connections to one host are secured. */
export type TlsSpec = {
  /** Certificates in PEM of authorities that are trusted beside the usual ones; null: none. */
  readonly caPem: string | null;
  /** Whether the host must prove who it is. */
  readonly verify: boolean;
};

/** The way to secured connections of one host in one thread, which share authorities, read once, and a session to resume. */
export type TlsWay = {
  /** Begins a connection; `opened` is called once it is secured and, where that is asked, proven. */
  readonly connect: (
    to: {
      readonly address: string;
      readonly port: number;
      /** The name that the certificate must bear. */
      readonly serverName: string;
      /** Offered by ALPN (RFC 7301), the most wanted first. */
      readonly protocols: readonly string[];
    },
    opened: () => void,
  ) => tls.TLSSocket;
};

const usual: TlsSpec = { caPem: null, verify: true };

export function createTlsWay({ caPem, verify }: TlsSpec = usual): TlsWay {
  let secureContext: tls.SecureContext | null = null;
  let session: Buffer | null = null;
  return {
    connect({ address: host, port, serverName, protocols }, opened) {
      // Node's own list would be replaced by ours, and reading certificates anew for each connection costs more than all else.
      const ca = caPem === null ? {} : { ca: [...tls.getCACertificates('default'), caPem] };
      secureContext ??= tls.createSecureContext(ca);
      const socket = tls.connect(
        {
          host,
          port,
          // A certificate names hosts; an IP address may not be sent as a server name.
          servername: net.isIP(serverName) === 0 ? serverName : '',
          ALPNProtocols: [...protocols],
          rejectUnauthorized: verify,
          secureContext,
          ...(session === null ? {} : { session }),
        },
        opened,
      );
      socket.on('session', (ticket) => {
        // A resumed session is taken without another look at the certificate: only a proven one may be kept.
        if (socket.authorized || !verify) session = ticket;
      });
      return socket;
    },
  };
}
