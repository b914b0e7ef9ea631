import { expect, test } from 'vitest';
import { MailAccountAddressError } from './intake/mail/account-address.ts';
import { OptionsError, readOptions } from './options.ts';

const usual = ['--data', '/srv/zentrale', '--port', '0'];

test('each mailbox has the file of its password, in their order', () => {
  const first = ['--mail', 'imaps://a@mail.amt.example', '--mail-password', '/etc/a'];
  const second = ['--mail', 'imap://b@mail.amt.example/Post', '--mail-password', '/etc/b'];
  expect(readOptions([...usual, ...first, ...second])?.mailAccounts).toMatchObject([
    { address: { user: 'a', protection: 'tls' }, passwordFile: '/etc/a' },
    { address: { user: 'b', protection: 'startTls', folder: 'Post' }, passwordFile: '/etc/b' },
  ]);
});

test('a mailbox without the file of its password, or with an address that is none, is refused', () => {
  expect(() => readOptions([...usual, '--mail', 'imaps://a@mail.amt.example'])).toThrow(OptionsError);
  expect(() => readOptions([...usual, '--mail', 'mail.amt.example', '--mail-password', '/etc/a'])).toThrow(
    MailAccountAddressError,
  );
});

test('a mailbox may have the file of its token in the place of a password', () => {
  const first = ['--mail', 'imaps://a@mail.amt.example', '--mail-oauth', '/etc/a.json'];
  const second = ['--mail', 'imaps://b@mail.amt.example', '--mail-password', '/etc/b'];
  expect(readOptions([...usual, ...first, ...second])?.mailAccounts).toMatchObject([
    { address: { user: 'a' }, oauthFile: '/etc/a.json' },
    { address: { user: 'b' }, passwordFile: '/etc/b' },
  ]);
});

test('the times of the intake folders are given in seconds and minutes, and what is no number is refused', () => {
  const times = ['--intake-settle', '5', '--intake-unfinished', '300', '--intake-rest', '0,5'];
  expect(readOptions([...usual, ...times])?.folderTimes).toEqual({
    ...{ settleMilliseconds: 5_000, unfinishedMilliseconds: 300_000, restMilliseconds: 30_000 },
  });
  expect(readOptions(usual)?.folderTimes).toEqual({});
  expect(() => readOptions([...usual, '--intake-rest', 'lange'])).toThrow(OptionsError);
});

test('baskets are set for a station or for all others; one without a team and one set twice are refused', () => {
  const baskets = ['--basket', 'Scanner 1=Team Nord', '--basket', 'Team Süd'];
  expect(readOptions([...usual, ...baskets])?.baskets).toEqual([
    { station: 'Scanner 1', team: 'Team Nord' },
    { station: null, team: 'Team Süd' },
  ]);
  expect(readOptions(usual)?.baskets).toEqual([]);
  expect(() => readOptions([...usual, '--basket', 'Scanner 1='])).toThrow(OptionsError);
  expect(() => readOptions([...usual, ...baskets, '--basket', 'SCANNER 1=Team Ost'])).toThrow(
    'Für die Station „SCANNER 1“ ist mit --basket mehr als ein Team angegeben',
  );
  expect(() => readOptions([...usual, ...baskets, '--basket', 'Team Ost'])).toThrow('Für alle übrigen Stationen');
});
