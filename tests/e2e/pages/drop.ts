import { expect, type Locator } from '@playwright/test';

export type HandedFile = { name: string; mimeType: string; buffer: Buffer };

/** Drops files on a place of the page, as another program would; `sign` is what the page shows while they are over it. */
export async function dropOn(place: Locator, files: HandedFile[], sign: Locator): Promise<void> {
  const handed = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, content: buffer.toString('base64') }));
  const dataTransfer = await place.page().evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, content } of all) {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    return transfer;
  }, handed);
  await place.dispatchEvent('dragover', { dataTransfer });
  await expect(sign).toBeVisible();
  await place.dispatchEvent('drop', { dataTransfer });
}

/** Drops what a mail program hands over when it gives an address instead of the mail. */
export async function dropLinkOn(place: Locator, address: string): Promise<void> {
  const dataTransfer = await place.page().evaluateHandle((link) => {
    const transfer = new DataTransfer();
    transfer.setData('text/uri-list', link);
    transfer.setData('text/plain', link);
    return transfer;
  }, address);
  await place.dispatchEvent('dragover', { dataTransfer });
  await place.dispatchEvent('drop', { dataTransfer });
}
