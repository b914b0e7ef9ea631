import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { AccessTokens } from '../intake/mail/access-token.ts';
import type { MailAccountAccess } from '../intake/mail/account-client.ts';
import { type GoodTokens, openIntrospection, TokenService } from './token-service.ts';

// A real mail server for tests: Debian's Dovecot, with a folder, ports and a certificate of its own.

const program = '/usr/sbin/dovecot';
const isRoot = process.getuid?.() === 0;

/** Finds Dovecot, or installs Debian's package as root; says loudly why tests do without it otherwise. */
export function findOrInstallMailServer(): boolean {
  if (existsSync(program)) return true;
  if (process.platform === 'linux' && isRoot && existsSync('/usr/bin/apt-get')) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const how = { stdio: 'ignore' as const, timeout: 300_000, env: environment };
    spawnSync('apt-get', ['update', '-qq'], how);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'dovecot-imapd'], how);
  }
  if (existsSync(program)) return true;
  process.stderr.write(
    'SKIPPED: no mail server is here and none could be installed (Debian: apt-get install dovecot-imapd); mailboxes were not tried.\n',
  );
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

type TokenGiven = Parameters<TokenService['access']>[0] & { now?: () => number };
type Ports = { tls: number; open: number };

/** A running mail server; every account it is asked for exists, with one password, and with the tokens that are good for it. */
export class MailServer implements AsyncDisposable {
  readonly folder: string;
  readonly ports: Ports;
  readonly password = 'Kennwort-des-Postfachs';
  readonly authority: string;
  readonly #tokens: GoodTokens = new Map();
  #introspection: Awaited<ReturnType<typeof openIntrospection>> | null = null;
  #stop: () => Promise<void> = async () => undefined;

  private constructor(facts: { folder: string; ports: Ports; authority: string }) {
    this.folder = facts.folder;
    this.ports = facts.ports;
    this.authority = facts.authority;
  }

