import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type Clock, systemClock } from '../../clock.ts';
import type { Planted } from '../fault-queue.ts';
import { sandboxTenantId } from '../ids.ts';
import { listen } from '../listen.ts';
import { type SandboxUserName, sandboxUsers } from '../people.ts';
import { type EntraApp, initialApps } from './apps.ts';
import { makeCertificate } from './certificate.ts';
import { type ChannelSigner, createChannelSigner } from './channel.ts';
import { createProveClient } from './client-proof.ts';
import type { Estate } from './estate.ts';
import {
  type CheckedEntraFault,
  createEntraFaultQueue,
  type EntraFault,
  parseEntraFaults,
} from './faults.ts';
import { createRequestLog, type EntraRequest } from './requests.ts';
import { createServe } from './serve.ts';
import { makeSigningKeys } from './signing-keys.ts';
import { createTokenMaker, type TokenMaker } from './token-maker.ts';
import { createVerify, type VerifiedToken } from './verify.ts';

/** A running stand-in for Microsoft Entra ID and for the keys of the Bot Framework. */
export interface SandboxEntra extends TokenMaker {
  readonly port: number;
  /** `https://localhost:port`, without a slash at the end: the `authorityHost` of @azure/identity. */
  readonly url: string;
  /** `http://127.0.0.1:port`: metadata, keys and control again, for clients that can't be told of a CA. */
  readonly plainUrl: string;
  /** PEM of the authority that signed the certificate: `tlsOptions.ca`, or a file for NODE_EXTRA_CA_CERTS. */
  readonly ca: string;
  /** Certificate for `localhost`, `127.0.0.1` and `::1` with its key, PEM: also for `startSandbox({ tls })`. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** The home tenant. */
  readonly tenantId: string;
  /** Signs what the Bot Framework sends, rightly or as told. */
  readonly channel: ChannelSigner;

  /** Issuer, signature and times checked; the audience is for the caller to compare. Null when not so. */
  verify(token: string): Promise<VerifiedToken | null>;

  /** The apps that may ask for tokens, by client id: `set` adds or replaces one. */
  readonly apps: Map<string, EntraApp>;
  readonly faults: {
    add(...faults: readonly EntraFault[]): void;
    list(): readonly Planted<CheckedEntraFault>[];
    clear(): void;
  };
  /** Every request since the start or the last reset, oldest first; control requests are not among them. */
  requests(): readonly EntraRequest[];
  /** Back to the initial apps, without faults and requests. The keys stay. */
  reset(): void;
  stop(): Promise<void>;
}

export interface SandboxEntraOptions {
  /** Of the https server; 0, the default, picks a free one. */
  readonly port?: number;
  /** Of the http server; 0, the default, picks a free one. */
  readonly plainPort?: number;
  /** 127.0.0.1, ::1 or localhost; anything else is refused. */
  readonly host?: string;
  readonly clock?: Clock;
  /** Apps besides, or in place of, the sandbox's own. */
  readonly apps?: readonly EntraApp[];
  /** Issuer and outbound audience of the Bot Framework: https://api.botframework.com unless given, per cloud. */
  readonly channelIssuer?: string;
}

/**
 * Starts a sandbox Entra on loopback; keys and certificate are made now and kept in memory only.
 *
 * @throws when the host is not loopback or a port is taken
 */
export async function startSandboxEntra(options: SandboxEntraOptions = {}): Promise<SandboxEntra> {
  const host = options.host ?? '127.0.0.1';
  const clock = options.clock ?? systemClock;
  const [certificate, keys] = await Promise.all([makeCertificate(), makeSigningKeys()]);
  let port = options.port ?? 0;
  const url = () => `https://localhost:${port}`;
  const federatedIssuer = () => `${url()}/federated`;
  const estate: Estate = {
    clock,
    keys,
    apps: new Map(),
    faults: createEntraFaultQueue((user) => (isUserName(user) ? sandboxUsers[user].oid : user)),
    log: createRequestLog(),
    verify: createVerify(keys, url, clock),
    proveClient: createProveClient(keys, federatedIssuer, clock),
    channelIssuer: options.channelIssuer ?? 'https://api.botframework.com',
    url,
  };
  const reset = () => {
    estate.apps.clear();
    for (const app of [...initialApps(), ...(options.apps ?? [])]) estate.apps.set(app.clientId, app);
    estate.faults.clear();
    estate.log.clear();
  };
  reset();

  const waiting = new Set<NodeJS.Timeout>();
  const serve = createServe(estate, reset, waiting);
  const secure = createSecureServer({ key: certificate.key, cert: certificate.cert }, (request, response) =>
    serve(request, response, true),
  );
  const plain = createServer((request, response) => serve(request, response, false));
  const stop = async () => {
    for (const timer of waiting) clearTimeout(timer);
    waiting.clear();
    await Promise.all([secure, plain].map(close));
  };
  let plainUrl: string;
  try {
    ({ port } = await listen(secure, port, host));
    const listening = await listen(plain, options.plainPort ?? 0, host);
    plainUrl = `http://${listening.bracketed}:${listening.port}`;
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    port,
    url: url(),
    plainUrl,
    ca: certificate.ca,
    tls: { key: certificate.key, cert: certificate.cert },
    tenantId: sandboxTenantId,
    channel: createChannelSigner(estate, plainUrl),
    ...createTokenMaker(estate, federatedIssuer()),
    verify: async (token) => {
      const verification = await estate.verify(token);
      return verification.ok ? verification.token : null;
    },
    apps: estate.apps,
    faults: {
      add: (...faults) => {
        const parsed = parseEntraFaults({ faults });
        if ('problem' in parsed) throw new Error(parsed.problem);
        estate.faults.add(parsed);
      },
      list: estate.faults.list,
      clear: estate.faults.clear,
    },
    requests: estate.log.list,
    reset,
    stop,
  };
}

function isUserName(text: string): text is SandboxUserName {
  return Object.hasOwn(sandboxUsers, text);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
