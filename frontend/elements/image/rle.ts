/** Run lengths of bytes: (length, value) pairs. What undo keeps of a mask. */

export function encodeRuns(bytes: Uint8Array): Uint32Array {
  const runs: number[] = [];
  let start = 0;
  while (start < bytes.length) {
    const value = bytes[start] as number;
    let end = start + 1;
    while (end < bytes.length && bytes[end] === value) end++;
    runs.push(end - start, value);
    start = end;
  }
  return Uint32Array.from(runs);
}

export function decodeRuns(runs: Uint32Array): Uint8Array {
  let length = 0;
  for (let index = 0; index < runs.length; index += 2) length += runs[index] as number;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let index = 0; index < runs.length; index += 2) {
    const end = at + (runs[index] as number);
    bytes.fill(runs[index + 1] as number, at, end);
    at = end;
  }
  return bytes;
}
