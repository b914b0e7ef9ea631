import { expect, test } from 'vitest';
import { checkedLookup, isAllowedAddress } from './webhook-address.ts';

test('an address is judged by where it leads, however it is written', () => {
  const allowed = (address: string, networks: string[] = [], isOwn = false) =>
    isAllowedAddress(address, networks, isOwn);
  expect(allowed('93.184.216.34')).toBe(true);
  expect(allowed('2606:2800:220:1::1')).toBe(true);
  for (const address of ['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1%eth0', '::', '0.0.0.0', '224.0.0.1']) {
    expect([address, allowed(address, ['0.0.0.0/0', '::/0'], true)]).toEqual([address, false]);
  }
  expect(allowed('10.1.2.3')).toBe(false);
  expect(allowed('10.1.2.3', ['10.1.0.0/16'])).toBe(true);
  expect(allowed('fd12::1', ['fd12::/16'])).toBe(true);
  expect(allowed('127.0.0.1')).toBe(false);
  expect(allowed('::1', [], true)).toBe(true);
});

test('a name that leads to this machine, though it does not say so, is not connected to', async () => {
  const lookedUp = (name: string, host: string) =>
    new Promise((resolve) => {
      checkedLookup(host, [])(name, { all: true }, (error, addresses) =>
        resolve(error ? error.constructor.name : addresses),
      );
    });
  expect(await lookedUp('localhost', 'empfang.example.org')).toBe('ForbiddenAddressError');
  expect(await lookedUp('localhost', 'localhost')).not.toBe('ForbiddenAddressError');
});
