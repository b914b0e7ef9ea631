import { useEffect, useMemo, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { type OutputOf, useDesk } from '../../../shared/backend.tsx';
import { harmless, type InlinePictures } from '../foreign-html.ts';

const largestPicture = 5 * 1024 * 1024;
const pictureTypes = /^image\/(png|jpeg|gif|webp|bmp)$/;

/** The HTML of a mail made harmless, with the pictures it brought along. */
export function useMailPage(mail: OutputOf<'content', 'mail'>, source: { scopeId: Id; ownerId: Id }) {
  const desk = useDesk();
  const { scopeId, ownerId } = source;
  const [pictures, setPictures] = useState<InlinePictures>(new Map());
  useEffect(() => {
    let isGone = false;
    const wanted = mail.attachments.filter(
      ({ contentId, mediaType, size }) =>
        contentId && pictureTypes.test(mediaType) && size <= largestPicture && mail.html?.includes(contentId),
    );
    const read = async () => {
      const found = new Map<string, string>();
      for (const { index, contentId, mediaType } of wanted) {
        const bytes = await desk.content.mailAttachment({ scopeId, ownerId, index });
        found.set(contentId as string, `data:${mediaType};base64,${base64(bytes)}`);
      }
      if (!isGone && found.size > 0) setPictures(found);
    };
    read().catch(() => undefined); // without its pictures the mail is still readable
    return () => {
      isGone = true;
    };
  }, [desk, mail, scopeId, ownerId]);
  return useMemo(() => harmless(mail.html ?? '', pictures), [mail.html, pictures]);
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}
