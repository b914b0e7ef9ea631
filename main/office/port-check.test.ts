import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { OptionError } from './options.ts';
import { checkPort } from './port-check.ts';

test('a taken port is told before anything is started, a free one is left free', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(checkPort(port)).rejects.toThrow(OptionError);
  other.close();
  await once(other, 'close');
  await checkPort(port);
  await checkPort(port);
});
