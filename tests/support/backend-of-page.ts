import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { deskApi, deskContractVersion, type DeskClient } from '../../core/contract/desk.ts';
import { connect } from '../../core/rpc/connect.ts';
import { type WebSocketLike, webSocketPort } from '../../core/rpc/web-socket-port.ts';

export type BackendOfPage = { client: DeskClient; close(): void };

/** A second line to the desk's backend, with the session of the page: for facts that the page shows only in words, and for much work. */
export async function backendOf(page: Page): Promise<BackendOfPage> {
  const session = await page.evaluate(() => sessionStorage.getItem('aktenpult.session'));
  const { origin, host } = new URL(page.url());
  const socket = new WebSocket(`ws://${host}/backend`, { origin });
  const port = webSocketPort(socket as unknown as WebSocketLike, {
    encode: (text) => new TextEncoder().encode(text),
    decode: (bytes) => new TextDecoder().decode(bytes),
  });
  const connection = connect(port, { api: deskApi, contractVersion: deskContractVersion, token: session });
  await connection.ready;
  return { client: connection.client, close: () => connection.close() };
}
