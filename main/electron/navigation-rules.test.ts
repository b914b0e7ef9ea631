import { expect, test } from 'vitest';
import { decideForDesk, decideForEmbed, isDeskAddress, mayFrameShow, mayUsePermission } from './navigation-rules.ts';

test.each([
  ['app://desk/index.html', true],
  ['app://desk/?fenster=fachverfahren', true],
  ['app://desk.evil.example/', false],
  ['app://desk@evil.example/', false],
  ['app://other/', false],
  ['https://desk/', false],
  ['file:///app://desk/', false],
  ['', false],
])('%s is a page of the desk: %s', (address, expected) => {
  expect(isDeskAddress(address)).toBe(expected);
});

test.each([
  ['app://desk/index.html', 'allow'],
  ['https://www.gesetze-im-internet.de/sgb_2/', 'openOutside'],
  ['mailto:poststelle@kreis.example', 'openOutside'],
  ['http://kreis.example/', 'refuse'],
  ['file:///etc/passwd', 'refuse'],
  ['javascript:alert(1)', 'refuse'],
  ['ms-msdt:/id', 'refuse'],
  ['smb://server/share', 'refuse'],
  ['aktenpult://akte/1', 'refuse'],
  ['kein', 'refuse'],
])('the desk going to %s: %s', (address, decision) => {
  expect(decideForDesk(address)).toBe(decision);
});

const allowed = new Set(['https://fach.kreis.example', 'http://127.0.0.1:4700']);
test.each([
  ['https://fach.kreis.example/fall/1', 'allow'],
  ['http://127.0.0.1:4700/?x', 'allow'],
  ['http://127.0.0.1:4701/', 'refuse'],
  ['http://fach.kreis.example/', 'refuse'],
  ['https://fach.kreis.example.evil.example/', 'openOutside'],
  ['https://evil.example/?https://fach.kreis.example', 'openOutside'],
  ['https://fach.kreis.example@evil.example/', 'openOutside'],
  ['aktenpult://akte/1', 'deepLink'],
  ['app://desk/index.html', 'refuse'],
  ['file:///etc/passwd', 'refuse'],
  ['data:text/html,x', 'refuse'],
])('the Fachverfahren going to %s: %s', (address, decision) => {
  expect(decideForEmbed(address, allowed)).toBe(decision);
});

test.each([
  'media',
  'geolocation',
  'notifications',
  'midi',
  'hid',
  'serial',
  'usb',
  'openExternal',
  'fileSystem',
  'made-up',
])('nobody gets the permission %s', (permission) => {
  expect(mayUsePermission(permission, 'app://desk/')).toBe(false);
  expect(mayUsePermission(permission, 'https://fach.kreis.example')).toBe(false);
});

test.each([
  [['video'], true],
  [['video', 'audio'], false],
  [['audio'], false],
  [[], false],
])('the desk may record %j: %s', (media, expected) => {
  expect(mayUsePermission('media', 'app://desk/', media)).toBe(expected);
  expect(mayUsePermission('media', 'https://fach.kreis.example/', media)).toBe(false);
});

test('only the desk itself may write to the clipboard', () => {
  expect(mayUsePermission('clipboard-sanitized-write', 'app://desk/')).toBe(true);
  expect(mayUsePermission('clipboard-sanitized-write', 'https://fach.kreis.example/')).toBe(false);
});

test.each([
  ['about:srcdoc', true],
  ['blob:app://desk/7c9a', true],
  ['https://tracker.example/pixel', false],
  ['blob:https://evil.example/7c9a', false],
  ['data:text/html,x', false],
])('a frame of the desk showing %s: %s', (address, expected) => {
  expect(mayFrameShow(address)).toBe(expected);
});