  static async start(): Promise<MailServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-mail-'));
    await chmod(folder, 0o755);
    makeCertificate(folder);
    const authority = await readFile(path.join(folder, 'server.pem'), 'utf8');
    const ports = { tls: await freePort(), open: await freePort() };
    const server = new MailServer({ folder, ports, authority });
    await server.begin();
    return server;
  }

  /** Starts it, at first or after `end`. */
  async begin(): Promise<void> {
    const { folder, ports } = this;
    const mails = path.join(folder, 'mail');
    await mkdir(mails, { recursive: true });
    if (isRoot) await chown(mails, 65_534, 65_534);
    await writeFile(path.join(folder, 'dovecot.conf'), configuration(folder, ports, this.password));
    this.#introspection ??= await openIntrospection(this.#tokens);
    await writeFile(path.join(folder, 'oauth2.conf'), introspectionBy(this.#introspection.address));
    const log: string[] = [];
    const child = spawn(program, ['-F', '-c', path.join(folder, 'dovecot.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (text: Buffer) => log.push(text.toString()));
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#stop = async () => {
      child.kill('SIGTERM');
      await ended;
    };
    const failed = ended.then(async () => {
      const told = await readFile(path.join(folder, 'log'), 'utf8').catch(() => '');
      throw new Error(`the mail server ended: ${log.join('')}${told}`);
    });
    failed.catch(() => undefined);
    await Promise.race([this.#answers(), failed]);
  }

  /** Ends it as a machine that is switched off; what lies in the mailboxes stays. */
  async end(): Promise<void> {
    await this.#stop();
  }

  async #answers(): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const client = this.client('probe');
      try {
        await client.connect();
        await client.logout();
        return;
      } catch (error) {
        if (attempt > 200) throw error;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  /** How the centre gets into a mailbox. */
  access(user: string, given: Partial<MailAccountAccess['address']> = {}, password = this.password): MailAccountAccess {
    const address = {
      host: '127.0.0.1',
      port: this.ports.tls,
      protection: 'tls' as const,
      folder: 'INBOX',
      station: user,
    };
    return { address: { ...address, user, ...given }, login: { password }, authority: this.authority };
  }

  /** A token endpoint for one account of this server. */
  async tokenService(user: string): Promise<TokenService> {
    const key = await readFile(path.join(this.folder, 'server.key'), 'utf8');
    const service = new TokenService(this.#tokens, user, { key, cert: this.authority });
    await service.begin();
    return service;
  }

  /** How the centre gets into a mailbox with tokens; `now`: its clock. */
  accessByToken(user: string, service: TokenService, given: TokenGiven = {}): MailAccountAccess {
    const { now, ...access } = given;
    return { ...this.access(user), login: { tokens: new AccessTokens(service.access(access), now) } };
  }

  client(user: string): ImapFlow {
    const client = new ImapFlow({
      ...{ host: '127.0.0.1', port: this.ports.tls, secure: true, auth: { user, pass: this.password } },
      ...{ tls: { ca: this.authority }, logger: false },
    });
    client.on('error', () => undefined);
    return client;
  }

  /** Does something as somebody with a mail program of her own would. */
  async as<Result>(user: string, work: (client: ImapFlow) => Promise<Result>): Promise<Result> {
    const client = this.client(user);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  }

  /** Puts a message into a mailbox, as its mail server does. */
  async receive(user: string, message: Uint8Array, at?: Date): Promise<void> {
    await this.as(user, (client) => client.append('INBOX', Buffer.from(message), [], at));
  }

  /** Subjects of what lies in each folder of a mailbox that is not empty, sorted: which message is done first is not said. */
  async subjects(user: string): Promise<Record<string, string[]>> {
    return this.as(user, async (client) => {
      const found: Record<string, string[]> = {};
      for (const { path: name } of await client.list()) {
        const { exists } = await client.mailboxOpen(name, { readOnly: true });
        const messages = exists === 0 ? [] : await client.fetchAll('1:*', { envelope: true });
        if (messages.length > 0) found[name] = messages.map(({ envelope }) => envelope?.subject ?? '').toSorted();
      }
      return found;
    });
  }

  /** The mailbox is set up anew by its machine: every message gets another number. */
  async renumber(user: string): Promise<void> {
    await this.end();
    const box = path.join(this.folder, 'mail', user);
    for (const name of await readdir(box)) {
      if (name.startsWith('dovecot')) await rm(path.join(box, name), { recursive: true, force: true });
    }
    await this.begin();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    await this.#introspection?.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function makeCertificate(folder: string): void {
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const files = ['-keyout', path.join(folder, 'server.key'), '-out', path.join(folder, 'server.pem')];
  const words = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-addext',
    names,
  ];
  const made = spawnSync('openssl', [...words, ...files], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`no certificate could be made: ${made.stderr}`);
  chmodSync(path.join(folder, 'server.key'), 0o600);
}

function introspectionBy(address: string): string {
  return `introspection_url = ${address}
introspection_mode = post
active_attribute = active
active_value = true
username_attribute = username
`;
}

function configuration(folder: string, ports: Ports, password: string): string {
  const { username } = userInfo();
  const [uid, gid] = isRoot ? [65_534, 65_534] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const own = isRoot ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`;
  const services = ['imap-login', 'anvil', 'stats', 'auth', 'config'].map((name) =>
    name === 'imap-login' ? '' : `service ${name} {\n  chroot =\n}\n`,
  );
  return `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = yes
ssl_cert = <${folder}/server.pem
ssl_key = <${folder}/server.key
disable_plaintext_auth = yes
login_trusted_networks =
${own}first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${folder}/mail/%u
mail_fsync = never
auth_mechanisms = plain xoauth2 oauthbearer
auth_failure_delay = 0
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${ports.open}
  }
  inet_listener imaps {
    port = ${ports.tls}
    ssl = yes
  }
}
${services.join('')}`;
}
