import type { CookieJar, MemoryCookieStore } from 'tough-cookie';

/** The cookies of a worker's virtual clients, each with a jar of its own (RFC 6265). */
export type CookieJars = {
  /** What a client's `Cookie` field says at that URL; empty where it has none for it. */
  readonly cookiesFor: (client: number, url: string) => string;
  /** Keeps what the `Set-Cookie` fields of an answer from that URL say. */
  readonly keep: (client: number, url: string, setCookies: readonly string[]) => void;
};

/** The least that RFC 6265, 6.1 asks of a client: what is beyond is let go, the longest unused first, and the too long not taken. */
const mostCookies = 50;
const longestCookie = 4096;

type Jar = { readonly jar: CookieJar; readonly store: MemoryCookieStore };

/** Jars of `tough-cookie`, brought in only where there are clients: it costs each worker some megabytes. */
export async function createCookieJars(): Promise<CookieJars> {
  const { CookieJar, MemoryCookieStore } = await import('tough-cookie');
  const jars = new Map<number, Jar>();
  const openJar = (): Jar => {
    const store = new MemoryCookieStore();
    // Secure cookies are kept from and sent to plain HTTP on loopback alone, as in browsers.
    return {
      store,
      jar: new CookieJar(store, { looseMode: false, allowSecureOnLocal: true, enforceSecureOriginOnStorage: true }),
    };
  };
  return {
    cookiesFor: (client, url) => jars.get(client)?.jar.getCookieStringSync(url) ?? '',
    keep(client, url, setCookies) {
      if (setCookies.length === 0) return;
      let kept = jars.get(client);
      if (kept === undefined) {
        kept = openJar();
        jars.set(client, kept);
      }
      for (const text of setCookies) {
        if (text.length <= longestCookie) kept.jar.setCookieSync(text, url, { ignoreError: true });
      }
      bound(kept.store);
    },
  };
}

function bound(store: MemoryCookieStore): void {
  // This store calls back before it returns.
  store.getAllCookies((_error, cookies) => {
    if (cookies === undefined || cookies.length <= mostCookies) return;
    const usedMs = ({ lastAccessed }: (typeof cookies)[number]): number =>
      lastAccessed instanceof Date ? lastAccessed.getTime() : 0;
    const oldest = cookies.toSorted((a, b) => usedMs(a) - usedMs(b)).slice(0, cookies.length - mostCookies);
    for (const { domain, path, key } of oldest) {
      if (domain !== null && path !== null) store.removeCookie(domain, path, key, () => {});
    }
  });
}
