import { expect, test } from 'vitest';
import { MailAccountAddressError, mailAccountName, readMailAccountAddress } from './account-address.ts';

test('an address names account, machine, folder and station; the port follows from the protection', () => {
  expect(readMailAccountAddress('imaps://post%40amt.example@mail.amt.example/INBOX#Team%20Nord')).toEqual({
    ...{ host: 'mail.amt.example', port: 993, protection: 'tls', user: 'post@amt.example' },
    ...{ folder: 'INBOX', station: 'Team Nord' },
  });
  const plain = readMailAccountAddress('imap://post@mail.amt.example');
  expect(plain).toMatchObject({ port: 143, protection: 'startTls', folder: 'INBOX', station: 'post' });
  expect(readMailAccountAddress('imap+plain://post@[::1]:1143/Eingang')).toMatchObject({
    ...{ host: '::1', port: 1143, protection: 'none', folder: 'Eingang' },
  });
});

test('the name of a mailbox holds no password and not the port, which may change', () => {
  const name = mailAccountName(readMailAccountAddress('imaps://post@mail.amt.example:1993/A%2FB'));
  expect(name).toBe('post auf mail.amt.example, Ordner A/B');
});

test.each([
  ['ohne Schema', 'post@mail.amt.example', /nicht vollständig/],
  ['ohne Konto', 'imaps://mail.amt.example', /nicht vollständig/],
  ['mit Kennwort', 'imaps://post:geheim@mail.amt.example', /Kennwort gehört nicht/],
  ['unverschlüsselt über das Netz', 'imap+plain://post@mail.amt.example', /Unverschlüsselt/],
  ['mit halbem Zeichen', 'imaps://post@mail.amt.example/%E4', /unvollständiges Zeichen/],
])('an address %s is refused with the reason', (_, address, reason) => {
  expect(() => readMailAccountAddress(address)).toThrow(MailAccountAddressError);
  expect(() => readMailAccountAddress(address)).toThrow(reason);
});
