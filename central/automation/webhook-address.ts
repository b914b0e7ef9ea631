import { lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** The address of a webhook may not be called. The reason is a German sentence. */
export class ForbiddenAddressError extends Error {}

const list = (...networks: string[]): BlockList => {
  const blocked = new BlockList();
  for (const network of networks) {
    const [address = '', length = ''] = network.split('/');
    blocked.addSubnet(address, Number(length), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return blocked;
};

/** Never, whoever lists them: "this" network, link-local (where clouds serve their metadata), multicast, reserved. */
const never = list(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4', '100.100.100.200/32'],
  ...['::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254/128', '64:ff9b::/96', '2002::/16', '2001::/32'],
);
/** Only where administration lists them for the machine. */
const ours = list('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10');
const loopback = list('127.0.0.0/8', '::1/128');

/** An IPv4 address inside an IPv6 one counts as what it is. */
function plainAddress(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) !== 6) return bare;
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high = 0, low = 0] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '0', 16));
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

const isIn = (blocked: BlockList, address: string): boolean =>
  blocked.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** True when a connection to this address is allowed. `isOwnHost`: the address names this very machine. */
export function isAllowedAddress(text: string, networks: readonly string[], isOwnHost: boolean): boolean {
  const address = plainAddress(text);
  if (isIP(address) === 0 || isIn(never, address)) return false;
  if (isIn(loopback, address)) return isOwnHost;
  if (isIn(ours, address)) return isIn(list(...networks), address);
  return true;
}

const isOwnHost = (host: string): boolean =>
  host === 'localhost' || (isIP(plainAddress(host)) > 0 && isIn(loopback, plainAddress(host)));

/** A URL as it may be called, checked as far as that goes without looking up its name. Throws ForbiddenAddressError. */
export function checkWebhookUrl(text: string, networks: readonly string[]): URL {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.hash) throw new ForbiddenAddressError('Das ist keine Adresse.');
  const isOwn = isOwnHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn)) {
    throw new ForbiddenAddressError('Die Adresse muss mit https:// beginnen; http:// gilt nur auf diesem Rechner.');
  }
  const address = plainAddress(url.hostname);
  if (isIP(address) > 0 && !isAllowedAddress(address, networks, isOwn)) throw new ForbiddenAddressError(notAllowed);
  return url;
}

const notAllowed =
  'Diese Adresse liegt in einem Netz, das die Verwaltung für dieses Maschinenkonto nicht freigegeben hat.';

/** Looks up a name for a connection, which then goes to the very address that was checked. */
export function checkedLookup(host: string, networks: readonly string[]): LookupFunction {
  return (name, options, done) => {
    lookUp(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const allowed = addresses.filter(({ address }) => isAllowedAddress(address, networks, isOwnHost(host)));
      const [first] = allowed;
      // One bad address is enough: a name that also leads elsewhere is none of ours.
      if (!first || allowed.length < addresses.length) return done(new ForbiddenAddressError(notAllowed), []);
      if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}
