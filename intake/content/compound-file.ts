import { viewOf } from './byte-reading.ts';

const END_OF_CHAIN = 0xfffffffe;
const MAX_ENTRIES = 20_000;

/** Names of all streams and storages in a compound file (old Office, Outlook, encrypted Office); `null` if unreadable. */
export function compoundFileNames(bytes: Uint8Array): string[] | null {
  if (bytes.length < 512) return null;
  const view = viewOf(bytes);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return null;
  const sectorSize = 1 << shift;
  const fat = allocationSectors(view, sectorSize);
  const names: string[] = [];
  const visited = new Set<number>();
  let sector = view.getUint32(48, true);
  while (sector < END_OF_CHAIN && !visited.has(sector) && names.length < MAX_ENTRIES) {
    visited.add(sector);
    const start = (sector + 1) * sectorSize;
    if (start + sectorSize > bytes.length) break;
    for (let entry = start; entry < start + sectorSize; entry += 128) addName(names, view, entry);
    sector = nextSector(view, fat, sector, sectorSize);
  }
  return names.length > 0 ? names : null;
}

// The first 109 sectors of the allocation table are named in the header; more exist only in files over 7 MB, whose
// directory then starts late. Following the further chain keeps those readable too.
function allocationSectors(view: DataView, sectorSize: number): number[] {
  const sectors: number[] = [];
  for (let index = 0; index < 109; index += 1) sectors.push(view.getUint32(76 + index * 4, true));
  const visited = new Set<number>();
  let next = view.getUint32(68, true);
  while (next < END_OF_CHAIN - 1 && !visited.has(next)) {
    visited.add(next);
    const start = (next + 1) * sectorSize;
    if (start + sectorSize > view.byteLength) break;
    for (let offset = 0; offset < sectorSize - 4; offset += 4) sectors.push(view.getUint32(start + offset, true));
    next = view.getUint32(start + sectorSize - 4, true);
  }
  return sectors;
}

function nextSector(view: DataView, fat: number[], sector: number, sectorSize: number): number {
  const perSector = sectorSize / 4;
  const table = fat[Math.floor(sector / perSector)];
  if (table === undefined || table >= END_OF_CHAIN) return END_OF_CHAIN;
  const position = (table + 1) * sectorSize + (sector % perSector) * 4;
  return position + 4 > view.byteLength ? END_OF_CHAIN : view.getUint32(position, true);
}

function addName(names: string[], view: DataView, entry: number): void {
  const length = view.getUint16(entry + 64, true);
  const type = view.getUint8(entry + 66);
  if (type === 0 || length < 2 || length > 64) return;
  let name = '';
  for (let offset = 0; offset < length - 2; offset += 2)
    name += String.fromCharCode(view.getUint16(entry + offset, true));
  names.push(name);
}
